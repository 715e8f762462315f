"""Keeps the cookies of the invented commune apart: browsers do not tell the ports of one machine from each other.

Without this, signing in there would sign an officer out of the real pages.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MARK = b"thu_"


class OwnCookies:
    """Puts a mark before the name of every cookie that goes out, and lets in only those that have it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = [(name, _marked(value) if name == b"cookie" else value) for name, value in scope["headers"]]

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = message.get("headers", [])
                marked = [(name, _MARK + value if name.lower() == b"set-cookie" else value) for name, value in sent]
                message = {**message, "headers": marked}
            await send(message)

        await self._app({**scope, "headers": headers}, receive, send_marked)


def _marked(cookies: bytes) -> bytes:
    ours = (one.strip() for one in cookies.split(b";"))
    return b"; ".join(one.removeprefix(_MARK) for one in ours if one.startswith(_MARK))
