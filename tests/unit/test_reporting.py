"""Who has reported, and the days a report is about."""

from datetime import date

import pytest

from campaign.periods import Phase
from campaign.reporting import State, due, of_days, of_phase, of_quarter, of_year, standings
from campaign.units import Unit, UnitKind

DONG = Unit("dong", UnitKind.HAMLET, "Xóm Đông")


@pytest.mark.parametrize(
    ("received_on", "today", "state"),
    [
        (date(2026, 12, 9), date(2026, 12, 20), State.RECEIVED),
        (date(2026, 12, 10), date(2026, 12, 20), State.LATE),
        (None, date(2026, 12, 9), State.WAITING),
        (None, date(2026, 12, 10), State.OVERDUE),
    ],
)
def test_before_10_december_means_that_the_9th_is_the_last_day(
    received_on: date | None, today: date, state: State
) -> None:
    received = {"dong": received_on} if received_on else {}
    assert due(2026) == date(2026, 12, 9)
    assert [one.state for one in standings([DONG], received, 2026, today)] == [state]


@pytest.mark.parametrize(
    ("quarter", "first", "last", "name"),
    [
        (1, date(2024, 1, 1), date(2024, 3, 31), "quý I năm 2024"),
        (4, date(2024, 10, 1), date(2024, 12, 31), "quý IV năm 2024"),
    ],
)
def test_a_quarter_has_its_days(quarter: int, first: date, last: date, name: str) -> None:
    span = of_quarter(2024, quarter)
    assert (span.first, span.last, span.name) == (first, last, name)


def test_a_year_is_compared_with_as_much_of_the_year_before() -> None:
    assert of_year(2026).a_year_earlier(date(2026, 12, 5)) == (date(2025, 1, 1), date(2025, 12, 5))
    assert of_year(2024).a_year_earlier(date(2024, 2, 29)) == (date(2023, 1, 1), date(2023, 2, 28))
    assert of_year(2027).a_year_earlier(date(2026, 12, 5)) is None


def test_a_phase_is_compared_with_nothing() -> None:
    phase = Phase("2025-2027", date(2025, 1, 1), date(2027, 12, 31))
    assert of_phase(phase).a_year_earlier(date(2027, 12, 31)) is None
    assert of_phase(phase).key == "P2025-2027"


def test_keys_of_spans_fit_where_texts_are_kept() -> None:
    assert len(of_days(date(2026, 1, 1), date(2026, 12, 9)).key) <= 32
