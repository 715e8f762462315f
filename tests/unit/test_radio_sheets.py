"""What the announcer gets: a page a script, numbers as words, and how the odd words are said."""

import io
import re
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from pypdf import PdfReader

from campaign.units import Units
from conversation import texts
from conversation.render import Voice
from conversation.world import World
from lessons import Lesson
from papers.cards import radio
from tests.unit.fonts import SANS, letters
from tests.unit.test_handouts import BANK, CONTACTS, COURSE

DAY = date(2026, 11, 27)
VOICE = Voice(
    World(
        commune="xã Xuân Hưng",
        controller="UBND xã Xuân Hưng",
        privacy_contact="Phòng Văn hóa - Xã hội",
        course=COURSE,
        bank=BANK,
        units=Units({}),
        contacts=CONTACTS,
        texts=texts.load(),
        zone=ZoneInfo("Asia/Ho_Chi_Minh"),
    )
)


def lesson(number: int) -> Lesson:
    found = COURSE.by_number(number)
    assert found is not None
    return found


def test_every_script_is_one_page_in_large_type_with_its_seconds_sender_and_day() -> None:
    sheets = [radio.of_lesson(one, VOICE) for one in COURSE]
    pages = PdfReader(io.BytesIO(radio.print_out(sheets, DAY))).pages
    assert len(pages) == len(sheets)
    for page, sheet in zip(pages, sheets, strict=True):
        read = " ".join(page.extract_text().split())
        assert 60 <= sheet.seconds <= 90
        for said in (sheet.title, f"Đọc chừng {sheet.seconds} giây", "Tin do UBND xã Xuân Hưng phát", "27/11/2026"):
            assert said in read
        for part in sheet.script.split("\n\n"):
            assert " ".join(part.split()) in read


def test_a_script_has_no_digits_to_stumble_over() -> None:
    for one in COURSE:
        assert re.findall(r"(?<!\w)\d+(?!\w)", radio.of_lesson(one, VOICE).script) == []


def test_a_telephone_number_is_read_digit_by_digit() -> None:
    asks = replace(lesson(9), radio="Bà con gọi {contacts.cong_an_xa}. **Nhớ** nhé. Hoặc gọi {contacts.chua_ghi}.")
    script = radio.of_lesson(asks, VOICE).script
    assert script == "Bà con gọi không hai hai tám, ba tám tám tám, một một ba. Nhớ nhé."


def test_the_text_file_says_the_same() -> None:
    sheet = radio.of_lesson(lesson(9), VOICE)
    head, *_ = text = radio.as_text(sheet, DAY).split("\n")
    assert head == "Cuộc gọi giả danh"
    assert text[1] == f"Tin do UBND xã Xuân Hưng phát · 27/11/2026 · Đọc chừng {sheet.seconds} giây"
    assert sheet.script in radio.as_text(sheet, DAY)
    assert "OTP: ô tê pê" in radio.as_text(radio.of_lesson(lesson(8), VOICE), DAY)


def test_our_font_has_every_letter_of_the_scripts() -> None:
    for one in COURSE:
        assert set(radio.as_text(radio.of_lesson(one, VOICE), DAY)) - letters(SANS) - {"\n"} == set()


def test_a_very_long_script_goes_over_pages_and_is_not_cut() -> None:
    long = replace(lesson(9), radio="\n\n".join(f"Đoạn {'bà con ơi ' * 60}thứ {at}." for at in range(1, 9)))
    sheet = radio.of_lesson(long, VOICE)
    pages = PdfReader(io.BytesIO(radio.print_out([sheet], DAY))).pages
    assert len(pages) > 1
    assert "thứ tám." in " ".join(" ".join(page.extract_text().split()) for page in pages)
