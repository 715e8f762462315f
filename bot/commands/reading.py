"""`hocso invite reader` and `hocso readers`: programs outside that read the figures."""

from collections.abc import Mapping
from datetime import date

from bot.commands.opening import clock_of, database
from bot.refusing import FAILED, MISUSED, Refused, sentences
from bot.settings import load
from campaign.feed import Scope
from conversation.render import plain
from storage import readers
from storage.unit import reading, writing

_LONGEST_NAME = 60
_OPERATOR = "hocso"
"""Who the log says it was: the command line knows no officer."""


def invite_reader(environ: Mapping[str, str], name: str, until: str, scope: str) -> None:
    """Print a token that reads the feed until the end of a day; it is shown this once."""
    named = plain(name)
    if not 1 <= len(named) <= _LONGEST_NAME:
        raise Refused(f"Hãy ghi nơi đọc số liệu trong --name, từ 1 đến {_LONGEST_NAME} chữ cái.", MISUSED)
    scopes, last = _scopes(scope), _day(until)
    with sentences():
        settings = load(environ)
        with database(settings) as engine:
            now = clock_of(settings, engine).now()
            today = settings.commune.day(now)
            if last < today:
                raise Refused(f"--until {until} đã qua; hãy ghi một ngày từ {today:%Y-%m-%d} trở đi.", MISUSED)
            with writing(engine) as tx:
                token = readers.invite(tx, named, scopes, last, _OPERATOR, now)
                tx.commit()
    print(token)
    print(f"{named} đọc được đến hết ngày {last:%d/%m/%Y}, cách dùng ở /api/docs. Mã này không hiện lại lần nữa.")


def list_readers(environ: Mapping[str, str]) -> None:
    """Print who may read, and when each last did."""
    with sentences():
        settings = load(environ)
        with database(settings) as engine, reading(engine) as tx:
            found = readers.everybody(tx)
    for one in found:
        read = f"đọc lần cuối {one.read_on:%d/%m/%Y}" if one.read_on else "chưa đọc lần nào"
        state = "đã thu hồi" if one.is_revoked else f"đến hết {one.until:%d/%m/%Y}"
        print(f"{one.id}. {one.name}: {', '.join(sorted(one.scopes))}; {state}; {read}")
    if not found:
        print("Chưa có nơi nào được đọc; mời bằng lệnh hocso invite reader.")


def revoke_reader(environ: Mapping[str, str], number: int) -> None:
    """Let a reader read no more."""
    with sentences():
        settings = load(environ)
        with database(settings) as engine:
            now = clock_of(settings, engine).now()
            with writing(engine) as tx:
                one = readers.revoke(tx, number, _OPERATOR, now)
                tx.commit()
    if one is None:
        raise Refused(f"Không có nơi đọc số {number}; hãy xem hocso readers list.", FAILED)
    print(f"Đã thu hồi mã của {one.name}.")


def _scopes(typed: str) -> frozenset[Scope]:
    names = [name.strip() for name in typed.split(",") if name.strip()]
    unknown = [name for name in names if name not in list(Scope)]
    if unknown or not names:
        known = ", ".join(Scope)
        raise Refused(f"--scope “{typed}” không đúng; hãy chọn trong: {known}, cách nhau bằng dấu phẩy.", MISUSED)
    return frozenset(map(Scope, names))


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused(f"--until “{typed}” không phải là ngày; hãy viết như 2027-12-31.", MISUSED) from None
