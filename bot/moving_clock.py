"""What time it is: the machine's clock, or one that HOCSO_CLOCK moves, so that weeks can be played in minutes.

Only deciding, figures and timers ask this clock. Waiting and rate limits use `time.monotonic`.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Protocol

FASTEST = 1_000_000
"""A clock that runs faster would leave the calendar within days."""

_FIRST_YEAR, _LAST_YEAR = 2000, 2199
_START_AND_SPEED = re.compile(r"(?P<start>[^x]+)x(?P<speed>[0-9]+(?:\.[0-9]+)?)")
_UNREADABLE = (
    "không hiểu “{text}”; hãy viết giờ bắt đầu, chữ x, rồi tốc độ,"
    " ví dụ 2026-11-22T08:00x1 hoặc 2026-11-22T08:00+07:00x86400."
)


class ClockError(ValueError):
    """HOCSO_CLOCK cannot be used; the message, without the variable's name, tells the operator what to do."""


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Pace:
    """Where a moved clock starts, in UTC, and how many of its seconds pass in one."""

    start: datetime
    speed: float


class MovingClock:
    """A clock that starts where HOCSO_CLOCK says, at the moment it is made, and runs at its speed."""

    def __init__(self, pace: Pace, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._pace = pace
        self._monotonic = monotonic
        self._made_at = monotonic()

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""
        return self._pace.start + timedelta(seconds=(self._monotonic() - self._made_at) * self._pace.speed)


def read_pace(text: str, zone: tzinfo) -> Pace:
    """Read `<ISO start>x<speed>`; a start without an offset is local time.

    Raises:
        ClockError: when it cannot be read.
    """
    found = _START_AND_SPEED.fullmatch(text.strip())
    if found is None:
        raise ClockError(_UNREADABLE.format(text=text))
    try:
        start = datetime.fromisoformat(found["start"])
        start = (start if start.tzinfo else start.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ClockError(_UNREADABLE.format(text=text)) from None
    if not _FIRST_YEAR <= start.year <= _LAST_YEAR:
        raise ClockError(f"năm bắt đầu phải từ {_FIRST_YEAR} đến {_LAST_YEAR}, không phải {start.year}.")
    speed = float(found["speed"])
    if not 0 < speed <= FASTEST:
        raise ClockError(f"tốc độ phải lớn hơn 0 và không quá {FASTEST}, không phải {found['speed']}.")
    return Pace(start, speed)


def start_clock(pace: Pace | None, newest_day: date | None, zone: tzinfo) -> Clock:
    """Return the machine's clock, or the moved one unless it starts before the newest day anything was stored on.

    Raises:
        ClockError: when it would start in the past of what is stored.
    """
    if pace is None:
        return SystemClock()
    start = pace.start.astimezone(zone).date()
    if newest_day is not None and start < newest_day:
        raise ClockError(
            f"giờ bắt đầu ở ngày {start:%d/%m/%Y}, trước ngày mới nhất trong cơ sở dữ liệu"
            f" ({newest_day:%d/%m/%Y}); hãy đặt từ ngày ấy trở đi, hoặc dùng một cơ sở dữ liệu khác."
        )
    return MovingClock(pace)
