"""Section II of the report: plain sentences from the figures, each rate with its numerator and denominator."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from campaign.indicators import WORDS, Indicator, Note, Rate
from campaign.reported import ACTIVITIES
from campaign.reporting import due
from campaign.self_rating import NAMES
from campaign.typed import TYPED
from papers.cards.drawing import Written
from papers.office.words import day, decimal, number, say
from papers.participation import self_rating_of
from papers.report import Report

_GROUPS = (
    Indicator.WOMEN,
    Indicator.AGED_60_PLUS,
    Indicator.OFFICIALS,
    Indicator.STUDENTS,
    Indicator.WORKERS,
    Indicator.MINORS,
)


def results(report: Report) -> dict[str, Written]:
    """Return the headings and sentences of section II."""
    return {
        "learning": {"heading": say("report.learning"), "lines": list(_learning(report))},
        "work": {"heading": say("report.work"), "lines": list(_work(report))},
        "skill": {"heading": say("report.skill"), "lines": [say("says.skills")]},
        "compared": {"heading": say("report.compared"), "lines": [_compared(report), *_aims(report)]},
        "boards": {"heading": say("report.boards"), "lines": list(_boards(report))},
        "details": say("report.details"),
    }


def _learning(report: Report) -> Iterator[str]:
    table = report.found.hamlets
    yield say("says.taking_part", people=_count(report, Indicator.PARTICIPANTS))
    yield from _rate(report, Indicator.PARTICIPATION_RATE, "taking_part_rate")
    if report.seen(table, Indicator.COMPLETERS) is not None:
        lessons = number(report.issuer.lessons_to_complete)
        yield say("says.completing", people=_count(report, Indicator.COMPLETERS), lessons=lessons)
        yield from _rate(report, Indicator.COMPLETION_RATE, "completing_rate")
    groups = [
        say("says.group", heading=WORDS.headings[one].lower(), people=_count(report, one))
        for one in _GROUPS
        if report.seen(table, one) is not None
    ]
    if groups:
        yield say("says.groups", groups=", ".join(groups))
    lessons = _count(report, Indicator.LESSONS_COMPLETED)
    yield say("says.lessons", lessons=lessons, answers=_count(report, Indicator.QUESTIONS_ANSWERED))
    yield from _rate(report, Indicator.REMEMBERED, "remembered")
    yield from _rated(report)
    if table.learning_uncounted or table.outside_commune:
        outside = number(table.outside_commune)
        yield say("says.below", uncounted=number(table.learning_uncounted), outside=outside)


def _rated(report: Report) -> Iterator[str]:
    """Yield what people said about themselves, or that it may not be told."""
    said, words = self_rating_of(report.found.hamlets, report.audience), WORDS.self_rating
    if said is None:
        yield WORDS.note(Note.SELF_RATING_HIDDEN)
        return
    told = list[str]()
    for when, counts in (("first", said.first), ("fifth", said.fifth)):
        if any(counts):
            levels = ", ".join(f"{number(count)} {words[name]}" for name, count in zip(NAMES, counts, strict=True))
            told.append(say("says.rated_when", when=words[when], people=number(sum(counts)), levels=levels))
    if told:
        yield say("says.rated", told="; ".join(told))
    if said.both:
        change = {name: number(count) for name, count in said.cells()}
        yield say("says.rated_change", **{name: change[name] for name in ("both", "better", "same", "worse")})


def _work(report: Report) -> Iterator[str]:
    totals = report.found.hamlets.totals
    if totals.sessions_held:
        yield say(
            "says.sessions",
            sessions=number(totals.sessions_held),
            visits=number(totals.session_visits),
            firsts=number(totals.session_first_timers),
        )
    else:
        yield say("says.no_sessions")
    missing = list[str]()
    for typed in TYPED:
        heading, figure = WORDS.headings[typed], totals.typed(typed)
        if figure is None:
            missing.append(heading.lower())
        else:
            yield f"- {say('says.of_units', heading=heading, value=number(figure))}"
    for one in ACTIVITIES:
        known = report.activities.get(one)
        if known is None:
            missing.append(WORDS.reported[one].lower())
            continue
        source, heading = "; ".join(known.sources), WORDS.reported[one]
        yield f"- {say('says.known', heading=heading, value=number(known.value), source=source, day=day(known.as_of))}"
    if missing:
        yield say("says.unknown", missing="; ".join(missing))


def _compared(report: Report) -> str:
    found = report.found
    if found.a_year_earlier is not None:
        return say("says.compared", first=day(found.a_year_earlier.first), last=day(found.a_year_earlier.last))
    return say("says.nothing_before" if found.span.a_year_earlier(found.as_of) else "says.too_long")


def _aims(report: Report) -> Iterator[str]:
    """Yield, for each indicator with targets, how many units reached theirs, and which did not."""
    for indicator, group in groupby(report.aims, key=lambda aim: aim.indicator):
        aims = list(group)
        short = [f"{one.name} ({_amount(one.actual)}/{_amount(one.target)})" for one in aims if not one.is_met]
        met = number(len(aims) - len(short))
        heading = WORDS.headings[indicator].lower()
        yield say("says.aims", heading=heading, met=met, units=number(len(aims)))
        if short:
            yield say("says.short", units="; ".join(short))


def _amount(figure: Decimal | None) -> str:
    if figure is None:
        return "–"
    return number(int(figure)) if figure == figure.to_integral_value() else decimal(figure)


def _boards(report: Report) -> Iterator[str]:
    found, board = report.found, report.found.board
    if not board or found.span.year is None:
        return
    year, until = str(found.span.year), day(report.made_on)
    yield say("says.received", received=number(report.received), units=number(len(board)), year=year, day=until)
    left = len(board) - report.received
    if left:
        key = "says.waiting" if report.made_on <= due(found.span.year) else "says.overdue"
        yield say(key, count=number(left), due=day(due(found.span.year)))


def _count(report: Report, indicator: Indicator) -> str:
    figure = report.seen(report.found.hamlets, indicator)
    return number(figure) if isinstance(figure, int) else ""


def _rate(report: Report, indicator: Indicator, sentence: str) -> Iterator[str]:
    rate = report.seen(report.found.hamlets, indicator)
    if isinstance(rate, Rate) and rate.percent is not None:
        yield say(f"says.{sentence}", parts=parts_of(rate), percent=str(rate))


def parts_of(rate: Rate) -> str:
    """Return a rate's two numbers: "860/27.219"."""
    return f"{number(rate.numerator)}/{number(rate.denominator or 0)}"
