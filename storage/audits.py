"""The log of changes that somebody may ask about later: who did what when, never a learner's name or words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from storage.tables import audit


@dataclass(frozen=True, slots=True)
class Audit:
    """One change: `by` whom, in a word `what`, and the particulars."""

    at: datetime
    by: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class Which:
    """Some lines of the log: of one word `what`, "" for any, from a moment on and before another."""

    what: str = ""
    first: datetime | None = None
    end: datetime | None = None


def add(tx: Connection, done: Audit) -> None:
    """Add a line to the log."""
    tx.execute(insert(audit), {"at": done.at, "by": done.by, "what": done.what, "detail": done.detail})


def newest(tx: Connection, limit: int, skip: int = 0, which: Which | None = None) -> Sequence[Audit]:
    """Return the newest lines of the log after the first `skip` of them, the newest first; all, or `which`."""
    rows = select(audit.c.at, audit.c.by, audit.c.what, audit.c.detail).order_by(audit.c.id.desc())
    if which is not None and which.what:
        rows = rows.where(audit.c.what == which.what)
    if which is not None and which.first is not None and which.end is not None:
        rows = rows.where(audit.c.at >= which.first, audit.c.at < which.end)
    return [Audit(*row) for row in tx.execute(rows.limit(limit).offset(skip))]


def kinds(tx: Connection) -> Sequence[str]:
    """Return the words of everything that was ever done."""
    return tx.scalars(select(audit.c.what).distinct().order_by(audit.c.what)).all()
