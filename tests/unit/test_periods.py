"""Which periods a day is in."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.periods import Phase, running

FIRST = Phase("2025-2027", date(2025, 1, 1), date(2027, 12, 31))
SECOND = Phase("2027-2030", date(2027, 1, 1), date(2030, 12, 31))


def test_a_day_is_in_its_week_month_quarter_and_year() -> None:
    found = [(period.key, period.first, period.last) for period in running(date(2026, 11, 22))]
    assert found == [
        ("W2026-11-16", date(2026, 11, 16), date(2026, 11, 22)),
        ("M2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("Q2026-4", date(2026, 10, 1), date(2026, 12, 31)),
        ("Y2026", date(2026, 1, 1), date(2026, 12, 31)),
    ]


def test_phases_may_overlap() -> None:
    keys = [period.key for period in running(date(2027, 6, 1), (FIRST, SECOND))]
    assert keys[4:] == ["P2025-2027", "P2027-2030"]


@pytest.mark.parametrize(("day", "runs"), [(date(2024, 12, 31), False), (date(2025, 1, 1), True),
                                           (date(2027, 12, 31), True), (date(2028, 1, 1), False)])  # fmt: skip
def test_a_phase_runs_from_its_first_to_its_last_day(day: date, runs: bool) -> None:
    assert any(period.key == "P2025-2027" for period in running(day, (FIRST,))) == runs


@pytest.mark.parametrize("name", ["", "giai đoạn 1 2025-2027"])
def test_a_phase_without_a_usable_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="phải có từ 1 đến 15 ký tự"):
        Phase(name, date(2025, 1, 1), date(2025, 12, 31))


def test_a_phase_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="kết thúc trước khi bắt đầu"):
        Phase("2025", date(2025, 2, 1), date(2025, 1, 31))


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_neighbouring_periods_leave_no_day_out_and_share_none(day: date) -> None:
    for kind, period in enumerate(running(day)):
        assert period.first <= day <= period.last
        assert running(period.first)[kind] == running(period.last)[kind] == period
        following = running(period.last + timedelta(days=1))[kind]
        assert following.first == period.last + timedelta(days=1)
        assert following.key != period.key
        assert len(period.key) <= 16
