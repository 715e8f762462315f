"""The whole program beside a loopback Zalo, in one loop, and people who learn there."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn

from bench.platforms.zalo import TOKEN, ZaloPlatform
from bot.app import build, serve
from bot.settings import load
from storage.migrations import upgrade
from tests import running
from tests.edge.telegram_talk import Assistant
from tests.edge.waiting import until

SECRET = "mot-chuoi_bi-mat"  # noqa: S105 - opens nothing but this test's hook
SECRET_PART = TOKEN.partition(":")[2]
AGREE = "Tôi đủ 18 tuổi, đồng ý, học luôn"


def configure(folder: Path, platform_url: str, mode: str, *, more: str = "", has_public_url: bool = True) -> Path:
    """Write settings with Zalo Bot switched on."""
    return switch_on(running.make(folder), platform_url, mode, more=more, has_public_url=has_public_url)


def switch_on(
    place: running.Running, platform_url: str, mode: str, *, more: str = "", has_public_url: bool = True
) -> Path:
    """Switch Zalo Bot on in the settings of a program."""
    public_url = f"\n  public_url: {place.url}\n" if has_public_url else "\n"
    file = place.folder / "config.yaml"
    written = file.read_text(encoding="utf-8").replace(
        f"web: {{host: 127.0.0.1, port: {place.port}}}", f"web:\n  host: 127.0.0.1\n  port: {place.port}{public_url}"
    )
    channel = f"channels:\n  zalo_bot: {{enabled: true, mode: {mode}, base_url: '{platform_url}'{more}}}\n"
    file.write_text(written + channel, encoding="utf-8")
    return file


@asynccontextmanager
async def assistant(config: Path, clock: str = "") -> AsyncIterator[Assistant]:
    """Run the program over these settings, perhaps at a moved time."""
    settings = load({
        "HOCSO_CONFIG": str(config), "HOCSO_ZALO_BOT_TOKEN": TOKEN, "HOCSO_ZALO_BOT_SECRET": SECRET,
        **({"HOCSO_CLOCK": clock} if clock else {}),
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


Act = Callable[[ZaloPlatform, Assistant], Awaitable[None]]


def play(
    folder: Path, act: Act, mode: str = "polling", *, platform: ZaloPlatform | None = None, seconds: float = 30
) -> None:
    """Let people act on a platform beside which the program runs, as fast as it can."""

    async def run() -> None:
        async with asyncio.timeout(seconds), platform or ZaloPlatform() as there:
            free = ", calls_per_second: 1000, chat_calls_per_second: 1000"
            async with assistant(configure(folder, there.url, mode, more=free)) as here:
                if mode == "webhook":
                    await until(lambda: bool(there.record.of("setWebhook")))
                await act(there, here)

    asyncio.run(run())
