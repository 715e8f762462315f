"""The yearly reports of the units: who has sent one, who has not, and what a report of the commune is about.

Every unit reports "trước 10/12" (the commune's plan, VI): the last day is 9 December.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from campaign.periods import Phase
from campaign.units import Unit


class State(StrEnum):
    """How a unit stands with its report of a year."""

    RECEIVED = "received"
    LATE = "late"
    WAITING = "waiting"
    OVERDUE = "overdue"

    @property
    def is_received(self) -> bool:
        """Say whether the report is there."""
        return self in (State.RECEIVED, State.LATE)


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit with the day its report came, if it did."""

    unit: Unit
    received_on: date | None
    state: State


class Section(StrEnum):
    """A part of the report that the office writes; II is written from the figures."""

    DIRECTION = "I"
    SHORTCOMINGS = "III"
    NEXT = "IV"
    PROPOSALS = "V"


@dataclass(frozen=True, slots=True)
class Span:
    """The days a report is about; `key` names them where its texts are kept, `year` is set when it is that year."""

    key: str
    first: date
    last: date
    name: str
    year: int | None = None

    def a_year_earlier(self, as_of: date) -> tuple[date, date] | None:
        """Return the same days of the year before, as far as this span is over; None where it is more than a year."""
        end = min(self.last, as_of)
        if end < self.first or (end - self.first).days > 366:
            return None
        return _a_year_before(self.first), _a_year_before(end)


def due(year: int) -> date:
    """Return the last day for a report of this year."""
    return date(year, 12, 9)


def standings(units: Sequence[Unit], received: Mapping[str, date], year: int, today: date) -> tuple[Standing, ...]:
    """Return how these units stand today, in their order."""
    return tuple(Standing(one, received.get(one.code), _state(received.get(one.code), year, today)) for one in units)


def of_year(year: int) -> Span:
    """Return a calendar year."""
    return Span(f"Y{year}", date(year, 1, 1), date(year, 12, 31), f"năm {year}", year)


def of_quarter(year: int, quarter: int) -> Span:
    """Return a quarter, 1 to 4."""
    month = 3 * quarter
    roman = ("I", "II", "III", "IV")[quarter - 1]
    last = date(year, month, monthrange(year, month)[1])
    return Span(f"Q{year}-{quarter}", date(year, month - 2, 1), last, f"quý {roman} năm {year}")


def of_phase(phase: Phase) -> Span:
    """Return a phase of the campaign."""
    return Span(f"P{phase.name}", phase.first, phase.last, f"giai đoạn {phase.name}")


def of_days(first: date, last: date) -> Span:
    """Return any run of days."""
    return Span(f"D{first}/{last}", first, last, f"từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}")


def _state(received_on: date | None, year: int, today: date) -> State:
    if received_on is not None:
        return State.RECEIVED if received_on <= due(year) else State.LATE
    return State.WAITING if today <= due(year) else State.OVERDUE


def _a_year_before(day: date) -> date:
    """Return the day of the same name; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
