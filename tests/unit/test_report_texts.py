"""What the office writes for a report, and the board of units with its reminder."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.reporting import Section, standings
from campaign.units import Unit, UnitKind
from papers import board
from papers.office import narrative
from papers.office.narrative import TextError

DONG = Unit("dong", UnitKind.HAMLET, "Xóm Đông", "Trà Lũ")
TAY = Unit("tay", UnitKind.HAMLET, "Xóm Tây ẫ")

WORDS = st.lists(st.sampled_from(["Đã", "họp", "VI.", "V", "I", "ẫ", "🌾", "<b>", "{{x}}"]), min_size=1).map(" ".join)
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map("\n\n".join)


@given(st.dictionaries(st.sampled_from(Section), TEXTS))
def test_what_is_printed_to_be_written_on_is_read_as_it_was(texts: dict[Section, str]) -> None:
    if any(line in ("V", "I") for text in texts.values() for line in text.splitlines()):
        return  # such a line is a heading
    again = narrative.read(narrative.written(texts))
    assert {section: text for section, text in again.items() if text} == texts


def test_a_heading_may_carry_its_title_and_other_lines_may_begin_with_a_numeral() -> None:
    found = narrative.read("## III. Tồn tại, hạn chế, nguyên nhân:\nV. Hằng làm tốt.\n\n\n\nCòn  thiếu máy.\nIV.")
    assert found == {Section.SHORTCOMINGS: "V. Hằng làm tốt.\n\nCòn thiếu máy.", Section.NEXT: ""}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Đã họp.\nI.", "Dòng 1: chữ này đứng trước"),
        ("I.\n\nII.\nSố", "Dòng 3: phần II do máy viết"),
        ("I.\nI.", "Dòng 2: phần I có hai lần"),
        ("\n \n", "chưa có phần nào"),
        ("I.\n" + "x" * 20_001, "Phần I dài quá"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_why(text: str, says: str) -> None:
    with pytest.raises(TextError, match=says):
        narrative.read(text)


def test_the_board_names_who_has_sent_and_who_is_asked_kindly() -> None:
    shown = standings([DONG, TAY], {"dong": date(2026, 12, 3)}, 2026, date(2026, 12, 5))
    text = board.written(shown, 2026, date(2026, 12, 5), "Phòng Văn hóa - Xã hội")
    assert text.startswith(
        "Báo cáo năm 2026: 1/2 đơn vị đã nộp.\n\nĐã nộp đúng hạn (1):\n  dong  Xóm Đông (Trà Lũ), 03/12/2026"
    )
    reminder = text.splitlines()[-1]
    assert reminder.startswith("Kính gửi: Xóm Tây ẫ. Phòng Văn hóa - Xã hội xin nhắc")
    assert "hết ngày 09/12/2026, còn 4 ngày." in reminder


@pytest.mark.parametrize(("day", "says"), [(9, "hôm nay là ngày cuối"), (12, "đã qua mấy hôm")])
def test_the_reminder_says_how_long_there_is(day: int, says: str) -> None:
    today = date(2026, 12, day)
    assert says in board.reminder(standings([TAY], {}, 2026, today), 2026, today, "Văn phòng")


def test_nobody_is_reminded_when_all_have_sent() -> None:
    shown = standings([TAY], {"tay": date(2026, 12, 3)}, 2026, date(2026, 12, 5))
    assert "Kính gửi" not in board.written(shown, 2026, date(2026, 12, 5), "Văn phòng")
