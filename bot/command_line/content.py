"""`hocso content`: lessons and questions."""

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.calling import call

app = typer.Typer(help="Bài học và câu hỏi.")
xlsx = typer.Typer(help="Bài học và câu hỏi trong bảng tính.")
app.add_typer(xlsx, name="xlsx")

Lessons = Annotated[
    list[str] | None,
    typer.Argument(metavar="[BÀI]…", help="Số bài, ví dụ 9, hoặc tên thư mục; không ghi thì làm mọi bài đang dạy."),
]


@app.command("check")
def content_check(
    format_: Annotated[str, typer.Option("--format", help="text, json hoặc page (một trang để đọc).")] = "text",
    out: Annotated[Path | None, typer.Option(help="Tệp để ghi; không có thì in ra màn hình.")] = None,
) -> None:
    """Kiểm tra bài học và câu hỏi."""
    call("content_check", "check_content", format_, out)


@app.command("preview")
def content_preview(
    port: Annotated[int, typer.Option(help="Cổng trên máy này; 0 là cổng nào còn trống.")] = 8100,
) -> None:
    """Xem thử mọi bài như từng kênh hiện ra, trang tự đổi khi lưu tệp; dừng bằng Ctrl+C."""
    call("content_preview", "preview", port)


@app.command("new")
def content_new(
    id_: Annotated[str, typer.Argument(metavar="SỐ-TÊN", help="Ví dụ 018-goi-xe-om.")],
    title: Annotated[str, typer.Option(help="Tên bài bà con đọc thấy.")],
    strand: Annotated[str, typer.Option(help="dich-vu-cong, mua-ban, thanh-toan, an-toan hoặc nen-tang.")],
) -> None:
    """Tạo hai tệp của một bài mới, để điền vào."""
    call("content_new", "new_lesson", id_, title, strand)


@xlsx.command("export")
def content_xlsx_export(
    out: Annotated[Path, typer.Option(help="Tệp bảng tính để ghi.")] = Path("bai-hoc.xlsx"),
) -> None:
    """Ghi mọi bài học và câu hỏi ra một bảng tính để sửa."""
    call("content_xlsx", "export", out)


@xlsx.command("import")
def content_xlsx_import(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Bảng tính đã sửa.")],
    take: Annotated[str, typer.Option(help="Cả hai bên cùng sửa thì lấy: mine (bảng) hoặc theirs (tệp).")] = "",
) -> None:
    """Ghi vào tệp những gì đã sửa trong bảng tính; còn chỗ vướng thì chưa ghi gì."""
    call("content_xlsx", "bring_in", file, take)


@app.command("review")
def content_review(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[BÀI|BÀI/CÂU|TỆP]…", help="Mục đã xem lại; không ghi thì kể ra mục nào đến hạn."),
    ] = None,
    by: Annotated[str, typer.Option(help="Tên người đã xem lại.")] = "",
    months: Annotated[int | None, typer.Option(help="Dùng được mấy tháng nữa, nhiều nhất 12.")] = None,
) -> None:
    """Kể ra bài, câu đến hạn xem lại; hoặc ghi vào tệp là đã xem lại, vẫn đúng."""
    call("content_review", "review", names or [], by, months)


@app.command("ids")
def content_ids() -> None:
    """Ghi id mới vào sổ id, đánh dấu id của bài và câu đã bỏ."""
    call("content_check", "keep_ids")


@app.command("handouts")
def content_handouts(
    lessons: Lessons = None,
    out: Annotated[Path, typer.Option(help="Thư mục để ghi, mỗi bài một tệp PDF hai mặt.")] = Path("to-phat-tay"),
) -> None:
    """Làm tờ phát tay khổ A4 của các bài."""
    call("handing_out", "make_handouts", lessons or [], out)


@app.command("radio")
def content_radio(
    lessons: Lessons = None,
    out: Annotated[Path, typer.Option(help="Thư mục để ghi: mỗi bài một tệp chữ, và loa.pdf để in.")] = Path("loa"),
) -> None:
    """Viết bài phát loa của các bài, số viết thành chữ để đọc."""
    call("broadcasting", "write_scripts", lessons or [], out)


@app.command("speak")
def content_speak(
    lesson: Annotated[str, typer.Argument(metavar="BÀI", help="Số bài, ví dụ 9, hoặc tên thư mục.")],
    source: Annotated[
        Path | None, typer.Option("--from", help="Tệp ghi âm, hoặc thư mục có mỗi trang một tệp (1.wav, 2.wav…).")
    ] = None,
    page: Annotated[int | None, typer.Option(help="Chỉ trang này; một tệp không ghi trang là của trang 1.")] = None,
    by_command: Annotated[bool, typer.Option("--command", help="Máy đọc, bằng content.speech_command.")] = False,
    is_machine: Annotated[bool, typer.Option("--machine", help="Bản ghi sau --from là giọng máy.")] = False,
) -> None:
    """Làm tệp tiếng của một bài cho trang học, Telegram và Zalo."""
    call("speaking", "make_voices", lesson, source, page, by_command, is_machine)


@app.command("search")
def content_search(question: Annotated[str, typer.Argument(help="Câu hỏi, trong ngoặc kép.")]) -> None:
    """Xem một câu hỏi gõ vào tìm ra trang nào của bài nào."""
    call("searching", "search", question)


@app.command("items")
def content_items(
    lesson: Annotated[str, typer.Option(help="Chỉ bài này, ví dụ 009-cuoc-goi-gia-danh.")] = "",
    format_: Annotated[str, typer.Option("--format", help="text hoặc json.")] = "text",
    out: Annotated[Path | None, typer.Option(help="Tệp để ghi; không có thì in ra màn hình.")] = None,
) -> None:
    """Xem câu hỏi nào nên xem lại, theo những gì bà con đã trả lời."""
    call("judging_items", "items", lesson, format_, out)
