"""What is summed up: the rows of the hamlet table, the columns of a sum, and one learner's share of a period."""

from collections.abc import Sequence
from datetime import date
from operator import add
from typing import NamedTuple

NO_HAMLET = "?"
"""The row of those who may be counted but chose no hamlet: inside the total."""
OUTSIDE = "outside"
"""The row of those who live in another commune: outside the total."""
UNCOUNTED = "uncounted"
"""The row of those of the commune who did not agree to be counted: outside the total."""


def row_of(unit_code: str | None, *, is_outside: bool, is_counted: bool | None) -> str:
    """Return the one row of the table in which a learner stands."""
    if is_outside:
        return OUTSIDE
    if not is_counted:
        return UNCOUNTED
    return unit_code or NO_HAMLET


class Sums(NamedTuple):
    """The columns of a standing sum: three count people, the others what they did."""

    participants: int = 0
    completers: int = 0
    newcomers: int = 0
    answers: int = 0
    correct_first_try: int = 0
    reviews: int = 0
    reviews_right: int = 0
    lessons: int = 0
    practised: int = 0

    def plus(self, other: "Sums") -> "Sums":
        """Return both added up."""
        return Sums(*map(add, self, other))

    def negated(self) -> "Sums":
        """Return what has to be added to take these away."""
        return Sums(*(-figure for figure in self))


class Day(NamedTuple):
    """One learner's day; what follows `day` are the last columns of a sum, in their order."""

    day: date
    answers: int
    correct_first_try: int
    reviews: int
    reviews_right: int
    lessons: int
    practised: int


DAY_COLUMNS = Day._fields[1:]


def is_newcomer(days: Sequence[Day], first: date) -> bool:
    """Say whether the first answer of some calendar year falls on `first` or later."""
    firsts: dict[int, date] = {}
    for day in days:
        if day.answers:
            firsts[day.day.year] = min(day.day, firsts.get(day.day.year, day.day))
    return any(day >= first for day in firsts.values())


def share(days: Sequence[Day], first: date, *, is_complete: bool) -> Sums:
    """Return what one learner is of a period that began on `first` and is still running."""
    inside = [day for day in days if day.day >= first]
    is_in = any(day.answers for day in inside)
    total = Sums(int(is_in), int(is_in and is_complete), int(is_newcomer(days, first)))
    for day in inside:
        total = total.plus(Sums(0, 0, 0, *day[1:]))
    return total
