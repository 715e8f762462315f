"""`python -m bench.platforms telegram --port N` starts a platform to try the program against; `zalo` is the other."""

import argparse
import asyncio
import signal
import sys

from bench.platforms.telegram import Limits, TelegramPlatform
from bench.platforms.zalo import Shape, ZaloPlatform

Platform = TelegramPlatform | ZaloPlatform


def main() -> None:
    """Start the platform that was asked for, say how to use it, and stop in time."""
    parser = argparse.ArgumentParser(prog="python -m bench.platforms", description=__doc__)
    parser.add_argument("platform", choices=["telegram", "zalo"])
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--seconds", type=float, default=3600, help="stop by itself after so long")
    parser.add_argument("--no-limits", action="store_true", help="Telegram: take any number of messages a second")
    parser.add_argument("--shape", choices=list(Shape), default=Shape.FLAT, help="Zalo: how deliveries look")
    chosen = parser.parse_args()
    platform: Platform
    if chosen.platform == "zalo":
        platform = ZaloPlatform(port=chosen.port, shape=Shape(chosen.shape))
    else:
        platform = TelegramPlatform(port=chosen.port, limits=Limits.off() if chosen.no_limits else None)
    try:
        asyncio.run(_serve(platform, chosen.platform, chosen.seconds))
    except OSError as error:
        sys.exit(f"Không mở được cổng {chosen.port} ({error.strerror}); hãy chọn cổng khác bằng --port.")


async def _serve(platform: Platform, kind: str, seconds: float) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    shown, section, variable, hint = _USES[kind]
    async with platform:
        gaps = {"url": platform.url, "token": platform.token, "minutes": seconds / 60}
        print(_USE.format(shown=shown, section=section, variable=variable, hint=hint, **gaps), flush=True)
        try:
            async with asyncio.timeout(seconds):
                await stop.wait()
        except TimeoutError:
            print(f"Hết giờ, {shown} thử dừng.", flush=True)


_USES = {
    "telegram": ("Telegram", "telegram", "HOCSO_TELEGRAM_TOKEN", '{"chance": {"reset_after": 0.1}}'),
    "zalo": ("Zalo", "zalo_bot", "HOCSO_ZALO_BOT_TOKEN", '{"next": [{"fault": "quota"}]}'),
}
"""How each platform is named, its section in config.yaml, where its token goes, and a plan to break it."""

_USE = """\
{shown} thử: {url}  (mở trang này để nói chuyện như người học; dừng sau {minutes:.0f} phút)
config.yaml:
  channels:
    {section}:
      enabled: true
      mode: polling
      base_url: {url}
Môi trường:
  export {variable}={token}
Làm hỏng thử: curl {url}/control/faults -d '{hint}'   (xem lại: {url}/control/record)"""


if __name__ == "__main__":
    main()
