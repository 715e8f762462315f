"""What the program proposes for a score sheet: the figures of the year, each with its own numbers and cut-off day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection

from campaign.criteria import Criterion, ScoreTable
from campaign.indicators import Indicator, Rate
from campaign.sheet import FIGURE, Entry, Evidence, Role
from campaign.typed import TYPED, TypedFigure
from campaign.units import Unit, UnitKind
from storage import figures, typed_figures
from storage.figures import Figures
from storage.standing import Standing

PROGRAM = "Học số"
"""In whose name a proposal stands."""


def propose(
    tx: Connection, table: ScoreTable, units: Sequence[Unit], today: date, now: datetime, keeper: Standing
) -> Mapping[str, tuple[Entry, ...]]:
    """Return what is proposed for each unit: an entry for every criterion that an indicator counts.

    A unit that ended within the year is counted over its own days, up to its last.
    """
    counted = [leaf for leaf in table.leaves if leaf.source is not None]
    found = dict[str, tuple[Entry, ...]]()
    tables = dict[tuple[date, date, UnitKind], Mapping[str, Figures]]()
    typed = dict[date, _Typed]()
    for unit in units:
        first, last = days(unit, table.year, today)
        key = (first, last, unit.kind)
        if key not in tables:
            rows = figures.participation(tx, first, last, today, keeper, unit.kind).rows
            tables[key] = {row.code: row.figures for row in rows}
            typed[last] = typed_figures.latest(tx, last)
        own = tables[key].get(unit.code)
        if own is not None and first <= last:
            found[unit.code] = tuple(_entry(leaf, unit, own, (first, last), typed[last], now) for leaf in counted)
    return found


def days(unit: Unit, year: int, today: date) -> tuple[date, date]:
    """Return the days over which a unit is counted: those of the year that are over, until its last day."""
    last = min(date(year, 12, 31), today)
    return date(year, 1, 1), last if unit.valid_to is None else min(last, unit.valid_to)


_Typed = Mapping[tuple[str, Indicator], TypedFigure]


def _entry(leaf: Criterion, unit: Unit, own: Figures, over: tuple[date, date], typed: _Typed, now: datetime) -> Entry:
    first, last = over
    indicator = leaf.source or Indicator.PARTICIPANTS
    figure = dict(own.cells())[indicator]
    rate = figure if isinstance(figure, Rate) else None
    number = figure if isinstance(figure, int) else None
    evidence = Evidence(
        FIGURE,
        indicator.value,
        numerator=rate.numerator if rate else number,
        denominator=rate.denominator if rate else None,
        first=first,
        last=last,
        source=_source(typed.get((unit.code, indicator))) if indicator in TYPED else "",
    )
    # The figure as it is printed, one decimal for a rate: whoever reads the paper can work it out again.
    actual = rate.percent if rate else None if number is None else Decimal(number)
    return Entry(leaf.code, Role.PROGRAM, actual, now, PROGRAM, "", (evidence,))


def _source(typed: TypedFigure | None) -> str:
    return "" if typed is None else f"{typed.source}, {typed.as_of:%d/%m/%Y}"
