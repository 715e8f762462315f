"""“Bắt đầu”: what the program sees of the nine steps, and what a person says about the others."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from campaign.units import Unit
from storage import first_steps, office_desk, units
from tests.db.commune import hamlet
from tests.edge.inprocess import Browser
from tests.edge.office import NOW, TODAY, Hall, hall
from tests.edge.office_desk import audited, enter, lead, send

PATH = "/van-phong/bat-dau"
_FILE = Path("units.csv")


@pytest.fixture
def place() -> Iterator[Hall]:
    with hall() as built:
        built.world = replace(built.world, contacts={"cong_an_xa": ""})
        yield built


def done(page: str) -> list[int]:
    """Return the numbers of the steps that are done."""
    return [int(number) for number, state in re.findall(r"<h2>(\d)\. .*?\"state( done)?\"", page) if state]


def test_an_empty_office_is_led_to_the_nine_steps_and_none_is_done_but_the_address(officer: Browser) -> None:
    assert f'href="{PATH}"' in officer.get("/van-phong").text
    page = officer.get(PATH).text
    assert "<h1>Còn 8 trong 9 việc trước bài học đầu tiên</h1>" in page
    assert done(page) == [5]
    assert "Bà con mở https://hocso.example.vn." in page
    assert "1 xóm trong danh sách còn là ví dụ." in page


def test_steps_are_done_when_the_settings_and_the_database_say_so(place: Hall) -> None:
    place.world = replace(place.world, contacts={"cong_an_xa": "0229 123", "khac": ""}, public_url="")
    place.data_officer = "Ông Thịnh ẫ"
    _take_in(place, *_real(place), hamlet("04", 50, name="Xóm 4", join_code="4820"))
    with Browser(place.app()) as other:
        enter(place, other)
        page = other.get(PATH).text
        assert done(page) == [2, 4]
        assert "1 trong 3 xóm chưa có số người trưởng thành" in page
        assert "Đã có: 0229 123." in page
        assert "Người phụ trách: Ông Thịnh ẫ." in page
        _take_in(place, *_counted(place))
        lead(place, "01")
        lead(place, "02", address="")
        place.write(lambda tx: office_desk.invite(tx, "04", "chị Lụa", "chị Hoa", NOW, Random(1)))
        assert "1 trong 3 xóm đã có người; thêm 1 xóm đã mời" in other.get(PATH).text
        assert done(other.get(PATH).text) == [2, 3, 4]
        lead(place, "02", address="9")
        assert done(other.get(PATH).text) == [2, 3, 4, 8]


def _take_in(place: Hall, *these: Unit) -> None:
    place.write(lambda tx: units.apply(tx, units.plan(tx, these, TODAY, _FILE), Random(1)))


def test_a_decision_is_confirmed_with_its_number_its_day_and_a_name(place: Hall, officer: Browser) -> None:
    page = send(officer, PATH, form="buoc-decision", do="confirm:decision", number="15/QĐ-UBND", day="1/11/2026")
    assert "Đã ghi: “Có quyết định hoặc kế hoạch của xã” đã xong." in page
    assert "Văn bản số 15/QĐ-UBND, ngày 01/11/2026." in page
    assert "chị Hoa xác nhận ngày 22/11/2026." in page
    assert done(page) == [1, 5]
    assert [(line.by, line.what, line.detail) for line in audited(place)] == [
        ("chị Hoa", "step_confirmed", "decision: 2026-11-01; 15/QĐ-UBND")
    ]


@pytest.mark.parametrize(
    ("fields", "says", "kept"),
    [({"number": "", "day": "1/11/2026"}, "Chưa có số văn bản", "1/11/2026"),
     ({"number": "15/QĐ", "day": "ẫ"}, "Ngày chưa đúng", "15/QĐ"),
     ({"number": "15/QĐ", "day": "1/1/2030"}, "Ngày này ở phía trước", "15/QĐ"),
     ({"number": "15/QĐ", "day": "1/11/2026", "by": ""}, "Chưa có tên người làm", "15/QĐ")],
)  # fmt: skip
def test_what_was_typed_stays_when_something_is_wrong(
    place: Hall, officer: Browser, fields: dict[str, str], says: str, kept: str
) -> None:
    page = send(officer, PATH, form="buoc-decision", do="confirm:decision", **fields)
    assert says in page
    assert f'value="{kept}"' in page
    assert place.read(first_steps.confirmed) == {}


def test_a_word_can_be_taken_back_and_both_stay_in_the_log(place: Hall, officer: Browser) -> None:
    send(officer, PATH, form="buoc-posters", do="confirm:posters")
    assert 9 in done(officer.get(PATH).text)
    assert "ghi là chưa xong" in send(officer, PATH, form="buoc-posters", do="take_back:posters")
    assert 9 not in done(officer.get(PATH).text)
    assert [line.what for line in audited(place)] == ["step_taken_back", "step_confirmed"]


@pytest.mark.parametrize("do", ["confirm:units", "confirm:address", "confirm:", "take_back:posters", "ẫ", ""])
def test_a_step_the_program_sees_by_itself_takes_nobodys_word(place: Hall, officer: Browser, do: str) -> None:
    assert "máy tự theo dõi" in send(officer, PATH, do=do)
    assert place.read(first_steps.confirmed) == {}


def test_the_council_sees_the_steps_and_no_forms(place: Hall) -> None:
    with Browser(place.app()) as thinh:
        assert thinh.post(place.invitation("council")).status_code == 303
        page = thinh.get(PATH).text
        assert "Còn 8 trong 9 việc" in page
        assert "<details" not in page
        assert "/van-phong/to" not in page


def _real(place: Hall) -> list[Unit]:
    known = place.read(units.current).by_code
    return [known["01"], replace(known["02"], adults=None)]


def _counted(place: Hall) -> list[Unit]:
    return [replace(one, adults=90) for one in place.read(units.current).hamlets(TODAY + timedelta(days=1))]
