"""A bot without a program behind it, to call the loopback Zalo by hand."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from bench.platforms.zalo import TOKEN, ZaloPlatform

Result = dict[str, object]


class Bot:
    """Calls methods as a bot does."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session

    async def ask(self, method: str, /, **fields: object) -> Result:
        token = fields.pop("token", TOKEN)
        async with self.session.post(f"{self.url}/bot{token}/{method}", json=fields) as answer:
            assert answer.status == 200
            body: Result = await answer.json()
            return body

    async def result(self, method: str, **fields: object) -> Result:
        body = await self.ask(method, **fields)
        assert (body["ok"], body["error_code"]) == (True, 0), body
        result = body["result"]
        assert isinstance(result, dict)
        return result

    async def refused(self, method: str, **fields: object) -> tuple[object, object]:
        body = await self.ask(method, **fields)
        assert body["ok"] is False
        return body["error_code"], body["description"]


def play(
    act: Callable[[ZaloPlatform, Bot], Awaitable[None]], platform: ZaloPlatform | None = None, patience: float = 5
) -> None:
    """Let a bot and people act on a platform of their own."""

    async def run() -> None:
        timeout = aiohttp.ClientTimeout(total=patience)
        async with (
            asyncio.timeout(20),
            platform or ZaloPlatform() as running,
            aiohttp.ClientSession(timeout=timeout) as session,
        ):
            await act(running, Bot(running.url, session))

    asyncio.run(run())


@asynccontextmanager
async def hook(status: int = 200) -> AsyncIterator[tuple[str, list[tuple[str | None, object]]]]:
    """Listen somewhere; what came is kept with the secret it came with, None for an empty body."""
    came: list[tuple[str | None, object]] = []

    async def take(request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else None
        came.append((request.headers.get("X-Bot-Api-Secret-Token"), body))
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", came
    finally:
        await runner.cleanup()
