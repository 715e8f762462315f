"""What goes by itself, and when (design.md sections 2 and 4)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, func, or_, select

from storage.tables import (
    chat,
    consent,
    failure,
    household,
    inbox,
    invitation,
    learner,
    learner_day,
    outbox,
    session,
)

DELIVERY_DAYS = 14
"""For how many days it is known what arrived and what was sent."""

CONSENT_YEARS = 5
"""For how many years it is kept who agreed to what, after the learner is gone (`privacy.retention.consent_years`)."""

_DAYS_OF_A_YEAR = 366


@dataclass(frozen=True, slots=True)
class Swept:
    """How many rows went."""

    chats: int
    inbox: int
    outbox: int
    failures: int
    invitations: int
    sessions: int
    consents: int


def sweep(tx: Connection, now: datetime, today: date, consent_years: int = CONSENT_YEARS) -> Swept:
    """Delete what has been kept long enough.

    The consents of a learner who is gone are the proof of who agreed to what, and go after `consent_years`.
    """
    oldest = today - timedelta(days=DELIVERY_DAYS)
    return Swept(
        chats=_delete(tx, chat, (chat.c.expires_at <= now) & ~_is_shared()),
        inbox=_delete(tx, inbox, inbox.c.day < oldest),
        outbox=_delete(tx, outbox, outbox.c.day < oldest),
        failures=_delete(tx, failure, failure.c.at < now - timedelta(days=DELIVERY_DAYS)),
        invitations=_delete(tx, invitation, _is_useless(now)),
        sessions=_delete(tx, session, session.c.expires_at <= now),
        consents=_delete(tx, consent, _is_old_proof(now - timedelta(days=_DAYS_OF_A_YEAR * consent_years))),
    )


def newest_day(tx: Connection) -> date | None:
    """Return the newest day on which anything was kept, or None while nothing was."""
    days = [tx.scalar(select(func.max(column))) for column in (learner_day.c.day, inbox.c.day)]
    return max((day for day in days if day is not None), default=None)


def _is_shared() -> ColumnElement[bool]:
    """Say that somebody still learns on the phone, though the one who learned last erased everything."""
    return exists().where(household.c.chat_id == chat.c.id)


def _is_old_proof(before: datetime) -> ColumnElement[bool]:
    is_somebodys = exists().where(learner.c.pseudonym == consent.c.pseudonym)
    return (consent.c.at < before) & ~is_somebodys


def _is_useless(now: datetime) -> ColumnElement[bool]:
    """Say which invitations go; the last one spent for a role stays: it tells that somebody ever came in."""
    later = invitation.alias("later")
    is_surpassed = exists().where(later.c.role == invitation.c.role, later.c.spent_at > invitation.c.spent_at)
    return or_(invitation.c.spent_at.is_(None) & (invitation.c.expires_at <= now), is_surpassed)


def _delete(tx: Connection, table: Table, where: ColumnElement[bool]) -> int:
    return tx.execute(delete(table).where(where)).rowcount
