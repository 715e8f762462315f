"""What the first page of the office tells beside the table of the year: today, this week, and how the weeks went."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from campaign.periods import week
from campaign.units import UnitKind
from storage import guided
from storage.guided import Held
from storage.kept_sums import kept, row_at
from storage.standing import Standing
from storage.summaries import newcomers
from storage.sums import OUTSIDE, UNCOUNTED, Sums
from storage.tables import learner, learner_day
from storage.units import current


@dataclass(frozen=True, slots=True)
class Pulse:
    """How learning goes now, of everybody in the total.

    `weeks` are the newcomers of the last eight weeks by row of the table, `new` those of all rows together; the newest
    week is the one of today. `held` are the face-to-face sessions of this week.
    """

    learners_today: int
    answers_today: int
    week: Sums
    week_before: Sums
    held: Held
    weeks: Mapping[str, tuple[int, ...]]
    new: tuple[int, ...]


def pulse(tx: Connection, today: date, keeper: Standing) -> Pulse:
    """Return how learning goes today and in the week of today."""
    row_today = row_at(current(tx), UnitKind.HAMLET, today)
    this, before = week(today), week(today - timedelta(weeks=1))
    sums = kept(tx, (this.key, before.key), row_today)
    weeks = newcomers(tx, UnitKind.HAMLET, today)
    inside = [counts for row, counts in weeks.items() if row not in (OUTSIDE, UNCOUNTED)]
    held = Held()
    for of_row in guided.held(tx, this.first, today, UnitKind.HAMLET, row_today).values():
        held = held.plus(of_row)
    people, answers = tx.execute(_TODAY.where(learner_day.c.day == today)).one()
    new = tuple(map(sum, zip(*inside, strict=True))) or (0,) * 8
    return Pulse(people, int(answers or 0), sums[this.key].total, sums[before.key].total, held, weeks, new)


_TODAY = (
    select(func.count(), func.sum(learner_day.c.answers))
    .join(learner, learner.c.id == learner_day.c.learner_id)
    .where(learner_day.c.answers > 0, learner.c.is_counted, ~learner.c.is_outside)
)
