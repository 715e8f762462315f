"""Charts as inline SVG: only where their lines go is reckoned here, how they look is in the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from web.table import number

_WIDE, _HIGH = 96, 24
_COLUMN_HIGH = 72


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a trend: how many, the same in words, and how high its column is, 0 to 72."""

    label: str
    count: int
    text: str
    height: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Some weeks, the newest last; `points` are those of a line 96 wide and 24 high."""

    weeks: tuple[Week, ...]
    points: str


def trend(counts: Sequence[int], today: date) -> Trend:
    """Return the trend of the last weeks, Monday to Sunday, the last of them the one of today."""
    monday = today - timedelta(days=today.weekday())
    highest = max([*counts, 1])
    begins = [monday - timedelta(weeks=ago) for ago in reversed(range(len(counts)))]
    weeks = tuple(
        Week(f"{begin:%d/%m}", count, number(count), round(_COLUMN_HIGH * count / highest))
        for begin, count in zip(begins, counts, strict=True)
    )
    return Trend(weeks, _points(counts, highest))


def finding(counts: Sequence[int], phrases: Mapping[str, str]) -> str:
    """Return what the newest week says beside the one before."""
    new, before = counts[-1], counts[-2]
    key = "growing" if new > before else "steady" if new else "quiet" if before else "silent"
    return phrases[key].format(new=number(new), before=number(before))


def _points(counts: Sequence[int], highest: int) -> str:
    """Return the line, two units away from each edge so that its ends are not cut."""
    steps = max(len(counts) - 1, 1)
    at = ((2 + (_WIDE - 4) * place / steps, 2 + (_HIGH - 4) * (1 - count / highest))
          for place, count in enumerate(counts))  # fmt: skip
    return " ".join(f"{x:.0f},{y:.0f}" for x, y in at)
