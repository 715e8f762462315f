"""Requests of people about what is kept about them, and by when each is due.

The days are those of Nghị định 356/2025/NĐ-CP, Điều 5: an answer that the request has come within two working days,
then 10 days to view or correct, 15 to withdraw or restrict, 20 to delete. Public holidays are not known here: a day
is never given too late for that, only too early.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ANSWERED_WITHIN = 2
"""Working days."""

SOON = timedelta(days=2)
"""How long before its day a request is brought up."""

_SATURDAY = 5


class Kind(StrEnum):
    """What somebody asks for."""

    VIEW = "view"
    CORRECT = "correct"
    DELETE = "delete"
    WITHDRAW = "withdraw"


class Way(StrEnum):
    """How a request came."""

    PAPER = "paper"
    LEADER = "leader"
    OFFICE = "office"
    PHONE = "phone"


_DONE_WITHIN = {Kind.VIEW: 10, Kind.CORRECT: 10, Kind.WITHDRAW: 15, Kind.DELETE: 20}


@dataclass(frozen=True, slots=True)
class DataRequest:
    """A request: what, how it came, who asks; the days on which it was answered and done, None while it was not."""

    id: int
    kind: Kind
    way: Way
    name: str
    received_on: date
    answered_on: date | None = None
    answered_by: str = ""
    done_on: date | None = None
    done_by: str = ""

    @property
    def answer_due(self) -> date:
        """Return the last day to say that the request has come."""
        return working_days_after(self.received_on, ANSWERED_WITHIN)

    @property
    def due(self) -> date:
        """Return the last day to do what was asked."""
        return self.received_on + timedelta(days=_DONE_WITHIN[self.kind])

    @property
    def next_due(self) -> date | None:
        """Return the day that comes next, None when the request is done."""
        if self.done_on is not None:
            return None
        return self.due if self.answered_on is not None else self.answer_due

    def is_pressing(self, today: date) -> bool:
        """Say whether its next day is near, or past."""
        return self.next_due is not None and self.next_due <= today + SOON

    def is_late(self, today: date) -> bool:
        """Say whether its next day is past."""
        return self.next_due is not None and self.next_due < today


def working_days_after(day: date, count: int) -> date:
    """Return the day that lies so many days from Monday to Friday after another."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day
