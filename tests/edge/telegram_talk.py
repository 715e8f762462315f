"""The whole program beside a loopback Telegram, in one loop, and people who learn there."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from sqlalchemy import text

from bench.platforms.telegram import TOKEN, Limits, TelegramPlatform
from bot.app import Program, build, serve
from bot.settings import load
from storage.migrations import upgrade
from storage.unit import reading
from tests import running
from tests.edge.waiting import until

SECRET = "mot-chuoi_bi-mat"  # noqa: S105 - opens nothing but this test's hook
AGREE = "Tôi đủ 16 tuổi, đồng ý, học luôn"


@dataclass(frozen=True)
class Assistant:
    """The running program and where it listens."""

    program: Program
    url: str

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """Ask the database."""
        with reading(self.program.engine) as tx:
            return [tuple(row) for row in tx.execute(text(question))]


def configure(folder: Path, platform_url: str, mode: str, *, more: str = "", has_public_url: bool = True) -> Path:
    """Write settings with Telegram switched on."""
    place = running.make(folder)
    public_url = f"\n  public_url: {place.url}\n" if has_public_url else "\n"
    file = folder / "config.yaml"
    written = file.read_text(encoding="utf-8").replace(
        f"web: {{host: 127.0.0.1, port: {place.port}}}", f"web:\n  host: 127.0.0.1\n  port: {place.port}{public_url}"
    )
    channel = f"channels:\n  telegram: {{enabled: true, mode: {mode}, base_url: '{platform_url}'{more}}}\n"
    file.write_text(written + channel, encoding="utf-8")
    return file


@asynccontextmanager
async def assistant(config: Path) -> AsyncIterator[Assistant]:
    """Run the program over these settings."""
    settings = load({
        "HOCSO_CONFIG": str(config), "HOCSO_TELEGRAM_TOKEN": TOKEN, "HOCSO_TELEGRAM_SECRET": SECRET,
    })  # fmt: skip
    upgrade(settings.database.url)
    program = build(settings, {})
    server = uvicorn.Server(uvicorn.Config(serve(program), log_config=None, ws="none", lifespan="on"))
    with socket.create_server((settings.web.host, settings.web.port)) as listener:
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await until(lambda: server.started, 20)
        try:
            yield Assistant(program, f"http://127.0.0.1:{settings.web.port}")
        finally:
            server.should_exit = True
            await serving


Act = Callable[[TelegramPlatform, Assistant], Awaitable[None]]


def play(
    folder: Path,
    act: Act,
    mode: str = "polling",
    *,
    platform: TelegramPlatform | None = None,
    more: str = "",
    seconds: float = 30,
) -> None:
    """Let people act on a platform beside which the program runs; no limits unless the platform is given."""

    async def run() -> None:
        async with asyncio.timeout(seconds), platform or TelegramPlatform(limits=Limits.off()) as there:
            free = "" if platform else ", calls_per_second: 1000, chat_calls_per_second: 1000"
            async with assistant(configure(folder, there.url, mode, more=free + more)) as here:
                await act(there, here)

    asyncio.run(run())
