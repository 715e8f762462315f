"""`hocso invite`."""

from collections.abc import Mapping
from random import SystemRandom

from bot import app
from bot.commands.opening import clock_of, database
from bot.refusing import FAILED, MISUSED, Refused, sentences
from bot.settings import Settings, load
from conversation.render import plain
from storage import team, units
from storage.unit import writing

_LONGEST_NAME = 60


def invite_office(environ: Mapping[str, str]) -> None:
    """Print a link to the office page that opens once."""
    with sentences():
        settings = load(environ)
        with database(settings) as engine:
            now = clock_of(settings, engine).now()
            with writing(engine) as tx:
                path = app.invite_office(tx, now)
                tx.commit()
    print(f"{_address(settings)}{path}")


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
