"""By when a request about somebody's data is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.data_requests import DataRequest, Kind, Way, working_days_after

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(2026, 1, 1), date(2040, 1, 1))


def asked(kind: Kind, on: date = MONDAY, **more: object) -> DataRequest:
    return DataRequest(1, kind, Way.PAPER, "chị Lan", on, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "due"),
    [(Kind.VIEW, date(2026, 12, 3)), (Kind.CORRECT, date(2026, 12, 3)), (Kind.WITHDRAW, date(2026, 12, 8)),
     (Kind.DELETE, date(2026, 12, 13))],
)  # fmt: skip
def test_each_kind_has_its_days(kind: Kind, due: date) -> None:
    assert asked(kind).due == due


@pytest.mark.parametrize(
    ("came", "due"),
    [(date(2026, 11, 23), date(2026, 11, 25)), (date(2026, 11, 26), date(2026, 11, 30)),
     (date(2026, 11, 27), date(2026, 12, 1)), (date(2026, 11, 28), date(2026, 12, 1)),
     (date(2026, 11, 29), date(2026, 12, 1))],
)  # fmt: skip
def test_an_answer_is_due_after_two_working_days(came: date, due: date) -> None:
    assert asked(Kind.VIEW, came).answer_due == due


@given(DAYS, st.integers(1, 20))
def test_working_days_end_on_one_and_are_as_many_as_asked(day: date, count: int) -> None:
    end = working_days_after(day, count)
    between = (day + timedelta(days=1 + at) for at in range((end - day).days))
    assert end.weekday() < 5
    assert sum(one.weekday() < 5 for one in between) == count


def test_what_comes_next_is_the_answer_then_the_deed_then_nothing() -> None:
    fresh, told = asked(Kind.DELETE), asked(Kind.DELETE, answered_on=MONDAY)
    assert (fresh.next_due, told.next_due) == (date(2026, 11, 25), date(2026, 12, 13))
    assert asked(Kind.DELETE, done_on=MONDAY).next_due is None


def test_a_request_presses_two_days_before_its_day_and_is_late_after_it() -> None:
    told = asked(Kind.VIEW, answered_on=MONDAY)
    pressing = [told.is_pressing(date(2026, 11, 30) + timedelta(days=at)) for at in range(3)]
    late = [told.is_late(date(2026, 12, 3) + timedelta(days=at)) for at in range(2)]
    assert (pressing, late) == ([False, True, True], [False, True])
    assert not asked(Kind.VIEW, done_on=MONDAY).is_pressing(date(2027, 1, 1))
