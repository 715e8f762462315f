"""What of a question may be sent on: numbers masked, sums of money kept, one short harmless line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.masking import LONGEST, MASK, MOST_WORDS, masked
from conversation.render import plain


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("số căn cước 036158001234 có đưa không", "số căn cước ●●● có đưa không"),
        ("so 036 158 001 234 co sao khong", "so ●●● co sao khong"),
        ("gọi 0912.345.678 hỏi", "gọi ●●● hỏi"),
        ("+84 912 345 678", "+●●●"),
        ("thẻ 9704-3668-1234-5678", "thẻ ●●●"),
        ("mã 1 2 3 4 5 6 nhé", "mã ●●● nhé"),
        ("mã là 482913 đồng ý không", "mã là ●●● đồng ý không"),
        ("0912345678 k được", "●●● k được"),
        ("sinh 12/05/1960", "sinh ●●●"),
        ("0\u200b9\u200b1\u200b2", "●●●"),
        ("٤٨٢٩١٣", "●●●"),
        ("trước 1234 sau 5.000.000 đồng", "trước ●●● sau 5.000.000 đồng"),
        ("số 12 5.000.000 đồng", "số ●●● đồng"),
        ("1234567890123 đồng", "●●● đồng"),
    ],
)
def test_runs_of_four_digits_are_masked(typed: str, sent: str) -> None:
    assert masked(typed) == sent


@pytest.mark.parametrize(
    "typed",
    [
        "nó đòi 5.000.000 đồng thì sao", "22 nghìn có phải đóng không", "chuyển 500.000đ", "vay 20 triệu",
        "1500k được không", "lúc 7 giờ 30", "xóm 3, nhà số 12", "2.000.000 VNĐ", "bài 9",
    ],
)  # fmt: skip
def test_sums_of_money_and_small_numbers_stay(typed: str) -> None:
    assert masked(typed) == typed


def test_it_becomes_one_line_without_markup_and_control_signs() -> None:
    assert masked("  Chào **bà**\n\r\tcon \u202eđ\0ẫ 🌾\x85 ") == "Chào bà con đ ẫ 🌾"


def test_a_long_question_is_cut_at_a_word() -> None:
    sent = masked("không biết " * 60)
    assert sent.endswith("biết…")
    assert len(sent) <= LONGEST
    assert len(sent.split()) <= MOST_WORDS


def test_one_endless_word_is_cut_too() -> None:
    assert masked("đ" * 5000) == "đ" * (LONGEST - 1) + "…"


def test_a_number_at_the_cut_is_not_left_in_pieces() -> None:
    assert "0912" not in masked("a" * (LONGEST - 3) + " 0912345678")


@given(st.text(alphabet="0123456789 .,-/đồngktrieu ạẫ*\n🌾\u200b", max_size=120))
def test_whatever_is_typed_no_four_digits_but_a_sum_are_sent(typed: str) -> None:
    sent = masked(typed)
    assert len(sent) <= LONGEST
    assert plain(sent) == sent
    for run in re.finditer(r"\d{4,}", sent):
        behind = sent[run.end() : run.end() + 7].strip().lower()
        assert behind.startswith(("đ", "k", "tr")), sent


@given(st.text(max_size=400))
def test_masking_twice_changes_nothing_more(typed: str) -> None:
    sent = masked(typed)
    assert masked(sent) == sent
    assert MASK not in typed or MASK in sent or len(typed) > LONGEST
