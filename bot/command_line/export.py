"""`hocso export`: figures in files."""

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.calling import call

app = typer.Typer(help="Xuất số liệu ra tệp.")


@app.command("participation")
def export_participation(
    first: Annotated[str, typer.Option("--from", help="Từ ngày, ví dụ 2026-01-01.")] = "",
    last: Annotated[str, typer.Option("--to", help="Đến hết ngày, ví dụ 2026-12-09.")] = "",
    kind: Annotated[str, typer.Option(help="hamlet, agency, school, enterprise hoặc association.")] = "hamlet",
    format_: Annotated[str, typer.Option("--format", help="csv, json hoặc xlsx.")] = "csv",
    audience: Annotated[
        str, typer.Option("--for", help="office: đủ mọi số; outside: để trống các số từ 1 đến 4 người.")
    ] = "office",
    separator: Annotated[
        str, typer.Option(help="Dấu giữa các ô của csv: comma (phẩy), hoặc semicolon (chấm phẩy, số lẻ viết dấu phẩy).")
    ] = "comma",
    out: Annotated[Path | None, typer.Option(help="Tệp để ghi; không có thì in ra màn hình.")] = None,
) -> None:
    """Xuất số người tham gia theo xóm."""
    call("exporting", "export_participation", first, last, kind, format_, audience, separator, out)
