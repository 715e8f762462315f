"""Rows that hold from one day to another, one after the other: where a learner belongs, whether they are counted.

The last row of a learner is open (`to_day` is none). A change within one day replaces what began on that day, so no
row is shorter than a day and none overlap.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, update


def begin(
    tx: Connection,
    table: Table,
    learner_ids: Collection[int],
    rows: Sequence[Mapping[str, object]],
    today: date,
    *among: ColumnElement[bool],
) -> None:
    """End what holds of these learners, `among` the rows meant, and begin new rows today.

    `rows` need no days; a learner without a row has nothing from today on.
    """
    if learner_ids:
        is_open = (table.c.learner_id.in_(sorted(learner_ids)), table.c.to_day.is_(None), *among)
        tx.execute(delete(table).where(*is_open, table.c.from_day >= today))
        tx.execute(update(table).where(*is_open).values(to_day=today - timedelta(days=1)))
    if rows:
        tx.execute(insert(table), [{**row, "from_day": today, "to_day": None} for row in rows])


def outside(
    first: date, last: date | None, spans: Sequence[tuple[date, date | None]]
) -> Iterator[tuple[date, date | None]]:
    """Yield the runs of the days from `first` to `last` that are in none of these spans; no last day is for ever.

    `spans` are in order and do not overlap.
    """
    for begun, ended in spans:
        if begun > first and (last is None or first <= last):
            before = begun - timedelta(days=1)
            yield first, before if last is None else min(last, before)
        if ended is None:
            return
        first = max(first, ended + timedelta(days=1))
    if last is None or first <= last:
        yield first, last
