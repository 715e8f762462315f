"""Calls to the Zalo Bot Platform over httpx; what goes wrong is told apart.

The address of a call holds the token, so no error here says where a call went. Requests are handed straight to
httpx's transport: its client would write the address of each into the log.
"""

import asyncio
import json
import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from bot.channels.zalo_bot.errors import NotSentError, RefusedError, TooFastError, UnsureError, ZaloError

_CONNECT_SECONDS = 10.0
_READ_SECONDS = 20.0
_PICTURE_SECONDS = 40.0
"""Zalo fetches a picture before it answers, about 15 seconds from a slow server."""

_CONNECTIONS = 16
_MESSAGES_AT_ONCE = 4
"""Far more than 5 calls a second need; httpcore's pool looks at every call in it for each that comes or goes."""

_PICTURES_AT_ONCE = 4
"""So that slow ones leave connections to the messages: each may take as long as Zalo takes to fetch it."""

_HEADERS = {"Content-Type": "application/json"}
_LONGEST_REASON = 160

# What goes through here is never worth a line of theirs, and each of their lines has the address.
for _library in ("httpx", "httpcore"):
    logging.getLogger(_library).setLevel(logging.WARNING)

_NEVER_CONNECTED = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)


class _Answer(BaseModel):
    """Zalo's envelope. `error_code` may stand beside a success; one method spells it `errorCode`."""

    model_config = ConfigDict(frozen=True)

    ok: Annotated[bool, Field(strict=True)]
    result: JsonValue = None
    description: JsonValue = None
    error_code: JsonValue = None
    other_error_code: Annotated[JsonValue, Field(alias="errorCode")] = None


class Client:
    """The calls of one bot; `start` before the first, `stop` after the last."""

    def __init__(self, base_url: str, token: str) -> None:
        self._address = f"{base_url}/bot{quote(token, safe=':')}/"
        self._secrets = _spellings(token)
        self._transport: httpx.AsyncHTTPTransport | None = None
        self._room = asyncio.Semaphore(_MESSAGES_AT_ONCE)
        self._room_for_pictures = asyncio.Semaphore(_PICTURES_AT_ONCE)

    def start(self) -> None:
        """Get ready; nothing is connected yet."""
        if self._transport is None:
            limits = httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS)
            self._transport = httpx.AsyncHTTPTransport(limits=limits, trust_env=False)

    async def stop(self) -> None:
        """Close all connections."""
        if self._transport is not None:
            await self._transport.aclose()
            self._transport = None

    async def get_me(self) -> JsonValue:
        """Return how Zalo names the bot."""
        return await self.call("getMe", {})

    async def get_update(self, seconds: int, grace_seconds: float) -> JsonValue:
        """Wait for one update and return it, None when there was none; Zalo forgets it with this answer."""
        try:
            return await self.call("getUpdates", {"timeout": str(seconds)}, seconds + grace_seconds)
        except RefusedError as error:
            if error.code == HTTPStatus.REQUEST_TIMEOUT:
                return None
            raise

    async def set_webhook(self, url: str, secret: str) -> JsonValue:
        """Have updates sent to an address; the result says how Zalo's probe of it went."""
        return await self.call("setWebhook", {"url": url, "secret_token": secret})

    async def delete_webhook(self) -> None:
        """Have updates kept for `get_update` again."""
        await self.call("deleteWebhook", {})

    async def send_message(self, chat_id: str, text: str) -> None:
        """Send a plain text of at most 2,000 characters."""
        async with self._room:
            await self.call("sendMessage", {"chat_id": chat_id, "text": text})

    async def send_photo(self, chat_id: str, url: str, caption: str = "") -> None:
        """Send a picture that Zalo fetches from a public address itself; the caption may have 2,000 characters."""
        fields = {"chat_id": chat_id, "photo": url, **({"caption": caption} if caption else {})}
        async with self._room_for_pictures:
            await self.call("sendPhoto", fields, _PICTURE_SECONDS)

    async def send_voice(self, chat_id: str, url: str) -> None:
        """Send a voice message that Zalo fetches from a public address itself, which ends in ".aac"."""
        async with self._room_for_pictures:
            await self.call("sendVoice", {"chat_id": chat_id, "voice_url": url}, _PICTURE_SECONDS)

    async def call(self, method: str, fields: Mapping[str, str], read_seconds: float = _READ_SECONDS) -> JsonValue:
        """Make a call and return its result.

        Raises:
            NotSentError: when it surely had no effect.
            UnsureError: when it may have had.
            TooFastError: when the gateway wants fewer calls.
            RefusedError: when Zalo said no.
        """
        if self._transport is None:
            raise NotSentError("closed")
        waits = {"connect": _CONNECT_SECONDS, "pool": _CONNECT_SECONDS, "write": read_seconds, "read": read_seconds}
        try:
            async with asyncio.timeout(2 * _CONNECT_SECONDS + read_seconds):
                request = httpx.Request(
                    "POST",
                    self._address + method,
                    headers=_HEADERS,
                    content=json.dumps(fields).encode(),
                    extensions={"timeout": waits},
                )
                response = await self._transport.handle_async_request(request)
                try:
                    body = await response.aread()
                finally:
                    await response.aclose()
        except _NEVER_CONNECTED as error:
            raise NotSentError(type(error).__name__, is_unreached=True) from None
        except (httpx.HTTPError, TimeoutError, OSError) as error:
            raise UnsureError(type(error).__name__) from None
        return self._judge(response.status_code, body)

    def _judge(self, status: int, body: bytes) -> JsonValue:
        """Let only Zalo's own answers through; most of its refusals come with status 200."""
        answer = None
        with suppress(ValidationError):
            answer = _Answer.model_validate_json(body)
        if answer is None:
            raise _not_of_zalo(status)
        if answer.ok:
            return answer.result
        code = _code(answer.error_code) or _code(answer.other_error_code) or status
        raise RefusedError(code, f"{code} {self._masked(str(answer.description or ''))}".strip())

    def _masked(self, text: str) -> str:
        """Return a text without the token, however a server in between spelled it."""
        return self._secrets.sub("…", text)[:_LONGEST_REASON]


def _not_of_zalo(status: int) -> ZaloError:
    """Say what the answer of a gateway means: its 401 or 403 says nothing about the token or the chat."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TooFastError()
    reason = f"status {status}, not from Zalo"
    if status >= HTTPStatus.MULTIPLE_CHOICES and status != HTTPStatus.GATEWAY_TIMEOUT:
        return NotSentError(reason)
    return UnsureError(reason)


def _code(given: JsonValue) -> int:
    return int(given) if isinstance(given, int | str) and re.fullmatch(r"\d{1,4}", str(given)) else 0


def _spellings(token: str) -> re.Pattern[str]:
    """Return what finds the token, and its part after the colon, which alone is as good as the whole."""
    plain = {token, token.partition(":")[2]} - {""}
    encoded = {quote(part, safe=safe) for part in plain for safe in ("", "/", ":", ":/")}
    entities = {part.replace(":", "&#58;") for part in plain}
    longest_first = sorted(plain | encoded | entities, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
