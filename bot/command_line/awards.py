"""`hocso awards`: candidates for "gương điển hình tiên tiến"."""

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.calling import call

app = typer.Typer(help="Danh sách đề nghị gương điển hình tiên tiến, để văn phòng xem xét.")


@app.callback()
def awards() -> None:
    """Keep `list` a command of its own."""


@app.command("list")
def awards_list(
    year: Annotated[str, typer.Option(help="Năm xét; không ghi là năm nay.")] = "",
    kind: Annotated[str, typer.Option(help="hamlet: xóm, leader: người phụ trách, learner: người học.")] = "",
    format_: Annotated[str, typer.Option("--format", help="text, json hoặc csv.")] = "text",
    criteria: Annotated[Path | None, typer.Option(help="Tệp tiêu chí khác để thử; không ghi là tệp của xã.")] = None,
    separator: Annotated[str, typer.Option(help="comma hoặc semicolon, cho csv.")] = "comma",
    out: Annotated[Path | None, typer.Option(help="Ghi ra tệp này thay vì màn hình.")] = None,
) -> None:
    """Liệt kê ai đạt tiêu chí, kèm lý do và dấu hiệu nên hỏi lại; máy không tự đề nghị ai."""
    call("awarding", "list_candidates", year, kind, format_, criteria, separator, out)


_By = Annotated[str, typer.Option("--by", help="Tên người làm việc này.")]
_Kind = Annotated[str, typer.Option(help="hamlet: xóm, leader: người phụ trách, learner: người học.")]
_Key = Annotated[str, typer.Argument(metavar="MÃ", help="Mã trong danh sách (cột key của hocso awards list).")]


@app.command("propose")
def awards_propose(
    key: _Key, kind: _Kind, by: _By, year: Annotated[str, typer.Option(help="Năm xét; không ghi là năm nay.")] = ""
) -> None:
    """Đề xuất một trường hợp trong danh sách; người học được trợ lý hỏi có cho nêu tên không."""
    call("awarding", "propose", key, kind, by, year)


@app.command("decide")
def awards_decide(
    key: _Key,
    kind: _Kind,
    by: _By,
    reason: Annotated[str, typer.Option(help="Vì sao quyết định như vậy.")],
    year: Annotated[str, typer.Option(help="Năm xét; không ghi là năm nay.")] = "",
    no: Annotated[bool, typer.Option("--no", help="Không đề nghị.")] = False,
) -> None:
    """Ghi quyết định về một trường hợp đã đề xuất: đề nghị, hoặc không với --no."""
    call("awarding", "decide", key, kind, by, reason, year, not no)
