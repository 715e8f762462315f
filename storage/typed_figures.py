"""The figures the office types: kept for ever as they were typed, of which the newest about a unit counts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Row, insert, select

from campaign.indicators import Indicator
from campaign.reported import COMMUNE, Known, Reported, added
from campaign.typed import TYPED, TypedFigure, problem
from storage import units
from storage.tables import typed_figure

__all__ = ["TYPED", "KeptFigure", "TypedFigure", "add", "history", "latest", "reported"]


@dataclass(frozen=True, slots=True)
class KeptFigure:
    """A figure with who typed it and when."""

    figure: TypedFigure
    typed_at: datetime
    typed_by: str


def add(tx: Connection, figure: TypedFigure, today: date, now: datetime, by: str) -> None:
    """Keep a figure that was typed.

    Raises:
        ValueError: with the sentence that says what to do, when it cannot be right; nothing is kept then.
    """
    refusal = problem(figure, units.current(tx).by_code.get(figure.unit), today)
    if refusal is not None or not is_typed(figure.indicator):
        raise ValueError(refusal or f"{figure.indicator} is not typed")
    row = {"unit_code": figure.unit or None, "indicator": figure.indicator.value, "value": figure.value}
    source = {"as_of": figure.as_of, "source": figure.source.strip(), "typed_at": now, "typed_by": by}
    tx.execute(insert(typed_figure).values({**row, **source}))


def latest(tx: Connection, end: date) -> Mapping[tuple[str, Indicator], TypedFigure]:
    """Return, of each unit and indicator, the newest figure by the end: of one day the one typed last."""
    figures = _by(tx, end, TYPED)
    return {(one.unit, one.indicator): one for one in figures if isinstance(one.indicator, Indicator)}


def reported(tx: Connection, first: date, end: date) -> Mapping[tuple[str, Reported], Known]:
    """Return what only a report has, of each unit and of the whole commune, as it stood at the end.

    What is counted from 1 January on is taken from the newest figure of each year of the days, and added up.
    """
    newest = dict[tuple[str, Reported, int], TypedFigure]()
    for one in _by(tx, end, tuple(Reported)):
        if isinstance(one.indicator, Reported) and (one.as_of >= first or not one.indicator.is_yearly):
            newest[one.unit, one.indicator, one.as_of.year if one.indicator.is_yearly else 0] = one
    parts = defaultdict[tuple[str, Reported], list[Known]](list)
    for (unit, indicator, _), one in newest.items():
        parts[unit, indicator].append(Known(one.value, one.as_of, (one.source,)))
    return {key: added(known) for key, known in parts.items()}


def vneid_sources(tx: Connection, end: date) -> tuple[str, ...]:
    """Return who said how many are confirmed on VNeID."""
    newest = latest(tx, end)
    return tuple(dict.fromkeys(one.source for (_, key), one in newest.items() if key is Indicator.VNEID_CONFIRMED))


def history(tx: Connection, unit_code: str) -> tuple[KeptFigure, ...]:
    """Return all that was typed about a unit, the newest first."""
    rows = select(typed_figure).where(of_unit(unit_code))
    newest_first = rows.order_by(typed_figure.c.as_of.desc(), typed_figure.c.id.desc())
    return tuple(map(kept, tx.execute(newest_first)))


def is_typed(indicator: Indicator | Reported) -> bool:
    """Say whether this is a figure that somebody types."""
    return isinstance(indicator, Reported) or indicator in TYPED


def of_unit(code: str) -> ColumnElement[bool]:
    """Say in SQL that a figure is of this unit, "" for the whole commune."""
    return typed_figure.c.unit_code == code if code else typed_figure.c.unit_code.is_(None)


def kept(row: Row[tuple[object, ...]]) -> KeptFigure:
    """Return a row of the table as a figure with who typed it."""
    return KeptFigure(_figure(row), row.typed_at, row.typed_by)


def _by(tx: Connection, end: date, indicators: Sequence[Indicator | Reported]) -> Iterator[TypedFigure]:
    """Yield the figures of some indicators by the end, the oldest first."""
    among = typed_figure.c.indicator.in_([one.value for one in indicators])
    rows = select(typed_figure).where(typed_figure.c.as_of <= end, among)
    return map(_figure, tx.execute(rows.order_by(typed_figure.c.as_of, typed_figure.c.id)))


def _figure(row: Row[tuple[object, ...]]) -> TypedFigure:
    name = row.indicator
    indicator = Reported(name) if name in list(Reported) else Indicator(name)
    return TypedFigure(row.unit_code or COMMUNE, indicator, row.value, row.as_of, row.source)
