"""What every conversation shares and none may change: what is taught, the units, the texts, the limits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cached_property

from campaign.units import Unit, UnitKind, Units
from conversation.texts import Texts
from lessons import Course, Lesson, next_lesson
from lessons.search import Index, index
from quizzes import Bank
from quizzes.attempt import POSITIONS


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers the office may set (section `assistant` of the settings)."""

    digit_guard_seconds: float = 2
    reviews_per_visit: int = 2


@dataclass(frozen=True)
class World:
    """The frozen surroundings of `decide`.

    `commune` is its name with "xã"; `controller` answers for the data kept and `privacy_contact` is whom to ask about
    them; `contacts` are numbers to call by key, empty where the office has not set them. `public_url` is where the
    program's pages are reached from outside, without a slash at its end, empty where nobody said.
    """

    commune: str
    controller: str
    privacy_contact: str
    course: Course
    bank: Bank
    units: Units
    contacts: Mapping[str, str]
    texts: Texts
    zone: tzinfo
    limits: Limits = Limits()
    public_url: str = ""

    @cached_property
    def index(self) -> Index:
        """Return the index that finds the page for a typed question."""
        return index(self.course, self.bank.by_page())

    def today(self, now: datetime) -> date:
        """Return the local day of a moment.

        Raises:
            ValueError: when the moment has no time zone.
        """
        if now.tzinfo is None:
            raise ValueError("decide needs an aware time")
        return now.astimezone(self.zone).date()

    def next_lesson(self, finished: Collection[str], today: date) -> Lesson | None:
        """Return the next lesson that can be taught whole today, or None when none is left."""
        teachable = tuple(lesson for lesson in self.course if self.is_teachable(lesson, today))
        return next_lesson(Course(teachable), finished, today)

    def is_teachable(self, lesson: Lesson, today: date) -> bool:
        """Say whether a lesson may be shown and has questions enough for an attempt today."""
        return lesson.is_served(today) and len(self.bank.pool(lesson.id).served(today)) >= POSITIONS

    def hamlet_of(self, join_code: str, today: date) -> Unit | None:
        """Return the hamlet whose poster carries this join code, or None."""
        unit = self.units.joined_by(join_code, today)
        return unit if unit is not None and unit.kind is UnitKind.HAMLET else None

    def unit(self, code: str | None, today: date) -> Unit | None:
        """Return the unit that answers for a code today, or None."""
        return self.units.get(code, today) if code else None
