"""`hocso readers`: who outside reads the figures."""

from typing import Annotated

import typer

from bot.command_line.calling import call

app = typer.Typer(help="Những nơi được đọc số liệu qua /api.")


@app.command("list")
def list_readers() -> None:
    """Liệt kê những nơi được đọc, và lần đọc gần nhất."""
    call("reading", "list_readers")


@app.command("revoke")
def revoke(number: Annotated[int, typer.Argument(metavar="SỐ", help="Số thứ tự trong danh sách.")]) -> None:
    """Thu hồi một mã đọc; mã ấy không mở được gì nữa."""
    call("reading", "revoke_reader", number)
