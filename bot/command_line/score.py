"""`hocso score`: score tables and the sheets of a year."""

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.calling import call

app = typer.Typer(help="Chấm điểm thi đua.")
table = typer.Typer(help="Bảng điểm trong bảng tính Excel.")
app.add_typer(table, name="table")


@app.command("try")
def score_try(
    table_: Annotated[Path, typer.Option("--table", help="Bảng điểm, ví dụ campaign/tables/2026-khoi-xom.yaml.")],
    values: Annotated[Path, typer.Option(help="Tệp CSV có các cột unit, criterion, target, actual.")],
    format_: Annotated[str, typer.Option("--format", help="table hoặc json.")] = "table",
) -> None:
    """Chấm thử một bảng điểm trên số liệu trong tệp; không cần cơ sở dữ liệu, không lưu gì."""
    call("scoring", "try_table", table_, values, format_)


@table.command("export")
def table_export(
    file: Annotated[Path, typer.Argument(metavar="BẢNG.yaml", help="Bảng điểm.")],
    out: Annotated[Path, typer.Option(help="Tệp Excel (.xlsx) để ghi.")],
) -> None:
    """Ghi bảng điểm ra tệp Excel để hội đồng sửa."""
    call("scoring", "export_table", file, out)


@table.command("import")
def table_import(
    file: Annotated[Path, typer.Argument(metavar="BẢNG.xlsx", help="Tệp Excel do lệnh export ghi, đã sửa.")],
    out: Annotated[Path, typer.Option(help="Bảng điểm (.yaml) để ghi.")],
) -> None:
    """Đọc bảng điểm từ tệp Excel; có ô nào sai thì nói rõ dòng và cột, và không ghi gì."""
    call("scoring", "import_table", file, out)
