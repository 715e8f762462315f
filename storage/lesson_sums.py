"""How far people came in each lesson, added up over everybody who learns, counted in a hamlet or not."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from storage.tables import progress


@dataclass(frozen=True, slots=True)
class LessonSums:
    """How many people began a lesson and finished it; `left_at` counts those who did not by the pages they saw."""

    begun: int = 0
    finished: int = 0
    left_at: Mapping[int, int] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """Return how many began and have not finished."""
        return self.begun - self.finished

    @property
    def median_page(self) -> int | None:
        """Return the page that half of those who have not finished did not get beyond, None where all finished."""
        passed = 0
        for page, people in sorted(self.left_at.items()):
            passed += people
            if 2 * passed >= self.left:
                return page
        return None


def by_lesson(tx: Connection) -> Mapping[str, LessonSums]:
    """Return the sums of every lesson that somebody began.

    This looks at the progress of everybody (about 100 ms with 200,000 rows): ask it now and then, not for every page.
    """
    is_finished = progress.c.finished_on.is_not(None)
    columns = (progress.c.lesson, progress.c.pages, is_finished, func.count())
    asked = select(*columns).where(progress.c.pages > 0).group_by(progress.c.lesson, progress.c.pages, is_finished)
    done, left_at = defaultdict[str, int](int), defaultdict[str, dict[int, int]](dict)
    for lesson, pages, finished, people in tx.execute(asked):
        if finished:
            done[lesson] += people
        else:
            left_at[lesson][pages] = people
    lessons = done.keys() | left_at.keys()
    return {one: LessonSums(done[one] + sum(left_at[one].values()), done[one], left_at[one]) for one in lessons}
