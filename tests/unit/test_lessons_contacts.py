"""Sentences around telephone numbers, set and unset."""

import pytest

from lessons.contacts import without_unset

ASKS = "Lưu số Công an xã. Số ấy là {contacts.cong_an_xa}. Chưa quen thì nhờ con cháu."


def test_a_sentence_that_needs_an_unset_number_is_left_out() -> None:
    assert without_unset(ASKS, {}) == "Lưu số Công an xã. Chưa quen thì nhờ con cháu."
    assert without_unset(ASKS, {"cong_an_xa": ""}) == without_unset(ASKS, {})


def test_a_set_number_keeps_its_sentence() -> None:
    assert without_unset(ASKS, {"cong_an_xa": "0228 3888 113"}) == ASKS


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Gọi {contacts.cong_an_xa}!", ""),
        ("Một ẫ.\n\nGọi {contacts.cong_an_xa} nhé.\n\nHai.", "Một ẫ.\n\n\n\nHai."),
        ("**Gọi {contacts.cong_an_xa}. Đừng sợ.** Xong.", "** Đừng sợ.** Xong."),
        ("Không có số nào ở đây", "Không có số nào ở đây"),
    ],
)
def test_what_is_around_stays_as_it_was(text: str, left: str) -> None:
    assert without_unset(text, {}) == left
