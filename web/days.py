"""The period an officer asks for: read from what was typed, refused in one sentence, and offered as quick links."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from campaign.periods import Period, month, quarter, week, year

_QUICK: tuple[tuple[str, Callable[[date], Period]], ...] = (
    ("week", week),
    ("month", month),
    ("quarter", quarter),
    ("year", year),
)
_EARLIEST = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """The days asked for; `problem` is a key of texts.vi.yaml when what was typed is no period."""

    first: date
    last: date
    typed_first: str
    typed_last: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Quick:
    """A period one click away; `key` names its words."""

    key: str
    first: date
    last: date
    is_chosen: bool


def asked(query: Mapping[str, str], today: date) -> Asked:
    """Return the period asked for; without one, or when it is none, from 1 January to today."""
    usual = (today.replace(month=1, day=1), today)
    typed_first, typed_last = query.get("from", "").strip()[:40], query.get("to", "").strip()[:40]
    first = day_of(typed_first) if typed_first else usual[0]
    last = day_of(typed_last) if typed_last else today
    problem = _problem(first, last, today)
    if problem or first is None or last is None:
        return Asked(*usual, typed_first, typed_last, problem)
    return Asked(first, min(last, today), written(first), written(min(last, today)))


def quick(chosen: Asked, today: date) -> tuple[Quick, ...]:
    """Return the running week, month, quarter and year, each up to today."""
    periods = ((key, period_of(today).first) for key, period_of in _QUICK)
    days = (chosen.first, chosen.last)
    return tuple(Quick(key, first, today, not chosen.problem and days == (first, today)) for key, first in periods)


def written(day: date) -> str:
    """Return the day as it is written here, 09/12/2026."""
    return day.strftime("%d/%m/%Y")


def day_of(typed: str) -> date | None:
    """Return the day typed as 9/12/2026, 09-12-2026, 9.12.2026 or 2026-12-09; None when it is none."""
    found = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", typed)
    numbers = (found[3], found[2], found[1]) if found else typed.split("-")
    try:
        return date(*(int(number) for number in numbers)) if len(numbers) == 3 else None
    except (ValueError, OverflowError):
        return None


def _problem(first: date | None, last: date | None, today: date) -> str:
    if first is None or last is None:
        return "no_day"
    if first > today:
        return "future"
    if first > last:
        return "backwards"
    return "too_early" if first < _EARLIEST else ""
