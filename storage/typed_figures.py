"""The figures the office types: kept for ever as they were typed, of which the newest about a unit counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from campaign.indicators import Indicator
from campaign.typed import TYPED, TypedFigure, problem
from storage import units
from storage.tables import typed_figure

__all__ = ["TYPED", "KeptFigure", "TypedFigure", "add", "history", "latest"]


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
    if refusal is not None or figure.indicator not in TYPED:
        raise ValueError(refusal or f"{figure.indicator} is not typed")
    row = {"unit_code": figure.unit, "indicator": figure.indicator.value, "value": figure.value}
    source = {"as_of": figure.as_of, "source": figure.source.strip(), "typed_at": now, "typed_by": by}
    tx.execute(insert(typed_figure).values({**row, **source}))


def latest(tx: Connection, end: date) -> Mapping[tuple[str, Indicator], TypedFigure]:
    """Return, of each unit and indicator, the newest figure by the end: of one day the one typed last."""
    rows = tx.execute(
        select(typed_figure).where(typed_figure.c.as_of <= end).order_by(typed_figure.c.as_of, typed_figure.c.id)
    )
    figures = (_figure(row.unit_code, row.indicator, row.value, row.as_of, row.source) for row in rows)
    return {(one.unit, one.indicator): one for one in figures}


def history(tx: Connection, unit_code: str) -> tuple[KeptFigure, ...]:
    """Return all that was typed about a unit, the newest first."""
    rows = select(typed_figure).where(typed_figure.c.unit_code == unit_code)
    newest_first = rows.order_by(typed_figure.c.as_of.desc(), typed_figure.c.id.desc())
    return tuple(
        KeptFigure(_figure(row.unit_code, row.indicator, row.value, row.as_of, row.source), row.typed_at, row.typed_by)
        for row in tx.execute(newest_first)
    )


def _figure(unit_code: str, indicator: str, value: int, as_of: date, source: str) -> TypedFigure:
    return TypedFigure(unit_code, Indicator(indicator), value, as_of, source)
