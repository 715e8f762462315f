"""Guesses are slowed down: each wrong one makes the next wait longer, up to a limit, and none is barred for ever."""

from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, bindparam, delete, select, update

from storage.among import are_among
from storage.inserting import insert_absent
from storage.tables import slowed

FREE = 3
"""So many wrong guesses cost nothing: people mistype."""

LONGEST_WAIT = timedelta(seconds=60)
"""Whoever guesses in somebody else's name must not be able to keep them out for long."""

FORGOTTEN_AFTER = timedelta(hours=1)


def wait_after(failures: int) -> timedelta:
    """Return how long to wait after so many wrong guesses: nothing, then 2 s, 4 s, 8 s, at most a minute."""
    return min(timedelta(seconds=2 ** min(failures - FREE, 10)), LONGEST_WAIT) if failures > FREE else timedelta()


def waits_until(tx: Connection, keys: Collection[str], now: datetime) -> datetime | None:
    """Return when somebody with these keys may guess again; None when now."""
    found = select(slowed.c.failures, slowed.c.last_at).where(are_among(slowed.c.key, list(map(_hash, keys))))
    ends = [last_at + wait_after(failures) for failures, last_at in tx.execute(found)]
    return max((end for end in ends if end > now), default=None)


def failed(tx: Connection, keys: Collection[str], now: datetime) -> None:
    """Count a wrong guess for each of these keys; what was long ago is forgotten."""
    forget(tx, now)
    hashes = sorted(map(_hash, keys))
    insert_absent(tx, slowed, [{"key": key, "failures": 0, "last_at": now} for key in hashes])
    more = update(slowed).where(slowed.c.key == bindparam("which"))
    tx.execute(more.values(failures=slowed.c.failures + 1, last_at=now), [{"which": key} for key in hashes])


def succeeded(tx: Connection, keys: Collection[str]) -> None:
    """Forget the wrong guesses of these keys."""
    tx.execute(delete(slowed).where(are_among(slowed.c.key, list(map(_hash, keys)))))


def forget(tx: Connection, now: datetime) -> int:
    """Forget who has not guessed wrong for an hour."""
    return tx.execute(delete(slowed).where(slowed.c.last_at < now - FORGOTTEN_AFTER)).rowcount


def _hash(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
