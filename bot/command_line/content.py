"""`hocso content`: lessons and questions."""

import typer

from bot.command_line.calling import call

app = typer.Typer(help="Bài học và câu hỏi.")


@app.command("check")
def content_check() -> None:
    """Kiểm tra bài học và câu hỏi."""
    call("checking", "check_content")
