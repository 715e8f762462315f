"""The periods over which sums are kept: weeks, months, quarters, calendar years, and the phases of the campaign."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_PHASE_NAME = 15
"""How many characters a phase's name may have, so that its key fits where sums are kept."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the campaign as the settings name it; phases may overlap."""

    name: str
    first: date
    last: date

    def __post_init__(self) -> None:
        if not 1 <= len(self.name) <= LONGEST_PHASE_NAME:
            raise ValueError(f"Tên giai đoạn “{self.name}” phải có từ 1 đến {LONGEST_PHASE_NAME} ký tự.")
        if self.last < self.first:
            raise ValueError(f"Giai đoạn “{self.name}” kết thúc trước khi bắt đầu, hãy sửa lại ngày.")


@dataclass(frozen=True, slots=True)
class Period:
    """A run of local days, both ends inclusive, under the key its sums are kept by."""

    key: str
    first: date
    last: date


def week(day: date) -> Period:
    """Return the week of a day, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(f"W{monday.isoformat()}", monday, monday + timedelta(days=6))


def month(day: date) -> Period:
    """Return the month of a day."""
    return Period(f"M{day:%Y-%m}", day.replace(day=1), _month_end(day.year, day.month))


def quarter(day: date) -> Period:
    """Return the quarter of a day."""
    number = (day.month + 2) // 3
    return Period(f"Q{day.year}-{number}", date(day.year, 3 * number - 2, 1), _month_end(day.year, 3 * number))


def year(day: date) -> Period:
    """Return the calendar year of a day."""
    return Period(f"Y{day.year}", date(day.year, 1, 1), date(day.year, 12, 31))


def running(day: date, phases: Sequence[Phase] = ()) -> tuple[Period, ...]:
    """Return every period this day is in."""
    of_phases = tuple(Period(f"P{phase.name}", phase.first, phase.last) for phase in phases)
    return week(day), month(day), quarter(day), year(day), *(p for p in of_phases if p.first <= day <= p.last)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
