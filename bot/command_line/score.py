"""`hocso score`: score tables and the sheets of a year."""

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.calling import call

app = typer.Typer(help="Chấm điểm thi đua.")
table = typer.Typer(help="Bảng điểm trong bảng tính Excel.")
targets = typer.Typer(help="Chỉ tiêu giao cho từng đơn vị.")
app.add_typer(table, name="table")
app.add_typer(targets, name="targets")

_Year = Annotated[int, typer.Option(help="Năm chấm điểm; không ghi là năm nay.")]
_Block = Annotated[str, typer.Option(help="Mã khối, như trong bảng điểm; cả năm chỉ có một khối thì không cần ghi.")]
_Unit = Annotated[str, typer.Option(help="Mã đơn vị, ví dụ X03.")]
_By = Annotated[str, typer.Option("--by", help="Tên người làm việc này.")]
_As = Annotated[str, typer.Option("--as", help="unit: đơn vị, office: văn phòng, council: hội đồng.")]
_Set = Annotated[list[str], typer.Option("--set", help="Mã tiêu chí = kết quả, ví dụ 2.1=12; ghi được nhiều lần.")]
_Values = Annotated[Path | None, typer.Option(help="Tệp CSV có các cột criterion, actual, evidence, reason.")]
_Evidence = Annotated[
    list[str], typer.Option("--evidence", help="Mã tiêu chí = tệp hoặc đường dẫn https://, ví dụ 2.1=so-loa.pdf.")
]
_Note = Annotated[str, typer.Option(help="Lý do, ý kiến.")]


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
    out: Annotated[Path, typer.Option(help="Tệp Excel (.xlsx) để ghi.")],
    file: Annotated[
        Path | None, typer.Argument(metavar="BẢNG.yaml", help="Bảng điểm; không ghi là bảng đã nhận của năm và khối.")
    ] = None,
    year: _Year = 0,
    block: _Block = "",
) -> None:
    """Ghi bảng điểm ra tệp Excel để hội đồng sửa."""
    call("scoring", "export_table", file, out, year, block)


@table.command("import")
def table_import(
    file: Annotated[
        Path, typer.Argument(metavar="BẢNG.xlsx", help="Tệp Excel do lệnh export ghi, đã sửa; tệp .yaml cũng được.")
    ],
    out: Annotated[Path, typer.Option(help="Bảng điểm (.yaml) để ghi.")],
) -> None:
    """Đọc bảng điểm từ tệp Excel; có ô nào sai thì nói rõ dòng và cột, và không ghi gì."""
    call("scoring", "import_table", file, out)


@targets.command("import")
def targets_import(
    file: Annotated[Path, typer.Argument(help="Tệp targets.csv có các cột unit, indicator, year, target.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho xem sẽ thay đổi gì.")] = False,
) -> None:
    """Nhập chỉ tiêu của các đơn vị."""
    call("sheets", "import_targets", file, dry_run)


@app.command("adopt")
def adopt(
    file: Annotated[Path, typer.Argument(metavar="BẢNG.yaml", help="Bảng điểm hội đồng đã thông qua.")],
    by: _By,
    on: Annotated[str, typer.Option(help="Ngày hội đồng thông qua, ví dụ 2026-01-01; không ghi là hôm nay.")] = "",
) -> None:
    """Nhận một bảng điểm làm bảng của năm và khối ghi trong đó."""
    call("sheets", "adopt", file, by, on)


@app.command("propose")
def propose(year: _Year = 0, block: _Block = "") -> None:
    """Lấy số liệu của năm làm kết quả đề xuất cho các tiêu chí có chỉ số."""
    call("sheets", "propose", year, block)


@app.command("submit")
def submit(
    unit: _Unit,
    by: _By,
    year: _Year = 0,
    block: _Block = "",
    set_: _Set = [],  # noqa: B006 - Typer copies it
    values: _Values = None,
    evidence: _Evidence = [],  # noqa: B006
    note: _Note = "",
    as_: _As = "unit",
) -> None:
    """Nộp phiếu tự chấm của một đơn vị; tiêu chí có chỉ số thì lấy số đề xuất, nếu không ghi khác."""
    call("sheets", "step", "submit", year, block, unit, (by, as_), (set_, values, evidence), note)


@app.command("review")
def review(
    unit: _Unit,
    by: _By,
    year: _Year = 0,
    block: _Block = "",
    set_: _Set = [],  # noqa: B006
    values: _Values = None,
    evidence: _Evidence = [],  # noqa: B006
    note: _Note = "",
    as_: _As = "office",
) -> None:
    """Thẩm định phiếu: số nào không ghi lại thì giữ như đơn vị nộp; đổi số thì phải có lý do."""
    call("sheets", "step", "review", year, block, unit, (by, as_), (set_, values, evidence), note)


@app.command("explain")
def explain(
    unit: _Unit,
    by: _By,
    note: _Note,
    year: _Year = 0,
    block: _Block = "",
    set_: _Set = [],  # noqa: B006
    values: _Values = None,
    evidence: _Evidence = [],  # noqa: B006
    as_: _As = "unit",
) -> None:
    """Giải trình của đơn vị sau thẩm định; số ghi thêm ở đây chỉ là đề nghị, chưa được tính."""
    call("sheets", "step", "explain", year, block, unit, (by, as_), (set_, values, evidence), note)


@app.command("confirm")
def confirm(
    unit: _Unit,
    by: _By,
    year: _Year = 0,
    block: _Block = "",
    set_: _Set = [],  # noqa: B006
    values: _Values = None,
    evidence: _Evidence = [],  # noqa: B006
    note: _Note = "",
    as_: _As = "council",
) -> None:
    """Hội đồng thống nhất phiếu của một đơn vị."""
    call("sheets", "step", "confirm", year, block, unit, (by, as_), (set_, values, evidence), note)


@app.command("freeze")
def freeze(by: _By, year: _Year = 0, block: _Block = "", as_: _As = "council") -> None:
    """Chốt điểm cả khối khi mọi đơn vị đã thống nhất; sau đó sửa phải có lý do và giữ cả hai số."""
    call("sheets", "freeze", year, block, by, as_)


@app.command("correct")
def correct(
    unit: _Unit,
    by: _By,
    reason: Annotated[str, typer.Option(help="Vì sao sửa.")],
    set_: _Set,
    year: _Year = 0,
    block: _Block = "",
    evidence: _Evidence = [],  # noqa: B006
    as_: _As = "council",
) -> None:
    """Sửa điểm đã chốt; bản chốt trước vẫn giữ nguyên."""
    call("sheets", "correct", year, block, unit, (by, as_), (set_, None, evidence), reason)


@app.command("show")
def show(
    year: _Year = 0,
    block: _Block = "",
    unit: Annotated[str, typer.Option(help="Chỉ xem phiếu của đơn vị này.")] = "",
    format_: Annotated[str, typer.Option("--format", help="table hoặc json.")] = "table",
    revision: Annotated[int, typer.Option(help="Xem bản chốt lần thứ mấy; không ghi là bản mới nhất.")] = 0,
) -> None:
    """Xem điểm của khối, hoặc phiếu của một đơn vị, đang ở bước nào."""
    call("sheets", "show", year, block, unit, format_, revision)


@app.command("papers")
def papers(
    out: Annotated[Path, typer.Option(help="Thư mục để ghi.")],
    year: _Year = 0,
    block: _Block = "",
    unit: Annotated[str, typer.Option(help="Chỉ in phiếu của đơn vị này.")] = "",
) -> None:
    """Ghi tệp PDF để in: mỗi đơn vị một bảng giải trình điểm, và mẫu biên bản họp hội đồng."""
    call("sheets", "papers", year, block, out, unit)
