"""The two tables in the text of the report, and the headings of all its tables."""

from campaign.indicators import WORDS, Indicator, Rate
from campaign.reported import SkillRate
from papers.cards.drawing import Written
from papers.office.report_results import parts_of
from papers.office.words import decimal, number, say
from papers.report import COMPARED, Report

IN_ANNEX = (
    Indicator.ADULTS,
    Indicator.PARTICIPANTS,
    Indicator.PARTICIPATION_RATE,
    Indicator.COMPLETERS,
    Indicator.COMPLETION_RATE,
    Indicator.WOMEN,
    Indicator.AGED_60_PLUS,
    Indicator.OFFICIALS,
    Indicator.ASSOCIATION_MEMBERS,
    Indicator.HOUSEHOLDS_REACHED,
    Indicator.SESSIONS_HELD,
    Indicator.SESSION_VISITS,
    Indicator.SESSION_FIRST_TIMERS,
    Indicator.VNEID_CONFIRMED,
)
"""The columns of the tables of units, in their order; a template may show any other indicator too."""

_NAMES = ("no", "hamlet", "unit", "kind", "remark", "skill", "parts", "percent", "source", "now", "before", "change")
_MORE = ("figure", "value", "as_of", "table_1", "table_2")


def columns() -> dict[str, Written]:
    """Return the headings of the tables."""
    names = (*_NAMES, *_MORE, *(one.value for one in IN_ANNEX))
    return {name: say(f"columns.{name}") for name in names}


def skills(report: Report) -> list[Written]:
    """Return the five skill rates, and what the assistant counts beside them."""
    rows: list[Written] = [
        {
            "no": str(at),
            "name": say(f"skills.{one.skill}"),
            "parts": _parts(one),
            "percent": one.percent,
            "source": _source(one),
        }
        for at, one in enumerate(report.skills, 1)
    ]
    rate = report.seen(report.found.hamlets, Indicator.COMPLETION_RATE)
    if isinstance(rate, Rate) and rate.percent is not None:
        name = say("skills.assistant", lessons=number(report.issuer.lessons_to_complete))
        counted = {"parts": parts_of(rate), "percent": str(rate), "source": say("skills.counted")}
        rows.append({"no": "", "name": name, **counted})
    return rows


def compared(report: Report) -> list[Written]:
    """Return what is compared with the year before; nothing where there is nothing to compare with."""
    earlier = report.found.a_year_earlier
    if earlier is None:
        return []
    rows: list[Written] = []
    for one in COMPARED:
        now, before = report.seen(report.found.hamlets, one), report.seen(earlier, one)
        values = {"now": _shown(now), "before": _shown(before), "change": _change(now, before)}
        rows.append({"name": WORDS.headings[one], **values})
    return rows


def _parts(one: SkillRate) -> str:
    numbers = [number(part) if part is not None else "…" for part in (one.numerator, one.denominator)]
    return "/".join(numbers)


def _source(one: SkillRate) -> str:
    if one.numerator is not None and one.denominator and one.rate is None:
        return say("skills.wrong")
    if one.numerator is None or not one.sources:
        return say("skills.missing")
    return say("skills.typed", source="; ".join(one.sources))


def _shown(figure: int | Rate | None) -> str:
    if isinstance(figure, Rate):
        return f"{figure} ({parts_of(figure)})" if figure.percent is not None else ""
    return "" if figure is None else number(figure)


def _change(now: int | Rate | None, before: int | Rate | None) -> str:
    if isinstance(now, Rate) and isinstance(before, Rate):
        if now.percent is None or before.percent is None:
            return ""
        points = now.percent - before.percent
        return _signed(decimal(abs(points)), points > 0, points < 0)
    if isinstance(now, int) and isinstance(before, int):
        return _signed(number(abs(now - before)), now > before, now < before)
    return ""


def _signed(size: str, is_more: bool, is_less: bool) -> str:
    return f"+{size}" if is_more else f"-{size}" if is_less else "0"
