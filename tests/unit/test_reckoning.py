"""Days and counts as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation import reckoning

TODAY = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15/11", date(2026, 11, 15)),
        ("15-11", date(2026, 11, 15)),
        ("15.11.2026", date(2026, 11, 15)),
        ("ngày 15 tháng 11 ạ", date(2026, 11, 15)),
        ("15/11/26", date(2026, 11, 15)),
        ("ngày 5 tháng 12 năm 2026", date(2026, 12, 5)),
        ("hôm kia", date(2026, 12, 5)),
        ("Hôm qua nhé", date(2026, 12, 6)),
        ("8/12", date(2026, 12, 8)),
        ("2/1", date(2027, 1, 2)),
        ("31/11", None),
        ("15", None),
        ("chủ nhật", None),
        ("15/11/20266", None),
        ("", None),
    ],
)
def test_a_day_is_understood_however_it_is_written(text: str, day: date | None) -> None:
    assert reckoning.day(text, TODAY) == day


def test_a_day_without_a_year_is_the_nearest_one() -> None:
    assert reckoning.day("28/12", date(2027, 1, 5)) == date(2026, 12, 28)
    assert reckoning.day("29/2", date(2028, 3, 5)) == date(2028, 2, 29)
    assert reckoning.day("29/2", date(2026, 3, 5)) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        ("12 bà con ạ", 12),
        ("có 12 người", 12),
        ("0", 0),
        ("không", 0),
        ("Không có ai ạ", 0),
        ("mười", 10),
        ("mười hai", 12),
        ("hai mươi lăm", 25),
        ("ba mươi người", 30),
        ("năm", 5),
        ("12 nam, 5 nữ", None),
        ("12345", None),
        ("đông lắm", None),
        ("mười mười", None),
        ("", None),
    ],
)
def test_a_count_is_understood_however_it_is_written(text: str, count: int | None) -> None:
    assert reckoning.count(text) == count


@given(st.text(max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    assert 0 <= (reckoning.count(text) or 0) <= 9999
    assert isinstance(reckoning.day(text, TODAY), date | None)
