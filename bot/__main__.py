"""The command line: `hocso`, the same as `python -m bot`. Each command's module is imported when it is called."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.command_line import (
    awards,
    certificate,
    content,
    export,
    invite,
    readers,
    report,
    score,
    units,
)
from bot.command_line import posters as posters_command
from bot.command_line.calling import call
from bot.refusing import MISUSED, Refused

_MISUSE: type[Exception] = typer.BadParameter.__bases__[0]
"""What Typer raises for an unknown command or option or a missing argument; it has no public name there."""

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, help="Trợ lý Học số của xã."
)
app.add_typer(units.app, name="units")
app.add_typer(invite.app, name="invite")
app.add_typer(readers.app, name="readers")
app.add_typer(export.app, name="export")
app.add_typer(report.app, name="report")
app.add_typer(content.app, name="content")
app.add_typer(certificate.app, name="certificate")
app.add_typer(score.app, name="score")
app.add_typer(awards.app, name="awards")
app.command("posters")(posters_command.posters)


@app.command()
def init(
    commune: Annotated[str, typer.Option(help="Mã đơn vị hành chính của xã, 5 chữ số.")],
    name: Annotated[str, typer.Option(help="Tên xã, viết cả chữ xã hoặc phường, ví dụ “xã Xuân Hưng”.")],
    folder: Annotated[Path | None, typer.Argument(help="Thư mục của xã; không ghi thì đặt theo mã xã.")] = None,
    province: Annotated[str, typer.Option(help="Tên tỉnh, viết cả chữ tỉnh hoặc thành phố.")] = "tỉnh Ninh Bình",
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Cổng của trang học.")] = 8000,
) -> None:
    """Lập thư mục cho một xã mới: cài đặt, danh sách xóm mẫu, cơ sở dữ liệu và đường dẫn đầu tiên vào văn phòng."""
    call("beginning", "begin", commune, name, folder, province, port)


@app.command()
def run() -> None:
    """Chạy trợ lý và phục vụ các trang."""
    call("serving", "run")


@app.command("try")
def try_(
    transcript: Annotated[Path | None, typer.Option(help="Ghi lại cuộc trò chuyện vào tệp này.")] = None,
) -> None:
    """Học thử ngay trong cửa sổ này; không lưu gì."""
    call("trying", "talk", transcript)


@app.command()
def demo(
    people: Annotated[int, typer.Option(min=50, max=40_000, help="Bao nhiêu người học trong xã thử.")] = 2500,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 là cổng trống đầu tiên sau cổng của trang thật.")] = 0,
    again: Annotated[bool, typer.Option("--again", help="Bỏ xã thử cũ, làm lại từ đầu.")] = False,
    fill_only: Annotated[bool, typer.Option("--fill-only", help="Chỉ tạo số liệu, không mở trang.")] = False,
    hours: Annotated[float, typer.Option(min=0, help="Tự đóng sau mấy giờ; 0 là mở tới khi dừng.")] = 0,
) -> None:
    """Mở một xã thử, đủ một năm số liệu bịa ra, để xem các trang khi đã đầy; không đụng đến dữ liệu thật."""
    call("demonstrating", "demonstrate", people, port, again, fill_only, hours)


@app.command()
def check() -> None:
    """Kiểm tra cài đặt, bài học và cơ sở dữ liệu; không thay đổi gì."""
    call("checking", "check")


@app.command()
def migrate() -> None:
    """Đưa cơ sở dữ liệu lên bản mới."""
    call("checking", "migrate")


def main() -> None:
    """Run a command; whatever goes wrong ends in one sentence that says what to do, never a traceback."""
    try:
        sys.exit(app(standalone_mode=False))
    except Refused as refusal:
        _end(str(refusal), refusal.code)
    except _MISUSE as error:
        where = getattr(error, "option_name", "") or " ".join(sys.argv[1:])
        _end(f"Lệnh “{where}” chưa đúng; hãy gõ thêm --help để xem cách dùng.", MISUSED)
    except (KeyboardInterrupt, typer.Abort):
        _end("Đã dừng.", 130)
    except BrokenPipeError:
        sys.exit(1)


def _end(sentence: str, code: int) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
