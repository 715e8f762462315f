"""`python -m bench.platforms telegram --port N` starts a platform to try the program against."""

import argparse
import asyncio
import signal
import sys

from bench.platforms.telegram import Limits, TelegramPlatform


def main() -> None:
    """Start the platform that was asked for, say how to use it, and stop in time."""
    parser = argparse.ArgumentParser(prog="python -m bench.platforms", description=__doc__)
    parser.add_argument("platform", choices=["telegram"])
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--seconds", type=float, default=3600, help="stop by itself after so long")
    parser.add_argument("--no-limits", action="store_true", help="take any number of messages a second")
    chosen = parser.parse_args()
    platform = TelegramPlatform(port=chosen.port, limits=Limits.off() if chosen.no_limits else None)
    try:
        asyncio.run(_serve(platform, chosen.seconds))
    except OSError as error:
        sys.exit(f"Không mở được cổng {chosen.port} ({error.strerror}); hãy chọn cổng khác bằng --port.")


async def _serve(platform: TelegramPlatform, seconds: float) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with platform:
        print(_USE.format(url=platform.url, token=platform.token, minutes=seconds / 60), flush=True)
        try:
            async with asyncio.timeout(seconds):
                await stop.wait()
        except TimeoutError:
            print("Hết giờ, Telegram thử dừng.", flush=True)


_USE = """\
Telegram thử: {url}  (mở trang này để nói chuyện như người học; dừng sau {minutes:.0f} phút)
config.yaml:
  channels:
    telegram:
      enabled: true
      mode: polling
      base_url: {url}
Môi trường:
  export HOCSO_TELEGRAM_TOKEN={token}
Làm hỏng thử: curl {url}/control/faults -d '{{"chance": {{"reset_after": 0.1}}}}'   (xem lại: {url}/control/record)"""


if __name__ == "__main__":
    main()
