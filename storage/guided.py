"""Figures over face-to-face sessions: how many were held, how many visits they had, who came who never learned here.

A session that was replaced by a correction or refused by the office is none; one the office has not confirmed waits.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from operator import add
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from campaign.units import UnitKind
from storage.by_day import RowAtEnd
from storage.sums import NO_HAMLET
from storage.tables import guided_session, unit


class Held(NamedTuple):
    """Sessions of a row: `visits` count people in the room, each time; `waiting` sessions are in no other figure."""

    sessions: int = 0
    visits: int = 0
    first_timers: int = 0
    waiting: int = 0

    def plus(self, other: "Held") -> "Held":
        """Return both added up."""
        return Held(*map(add, self, other))


_IS_CONFIRMED = guided_session.c.confirmed_at.is_not(None)
_HELD = (
    select(
        guided_session.c.unit_code,
        _IS_CONFIRMED,
        func.count(),
        func.sum(guided_session.c.present),
        func.sum(guided_session.c.first_timers),
    )
    .join(unit, unit.c.code == guided_session.c.unit_code)
    .where(
        ~guided_session.c.is_replaced,
        guided_session.c.refused_at.is_(None),
        guided_session.c.day.between(bindparam("first"), bindparam("end")),
        unit.c.kind == bindparam("kind"),
    )
    .group_by(guided_session.c.unit_code, _IS_CONFIRMED)
)


def held(tx: Connection, first: date, end: date, kind: UnitKind, row_at_end: RowAtEnd) -> Mapping[str, Held]:
    """Return the sessions of the days `first` to `end`, in the row of the unit that answers for theirs at the end.

    Those of a hamlet that ended without a successor stand with the people of it, in the row of those without a hamlet;
    those of another such unit stand nowhere, as its members do.
    """
    found = defaultdict[str, Held](Held)
    for code, is_confirmed, count, *people in tx.execute(_HELD, {"first": first, "end": end, "kind": kind.value}):
        row = row_at_end(code) or (NO_HAMLET if kind is UnitKind.HAMLET else None)
        if row is not None:
            sessions = Held(count, *map(int, people)) if is_confirmed else Held(waiting=count)
            found[row] = found[row].plus(sessions)
    return found
