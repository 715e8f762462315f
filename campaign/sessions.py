"""Face-to-face sessions: which days may be recorded, and what looks odd and is left to the office to judge."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

OLDEST = timedelta(days=60)
"""How far back a leader may record a session; what is older goes through the office."""


class Flag(StrEnum):
    """Why the office should look at a session before confirming it (design.md rule 9)."""

    DOUBLED = "doubled"
    """Another session of the same unit on the same day."""
    CROWDED = "crowded"
    """More people present than the unit has adults."""
    REFUSED = "refused"
    """The office said that it does not count."""


def flags(day: date, present: int, days_of_others: Collection[date], adults: int | None) -> tuple[Flag, ...]:
    """Return what looks odd about a session; `adults` is None where the office has not given a number."""
    is_doubled = day in days_of_others
    is_crowded = adults is not None and present > adults
    return (*((Flag.DOUBLED,) if is_doubled else ()), *((Flag.CROWDED,) if is_crowded else ()))
