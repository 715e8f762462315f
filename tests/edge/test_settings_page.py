"""“Cài đặt”: what the office changes by itself, what is refused in a sentence, and two who change it at once."""

import re
from collections.abc import Mapping
from html import unescape

import pytest

from storage import office_settings
from tests.edge.inprocess import Browser
from tests.edge.office import FILE, Hall
from tests.edge.office_desk import audited, send

PATH = "/van-phong/cai-dat"
POLICE, CENTRE, TEAM = "contacts.cong_an_xa", "contacts.trung_tam_hanh_chinh_cong", "contacts.to_cong_nghe_so"


def values(page: str) -> dict[str, str]:
    """Return what stands in the fields of the page."""
    found = re.findall(r'<input id="[\w.-]+" name="([\w.]+)"[^>]* value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found if name in FILE}


def fill(
    browser: Browser, form: str, typed: Mapping[str, str], do: str = "keep", opened: Mapping[str, str] | None = None
) -> str:
    """Send a form of the page as a browser does, which opened it when these values stood there."""
    was = opened or dict(re.findall(r'name="was-([\w.]+)" value="([^"]*)"', browser.get(PATH).text))
    mine = {name: unescape(value) for name, value in was.items() if name in _OF[form]}
    before = {f"was-{name}": value for name, value in mine.items()}
    return send(browser, PATH, **{**mine, **before, "form": form, "do": do, **typed})


_OF = {
    "contacts": (POLICE, CENTRE, TEAM),
    "privacy": ("privacy.contact", "privacy.officer"),
    "office": ("commune.office", "papers.signer"),
}


def test_the_page_shows_what_the_file_says_and_what_only_the_operator_changes(officer: Browser) -> None:
    page = officer.get(PATH).text
    assert "<h1>Bà con đang gọi được 1 số của xã</h1>" in page
    assert values(page) == FILE
    assert "Chưa ai đổi gì trên trang này." in page
    assert "Xong 5 bài khác nhau thì tính là hoàn thành." in page


def test_a_number_is_kept_with_who_when_and_why_and_taken_into_use(place: Hall, officer: Browser) -> None:
    page = fill(officer, "contacts", {POLICE: " 0229  3 123 457 ", "note": "đổi máy ẫ"})
    assert "Đã ghi: Công an xã từ “0229 3 123 456” thành “0229 3 123 457”." in page
    assert values(page) == {**FILE, POLICE: "0229 3 123 457"}
    assert "chị Hoa đặt ngày 22/11/2026; tệp cài đặt ghi “0229 3 123 456”." in page
    assert "Lý do: đổi máy ẫ" in page
    assert place.read(office_settings.chosen) == {POLICE: "0229 3 123 457"}
    assert place.refreshed == 1
    assert [(line.by, line.what, line.detail) for line in audited(place)] == [
        ("chị Hoa", "setting_changed", "contacts.cong_an_xa: “0229 3 123 456” → “0229 3 123 457”; đổi máy ẫ")
    ]
    assert "đổi một cài đặt" in officer.get("/van-phong/nhat-ky").text


@pytest.mark.parametrize(
    "number", ["113", "1022", "1900 6789", "18001234", "0912345678", "(0229) 3.123-456", "+84912345678"]
)
def test_numbers_as_people_write_them_are_taken(place: Hall, officer: Browser, number: str) -> None:
    fill(officer, "contacts", {TEAM: number})
    assert place.read(office_settings.chosen) == {TEAM: number}


@pytest.mark.parametrize(
    ("form", "typed", "says"),
    [("contacts", {TEAM: "0912"}, "“0912” không phải số điện thoại"),
     ("contacts", {TEAM: "gọi ông Bình ẫ"}, "không phải số điện thoại"),
     ("contacts", {TEAM: "09123456789012"}, "không phải số điện thoại"),
     ("contacts", {TEAM: "0912 345 678; 113"}, "không phải số điện thoại"),
     ("contacts", {TEAM: "5" * 31}, "Câu này dài 31 chữ cái"),
     ("contacts", {TEAM: "0912345678", "note": "ẫ" * 201}, "Câu này dài 201 chữ cái"),
     ("contacts", {TEAM: "0912345678", "by": ""}, "Chưa có tên người làm"),
     ("privacy", {"privacy.contact": "", "privacy.officer": "ông Thịnh"}, "Không để trống “Nơi nhận yêu cầu"),
     ("privacy", {"privacy.officer": "..."}, "Không để trống “Người phụ trách"),
     ("office", {"commune.office": "–", "papers.signer": "bà Đỗ Ẫ"}, "Không để trống “Nơi phụ trách ở xã”"),
     ("office", {}, "Chưa có gì khác với điều đang dùng")],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_in_place_and_nothing_is_kept(
    place: Hall, officer: Browser, form: str, typed: dict[str, str], says: str
) -> None:
    page = fill(officer, form, typed)
    assert says in page
    assert page.count('role="alert"') == 1
    assert {name: values(page)[name] for name in typed if name in FILE} == {k: v for k, v in typed.items() if k in FILE}
    assert place.read(office_settings.chosen) == {}
    assert audited(place) == []
    assert place.refreshed == 0


def test_one_wrong_number_keeps_the_others_out_too(place: Hall, officer: Browser) -> None:
    page = fill(officer, "contacts", {CENTRE: "0229 3 222 333", TEAM: "12"})
    assert "“12” không phải số điện thoại" in page
    assert values(page) == {**FILE, CENTRE: "0229 3 222 333", TEAM: "12"}
    assert place.read(office_settings.chosen) == {}


@pytest.mark.parametrize("fields", [{"form": "ẫ"}, {"form": ""}, {"form": "contacts", "do": "file:web.port"}])
def test_a_form_that_is_none_of_the_page_changes_nothing(place: Hall, officer: Browser, fields: dict[str, str]) -> None:
    assert "Trang đã cũ" in send(officer, PATH, **fields)
    assert place.read(office_settings.chosen) == {}


def test_two_who_change_different_numbers_lose_nothing(place: Hall, officer: Browser) -> None:
    fill(officer, "contacts", {CENTRE: "1022"})
    page = fill(officer, "contacts", {TEAM: "0912 345 678"}, opened=FILE)
    assert "Đã ghi" in page
    assert place.read(office_settings.chosen) == {CENTRE: "1022", TEAM: "0912 345 678"}


def test_who_changes_the_same_number_later_is_told_and_keeps_what_was_typed(place: Hall, officer: Browser) -> None:
    fill(officer, "contacts", {POLICE: "113", CENTRE: "1022", "by": "anh Thịnh"})
    page = fill(officer, "contacts", {POLICE: "0229 3 999 999", TEAM: "0912 345 678"}, opened=FILE)
    assert "anh Thịnh vừa đổi “Công an xã” thành “113” nên chưa ghi gì" in page
    # What the other officer did to a number that was left alone is not undone by trying again.
    assert values(page) == {**FILE, POLICE: "0229 3 999 999", CENTRE: "1022", TEAM: "0912 345 678"}
    assert place.read(office_settings.chosen) == {POLICE: "113", CENTRE: "1022"}
    fill(officer, "contacts", {POLICE: "0229 3 999 999", TEAM: "0912 345 678"})
    assert place.read(office_settings.chosen) == {POLICE: "0229 3 999 999", CENTRE: "1022", TEAM: "0912 345 678"}


def test_a_setting_is_given_back_to_the_file(place: Hall, officer: Browser) -> None:
    assert 'value="file:' not in officer.get(PATH).text
    fill(officer, "contacts", {POLICE: ""})
    assert "<h1>Chưa có số nào của xã để bà con gọi</h1>" in officer.get(PATH).text
    page = fill(officer, "contacts", {TEAM: "0912 345"}, do=f"file:{POLICE}")
    assert "Đã trả về như trong tệp cài đặt: Công an xã: “0229 3 123 456”." in page
    assert values(page) == {**FILE, TEAM: "0912 345"}
    assert place.read(office_settings.chosen) == {}
    assert "Công an xã từ “trống” về như trong tệp cài đặt: “0229 3 123 456”." in unescape(page)


def test_what_was_typed_is_shown_as_text(officer: Browser) -> None:
    page = fill(officer, "privacy", {"privacy.officer": "<i>ông</i> {contact} Thịnh"})
    assert "&lt;i&gt;ông&lt;/i&gt; {contact} Thịnh" in page
    assert "<i>ông" not in page


def test_the_council_does_not_come_in(place: Hall) -> None:
    with Browser(place.app()) as thinh:
        assert thinh.post(place.invitation("council")).status_code == 303
        assert thinh.get(PATH).status_code == 403
        assert PATH not in thinh.get("/van-phong").text
