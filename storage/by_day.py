"""Sums of any run of days, added up from learner days: what each learner did, in the row of their home at its end.

Homes and choices have a history, what people told about themselves has none: a closed run of days is broken down by
what is known of them now.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, exists, func, or_, select, true

from campaign.periods import Period
from campaign.units import UnitKind
from storage.among import are_among
from storage.sums import DAY_COLUMNS, NO_HAMLET, OUTSIDE, UNCOUNTED, Sums, Told, deeds, row_of
from storage.tables import counting, learner, learner_day, membership, progress

_HOME_OUTSIDE = "outside"
"""The kind of a membership in another commune."""

RowAtEnd = Callable[[str], str | None]
"""Says which unit answers for a unit at the end of the days, None when there is none that is asked about."""


@dataclass(slots=True)
class Counted:
    """Sums per row, and those of everybody in a row of the total, each person once."""

    rows: defaultdict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))
    total: Sums = field(default_factory=Sums)


def count_days(
    tx: Connection, first: date, end: date, kind: UnitKind, lessons_to_complete: int, row_at_end: RowAtEnd
) -> Counted:
    """Add up the days from `first` to `end`.

    In a table of hamlets everybody has a row. In one of another kind only the members of its units have, of whom one
    may belong to several associations.
    """
    if kind is UnitKind.HAMLET:
        return _count_hamlets(tx, first, end, lessons_to_complete, row_at_end)
    places = _places(tx, end, kind, row_at_end)
    completed = _completed(tx, end, lessons_to_complete, places.people)
    told = _told(tx, places.people)
    counted = Counted()
    for learner_id, done in _days(tx, first, end, places.people).items():
        joins = int(done.answers > 0)
        sums = done.plus(told[learner_id].heads(joins, joins * (learner_id in completed), 0))
        rows = places.rows_of(learner_id)
        for row in rows:
            counted.rows[row] = counted.rows[row].plus(sums)
        if rows - {OUTSIDE, UNCOUNTED}:
            counted.total = counted.total.plus(sums)
    return counted


def _count_hamlets(tx: Connection, first: date, end: date, lessons_to_complete: int, row_at_end: RowAtEnd) -> Counted:
    """Add up the days of everybody, whom the database puts together as far as nothing tells them apart.

    Forty thousand people are some hundred groups: taken one by one here, they would hold up every turn meanwhile.
    """
    counted = Counted()
    for group in tx.execute(_groups(first, end, lessons_to_complete)):
        code = row_at_end(group.code) if group.code else None
        row = row_of(code, is_outside=group.is_outside, is_counted=group.is_counted)
        told = Told(*(getattr(group, name) for name in Told._fields))
        joined = group.people * group.joins
        heads = told.heads(joined, joined * group.completes, 0)
        sums = deeds([int(getattr(group, name)) for name in DAY_COLUMNS]).plus(heads)
        counted.rows[row] = counted.rows[row].plus(sums)
        if row not in (OUTSIDE, UNCOUNTED):
            counted.total = counted.total.plus(sums)
    return counted


def _groups(first: date, end: date, lessons_to_complete: int) -> Select[*tuple[object, ...]]:
    """Return the question: whoever is alike in home, choice, completion and what they told, with what they did."""
    columns = [learner_day.c[name] for name in DAY_COLUMNS]
    did = (
        select(learner_day.c.learner_id, *(func.sum(column).label(column.name) for column in columns))
        .where(learner_day.c.day.between(first, end))
        .group_by(learner_day.c.learner_id)
        .subquery("did")
    )
    lives = and_(membership.c.learner_id == did.c.learner_id, _holds(membership, end))
    code = select(func.max(membership.c.unit_code)).where(lives, membership.c.kind == UnitKind.HAMLET.value)
    outside = exists().where(lives, membership.c.kind == _HOME_OUTSIDE)
    agreed = exists().where(counting.c.learner_id == did.c.learner_id, counting.c.choice, _holds(counting, end))
    finished = (progress.c.learner_id == did.c.learner_id, progress.c.finished_on <= end)
    completed = select(func.count()).where(*finished).scalar_subquery() >= lessons_to_complete
    person = (
        select(
            outside.label("is_outside"),
            agreed.label("is_counted"),
            code.scalar_subquery().label("code"),
            case((did.c.answers > 0, 1), else_=0).label("joins"),
            case((completed, 1), else_=0).label("completes"),
            *(learner.c[name] for name in Told._fields),
            *(did.c[name] for name in DAY_COLUMNS),
        )
        .join_from(did, learner, learner.c.id == did.c.learner_id)
        .cte("person")
        .prefix_with("MATERIALIZED")  # else every question about a person is asked twice: to put together, and to tell
    )
    alike = [person.c[name] for name in ("is_outside", "is_counted", "code", "joins", "completes", *Told._fields)]
    sums = (func.sum(person.c[name]).label(name) for name in DAY_COLUMNS)
    return select(*alike, func.count().label("people"), *sums).group_by(*alike)


def count_newcomers(
    tx: Connection, weeks: Sequence[Period], today: date, kind: UnitKind, row_at_end: RowAtEnd
) -> Mapping[str, tuple[int, ...]]:
    """Return, per row as it is today, the people whose first answer of a year falls in each of these weeks.

    In the week of today only the year of today counts: right after New Year its newcomers are all of its participants.
    """
    places = _places(tx, today, kind, row_at_end)
    begun, this_year = weeks[0].first, today.replace(month=1, day=1)
    years = [(this_year, today)]
    if begun < this_year:
        end = min(this_year, weeks[-1].first) - timedelta(days=1)
        years.append((begun.replace(month=1, day=1), end))
    new = defaultdict[tuple[str, int], set[int]](set)
    for first, last in years:
        for learner_id, day in tx.execute(_first_answers(first, last, places.people)).all():
            for row in places.rows_of(learner_id):
                new[row, (day - begun).days // 7].add(learner_id)
    return {row: tuple(len(new[row, at]) for at in range(len(weeks))) for row, _ in list(new)}


def _first_answers(first: date, last: date, people: Collection[int] | None) -> Select[int, date]:
    """Return the question: on which of these days each of the people answered first."""
    answered = (learner_day.c.answers > 0, learner_day.c.day.between(first, last), _of(learner_day, people))
    return (
        select(learner_day.c.learner_id, func.min(learner_day.c.day))
        .where(*answered)
        .group_by(learner_day.c.learner_id)
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """Where learners stand on a day. `people` are all who may have a row, None for everybody."""

    kind: UnitKind
    homes: Mapping[int, set[str]]
    counted_yes: Collection[int]

    @property
    def people(self) -> Collection[int] | None:
        return None if self.kind is UnitKind.HAMLET else self.homes.keys()

    def rows_of(self, learner_id: int) -> set[str]:
        homes, is_counted = self.homes.get(learner_id, set()), learner_id in self.counted_yes
        if self.kind is not UnitKind.HAMLET:
            return homes if is_counted or not homes else {UNCOUNTED}
        if OUTSIDE in homes:
            return {OUTSIDE}
        if not is_counted:
            return {UNCOUNTED}
        return homes or {NO_HAMLET}


def _places(tx: Connection, end: date, kind: UnitKind, row_at_end: RowAtEnd) -> _Places:
    homes = _homes(tx, end, kind, row_at_end)
    people = None if kind is UnitKind.HAMLET else homes.keys()
    counted_yes = select(counting.c.learner_id).where(counting.c.choice, _holds(counting, end), _of(counting, people))
    return _Places(kind, homes, set(tx.scalars(counted_yes).all()))


def _homes(tx: Connection, end: date, kind: UnitKind, row_at_end: RowAtEnd) -> Mapping[int, set[str]]:
    """Return the rows in which each learner has a home at the end."""
    kinds: Collection[str] = (kind.value, _HOME_OUTSIDE) if kind is UnitKind.HAMLET else (kind.value,)
    homes = defaultdict[int, set[str]](set)
    held = select(membership.c.learner_id, membership.c.kind, membership.c.unit_code)
    for learner_id, of_kind, code in tx.execute(
        held.where(membership.c.kind.in_(kinds), _holds(membership, end))
    ).all():
        home = OUTSIDE if of_kind == _HOME_OUTSIDE else row_at_end(code)
        if home is not None:
            homes[learner_id].add(home)
    return homes


def _holds(table: Table, day: date) -> ColumnElement[bool]:
    """Say in SQL that a row with `from_day` and `to_day` holds on this day."""
    return and_(table.c.from_day <= day, or_(table.c.to_day.is_(None), table.c.to_day >= day))


def _of(table: Table, people: Collection[int] | None) -> ColumnElement[bool]:
    """Say in SQL that a row is about one of these people, None for everybody."""
    return true() if people is None else are_among(table.c.learner_id, people)


def _completed(tx: Connection, end: date, lessons: int, people: Collection[int] | None) -> set[int]:
    """Return the learners who had finished enough different lessons by the end."""
    finished = select(progress.c.learner_id).where(progress.c.finished_on <= end, _of(progress, people))
    return set(tx.scalars(finished.group_by(progress.c.learner_id).having(func.count() >= lessons)).all())


def _told(tx: Connection, people: Collection[int] | None) -> Mapping[int, Told]:
    """Return what learners told about themselves; who told nothing is there too."""
    columns = [learner.c[name] for name in Told._fields]
    told = select(learner.c.id, *columns).where(or_(*(column.is_not(None) for column in columns)))
    if people is not None:
        told = told.where(are_among(learner.c.id, people))
    return defaultdict(Told, {learner_id: Told(*columns) for learner_id, *columns in tx.execute(told).all()})


def _days(tx: Connection, first: date, end: date, people: Collection[int] | None) -> Mapping[int, Sums]:
    """Return what each learner did from `first` to `end`."""
    columns = [learner_day.c[name] for name in DAY_COLUMNS]
    of_days = select(learner_day.c.learner_id, *map(func.sum, columns)).where(
        learner_day.c.day.between(first, end), _of(learner_day, people)
    )
    rows = tx.execute(of_days.group_by(learner_day.c.learner_id)).all()
    return {row[0]: deeds([int(figure) for figure in row[1:]]) for row in rows}
