"""When a finished lesson is asked about again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.review import GAPS, due_on

FINISHED = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("done", "last", "due"),
    [
        (0, None, date(2026, 11, 25)),
        (1, date(2026, 11, 25), date(2026, 12, 2)),
        (2, date(2026, 12, 2), date(2026, 12, 22)),
        (3, date(2026, 12, 22), None),
        (1, date(2026, 12, 9), date(2026, 12, 10)),
        (2, date(2027, 3, 1), date(2027, 3, 2)),
    ],
)
def test_reviews_come_after_3_10_and_30_days_and_late_ones_a_day_apart(
    done: int, last: date | None, due: date | None
) -> None:
    assert due_on(FINISHED, done, last) == due


@given(st.lists(st.integers(0, 60), max_size=3))
def test_a_learner_who_comes_when_due_or_later_has_three_reviews_on_three_days(waits: list[int]) -> None:
    days = list[date]()
    for wait in [*waits, 0, 0, 0][: len(GAPS)]:
        due = due_on(FINISHED, len(days), days[-1] if days else None)
        assert due is not None
        assert due >= FINISHED + timedelta(days=GAPS[len(days)])
        days.append(due + timedelta(days=wait))

    assert days == sorted(set(days))
    assert due_on(FINISHED, len(days), days[-1]) is None
