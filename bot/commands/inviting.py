"""`hocso invite`."""

from collections.abc import Mapping
from random import SystemRandom

from bot import app
from bot.commands.opening import clock_of, database
from bot.refusing import FAILED, MISUSED, Refused, sentences
from bot.settings import Settings, load
from conversation.render import plain
from storage import accounts, team, units
from storage.unit import writing

_LONGEST_NAME = 60


def invite_office(environ: Mapping[str, str], name: str) -> None:
    """Print a link to the office page that opens once; with a name, its owner chooses a password there."""
    _invite(environ, app.OFFICE, name)


def invite_council(environ: Mapping[str, str], name: str) -> None:
    """Print a link with which a member of the council chooses a password, once."""
    _invite(environ, app.COUNCIL, name)


def _invite(environ: Mapping[str, str], role: str, name: str) -> None:
    named = plain(name)
    if name and not (accounts.login_of(named) and len(named) <= _LONGEST_NAME):
        raise Refused(f"Hãy ghi họ tên người được mời, từ 1 đến {_LONGEST_NAME} chữ, ví dụ --name “Chị Hoa”.", MISUSED)
    with sentences():
        settings = load(environ)
        with database(settings) as engine:
            now = clock_of(settings, engine).now()
            with writing(engine) as tx:
                known = accounts.find(tx, accounts.login_of(named)) if named else None
                if known is not None and known.role != role:
                    raise Refused(f"Tên “{known.name}” đã dùng cho việc khác; hãy ghi thêm họ hoặc chức vụ.", FAILED)
                path = app.invite(tx, role, now, known.name if known else named)
                tx.commit()
    print(f"{_address(settings)}{path}")
    if known is not None:
        print(f"{known.name} đã có tài khoản: mở đường dẫn này là đặt mật khẩu mới, các máy đang vào phải vào lại.")


def invite_leader(environ: Mapping[str, str], unit: str, name: str) -> None:
    """Print a code with which somebody takes the role of helping a unit, once, within seven days."""
    named = plain(name)
    if not 1 <= len(named) <= _LONGEST_NAME:
        raise Refused(f"Hãy ghi tên người được mời, từ 1 đến {_LONGEST_NAME} chữ, ví dụ --name “Anh Bình”.", MISUSED)
    with sentences():
        settings = load(environ)
        with database(settings) as engine:
            now = clock_of(settings, engine).now()
            with writing(engine) as tx:
                found = units.current(tx).get(unit, settings.commune.day(now))
                if found is None:
                    raise Refused(f"Không có đơn vị nào mã “{unit}”; hãy xem cột code trong danh sách xóm.", FAILED)
                code = team.invite(tx, found.code, named, now, SystemRandom())
                tx.commit()
    print(code)
    where = f"vào cuộc trò chuyện với trợ lý, hoặc ở {_address(settings)}/ma"
    print(f"{named} gõ 8 số này {where}, một lần, trong 7 ngày, để nhận việc ở {found.name}.")


def _address(settings: Settings) -> str:
    return (settings.web.public_url or f"http://127.0.0.1:{settings.web.port}").rstrip("/")
