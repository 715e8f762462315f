"""`hocso content`: lessons and questions."""

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.calling import call

app = typer.Typer(help="Bài học và câu hỏi.")

Lessons = Annotated[
    list[str] | None,
    typer.Argument(metavar="[BÀI]…", help="Số bài, ví dụ 9, hoặc tên thư mục; không ghi thì làm mọi bài đang dạy."),
]


@app.command("check")
def content_check() -> None:
    """Kiểm tra bài học và câu hỏi."""
    call("checking", "check_content")


@app.command("handouts")
def content_handouts(
    lessons: Lessons = None,
    out: Annotated[Path, typer.Option(help="Thư mục để ghi, mỗi bài một tệp PDF hai mặt.")] = Path("to-phat-tay"),
) -> None:
    """Làm tờ phát tay khổ A4 của các bài."""
    call("handing_out", "make_handouts", lessons or [], out)
