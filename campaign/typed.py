"""Figures that the office types with their source, and why one of them is refused."""

from dataclasses import dataclass
from datetime import date

from campaign.indicators import WORDS, Indicator
from campaign.reported import COMMUNE, Reported
from campaign.units import Unit

TYPED = (Indicator.HOUSEHOLDS_REACHED, Indicator.ASSOCIATION_MEMBERS, Indicator.VNEID_CONFIRMED)
"""The indicators no program can count."""

LONGEST_SOURCE = 200
"""In characters."""

_MOST = 10_000_000
"""More than any commune has of anything counted here."""


@dataclass(frozen=True, slots=True)
class TypedFigure:
    """A figure of one unit as it was on a day; `source` says where it is from, as a note below a table tells it.

    A figure that only a report has may also be of the whole commune, whose code is empty.
    """

    unit: str
    indicator: Indicator | Reported
    value: int
    as_of: date
    source: str


def problem(figure: TypedFigure, unit: Unit | None, today: date) -> str | None:
    """Return the sentence with which a figure is refused, None when it is fine; `unit` is the one it names."""
    is_of_commune = isinstance(figure.indicator, Reported) and figure.unit == COMMUNE
    if unit is None and not is_of_commune:
        return WORDS.refusal("no_unit", unit=figure.unit) if figure.unit else WORDS.refusal("only_of_units")
    if figure.value < 0:
        return WORDS.refusal("below_nothing")
    if (said := _too_many(figure, unit)) is not None:
        return said
    if figure.as_of > today:
        return WORDS.refusal("future", day=f"{today:%d/%m/%Y}")
    if not figure.source.strip():
        return WORDS.refusal("no_source")
    return WORDS.refusal("long_source", count=LONGEST_SOURCE) if len(figure.source) > LONGEST_SOURCE else None


def heading_of(indicator: Indicator | Reported) -> str:
    """Return what a figure is called."""
    return WORDS.reported[indicator] if isinstance(indicator, Reported) else WORDS.headings[indicator]


def _too_many(figure: TypedFigure, unit: Unit | None) -> str | None:
    """Return what is said when a figure is more than the whole it is a part of, or than any commune has."""
    whole, name = (None, "") if unit is None else _whole(figure.indicator, unit)
    if unit is None or whole is None:
        return WORDS.refusal("too_many") if figure.value > _MOST else None
    return WORDS.refusal(name, unit=unit.name, count=whole) if figure.value > whole else None


def _whole(indicator: Indicator | Reported, unit: Unit) -> tuple[int | None, str]:
    """Return what a figure is a part of, and under which key it is said that it is more."""
    if indicator is Indicator.HOUSEHOLDS_REACHED:
        return unit.households, "above_households"
    is_of_adults = isinstance(indicator, Indicator) or indicator is Reported.ADULTS_SKILLED
    return (unit.adults, "above_adults") if is_of_adults else (None, "")
