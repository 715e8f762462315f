"""The page of the lessons: where people stop, and which lesson waits for somebody to look at its content."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import Response

from campaign.indicators import Rate
from conversation.world import World
from lessons import Lesson
from storage import lesson_sums
from storage.lesson_sums import LessonSums
from web.days import written
from web.desk import Desk
from web.door import HOME
from web.forms import Phrases
from web.kept import Kept
from web.table import number, percent

PATH = f"{HOME}/bai-hoc"
_FRESH = timedelta(minutes=5)
_FEW = 5
"""Of fewer people who began nothing is said about where they stop."""
_HARDLY_ANY = 0.05
"""Where a smaller share stops, no lesson is named for it."""
_SOON = timedelta(days=60)

Sums = Mapping[str, LessonSums]


@dataclass(frozen=True, slots=True)
class Row:
    """A lesson: how many began and finished it, where the others stopped, and what its content waits for."""

    id: str
    title: str
    begun: str
    finished: str
    rate: Rate
    share: str
    stop: str
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LessonsPage:
    """Shows every lesson in the order of learning."""

    desk: Desk
    world: Callable[[], World]
    kept: Kept[Sums] = field(default_factory=lambda: Kept[Sums](_FRESH))

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["lessons"]

    def show(self, request: Request) -> Response:
        """Show the lessons."""
        door, today, world = self.desk.door, self.desk.today(), self.world()
        sums, at = self.kept.fresh(door.clock(), lambda: door.read(lesson_sums.by_lesson))
        rows = [self._row(one, sums.get(one.id, LessonSums()), today) for one in world.course]
        values = {
            "finding": self._finding(world, sums),
            "rows": rows,
            "is_empty": not any(one.begun for one in sums.values()),
            "waiting": sum(bool(row.content) for row in rows),
            "at": at.astimezone(door.timezone).strftime("%H:%M %d/%m/%Y"),
        }
        return self.desk.render(request, "lessons.html", values)

    def _finding(self, world: World, sums: Sums) -> str:
        """Return what the sums say: the lesson that the largest share of those who began has not finished."""
        known = [(sums[one.id], one) for one in world.course if one.id in sums and sums[one.id].begun >= _FEW]
        worst, lesson = max(known, key=lambda one: one[0].left / one[0].begun, default=(None, None))
        if worst is None or lesson is None:
            return self.texts["finding_none"]
        if worst.left / worst.begun < _HARDLY_ANY:
            return self.texts["finding_most"]
        return self.texts["finding"].format(title=lesson.title, left=number(worst.left), begun=number(worst.begun))

    def _row(self, lesson: Lesson, sums: LessonSums, today: date) -> Row:
        rate = Rate(sums.finished, sums.begun or None)
        return Row(
            lesson.id,
            lesson.title,
            number(sums.begun),
            number(sums.finished),
            rate,
            percent(rate) if sums.begun else "–",
            self._stop(lesson, sums),
            tuple(self._waits(lesson, today)),
        )

    def _stop(self, lesson: Lesson, sums: LessonSums) -> str:
        """Return where those stopped who have not finished: the page in the middle, or the questions after the last."""
        page = sums.median_page
        if page is None or sums.begun < _FEW:
            return "–"
        if page >= len(lesson.pages):
            return self.texts["at_questions"]
        return self.texts["at_page"].format(page=page, pages=len(lesson.pages))

    def _waits(self, lesson: Lesson, today: date) -> list[str]:
        found = []
        if lesson.expires_on is not None and lesson.expires_on < today:
            found.append(self.texts["expired"].format(day=written(lesson.expires_on)))
        elif lesson.expires_on is not None and is_due(lesson, today):
            found.append(self.texts["expires"].format(day=written(lesson.expires_on)))
        if not lesson.checked_by:
            found.append(self.texts["unchecked"])
        return found


def is_due(lesson: Lesson, today: date) -> bool:
    """Say whether a lesson goes out of date within 60 days, or has (design.md, rule 15)."""
    return lesson.expires_on is not None and lesson.expires_on - today <= _SOON
