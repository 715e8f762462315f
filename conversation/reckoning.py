"""Days and counts as people type them."""

import re
from datetime import date, timedelta

from conversation import hearing

_DAY = re.compile(r"(?:hom |ngay |hom ngay )?(\d{1,2})(?: thang)? (\d{1,2})(?:(?: nam)? (\d{4}|\d{2}))?")
_COUNT = re.compile(r"(?:[a-z]+ ){0,3}(\d{1,4})(?: [a-z]+){0,3}")
_TENS = re.compile(r"(?:(\w+) )?muoi(?: (\w+))?")
_AFTER_TENS = {"lam": 5, "nham": 5}


def day(text: str, today: date) -> date | None:
    """Return the day typed ("hôm kia", "15/11", "ngày 15 tháng 11"), or None.

    Without a year it is the day of that name that is nearest to today.
    """
    said = hearing.bare(text)
    ago = hearing.words().days.get(said)
    if ago is not None:
        return today - timedelta(days=ago)
    found = _DAY.fullmatch(said)
    if found is None:
        return None
    of_month, month, year = found.groups()
    years = [int(year) % 2000 + 2000] if year else [today.year - 1, today.year, today.year + 1]
    named = [one for each in years if (one := _date(each, int(month), int(of_month)))]
    return min(named, key=lambda one: abs(one - today), default=None)


def count(text: str) -> int | None:
    """Return how many people were typed ("12", "12 bà con ạ", "mười hai", "không có ai"), or None."""
    said = hearing.bare(text)
    if said in hearing.words().nobody:
        return 0
    found = _COUNT.fullmatch(said)
    return int(found.group(1)) if found else _in_words(said)


def _date(year: int, month: int, of_month: int) -> date | None:
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def _in_words(said: str) -> int | None:
    """Return a number from 1 to 99 written as words."""
    said = re.sub(r" (nguoi|ba con)$", "", said)
    units = hearing.words().numbers
    found = _TENS.fullmatch(said)
    if found is None or said in units:
        return units.get(said)
    tens, ones = found.groups()
    before = units.get(tens) if tens else 1
    after = {**units, **_AFTER_TENS}.get(ones) if ones else 0
    if before is None or after is None or before > 9 or after > 9:
        return None
    return 10 * before + after
