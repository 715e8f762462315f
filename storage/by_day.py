"""Sums of any run of days, added up from learner days: what each learner did, in the row of their home at its end."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_, select

from campaign.units import UnitKind
from storage.sums import DAY_COLUMNS, NO_HAMLET, OUTSIDE, UNCOUNTED, Sums
from storage.tables import counting, learner_day, membership, progress

_HOME_OUTSIDE = "outside"
"""The kind of a membership in another commune."""


@dataclass(slots=True)
class Counted:
    """Sums per row, and those of everybody in a row of the total, each person once."""

    rows: defaultdict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))
    total: Sums = field(default_factory=Sums)


def count_days(
    tx: Connection,
    first: date,
    end: date,
    kind: UnitKind,
    lessons_to_complete: int,
    row_at_end: Callable[[str], str | None],
) -> Counted:
    """Add up the days from `first` to `end`. `row_at_end` says which unit answers for a unit at the end.

    In a table of hamlets everybody has a row. In one of another kind only the members of its units have, of whom one
    may belong to several associations.
    """
    homes = _homes(tx, end, kind, row_at_end)
    counted_yes = set(tx.scalars(select(counting.c.learner_id).where(counting.c.choice, _holds(counting, end))))
    completed = _completed(tx, end, lessons_to_complete)
    counted = Counted()
    for learner_id, sums in _days(tx, first, end).items():
        if sums.participants and learner_id in completed:
            sums = sums._replace(completers=1)
        rows = _rows(homes.get(learner_id, set()), kind, is_counted=learner_id in counted_yes)
        for row in rows:
            counted.rows[row] = counted.rows[row].plus(sums)
        if rows - {OUTSIDE, UNCOUNTED}:
            counted.total = counted.total.plus(sums)
    return counted


def _rows(homes: set[str], kind: UnitKind, *, is_counted: bool) -> set[str]:
    if kind is not UnitKind.HAMLET:
        return homes if is_counted or not homes else {UNCOUNTED}
    if OUTSIDE in homes:
        return {OUTSIDE}
    if not is_counted:
        return {UNCOUNTED}
    return homes or {NO_HAMLET}


def _homes(
    tx: Connection, end: date, kind: UnitKind, row_at_end: Callable[[str], str | None]
) -> Mapping[int, set[str]]:
    """Return the rows in which each learner has a home at the end."""
    kinds: Collection[str] = (kind.value, _HOME_OUTSIDE) if kind is UnitKind.HAMLET else (kind.value,)
    homes = defaultdict[int, set[str]](set)
    held = select(membership.c.learner_id, membership.c.kind, membership.c.unit_code)
    for learner_id, of_kind, code in tx.execute(held.where(membership.c.kind.in_(kinds), _holds(membership, end))):
        home = OUTSIDE if of_kind == _HOME_OUTSIDE else row_at_end(code)
        if home is not None:
            homes[learner_id].add(home)
    return homes


def _holds(table: Table, day: date) -> ColumnElement[bool]:
    """Say in SQL that a row with `from_day` and `to_day` holds on this day."""
    return and_(table.c.from_day <= day, or_(table.c.to_day.is_(None), table.c.to_day >= day))


def _completed(tx: Connection, end: date, lessons: int) -> set[int]:
    """Return the learners who had finished enough different lessons by the end."""
    finished = select(progress.c.learner_id).where(progress.c.finished_on <= end)
    return set(tx.scalars(finished.group_by(progress.c.learner_id).having(func.count() >= lessons)))


def _days(tx: Connection, first: date, end: date) -> Mapping[int, Sums]:
    """Return what each learner did from `first` to `end`."""
    columns = [learner_day.c[name] for name in DAY_COLUMNS]
    of_days = select(learner_day.c.learner_id, *map(func.sum, columns)).where(learner_day.c.day.between(first, end))
    rows = tx.execute(of_days.group_by(learner_day.c.learner_id))
    return {row[0]: Sums(int(row[1] > 0), 0, 0, *map(int, row[1:])) for row in rows}
