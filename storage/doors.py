"""The way in for people with a role: an invitation is a link that opens once, a session is what it opens.

Only hashes are stored: who reads the database cannot walk in.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, insert, or_, select, update

from storage.tables import account, invitation, leader, session

SESSION_LIFE = timedelta(days=30)

IDLE_LIFE = timedelta(days=7)
"""How long a session lasts that nobody uses."""

LINK_LIFE = timedelta(minutes=10)
"""How long a leader's link from the chat opens the page of the unit."""

LEADER = "leader"

_TOUCHED_EVERY = timedelta(hours=1)
_LEADER_LINK = "page"


@dataclass(frozen=True, slots=True)
class Invited:
    """What an open invitation invites to; `name` is "" where it was made for nobody in particular."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who comes with a session: `account` where they have one, `post` and `unit` where they lead.

    `key` names the session without opening it; `is_stale` when its use was noted more than an hour ago.
    """

    key: str
    role: str
    name: str
    account: int | None
    post: int | None
    unit: str | None
    is_stale: bool


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session of an account, as its owner sees it."""

    key: str
    began_at: datetime | None
    used_at: datetime | None


def invite(tx: Connection, role: str, now: datetime, hours: float, name: str = "") -> str:
    """Make an invitation for a role and return its token, which is shown this once.

    Whoever comes with it and a name chooses a password for the account of that name.
    """
    token = secrets.token_urlsafe(32)
    row = {"token_hash": _hash(token), "role": role, "expires_at": now + timedelta(hours=hours), "name": name}
    tx.execute(insert(invitation), row)
    return token


def leader_link(tx: Connection, post: int, token: str, now: datetime) -> None:
    """Let a link with this token open the page of the unit of this post, once, for ten minutes."""
    row = {"token_hash": _hash(token), "role": _LEADER_LINK, "expires_at": now + LINK_LIFE, "leader_id": post}
    tx.execute(insert(invitation), row)


def invited(tx: Connection, token: str, now: datetime) -> Invited | None:
    """Return what an invitation is good for, or None when it is unknown, spent or too old; nothing is spent."""
    row = tx.execute(select(invitation.c.role, invitation.c.name).where(*_is_open(token, now))).one_or_none()
    return Invited(LEADER if row.role == _LEADER_LINK else row.role, row.name) if row else None


def spend(tx: Connection, token: str, now: datetime) -> str | None:
    """Spend an invitation and return the token of a new session, or None when it is unknown, spent or too old."""
    columns = (invitation.c.role, invitation.c.leader_id)
    spent = tx.execute(
        update(invitation).where(*_is_open(token, now)).values(spent_at=now).returning(*columns)
    ).one_or_none()
    if spent is None:
        return None
    role = LEADER if spent.role == _LEADER_LINK else spent.role
    return open_session(tx, role, now, leader_id=spent.leader_id)


def open_session(
    tx: Connection, role: str, now: datetime, *, account_id: int | None = None, leader_id: int | None = None
) -> str:
    """Open a session and return its token, which is shown this once."""
    opened = secrets.token_urlsafe(32)
    row = {"token_hash": _hash(opened), "role": role, "expires_at": now + SESSION_LIFE, "began_at": now}
    tx.execute(insert(session), {**row, "used_at": now, "account_id": account_id, "leader_id": leader_id})
    return opened


def visitor(tx: Connection, token: str, today: date, now: datetime) -> Visitor | None:
    """Return who comes with a session, or None when it is over, its account is closed, or its post has ended."""
    row = tx.execute(
        select(
            session.c.token_hash,
            session.c.role,
            session.c.account_id,
            session.c.leader_id,
            session.c.used_at,
            account.c.name.label("account_name"),
            account.c.role.label("account_role"),
            leader.c.name.label("leader_name"),
            leader.c.unit_code,
        )
        .outerjoin_from(session, account, session.c.account_id == account.c.id)
        .outerjoin(leader, session.c.leader_id == leader.c.id)
        .where(session.c.token_hash == _hash(token), _is_alive(today, now))
    ).one_or_none()
    if row is None:
        return None
    return Visitor(
        row.token_hash,
        row.account_role or row.role,
        row.account_name or row.leader_name or "",
        row.account_id,
        row.leader_id,
        row.unit_code,
        row.used_at is None or row.used_at <= now - _TOUCHED_EVERY,
    )


def touch(tx: Connection, key: str, now: datetime) -> None:
    """Note that a session was used."""
    tx.execute(update(session).where(session.c.token_hash == key).values(used_at=now))


def leave(tx: Connection, token: str) -> None:
    """End a session: a copy of its token opens nothing any more."""
    tx.execute(delete(session).where(session.c.token_hash == _hash(token)))


def sessions(tx: Connection, account_id: int, today: date, now: datetime) -> Sequence[OpenSession]:
    """Return the open sessions of an account, the newest first."""
    columns = (session.c.token_hash, session.c.began_at, session.c.used_at)
    alive = select(*columns).outerjoin_from(session, account, session.c.account_id == account.c.id)
    alive = alive.outerjoin(leader, session.c.leader_id == leader.c.id)
    theirs = alive.where(session.c.account_id == account_id, _is_alive(today, now))
    return [OpenSession(*row) for row in tx.execute(theirs.order_by(session.c.began_at.desc()))]


def end_sessions(tx: Connection, account_id: int, *, but: str = "", only: str = "") -> int:
    """End the sessions of an account, all `but` one or `only` one by their keys; return how many those were."""
    which = [session.c.account_id == account_id]
    if but:
        which.append(session.c.token_hash != but)
    if only:
        which.append(session.c.token_hash == only)
    return tx.execute(delete(session).where(*which)).rowcount


def belongs_to(tx: Connection, key: str, account_id: int) -> None:
    """Give an open session of nobody in particular to an account."""
    tx.execute(update(session).where(session.c.token_hash == key).values(account_id=account_id))


def is_ever_opened(tx: Connection, role: str) -> bool:
    """Say whether an invitation for this role was ever spent."""
    is_spent = exists().where(invitation.c.role == role, invitation.c.spent_at.is_not(None))
    return bool(tx.scalar(select(is_spent)))


def _is_open(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        invitation.c.token_hash == _hash(token),
        invitation.c.spent_at.is_(None),
        invitation.c.expires_at > now,
    )


def _is_alive(today: date, now: datetime) -> ColumnElement[bool]:
    """Say which sessions last; those an older program opened have not been used yet as far as is known."""
    is_post_held = and_(leader.c.from_day <= today, or_(leader.c.to_day.is_(None), leader.c.to_day >= today))
    return and_(
        session.c.expires_at > now,
        or_(session.c.used_at.is_(None), session.c.used_at > now - IDLE_LIFE),
        account.c.disabled_at.is_(None),
        or_(session.c.leader_id.is_(None), is_post_held),
    )


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
