"""What is pushed to the address of the settings: one body a day, kept until it was taken or given up."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from storage.inserting import insert_absent
from storage.tables import push

KEPT = timedelta(days=14)
"""How long is kept what became of a push, as of everything that is sent (design.md section 4)."""


@dataclass(frozen=True, slots=True)
class Push:
    """One body that waits to be taken; `tries` counts those that were made."""

    id: int
    body: str
    tries: int


def has(tx: Connection, day: date) -> bool:
    """Say whether the figures of a day were made ready."""
    return tx.scalar(select(push.c.id).where(push.c.day == day)) is not None


def add(tx: Connection, day: date, body: str, now: datetime) -> None:
    """Keep the figures of a day to be pushed; another process may have done so already.

    Figures of an earlier day that still wait are not sent any more: the newer ones hold them.
    """
    is_older = (push.c.state == "waiting", push.c.day < day)
    tx.execute(update(push).where(*is_older).values(state="never", reason="newer figures came", body=""))
    insert_absent(tx, push, [{"day": day, "body": body, "state": "waiting", "not_before": now}])
    tx.execute(delete(push).where(push.c.day < day - KEPT))


def due(tx: Connection, now: datetime) -> Push | None:
    """Return what is to be sent now, None when nothing is."""
    is_due = (push.c.state == "waiting", push.c.not_before <= now)
    row = tx.execute(select(push.c.id, push.c.body, push.c.tries).where(*is_due).order_by(push.c.id)).first()
    return Push(*row) if row is not None else None


def claim(tx: Connection, one: Push, until: datetime) -> bool:
    """Take a push until a moment; False when another process has it."""
    is_as_seen = (push.c.id == one.id, push.c.state == "waiting", push.c.tries == one.tries)
    taken = tx.execute(update(push).where(*is_as_seen).values(tries=one.tries + 1, not_before=until))
    return taken.rowcount == 1


def mark_sent(tx: Connection, push_id: int) -> None:
    """Keep that a push was taken; nobody needs its body any more."""
    tx.execute(update(push).where(push.c.id == push_id).values(state="sent", body="", reason=""))


def mark_failed(tx: Connection, push_id: int, reason: str, again: datetime | None) -> None:
    """Keep why a push was not taken, and when it is tried again: None gives it up."""
    is_it = (push.c.id == push_id, push.c.state == "waiting")
    kept = {"reason": reason[:200]}
    values = {**kept, "state": "never", "body": ""} if again is None else {**kept, "not_before": again}
    tx.execute(update(push).where(*is_it).values(values))


def last(tx: Connection) -> tuple[date, str, str] | None:
    """Return the newest push: its day, state and why it was not taken."""
    row = tx.execute(select(push.c.day, push.c.state, push.c.reason).order_by(push.c.day.desc())).first()
    return (row.day, row.state, row.reason) if row is not None else None
