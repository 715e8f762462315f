"""How the page of the report shows what is in it: figures, what is still to be typed, texts, the board of units."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from campaign.indicators import WORDS, Indicator, Rate
from campaign.reported import Reported, of_commune
from campaign.reporting import Section, Standing, due
from papers.report import COMPARED
from storage.reports import Found, Kept
from web.days import written
from web.score_shown import when
from web.table import number, percent


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the report; `before` is that of the same days a year earlier, "" where there is none."""

    heading: str
    text: str
    of: str
    before: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure that is typed; `text` is "" where it still lacks."""

    heading: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Words:
    """A section that the office writes."""

    section: str
    form: str
    text: str
    kept: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit on the board."""

    code: str
    name: str
    state: str
    is_missing: bool
    day: str


def figures(found: Found) -> tuple[Figure, ...]:
    """Return the figures of the hamlets beside those of the year before."""
    now = dict(found.hamlets.totals.cells())
    before = dict(found.a_year_earlier.totals.cells()) if found.a_year_earlier else {}
    return tuple(_figure(one, now[one], before.get(one)) for one in COMPARED)


def typed(found: Found, source: str) -> tuple[Typed, ...]:
    """Return the figures that are typed, in the order of the page on which that is done."""
    known = of_commune(found.reported)
    return tuple(
        Typed(
            WORDS.reported[one],
            number(known[one].value) if one in known else "",
            source.format(source="; ".join(known[one].sources), day=written(known[one].as_of)) if one in known else "",
        )
        for one in Reported
    )


def words(kept: Mapping[Section, Kept], phrase: str, zone: tzinfo) -> tuple[Words, ...]:
    """Return the sections the office writes, each with who wrote it last and when."""
    return tuple(_words(one, kept.get(one), phrase, zone) for one in Section)


def board(units: tuple[Standing, ...], phrases: Mapping[str, str]) -> Iterator[Unit]:
    """Yield the units, those whose report is missing first."""
    for one in sorted(units, key=lambda standing: standing.state.is_received):
        name = f"{one.unit.name} ({one.unit.old_commune})" if one.unit.old_commune else one.unit.name
        day = written(one.received_on) if one.received_on else ""
        yield Unit(one.unit.code, name, phrases[f"state_{one.state}"], not one.state.is_received, day)


def days_left(year: int, today: date, phrases: Mapping[str, str]) -> str:
    """Return how long it is until the last day, "" while that is far off or long past."""
    left = (due(year) - today).days
    if not -30 <= left <= 30:
        return ""
    key = "days_left" if left > 0 else "last_day" if left == 0 else "past"
    return phrases[key].format(days=abs(left), day=written(due(year)))


def _figure(one: Indicator, now: int | Rate | None, before: int | Rate | None) -> Figure:
    text, of = _text(now)
    return Figure(WORDS.headings[one], text, of, "" if before is None else _text(before)[0])


def _text(figure: int | Rate | None) -> tuple[str, str]:
    if isinstance(figure, Rate):
        whole = "–" if figure.denominator is None else number(figure.denominator)
        return percent(figure), f"{number(figure.numerator)}/{whole}"
    return ("–" if figure is None else number(figure)), ""


def _words(section: Section, kept: Kept | None, phrase: str, zone: tzinfo) -> Words:
    told = phrase.format(by=kept.by, when=when(kept.at, zone)) if kept else ""
    return Words(section.value, f"loi-{section.value}", kept.text if kept else "", told)
