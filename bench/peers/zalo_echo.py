"""A bare Zalo bot on httpx without storage: `zalo_echo.py BASE_URL TOKEN PORT SECRET`; its hook is `/hook`."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram_text import LABELS, TEXT

_OPTIONS = "\n".join(f"{number}. {label}" for number, label in enumerate(LABELS, start=1))
_ANSWER = TEXT.replace("<b>", "").replace("</b>", "") + "\n\n" + _OPTIONS


def bot(base_url: str, token: str, secret: str) -> Starlette:
    """Return a bot that answers any text; it says 200 before it answers."""
    address = f"{base_url}/bot{token}/sendMessage"
    answering: set[asyncio.Task[None]] = set()
    client = httpx.AsyncClient(timeout=40)

    async def answer(chat_id: str) -> None:
        response = await client.post(address, json={"chat_id": chat_id, "text": _ANSWER})
        assert response.json()["ok"]  # noqa: S101 - a peer that fails measures nothing

    async def take(request: Request) -> Response:
        if request.headers.get("X-Bot-Api-Secret-Token") != secret:
            return Response(status_code=401)
        if body := await request.body():
            del body
            task = asyncio.create_task(answer((await request.json())["message"]["chat"]["id"]))
            answering.add(task)
            task.add_done_callback(answering.discard)
        return Response()

    async def ready(request: Request) -> Response:
        return Response()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await client.aclose()

    routes = [Route("/hook", take, methods=["POST"]), Route("/readyz", ready)]
    return Starlette(routes=routes, lifespan=lifespan)


if __name__ == "__main__":
    _base_url, _token, _port, _secret = sys.argv[1:]
    uvicorn.run(bot(_base_url, _token, _secret), port=int(_port), log_config=None, access_log=False)
