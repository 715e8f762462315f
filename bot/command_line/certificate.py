"""`hocso certificate`: certificates of learners."""

from typing import Annotated

import typer

from bot.command_line.calling import call

app = typer.Typer(help="Giấy xác nhận của bà con.")


@app.command("revoke")
def certificate_revoke(
    certificate_id: Annotated[str, typer.Argument(metavar="SỐ", help="Số in trên giấy.")],
    reason: Annotated[str, typer.Option(help="Vì sao thu hồi; chỉ người vận hành đọc.")],
) -> None:
    """Thu hồi một giấy xác nhận; trang kiểm tra của giấy báo ngay là đã thu hồi."""
    call("certifying", "revoke", certificate_id, reason)
