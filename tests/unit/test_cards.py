"""The pictures: their size, what stands on them, and names that try to be more than names."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from conversation.pictures import HamletCard, JoinCode
from papers.cards import certificate, join_code, progress, qr
from papers.cards.certificate import Certificate
from papers.cards.drawing import FONTS, TEMPLATES

CARD = HamletCard(
    commune="xã Xuân Hưng",
    hamlet="Xóm Đông",
    as_of=date(2026, 11, 19),
    participants=1234,
    adults=4120,
    newcomers_this_week=11,
    completers=41,
    weeks=(4, 9, 7, 14, 12, 21, 18, 11),
    sessions_held=6,
    session_visits=1084,
    waiting=3,
)
JOIN = JoinCode("xã Xuân Hưng", "Xóm Đông", "4821", "https://hocso.example/x/4821")
CERTIFICATE = Certificate(
    id="7K2M-94QT",
    name="Nguyễn Thị Lan",
    commune="xã Xuân Hưng",
    lessons=("Cuộc gọi giả danh", "Mã OTP là chìa khóa nhà"),
    issued_on=date(2026, 11, 19),
    address_to_check="https://hocso.example/xac-nhan/7K2M-94QT",
)
HOSTILE = [
    "#{sys}",
    '#panic("bị lừa")',
    '"',
    "\\",
    '\\" + read("look.typ") + "',
    "] $ } ` */ <lan> @lan",
    "Ẫ" * 200,
    "Nguyễn Thị Lan " * 14,
    "👩‍🌾 Lan 🏡",
    "👩‍🌾",
    "Ẫ",
    "A" + "\u0302\u0303" * 40,
    "\n\u202e\u0000\x1b[31m",
    "",
]


def named_card(name: str) -> bytes:
    return progress.draw(replace(CARD, hamlet=name, commune=name))


def named_join_code(name: str) -> bytes:
    return join_code.draw(replace(JOIN, hamlet=name, commune=name))


def named_certificate(name: str) -> bytes:
    return certificate.draw(replace(CERTIFICATE, name=name, commune=name, lessons=(name,)))


def named_paper(name: str) -> bytes:
    return certificate.print_out(replace(CERTIFICATE, name=name, commune=name, lessons=(name,) * 18))


Draw = Callable[[str], bytes]
PICTURES = [named_card, named_join_code, named_certificate]


def width(png: bytes) -> int:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(png[16:20])


def pages(pdf: bytes) -> list[tuple[float, float]]:
    boxes = re.findall(rb"/MediaBox\[0 0 ([0-9.]+) ([0-9.]+)\]", pdf)
    return [(float(across), float(down)) for across, down in boxes]


@pytest.mark.parametrize("draw", PICTURES)
@pytest.mark.parametrize("name", ["Xóm Đông", *HOSTILE])
def test_a_picture_is_as_wide_as_chats_want_it_whatever_the_name(draw: Draw, name: str) -> None:
    assert width(draw(name)) == 1080


@pytest.mark.parametrize("name", ["Nguyễn Thị Lan", *HOSTILE])
def test_the_paper_is_one_page_of_a4_across_whatever_the_name(name: str) -> None:
    assert pages(named_paper(name)) == [pytest.approx((841.89, 595.28), abs=0.01)]


@pytest.mark.parametrize("draw", [*PICTURES, named_paper])
def test_the_same_words_give_the_same_file(draw: Draw) -> None:
    assert draw("Xóm Đông") == draw("Xóm Đông")


@pytest.mark.parametrize("draw", [*PICTURES, named_paper])
def test_the_name_is_seen(draw: Draw) -> None:
    assert draw("Xóm Đông") != draw("Xóm Tây")


def test_the_share_of_the_adults_stands_beside_its_parts() -> None:
    written = progress.written(CARD)
    assert (written["participants"], written["of_adults"]) == ("1.234", "/4.120 người trưởng thành")
    assert written["share"] == {"percent": "30,0%", "filled": 30.0}


def test_a_share_is_rounded_half_up() -> None:
    written = progress.written(replace(CARD, participants=1, adults=800))
    assert written["share"] == {"percent": "0,1%", "filled": 0.1}


@pytest.mark.parametrize("adults", [None, 0])
def test_without_the_number_of_adults_there_is_no_share(adults: int | None) -> None:
    written = progress.written(replace(CARD, adults=adults))
    assert (written["share"], written["of_adults"]) == (None, "người")
    assert width(progress.draw(replace(CARD, adults=adults))) == 1080


def test_the_bar_ends_where_all_adults_are_in() -> None:
    written = progress.written(replace(CARD, participants=500, adults=412))
    assert written["share"] == {"percent": "121,4%", "filled": 100.0}


def test_the_weeks_go_by_their_mondays_up_to_this_one() -> None:
    bars = progress.bars(CARD)
    assert " ".join(bar.monday for bar in bars) == "28/09 05/10 12/10 19/10 26/10 02/11 09/11 16/11"
    assert tuple(bar.people for bar in bars) == CARD.weeks
    assert [bar.is_newest for bar in bars] == [False] * 7 + [True]


def test_the_heading_over_the_weeks_says_what_they_show() -> None:
    assert progress.written(CARD)["newcomers"] == "Tuần này thêm 11 người mới"
    assert progress.written(replace(CARD, newcomers_this_week=0))["newcomers"] == "Tuần này chưa có người mới"


def test_visits_to_sessions_are_never_called_people() -> None:
    labels = [other.label for other in progress.others(CARD)]
    assert labels[1] == "buổi hướng\xa0dẫn trực\xa0tiếp, 1.084\xa0lượt\xa0người"


def test_what_did_not_happen_or_may_not_be_told_is_left_out() -> None:
    quiet = replace(CARD, completers=None, sessions_held=0, session_visits=0, waiting=0)
    assert progress.others(quiet) == ()
    assert width(progress.draw(quiet)) == 1080


def test_a_hamlet_that_has_not_begun_has_a_card_too() -> None:
    assert width(progress.draw(replace(CARD, participants=0, newcomers_this_week=0, weeks=(0,) * 8))) == 1080


def test_zalo_is_named_only_where_the_commune_is_on_it() -> None:
    assert join_code.written(JOIN)["zalo"] is None
    assert join_code.written(replace(JOIN, is_on_zalo=True))["zalo"] == "Hoặc mở Zalo, nhắn 4821"


def test_a_join_code_says_that_nothing_is_ever_asked() -> None:
    said = str(join_code.written(JOIN)["safety"]).replace("\xa0", " ")
    assert said == "Trợ lý là máy, không bao giờ hỏi mã OTP, số căn cước hay tiền."


def test_a_qr_code_has_its_quiet_border_and_is_no_micro_code() -> None:
    assert qr.draw("A")["modules"] == 21 + 2 * 4


def test_a_certificate_says_what_was_finished_and_claims_no_skill() -> None:
    said = " ".join(str(words) for words in certificate.written(CERTIFICATE).values())
    assert "hoàn thành bài học trên trợ lý của xã" in said
    assert "phổ cập" not in said
    assert "kỹ năng" not in said


def test_a_certificate_is_dated_and_numbered() -> None:
    written = certificate.written(CERTIFICATE)
    assert (written["issued"], written["number"]) == ("Cấp ngày 19/11/2026", "Số: 7K2M-94QT")
    assert written["address"] == "hocso.example/xac-nhan/7K2M-94QT"


@pytest.mark.parametrize("name", [None, "", " ", "👩‍🌾"])
def test_without_a_name_there_is_a_line_to_write_it_on(name: str | None) -> None:
    nameless = replace(CERTIFICATE, name=name)
    assert certificate.written(nameless)["name"] is None
    assert certificate.draw(nameless) == certificate.draw(replace(CERTIFICATE, name=None))


def test_the_templates_hold_no_words_of_their_own() -> None:
    templates = sorted(TEMPLATES.glob("*.typ"))
    assert templates
    assert [template.name for template in templates if not template.read_text(encoding="utf-8").isascii()] == []


def test_each_font_has_its_licence_beside_it() -> None:
    families = {font.name.partition("-")[0] for font in FONTS.glob("*.ttf")}
    licences = {licence.stem.removeprefix("OFL-"): licence.read_text("utf-8") for licence in FONTS.glob("OFL-*.txt")}
    assert families == set(licences)
    assert all("SIL OPEN FONT LICENSE Version 1.1" in licence for licence in licences.values())
