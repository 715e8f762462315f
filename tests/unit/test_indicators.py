"""The words of the indicators and the arithmetic of rates."""

import re
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from campaign.indicators import FILE, WORDS, Indicator, Note, Rate
from campaign.reported import Reported
from campaign.units import UnitKind


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent", "shown"),
    [
        (25736, 36845, "69.8", "69,8"),
        (1, 800, "0.1", "0,1"),  # 0.125
        (1, 2000, "0.1", "0,1"),  # 0.05: a half goes up, also after an even digit
        (3, 2000, "0.2", "0,2"),
        (5, 2000, "0.3", "0,3"),
        (0, 7, "0.0", "0,0"),
        (7, 7, "100.0", "100,0"),
        (8, 7, "114.3", "114,3"),
    ],
)
def test_a_rate_has_one_decimal_half_up(numerator: int, denominator: int, percent: str, shown: str) -> None:
    rate = Rate(numerator, denominator)
    assert rate.percent == Decimal(percent)
    assert str(rate) == shown


@pytest.mark.parametrize("denominator", [None, 0])
def test_a_rate_of_nothing_or_of_the_unknown_has_no_percentage(denominator: int | None) -> None:
    rate = Rate(3, denominator)
    assert rate.percent is None
    assert str(rate) == "–"


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_rounding_is_that_of_whole_numbers(numerator: int, denominator: int) -> None:
    tenths = (2000 * numerator + denominator) // (2 * denominator)
    assert Rate(numerator, denominator).percent == Decimal(tenths) / 10


def test_every_word_in_the_file_is_used_and_none_is_missing() -> None:
    tree = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert list(tree["headings"]) == list(tree["footnotes"]) == list(Indicator)
    assert list(tree["kinds"]) == list(UnitKind)
    assert sorted(tree["notes"]) == sorted(Note)
    assert list(tree["reported"]) == list(Reported)
    assert sorted(tree) == ["footnotes", "headings", "kinds", "notes", "refusals", "reported", "rows", "self_rating"]
    assert sorted(tree["rows"]) == ["no_hamlet", "total"]


@pytest.mark.parametrize("indicator", Indicator)
def test_a_footnote_is_a_sentence_without_gaps(indicator: Indicator) -> None:
    footnote = WORDS.footnote(indicator, lessons=5)
    assert footnote.startswith(f"{WORDS.headings[indicator]}: ")
    assert footnote.endswith(".")
    assert not re.search(r"[{}]", footnote)


def test_the_footnote_of_completers_says_how_many_lessons_and_claims_nothing_more() -> None:
    footnote = WORDS.footnote(Indicator.COMPLETERS, lessons=5)
    assert "ít nhất 5 bài học trên trợ lý của xã" in footnote
    assert "không phải là xác nhận trên VNeID" in footnote


def test_a_note_is_filled_with_what_is_given_as_it_is() -> None:
    note = WORDS.note(Note.MERGED, unit="Xóm {unit} ẫ", into="Xóm 🏡", day="30/06/2026")
    assert note == "Xóm {unit} ẫ đã nhập vào Xóm 🏡 sau ngày 30/06/2026, kết quả tính ở Xóm 🏡."
