"""`hocso posters`: the QR posters of the hamlets."""

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.calling import call


def posters(
    units: Annotated[
        list[str] | None, typer.Argument(metavar="[MÃ XÓM]…", help="Không ghi mã nào thì làm mọi xóm.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Thư mục để ghi, mỗi xóm một tệp PDF khổ A4.")] = Path("ap-phich"),
    has_zalo: Annotated[
        bool | None,
        typer.Option("--zalo/--no-zalo", help="In hay bỏ dòng mời nhắn qua Zalo; không ghi thì theo channels."),
    ] = None,
) -> None:
    """Làm áp phích có mã QR cho các xóm."""
    call("posting", "make_posters", units or [], out, has_zalo)
