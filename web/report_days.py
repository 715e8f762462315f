"""Which days a report is about, as the page offers them: a year, a quarter, a phase, or any days."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from campaign import reporting
from campaign.periods import Phase
from campaign.reporting import Span
from web.days import day_of

_EARLIEST = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """The days asked for; `problem` is a key of the texts where what was typed is none, and this year is shown."""

    span: Span
    typed_first: str = ""
    typed_last: str = ""
    problem: str = ""


def asked(query: Mapping[str, str], phases: Sequence[Phase], today: date) -> Asked:
    """Return what was asked for: days that were typed go before a period that was chosen; else this year."""
    first, last = query.get("from", "").strip()[:40], query.get("to", "").strip()[:40]
    usual = reporting.of_year(today.year)
    if first or last:
        begin = day_of(first) if first else today.replace(month=1, day=1)
        end = day_of(last) if last else today
        if begin is None or end is None:
            return Asked(usual, first, last, "no_days")
        problem = (
            "future" if begin > today else "backwards" if begin > end else "too_early" if begin < _EARLIEST else ""
        )
        return Asked(usual, first, last, problem) if problem else Asked(reporting.of_days(begin, end), first, last)
    key = query.get("ky", "")[:40]
    span = of_key(key, phases, today) if key else usual
    return Asked(span) if span else Asked(usual, problem="no_span")


def of_key(key: str, phases: Sequence[Phase], today: date) -> Span | None:
    """Return the days with this key; None where there are none, or they have not begun."""
    span = _of_key(key, phases)
    return span if span is not None and _EARLIEST <= span.first <= today else None


def offered(phases: Sequence[Phase], today: date) -> tuple[Span, ...]:
    """Return the periods to choose from: this year and the last, the quarters of both that have begun, the phases."""
    years = (today.year, today.year - 1)
    spans = (
        *(reporting.of_year(year) for year in years),
        *(reporting.of_quarter(year, quarter) for year in years for quarter in (4, 3, 2, 1)),
        *(reporting.of_phase(phase) for phase in phases),
    )
    return tuple(span for span in spans if span.first <= today)


def arguments(span: Span) -> tuple[str, ...]:
    """Return the options of the command line that name these days."""
    match span.key[0], span.key[1:]:
        case "Y", year:
            return ("--year", year)
        case "Q", quarter:
            return ("--quarter", quarter)
        case "P", phase:
            return ("--phase", phase)
    return ("--from", span.first.isoformat(), "--to", span.last.isoformat())


def file_stem(span: Span) -> str:
    """Return how a file about these days is called, in plain letters."""
    return f"bao-cao-{span.first.isoformat()}-{span.last.isoformat()}" if span.year is None else f"bao-cao-{span.year}"


def _problem(first: date, last: date, today: date) -> str:
    if first > today:
        return "future"
    if first > last:
        return "backwards"
    return "too_early" if first < _EARLIEST else ""


def _of_key(key: str, phases: Sequence[Phase]) -> Span | None:
    if found := re.fullmatch(r"Y(20[0-9]{2})", key):
        return reporting.of_year(int(found[1]))
    if found := re.fullmatch(r"Q(20[0-9]{2})-([1-4])", key):
        return reporting.of_quarter(int(found[1]), int(found[2]))
    if found := re.fullmatch(r"D([0-9]{4}-[0-9]{2}-[0-9]{2})[/_]([0-9]{4}-[0-9]{2}-[0-9]{2})", key):
        first, last = day_of(found[1]), day_of(found[2])
        return reporting.of_days(first, last) if first and last and first <= last else None
    return next((reporting.of_phase(phase) for phase in phases if key == f"P{phase.name}"), None)
