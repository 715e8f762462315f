"""What is summed up: the rows of the hamlet table, the columns of a sum, and one learner's share of a period."""

from collections.abc import Sequence
from datetime import date
from operator import add
from typing import NamedTuple

from campaign.people import AgeBand, Group, Sex

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
    """The columns of a standing sum: the first count people, those from `answers` on what they did.

    `minors` to `workers` are among the participants, as they told; `minors_completed` are among the completers.
    """

    participants: int = 0
    completers: int = 0
    newcomers: int = 0
    minors: int = 0
    minors_completed: int = 0
    unknown_age: int = 0
    women: int = 0
    aged_60_plus: int = 0
    officials: int = 0
    students: int = 0
    workers: int = 0
    answers: int = 0
    correct_first_try: int = 0
    reviews: int = 0
    reviews_right: int = 0
    lessons: int = 0
    practised: int = 0
    assisted: int = 0

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
    assisted: int


DAY_COLUMNS = Day._fields[1:]
HEAD_COLUMNS = Sums._fields[: -len(DAY_COLUMNS)]
"""The columns of a sum that count people."""

_NO_HEADS = (0,) * len(HEAD_COLUMNS)


class Told(NamedTuple):
    """What a learner told about themselves, as columns of their row; None where it is not known."""

    age_band: str | None = None
    sex: str | None = None
    people_group: str | None = None

    def heads(self, joins: int, completes: int, is_new: int) -> Sums:
        """Return what somebody like this adds to the counts of people.

        Each figure is 1 for who comes in there, 0 for who stays as they are.
        """
        is_minor = self.age_band == AgeBand.MINOR
        return Sums(
            participants=joins,
            completers=completes,
            newcomers=is_new,
            minors=joins * is_minor,
            minors_completed=completes * is_minor,
            unknown_age=joins * (self.age_band is None),
            women=joins * (self.sex == Sex.FEMALE),
            aged_60_plus=joins * (self.age_band == AgeBand.SENIOR),
            officials=joins * (self.people_group == Group.OFFICIAL),
            students=joins * (self.people_group == Group.STUDENT),
            workers=joins * (self.people_group == Group.WORKER),
        )


def deeds(figures: Sequence[int]) -> Sums:
    """Return what was done, in the order of the columns of a day, as a sum that counts no people."""
    return Sums(*_NO_HEADS, *figures)


def is_newcomer(days: Sequence[Day], first: date) -> bool:
    """Say whether the first answer of some calendar year falls on `first` or later."""
    firsts: dict[int, date] = {}
    for day in days:
        if day.answers:
            firsts[day.day.year] = min(day.day, firsts.get(day.day.year, day.day))
    return any(day >= first for day in firsts.values())


def share(days: Sequence[Day], first: date, told: Told, *, is_complete: bool) -> Sums:
    """Return what one learner is of a period that began on `first` and is still running."""
    inside = [day for day in days if day.day >= first]
    is_in = any(day.answers for day in inside)
    total = told.heads(int(is_in), int(is_in and is_complete), int(is_newcomer(days, first)))
    for day in inside:
        total = total.plus(deeds(day[1:]))
    return total
