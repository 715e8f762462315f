"""The command line: `hocso`, the same as `python -m bot`. Each command's module is imported when it is called."""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from bot.refusing import MISUSED, Refused

_MISUSE: type[Exception] = typer.BadParameter.__bases__[0]
"""What Typer raises for an unknown command or option or a missing argument; it has no public name there."""

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, help="Trợ lý Học số của xã."
)
units_app = typer.Typer(help="Danh sách xóm và đơn vị.")
invite_app = typer.Typer(help="Mời người của xã, của xóm.")
export_app = typer.Typer(help="Xuất số liệu ra tệp.")
content_app = typer.Typer(help="Bài học và câu hỏi.")
certificate_app = typer.Typer(help="Giấy xác nhận của bà con.")
app.add_typer(units_app, name="units")
app.add_typer(invite_app, name="invite")
app.add_typer(export_app, name="export")
app.add_typer(content_app, name="content")
app.add_typer(certificate_app, name="certificate")


@app.command()
def run() -> None:
    """Chạy trợ lý và phục vụ các trang."""
    _call("serving", "run")


@app.command("try")
def try_(
    transcript: Annotated[Path | None, typer.Option(help="Ghi lại cuộc trò chuyện vào tệp này.")] = None,
) -> None:
    """Học thử ngay trong cửa sổ này; không lưu gì."""
    _call("trying", "talk", transcript)


@app.command()
def check() -> None:
    """Kiểm tra cài đặt, bài học và cơ sở dữ liệu; không thay đổi gì."""
    _call("checking", "check")


@app.command()
def migrate() -> None:
    """Đưa cơ sở dữ liệu lên bản mới."""
    _call("checking", "migrate")


@units_app.command("import")
def units_import(
    file: Annotated[Path, typer.Argument(help="Tệp units.csv.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho xem sẽ thay đổi gì.")] = False,
) -> None:
    """Nhập danh sách xóm và đơn vị."""
    _call("importing", "import_units", file, dry_run)


@invite_app.command("office")
def invite_office() -> None:
    """In một đường dẫn vào trang văn phòng, dùng một lần, trong 24 giờ."""
    _call("inviting", "invite_office")


@invite_app.command("leader")
def invite_leader(
    unit: Annotated[str, typer.Option(help="Mã xóm hoặc đơn vị, ví dụ X03.")],
    name: Annotated[str, typer.Option(help="Tên người được mời, ví dụ “Anh Bình”; bà con thấy tên này.")],
) -> None:
    """In một mã 8 số để trưởng xóm, Tổ công nghệ số cộng đồng hoặc người đứng đầu đơn vị nhận việc, dùng một lần."""
    _call("inviting", "invite_leader", unit, name)


@export_app.command("participation")
def export_participation(
    first: Annotated[str, typer.Option("--from", help="Từ ngày, ví dụ 2026-01-01.")] = "",
    last: Annotated[str, typer.Option("--to", help="Đến hết ngày, ví dụ 2026-12-09.")] = "",
    kind: Annotated[str, typer.Option(help="hamlet, agency, school, enterprise hoặc association.")] = "hamlet",
    format_: Annotated[str, typer.Option("--format", help="csv hoặc json.")] = "csv",
    audience: Annotated[
        str, typer.Option("--for", help="office: đủ mọi số; outside: để trống các số từ 1 đến 4 người.")
    ] = "office",
    out: Annotated[Path | None, typer.Option(help="Tệp để ghi; không có thì in ra màn hình.")] = None,
) -> None:
    """Xuất số người tham gia theo xóm."""
    _call("exporting", "export_participation", first, last, kind, format_, audience, out)


@content_app.command("check")
def content_check() -> None:
    """Kiểm tra bài học và câu hỏi."""
    _call("checking", "check_content")


@certificate_app.command("revoke")
def certificate_revoke(
    certificate_id: Annotated[str, typer.Argument(metavar="SỐ", help="Số in trên giấy.")],
    reason: Annotated[str, typer.Option(help="Vì sao thu hồi; chỉ người vận hành đọc.")],
) -> None:
    """Thu hồi một giấy xác nhận; trang kiểm tra của giấy báo ngay là đã thu hồi."""
    _call("certifying", "revoke", certificate_id, reason)


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


def _call(module: str, command: str, *args: object) -> None:
    work: Callable[..., int | None] = getattr(import_module(f"bot.commands.{module}"), command)
    code = work(os.environ, *args)
    if code:
        raise typer.Exit(code)


def _end(sentence: str, code: int) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
