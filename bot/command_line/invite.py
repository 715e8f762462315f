"""`hocso invite`: people with a role."""

from typing import Annotated

import typer

from bot.command_line.calling import call

app = typer.Typer(help="Mời người của xã, của xóm.")


@app.command("office")
def invite_office(
    name: Annotated[
        str, typer.Option(help="Họ tên cán bộ; có tên thì người ấy đặt mật khẩu, quên mật khẩu thì mời lại tên ấy.")
    ] = "",
) -> None:
    """In một đường dẫn vào trang văn phòng, dùng một lần, trong 24 giờ."""
    call("inviting", "invite_office", name)


@app.command("council")
def invite_council(name: Annotated[str, typer.Option(help="Họ tên thành viên Hội đồng, chỉ xem.")]) -> None:
    """In một đường dẫn để thành viên Hội đồng Thi đua - Khen thưởng đặt mật khẩu vào xem, trong 24 giờ."""
    call("inviting", "invite_council", name)


@app.command("leader")
def invite_leader(
    unit: Annotated[str, typer.Option(help="Mã xóm hoặc đơn vị, ví dụ X03.")],
    name: Annotated[str, typer.Option(help="Tên người được mời, ví dụ “Anh Bình”; bà con thấy tên này.")],
) -> None:
    """In một mã 8 số để trưởng xóm, Tổ công nghệ số cộng đồng hoặc người đứng đầu đơn vị nhận việc, dùng một lần."""
    call("inviting", "invite_leader", unit, name)


@app.command("reader")
def invite_reader(
    name: Annotated[str, typer.Option(help="Nơi đọc số liệu, ví dụ “Sở Khoa học và Công nghệ”.")],
    until: Annotated[str, typer.Option(help="Ngày cuối được đọc, ví dụ 2027-12-31.")],
    scope: Annotated[str, typer.Option(help="participation, scores, hoặc cả hai cách nhau bằng dấu phẩy.")] = (
        "participation"
    ),
) -> None:
    """In một mã để phần mềm của tỉnh đọc số liệu qua /api; mã chỉ hiện một lần."""
    call("reading", "invite_reader", name, until, scope)
