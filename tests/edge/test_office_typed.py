"""The figures the office types: kept with day and source, the newest shown, and the same in table and file."""

import json

import pytest

from campaign.indicators import Indicator
from campaign.reported import COMMUNE, Reported
from storage import typed_figures
from storage.audits import Audit
from tests.edge.inprocess import Browser
from tests.edge.office import NOW, Hall, unlabelled
from tests.edge.office_desk import audited, send

PAGE = "/van-phong/so-nhap"
TYPED = {
    "form": "nhap-so",
    "unit": "01",
    "households_reached": "",
    "association_members": "",
    "vneid_confirmed": "25",
    "as_of": "20/11/2026",
    "source": "Công an xã ẫ <b>",
}


def kept(place: Hall, unit: str = "01") -> list[tuple[Indicator | Reported, int]]:
    found = place.read(lambda tx: typed_figures.history(tx, unit))
    return [(one.figure.indicator, one.figure.value) for one in found]


def test_a_page_without_figures_says_so(officer: Browser) -> None:
    page = officer.get(PAGE).text
    assert "<h1>3 xóm chưa có số nào do xã nhập</h1>" in page
    assert page.count("chưa nhập</span>") == 9
    assert "Các lần nhập" not in page


def test_a_figure_is_shown_with_source_and_day(place: Hall, officer: Browser) -> None:
    page = send(officer, PAGE, **TYPED)
    assert "Đã nhập 1 số của Xóm Đông." in page
    assert '<td>25 <span class="of">Công an xã ẫ &lt;b&gt;, 20/11/2026</span></td>' in unlabelled(page)
    assert kept(place) == [(Indicator.VNEID_CONFIRMED, 25)]
    detail = "01: vneid_confirmed 25; 2026-11-20"
    assert audited(place) == [Audit(NOW, "chị Hoa", "figure_typed", detail)]


def test_what_is_shown_here_stands_in_the_table_and_in_the_file(officer: Browser) -> None:
    send(officer, PAGE, **TYPED)
    told = json.loads(officer.get("/van-phong/tham-gia.json").text)
    assert [unit["vneid_confirmed"] for unit in told["units"] if unit["code"] == "01"] == [25]
    assert "Công an xã ẫ &lt;b&gt;" in officer.get("/van-phong/xom").text


def test_day_and_source_stay_for_the_next_unit_of_the_same_paper(officer: Browser) -> None:
    page = send(officer, PAGE, **TYPED)
    assert 'value="20/11/2026"' in page
    assert 'value="Công an xã ẫ &lt;b&gt;"' in page
    assert "selected" not in page


def test_several_figures_of_a_unit_are_typed_at_once(place: Hall, officer: Browser) -> None:
    send(officer, PAGE, **TYPED | {"association_members": "7", "vneid_confirmed": "0"})
    assert sorted(kept(place)) == [(Indicator.ASSOCIATION_MEMBERS, 7), (Indicator.VNEID_CONFIRMED, 0)]


def test_of_several_figures_all_are_kept_or_none(place: Hall, officer: Browser) -> None:
    page = send(officer, PAGE, **TYPED | {"association_members": "7", "vneid_confirmed": "41"})
    assert "Xóm Đông có 40 người trưởng thành" in page
    assert (kept(place), audited(place)) == ([], [])


def test_numbers_may_be_written_as_here(place: Hall, officer: Browser) -> None:
    send(officer, PAGE, **TYPED | {"unit": "02", "vneid_confirmed": "2.950"})
    assert kept(place, "02") == [(Indicator.VNEID_CONFIRMED, 2950)]


def test_the_newest_day_is_shown_and_the_history_keeps_all(place: Hall, officer: Browser) -> None:
    send(officer, PAGE, **TYPED)
    page = send(officer, PAGE, **TYPED | {"vneid_confirmed": "9", "as_of": "01/10/2026", "by": "anh Nam"})
    assert "<td>25 <span" in unlabelled(page)
    assert "VNeID: 9; ngày 01/10/2026, theo Công an xã ẫ &lt;b&gt;; anh Nam nhập lúc 01:30 22/11/2026" in page
    assert page.count("Đã được xác nhận trên VNeID: ") == 2


def test_the_same_form_sent_twice_keeps_one_figure(place: Hall, officer: Browser) -> None:
    send(officer, PAGE, **TYPED)
    assert "đã nhập rồi, nên không nhập thêm" in send(officer, PAGE, **TYPED)
    assert len(kept(place)) == len(audited(place)) == 1


def test_a_figure_may_go_back_to_what_it_was(place: Hall, officer: Browser) -> None:
    for value in ("25", "26", "25"):
        send(officer, PAGE, **TYPED | {"vneid_confirmed": value})
    assert [value for _, value in kept(place)] == [25, 26, 25]


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("unit", "", "hãy chọn một đơn vị"),
        ("unit", "404", "hãy chọn một đơn vị"),
        ("vneid_confirmed", "", "ghi ít nhất một số"),
        ("vneid_confirmed", "-5", "không thể nhỏ hơn 0"),
        ("vneid_confirmed", "nhiều", "cần một con số"),
        ("vneid_confirmed", "1e9", "cần một con số"),
        ("vneid_confirmed", "41", "Xóm Đông có 40 người trưởng thành"),
        ("households_reached", "999999999", "lớn quá"),
        ("as_of", "", "Ngày chưa đúng"),
        ("as_of", "23/11/2026", "không sau 22/11/2026"),
        ("as_of", "30/02/2026", "Ngày chưa đúng"),
        ("source", "", "ghi nguồn"),
        ("source", "ẫ" * 201, "viết gọn trong 200 chữ cái"),
        ("by", "", "ghi tên mình"),
    ],
)
def test_what_cannot_be_right_is_told_in_one_sentence_and_nothing_is_lost(
    place: Hall, officer: Browser, field: str, typed: str, says: str
) -> None:
    form = TYPED | {field: typed}
    page = send(officer, PAGE, **form)
    assert says in page
    assert page.count('class="wrong"') == 1
    assert (kept(place), audited(place)) == ([], [])
    for name in ("vneid_confirmed", "as_of"):
        assert f'value="{form[name]}"' in page
    assert ('value="01" selected' in page) == (field != "unit")


def test_an_unknown_indicator_is_not_typed(place: Hall, officer: Browser) -> None:
    send(officer, PAGE, **TYPED | {"vneid_confirmed": "", "participants": "5"})
    assert kept(place) == []


def test_a_figure_of_the_whole_commune_is_kept_and_seen_among_what_was_typed(place: Hall, officer: Browser) -> None:
    page = send(officer, PAGE, **{**TYPED, "unit": "@", "vneid_confirmed": "", "digital_teams": "33"})
    assert "Đã nhập 1 số của Cả xã." in page
    assert kept(place, COMMUNE) == [(Reported.DIGITAL_TEAMS, 33)]
    assert "Số Tổ công nghệ số cộng đồng: 33; ngày 20/11/2026" in page


def test_a_figure_of_the_table_is_asked_for_unit_by_unit(place: Hall, officer: Browser) -> None:
    page = send(officer, PAGE, **{**TYPED, "unit": "@"})
    assert "số này nhập cho từng đơn vị" in page
    assert kept(place, COMMUNE) == []


def test_what_only_a_report_has_stays_out_of_the_table(place: Hall, officer: Browser) -> None:
    send(officer, PAGE, **{**TYPED, "vneid_confirmed": "", "classes": "4"})
    assert kept(place) == [(Reported.CLASSES, 4)]
    assert "classes" not in officer.get("/van-phong/tham-gia.json").text
