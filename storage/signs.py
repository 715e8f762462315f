"""Gathers what signs are read from (campaign/signs.py): for each unit of a table, in the row that answers for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, func, select, text

from campaign.reporting import due
from campaign.signs import HURRIED_RUN, PEOPLE_ON_A_LEADERS_PHONE, HeldOn, Sign, Traces, signs
from campaign.units import UnitKind
from storage.by_day import RowAtEnd
from storage.figures import Table, TableRow
from storage.kept_sums import row_at
from storage.tables import answer, guided_session, household, leader, learner
from storage.units import current

T = TypeVar("T")

_FEWEST_ON_A_DEVICE = PEOPLE_ON_A_LEADERS_PHONE
"""Phones with fewer learners are not looked at."""


@dataclass(frozen=True, slots=True)
class OddUnit:
    """A unit about which something should be asked."""

    row: TableRow
    signs: tuple[Sign, ...]


def of_table(tx: Connection, table: Table) -> tuple[OddUnit, ...]:
    """Return the hamlets of a table that show signs, in its order."""
    row_at_end = row_at(current(tx), UnitKind.HAMLET, table.last)
    runs = _by_row(_hurried_runs(tx, table.first, table.last), row_at_end)
    devices = _by_row(_devices(tx), row_at_end)
    lent = _by_row(_devices(tx, household.c.chat_id.in_(select(leader.c.chat_id))), row_at_end)
    sessions = _by_row(_sessions(tx, table.first, table.last), row_at_end)
    last_day = due(table.last.year)
    found = []
    for row in table.rows:
        figures = row.figures
        traces = Traces(
            answers=figures.questions_answered,
            hurried_runs=len(runs[row.code]),
            devices=devices[row.code],
            leaders_devices=lent[row.code],
            first_tries=(figures.correct_first_try, figures.questions_answered - (figures.remembered.denominator or 0)),
            reviews=(figures.remembered.numerator, figures.remembered.denominator or 0),
            adults=figures.adults,
            sessions=sessions[row.code],
        )
        odd = signs(traces, last_day if table.first <= last_day else None)
        if odd:
            found.append(OddUnit(row, odd))
    return tuple(found)


def _by_row(found: Sequence[tuple[str, T]], row_at_end: RowAtEnd) -> Mapping[str, Sequence[T]]:
    rows = defaultdict[str, list[T]](list)
    for code, one in found:
        row = row_at_end(code)
        if row is not None:
            rows[row].append(one)
    return rows


def _hurried_runs(tx: Connection, first: date, last: date) -> Sequence[tuple[str, date]]:
    """Return each day on which a counted learner ran through questions, under the learner's hamlet of today."""
    runs = (
        select(learner.c.unit_code, answer.c.day)
        .join_from(answer, learner, learner.c.id == answer.c.learner_id)
        # In the words of the partial index: with "is_hurried = 1" SQLite does not use it, and reads all answers.
        .where(text("answer.is_hurried"), answer.c.day.between(first, last), learner.c.is_counted)
        .where(learner.c.unit_code.is_not(None))
        .group_by(answer.c.learner_id, learner.c.unit_code, answer.c.day)
        .having(func.count() >= HURRIED_RUN)
    )
    return [(row.unit_code, row.day) for row in tx.execute(runs)]


def _devices(tx: Connection, *which: ColumnElement[bool]) -> Sequence[tuple[str, int]]:
    """Return how many learners of one hamlet share a phone, for each phone that many share."""
    shared = (
        select(learner.c.unit_code, func.count().label("people"))
        .join_from(household, learner, learner.c.id == household.c.learner_id)
        .where(learner.c.unit_code.is_not(None), *which)
        .group_by(household.c.chat_id, learner.c.unit_code)
        .having(func.count() >= _FEWEST_ON_A_DEVICE)
    )
    return [(row.unit_code, row.people) for row in tx.execute(shared)]


def _sessions(tx: Connection, first: date, last: date) -> Sequence[tuple[str, HeldOn]]:
    is_meant = (
        ~guided_session.c.is_replaced,
        guided_session.c.refused_at.is_(None),
        guided_session.c.day.between(first, last),
    )
    columns = (guided_session.c.unit_code, guided_session.c.day, guided_session.c.present)
    rows = tx.execute(select(*columns).where(*is_meant).order_by(guided_session.c.day, guided_session.c.id))
    return [(code, HeldOn(day, present)) for code, day, present in rows]
