"""`hocso content preview`: a page of this machine that follows the files as they are saved."""

import socket
from collections.abc import Mapping

import uvicorn

from bot.moving_clock import start_clock
from bot.preview.server import HOSTS, serve
from bot.preview.views import Preview
from bot.refusing import FAILED, Refused, sentences
from bot.settings import load


def preview(environ: Mapping[str, str], port: int) -> None:
    """Serve until Ctrl+C; the address is printed once it answers."""
    with sentences():
        settings = load(environ)
        clock = start_clock(settings.pace, None, settings.commune.zone)
        pages = serve(Preview(settings, clock.now))
    try:
        listener = socket.create_server((HOSTS[0], port))
    except (OSError, OverflowError):
        sentence = f"Không mở được cổng {port}; hãy tắt chương trình đang dùng cổng ấy, hoặc thêm --port với số khác."
        raise Refused(sentence, FAILED) from None
    print(f"Xem thử tại:  http://{HOSTS[0]}:{listener.getsockname()[1]}/", flush=True)
    print("Lưu tệp là trang tự đổi theo. Dừng bằng Ctrl+C.", flush=True)
    server = uvicorn.Server(uvicorn.Config(pages, log_config=None, access_log=False, server_header=False))
    server.run(sockets=[listener])
