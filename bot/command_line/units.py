"""`hocso units`: the list of hamlets and other units."""

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.calling import call

app = typer.Typer(help="Danh sách xóm và đơn vị.")


@app.command("import")
def units_import(
    file: Annotated[Path, typer.Argument(help="Tệp units.csv.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho xem sẽ thay đổi gì.")] = False,
) -> None:
    """Nhập danh sách xóm và đơn vị."""
    call("importing", "import_units", file, dry_run)
