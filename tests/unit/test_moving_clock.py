"""The clock the program goes by, and how HOCSO_CLOCK moves it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.moving_clock import ClockError, MovingClock, Pace, SystemClock, read_pace, start_clock

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
EIGHT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T08:00x1", Pace(EIGHT, 1)),
        ("2026-11-22T08:00+07:00x86400", Pace(EIGHT, 86400)),
        ("2026-11-22T01:00Zx0.5", Pace(EIGHT, 0.5)),
        (" 2026-11-22T08:00x1 ", Pace(EIGHT, 1)),
        ("2026-11-22x1", Pace(EIGHT - timedelta(hours=8), 1)),
    ],
)
def test_a_start_without_an_offset_is_local_time(text: str, expected: Pace) -> None:
    assert read_pace(text, VIETNAM) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "x1",
        "hôm nay x1 🙂",
        "2026-11-22T08:00",
        "2026-11-22T08:00x",
        "2026-11-22T08:00x-1",
        "2026-11-22T08:00xnan",
        "2026-11-22T08:00x1x2",
        "2026-13-22T08:00x1",
        "0001-01-01T00:00+14:00x1",
    ],
)
def test_what_cannot_be_read_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ClockError, match=r"hãy viết giờ bắt đầu.*2026-11-22T08:00x1"):
        read_pace(text, VIETNAM)


@pytest.mark.parametrize("speed", ["0", "0.0", "1000001", "9" * 400])
def test_a_speed_out_of_range_is_refused(speed: str) -> None:
    with pytest.raises(ClockError, match="tốc độ"):
        read_pace(f"2026-11-22T08:00x{speed}", VIETNAM)


@pytest.mark.parametrize("year", ["1999", "2200", "9999"])
def test_a_year_far_off_is_refused(year: str) -> None:
    with pytest.raises(ClockError, match="năm bắt đầu"):
        read_pace(f"{year}-06-01T08:00x1", VIETNAM)


def test_a_moved_clock_runs_at_its_speed_from_its_start() -> None:
    ticks = iter([100.0, 100.0, 130.0])
    clock = MovingClock(Pace(EIGHT, 86400), lambda: next(ticks))

    assert clock.now() == EIGHT
    assert clock.now() == EIGHT + timedelta(days=30)


def test_without_a_pace_the_machines_clock_is_used() -> None:
    clock = start_clock(None, date(2999, 1, 1), VIETNAM)

    assert isinstance(clock, SystemClock)
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("newest_day", [None, date(2026, 11, 21), date(2026, 11, 22)])
def test_a_clock_may_start_on_the_newest_stored_day_or_later(newest_day: date | None) -> None:
    clock = start_clock(Pace(EIGHT, 1), newest_day, VIETNAM)

    assert clock.now() - EIGHT < timedelta(minutes=1)


def test_a_clock_may_not_start_before_the_newest_stored_day() -> None:
    with pytest.raises(ClockError, match=r"ngày 22/11/2026.*\(23/11/2026\)"):
        start_clock(Pace(EIGHT, 1), date(2026, 11, 23), VIETNAM)


def test_the_start_is_compared_as_a_local_day() -> None:
    late_evening_in_utc = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)

    assert start_clock(Pace(late_evening_in_utc, 1), date(2026, 11, 23), VIETNAM).now() >= late_evening_in_utc
