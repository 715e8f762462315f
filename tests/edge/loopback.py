"""A bot without a program behind it, to call the loopback Telegram by hand."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp

from bench.platforms.telegram import TOKEN, TelegramPlatform

Result = dict[str, object]


class Bot:
    """Calls methods as a bot does."""

    def __init__(self, url: str, session: aiohttp.ClientSession, token: str = TOKEN) -> None:
        self.url = url
        self.token = token
        self.session = session

    async def ask(self, method: str, /, **fields: object) -> tuple[int, Result]:
        async with self.session.post(f"{self.url}/bot{self.token}/{method}", json=fields) as answer:
            body: Result = await answer.json()
            return answer.status, body

    async def result(self, method: str, **fields: object) -> object:
        status, body = await self.ask(method, **fields)
        assert (status, body["ok"]) == (200, True), body
        return body["result"]

    async def updates(self, **fields: object) -> list[Result]:
        updates = await self.result("getUpdates", **fields)
        assert isinstance(updates, list)
        return updates

    async def refused(self, method: str, **fields: object) -> tuple[int, object]:
        status, body = await self.ask(method, **fields)
        assert (body["ok"], body["error_code"]) == (False, status)
        return status, body["description"]


def play(
    act: Callable[[TelegramPlatform, Bot], Awaitable[None]],
    platform: TelegramPlatform | None = None,
    patience: float = 5,
) -> None:
    """Let a bot and people act on a platform of their own."""

    async def run() -> None:
        timeout = aiohttp.ClientTimeout(total=patience)
        async with (
            asyncio.timeout(20),
            platform or TelegramPlatform() as running,
            aiohttp.ClientSession(timeout=timeout) as session,
        ):
            await act(running, Bot(running.url, session))

    asyncio.run(run())


def keyboard(*data: str) -> Result:
    return {"inline_keyboard": [[{"text": f"Chọn {place}", "callback_data": one}] for place, one in enumerate(data)]}
