"""Figures that the office types with their source, and why one of them is refused."""

from dataclasses import dataclass
from datetime import date

from campaign.indicators import WORDS, Indicator
from campaign.units import Unit

TYPED = (Indicator.HOUSEHOLDS_REACHED, Indicator.ASSOCIATION_MEMBERS, Indicator.VNEID_CONFIRMED)
"""The indicators no program can count."""

LONGEST_SOURCE = 200
"""In characters."""

_MOST = 10_000_000
"""More than any commune has of anything counted here."""


@dataclass(frozen=True, slots=True)
class TypedFigure:
    """A figure of one unit as it was on a day; `source` says where it is from, as a note below a table tells it."""

    unit: str
    indicator: Indicator
    value: int
    as_of: date
    source: str


def problem(figure: TypedFigure, unit: Unit | None, today: date) -> str | None:
    """Return the sentence with which a figure is refused, None when it is fine; `unit` is the one it names."""
    if unit is None:
        return WORDS.refusal("no_unit", unit=figure.unit)
    if figure.value < 0:
        return WORDS.refusal("below_nothing")
    whole, name = _whole(figure.indicator, unit)
    if figure.value > (_MOST if whole is None else whole):
        return WORDS.refusal("too_many" if whole is None else name, unit=unit.name, count=whole or _MOST)
    if figure.as_of > today:
        return WORDS.refusal("future", day=f"{today:%d/%m/%Y}")
    if not figure.source.strip():
        return WORDS.refusal("no_source")
    return WORDS.refusal("long_source", count=LONGEST_SOURCE) if len(figure.source) > LONGEST_SOURCE else None


def _whole(indicator: Indicator, unit: Unit) -> tuple[int | None, str]:
    """Return what a figure is a part of, and under which key it is said that it is more."""
    if indicator is Indicator.HOUSEHOLDS_REACHED:
        return unit.households, "above_households"
    return unit.adults, "above_adults"
