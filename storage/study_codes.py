"""The "Mã học": whose it is, and guesses at it, which are slowed down in the whole commune."""

from datetime import UTC, datetime

from sqlalchemy import Connection, select

from storage.inserting import insert_or_add
from storage.tables import learner, wrong_code

MOST_WRONG_AN_HOUR = 100
"""Wrong codes of all chats together, after which none is looked up until the next hour (design.md rule 6)."""


def learner_of(tx: Connection, code: str) -> int | None:
    """Return the id of the learner with this "Mã học", or None."""
    return tx.scalar(select(learner.c.id).where(learner.c.study_code == code))


def is_slowed(tx: Connection, now: datetime) -> bool:
    """Say whether so many wrong codes were typed within this hour of the clock that none is looked up any more."""
    count = tx.scalar(select(wrong_code.c.count).where(wrong_code.c.hour == _hour(now)))
    return count is not None and count >= MOST_WRONG_AN_HOUR


def count_wrong(tx: Connection, now: datetime, count: int) -> None:
    """Count wrong codes that were typed just now."""
    if count:
        insert_or_add(tx, wrong_code, [{"hour": _hour(now), "count": count}])


def _hour(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H")
