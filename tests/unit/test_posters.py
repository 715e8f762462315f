"""The poster of a hamlet as a person at the wall reads it."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from papers.cards import poster
from papers.cards.poster import Poster
from tests.unit.test_cards import HOSTILE

POSTER = Poster(
    commune="xã Xuân Hưng",
    office="Phòng Văn hóa - Xã hội",
    hamlet="Xóm Đông",
    old_commune="",
    code="4821",
    address="https://hocso.example.vn/x/4821",
)
DAY = date(2026, 11, 27)


def read(one: Poster) -> str:
    """Return the words of the only page, a space between any two."""
    [page] = PdfReader(io.BytesIO(poster.print_out(one, DAY))).pages
    assert (page.mediabox.width, page.mediabox.height) == pytest.approx((595.28, 841.89), abs=0.01)
    return " ".join(page.extract_text().split())


def test_a_poster_says_what_to_do_where_and_by_which_digits() -> None:
    words = read(POSTER)
    for said in ("Quét mã này để học", "Xóm Đông", "4821", "hocso.example.vn/x/4821", "không bao giờ hỏi mã OTP"):
        assert said in words
    assert "Xã khác muốn dùng? Hỏi Phòng Văn hóa - Xã hội, xã Xuân Hưng." in words


def test_zalo_is_named_on_a_poster_only_where_the_commune_is_on_it() -> None:
    assert "Zalo" not in read(POSTER)
    assert "Hoặc mở Zalo, nhắn 4821" in read(replace(POSTER, is_on_zalo=True))


def test_hamlets_of_one_name_are_told_apart_by_their_former_commune() -> None:
    assert "Trà Lũ cũ" in read(replace(POSTER, old_commune="Trà Lũ"))


def test_a_poster_has_one_code_to_scan() -> None:
    written = poster.written(POSTER)
    codes = [value for value in written.values() if isinstance(value, dict)]
    assert [code["address"] for code in codes] == [POSTER.address]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_poster_is_one_page_whatever_the_names(name: str) -> None:
    read(replace(POSTER, hamlet=name, commune=name, office=name, old_commune=name, is_on_zalo=True))


def test_a_long_address_is_printed_whole() -> None:
    address = "https://binh-dan-hoc-vu-so.xa-xuan-hung.tinh-ninh-binh.example.gov.vn/x/4821"
    assert address.removeprefix("https://") in read(replace(POSTER, address=address)).replace(" ", "")
