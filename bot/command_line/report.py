"""`hocso report`: the report of the commune, and what it is made from."""

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.calling import call

app = typer.Typer(invoke_without_command=True, help="Báo cáo của xã và báo cáo các đơn vị gửi về.")

Year = Annotated[str, typer.Option(help="Năm của báo cáo, ví dụ 2026.")]
Quarter = Annotated[str, typer.Option(help="Quý của báo cáo, ví dụ 2026-4.")]
PhaseName = Annotated[str, typer.Option(help="Giai đoạn ghi trong config.yaml, ví dụ 2025-2027.")]
First = Annotated[str, typer.Option("--from", help="Từ ngày, ví dụ 2026-01-01.")]
Last = Annotated[str, typer.Option("--to", help="Đến hết ngày, ví dụ 2026-12-09.")]
By = Annotated[str, typer.Option(help="Tên người làm việc này.")]


@app.callback()
def report(
    context: typer.Context,
    year: Year = "",
    quarter: Quarter = "",
    phase: PhaseName = "",
    first: First = "",
    last: Last = "",
    format_: Annotated[str, typer.Option("--format", help="docx, pdf, xlsx, csv hoặc json.")] = "docx",
    audience: Annotated[
        str, typer.Option("--for", help="outside: để trống các số từ 1 đến 4 người; office: đủ mọi số.")
    ] = "outside",
    separator: Annotated[str, typer.Option(help="Dấu giữa các ô của csv: comma hoặc semicolon.")] = "comma",
    out: Annotated[Path | None, typer.Option(help="Tệp để ghi; chỉ csv và json in được ra màn hình.")] = None,
) -> None:
    """Làm báo cáo của xã: năm nay, hoặc kỳ được chọn."""
    if context.invoked_subcommand is None:
        call("report_making", "make", (year, quarter, phase, first, last), format_, audience, separator, out)


@app.command("received")
def report_received(
    unit: Annotated[str, typer.Argument(metavar="MÃ", help="Mã đơn vị, ví dụ X03.")],
    by: By,
    year: Year = "",
    day: Annotated[str, typer.Option("--on", help="Ngày nhận; để trống là hôm nay.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Ghi nhầm: coi như chưa nhận.")] = False,
) -> None:
    """Ghi rằng một đơn vị đã gửi báo cáo năm."""
    call("reporting", "receive", unit, year, day, undo, by)


@app.command("board")
def report_board(year: Year = "") -> None:
    """Xem đơn vị nào đã nộp, chưa nộp, quá hạn, kèm tin nhắc để chuyển tiếp."""
    call("reporting", "show_board", year)


@app.command("text")
def report_text(
    file: Annotated[Path | None, typer.Argument(metavar="TỆP", help="Tệp có các phần I, III, IV, V.")] = None,
    year: Year = "",
    quarter: Quarter = "",
    phase: PhaseName = "",
    first: First = "",
    last: Last = "",
    by: By = "",
) -> None:
    """Nhận lời văn phòng viết cho báo cáo; không có tệp thì in lời đang giữ."""
    call("reporting", "take_text", file, (year, quarter, phase, first, last), by)


@app.command("type")
def report_type(
    indicator: Annotated[str, typer.Argument(metavar="TÊN", help="Tên số liệu, ví dụ classes, spending.")],
    value: Annotated[str, typer.Argument(metavar="SỐ", help="Số, ví dụ 14.")],
    source: Annotated[str, typer.Option(help="Lấy từ đâu, ví dụ “Công an xã”.")],
    by: By,
    unit: Annotated[str, typer.Option(help="Mã đơn vị; để trống là của cả xã.")] = "",
    day: Annotated[str, typer.Option("--on", help="Số của ngày nào; để trống là hôm nay.")] = "",
) -> None:
    """Nhập một số mà trợ lý không đếm được, như trên trang văn phòng."""
    call("reporting", "type_figure", indicator, value, unit, day, source, by)
