"""Receiving events: the answer is 200 only once what arrived is kept. Whether Zalo comes again is not known."""

import hmac

import structlog
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.zalo_bot.reception import Reception
from bot.channels.zalo_bot.update import parse

log = structlog.get_logger()

_LARGEST = 256 * 1024
_HEADER = "x-bot-api-secret-token"


class Webhook:
    """The hook of one account."""

    def __init__(self, account: str, secret: str, reception: Reception) -> None:
        self._account = account
        self._secret = secret.encode()
        self._reception = reception

    @property
    def path(self) -> str:
        """Return where it listens."""
        return f"/hooks/zalo-bot/{self._account.partition(':')[2]}"

    def route(self) -> Route:
        """Return the route for the server."""
        return Route(self.path, self._answer, methods=["POST"])

    async def _answer(self, request: Request) -> Response:
        given = request.headers.get(_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            log.warning("hook_refused", account=self._account)
            return Response(status_code=401)
        body = await _body(request)
        if body is None:
            log.warning("hook_too_large", account=self._account)
            return Response(status_code=413)
        if not body.strip():
            log.info("hook_probed", account=self._account)  # Zalo looks whether anybody is here
            return Response(status_code=200)
        try:
            update = parse(body)
        except ValidationError as error:
            kind = error.errors(include_input=False, include_url=False)[0]["type"]
            log.warning("hook_not_understood", account=self._account, kind=kind)
            return Response(status_code=400 if kind == "json_invalid" else 200)
        try:
            await self._reception.take([update])
        except Exception as error:
            log.warning("hook_not_kept", account=self._account, error=type(error).__name__)
            return Response(status_code=503)
        return Response(status_code=200)


async def _body(request: Request) -> bytes | None:
    """Return the body, or None when it is larger than any event."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return None
    return bytes(body)
