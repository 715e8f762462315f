"""The little Markdown of a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.markup import read_markup


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Chuông reo.\nBà nghe máy.", "Chuông reo.\nBà nghe máy."),
        ("Chuông reo.\n\n\nBà nghe máy.", "Chuông reo.\n\nBà nghe máy."),
        ("Chuông reo.  \nBà nghe.", "Chuông reo.\nBà nghe."),
        ("**Đừng vội.** Cứ hỏi ☎️", "**Đừng vội.** Cứ hỏi ☎️"),
        ("**Đừng\nvội.**", "**Đừng\nvội.**"),
        ("**Đừng __quá__ vội**", "**Đừng quá vội**"),
        ("- tắt máy\n- hỏi con", "• tắt máy\n• hỏi con"),
        ("- tắt máy\n\n- hỏi con", "• tắt máy\n• hỏi con"),
        ("Nhớ:\n- tắt máy\n\nRồi hỏi.", "Nhớ:\n• tắt máy\n\nRồi hỏi."),
        ("Nhớ:\n\n- tắt máy", "Nhớ:\n\n• tắt máy"),
        ("[a]: không mất chữ nào", "[a]: không mất chữ nào"),
        ("{bác} ở {xóm}", "{bác} ở {xóm}"),
        ("", ""),
    ],
)
def test_a_text_is_shown_as_written(written: str, shown: str) -> None:
    assert read_markup(written) == (shown, [])


def test_a_slip_names_its_line() -> None:
    _, slips = read_markup("Một.\nHai *ba*.\n\n> Bốn.\n\n```\nnăm\n```\n\n    sáu\n\n***")

    assert [slip.line for slip in slips] == [1, 3, 5, 9, 11]


@given(st.text(alphabet=st.sampled_from("*_ab đ\n-•{}[]()<>&;#`\\🙂"), max_size=60))
def test_what_passes_has_its_strong_marks_in_pairs(text: str) -> None:
    shown, slips = read_markup(text)

    assert slips or shown.count("**") % 2 == 0


@given(st.text(alphabet=st.sampled_from("*ab đ\n-🙂."), max_size=60))
def test_a_text_without_lists_reads_the_same_twice(text: str) -> None:
    shown, slips = read_markup(text)

    assert slips or "•" in shown or read_markup(shown) == (shown, [])
