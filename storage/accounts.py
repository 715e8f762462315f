"""Officers and members of the council who sign in with a name and a password."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from lessons.folding import fold
from storage import audits, doors
from storage.audits import Audit
from storage.tables import account

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in; `password` is a hash, `code_secret` "" while no code is asked for.

    `code_step` is the number of the last code that was used.
    """

    id: int
    name: str
    role: str
    password: str
    code_secret: str
    code_step: int
    created_at: datetime
    disabled_at: datetime | None


_ACCOUNT = select(
    account.c.id,
    account.c.name,
    account.c.role,
    account.c.password,
    account.c.code_secret,
    account.c.code_step,
    account.c.created_at,
    account.c.disabled_at,
)


def login_of(name: str) -> str:
    """Return what a name is found by: accents, capitals and spaces do not matter when it is typed."""
    return fold(name)[:LONGEST_NAME]


def find(tx: Connection, login: str) -> Account | None:
    """Return the account with this login."""
    row = tx.execute(_ACCOUNT.where(account.c.login == login)).one_or_none()
    return Account(*row) if row else None


def get(tx: Connection, account_id: int) -> Account | None:
    """Return an account."""
    row = tx.execute(_ACCOUNT.where(account.c.id == account_id)).one_or_none()
    return Account(*row) if row else None


def everyone(tx: Connection) -> Sequence[Account]:
    """Return all accounts, those that are open first, by name."""
    return [Account(*row) for row in tx.execute(_ACCOUNT.order_by(account.c.disabled_at.is_not(None), account.c.name))]


def create(tx: Connection, name: str, role: str, password: str, now: datetime) -> int | None:
    """Make an account and return its id; None when somebody of that name, or one like it, has one."""
    if find(tx, login_of(name)) is not None:
        return None
    row = {"login": login_of(name), "name": name, "role": role, "password": password, "created_at": now}
    account_id: int = tx.scalars(insert(account).returning(account.c.id), row).one()
    audits.add(tx, Audit(now, name, "account_created", role))
    return account_id


def take_invitation(tx: Connection, token: str, password: str, now: datetime) -> str | None:
    """Spend an invitation that was made for a name and return the token of the session it opens.

    The account of that name gets this password; where it has one already it is a recovery: the code is switched off,
    and whoever was signed in is signed out. None when the invitation is unknown, spent, too old, or for another role
    than the account has.
    """
    invited = doors.invited(tx, token, now)
    if invited is None or not invited.name:
        return None
    known = find(tx, login_of(invited.name))
    if known is not None and known.role != invited.role:
        return None
    if doors.spend(tx, token, now) is None:
        return None
    if known is None:
        account_id = create(tx, invited.name, invited.role, password, now)
    else:
        account_id = known.id
        fresh = {"password": password, "code_secret": "", "code_step": 0, "disabled_at": None}
        tx.execute(update(account).where(account.c.id == account_id).values(fresh))
        doors.end_sessions(tx, account_id)
        audits.add(tx, Audit(now, known.name, "account_recovered", known.role))
    return doors.open_session(tx, invited.role, now, account_id=account_id)


def change_password(tx: Connection, of: Account, password: str, now: datetime, session_key: str) -> None:
    """Change a password and end all sessions but this one."""
    tx.execute(update(account).where(account.c.id == of.id).values(password=password))
    doors.end_sessions(tx, of.id, but=session_key)
    audits.add(tx, Audit(now, of.name, "password_changed", ""))


def set_code(tx: Connection, of: Account, secret: str, step: int, now: datetime) -> None:
    """Ask for a time-based code from now on, or, with an empty secret, not any more."""
    tx.execute(update(account).where(account.c.id == of.id).values(code_secret=secret, code_step=step))
    audits.add(tx, Audit(now, of.name, "code_on" if secret else "code_off", ""))


def use_code(tx: Connection, of: Account, step: int) -> bool:
    """Note that the code of this step was used; False when it, or a later one, was used before."""
    is_new = (account.c.id == of.id, account.c.code_step < step)
    return tx.execute(update(account).where(*is_new).values(code_step=step)).rowcount == 1


def close(tx: Connection, account_id: int, by: str, now: datetime) -> str | None:
    """Close an account, end its sessions and return its name; None when it is closed or unknown."""
    is_open = (account.c.id == account_id, account.c.disabled_at.is_(None))
    name: str | None = tx.scalar(update(account).where(*is_open).values(disabled_at=now).returning(account.c.name))
    if name is not None:
        doors.end_sessions(tx, account_id)
        audits.add(tx, Audit(now, by, "account_closed", name))
    return name
