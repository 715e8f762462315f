"""“Chỉ tiêu”: typed column by column or taken from a file, never half, never unseen, and frozen blocks keep theirs."""

import re
from collections.abc import Mapping
from decimal import Decimal
from html import unescape

import pytest
from sqlalchemy import Connection

from campaign.sheet import Role, Step
from storage import freezing, score_desk, score_tables, targets
from storage.score_desk import Actor, Block
from tests.edge.inprocess import Browser
from tests.edge.office import NOW, TODAY, Hall
from tests.edge.office_desk import audited, token
from tests.edge.score_year import BLOCK, NAME, act, adopt
from tests.edge.score_year import give as give_score
from tests.edge.test_office_units import shown, upload

PATH = "/van-phong/chi-tieu"
PREVIEW = f"{PATH}/xem-truoc"
RATE = "participation_rate"
HEAD = "unit,indicator,year,target\r\n"


def give(
    browser: Browser, typed: Mapping[str, str], opened: str | None = None, key: str = RATE, year: int = 2026
) -> str:
    """Fill in a column of the page, opened now or before, and return the page that is shown then."""
    address = f"{PATH}?nam={year}&chi-so={key}"
    page = opened or browser.get(address).text
    was = {code: unescape(value) for code, value in re.findall(r'name="was-(\w+)" value="([^"]*)"', page)}
    cells = {f"so-{code}": value for code, value in was.items()} | {f"was-{code}": value for code, value in was.items()}
    about = {"token": token(browser, PATH), "form": "giao", "year": str(year), "key": key, "by": "chị Hoa"}
    answer = browser.post(address, {**about, **cells, **typed})
    assert answer.status_code == 303
    return browser.get(answer.headers["location"].split("#")[0]).text


def kept(place: Hall, year: int = 2026) -> dict[tuple[str, str], Decimal]:
    return dict(place.read(lambda tx: targets.of_year(tx, year)))


def test_targets_are_typed_hamlet_by_hamlet_and_the_log_says_who(place: Hall, officer: Browser) -> None:
    assert "<h1>Còn 3 xóm chưa có chỉ tiêu tham gia năm 2026</h1>" in officer.get(PATH).text
    page = give(officer, {"so-01": "12,5", "so-02": " 40 "})
    assert "Tỷ lệ tham gia (%): đã giao thêm 2 chỉ tiêu." in page
    assert "<h1>Còn 1 xóm chưa có chỉ tiêu tham gia năm 2026</h1>" in page
    assert kept(place) == {("01", RATE): Decimal("12.5"), ("02", RATE): Decimal(40)}
    page = give(officer, {"so-01": "", "so-02": "45"})
    assert "đã sửa 1 chỉ tiêu, bỏ 1 chỉ tiêu" in page
    assert kept(place) == {("02", RATE): Decimal(45)}
    assert "chị Hoa: Tỷ lệ tham gia (%), 2026: 02 40 → 45, 01 12,5 → –." in page
    assert [line.what for line in audited(place)] == ["targets_changed", "targets_changed"]


def test_one_number_fills_the_hamlets_that_have_none(place: Hall, officer: Browser) -> None:
    give(officer, {"so-02": "40", "all": "30"})
    assert kept(place) == {("01", RATE): Decimal(30), ("02", RATE): Decimal(40), ("03", RATE): Decimal(30)}


def test_next_year_has_targets_of_its_own(place: Hall, officer: Browser) -> None:
    give(officer, {"so-01": "60"}, year=2027)
    assert kept(place) == {}
    assert kept(place, 2027) == {("01", RATE): Decimal(60)}
    assert officer.get(f"{PATH}?nam=ẫ").text.count('aria-current="page">2026') == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [({"so-01": "nhiều", "so-02": "40"}, "Xóm Đông: “nhiều” không phải là số"),
     ({"so-01": "0", "so-02": "40"}, "Xóm Đông: chỉ tiêu “0” phải lớn hơn 0"),
     ({"so-01": "-5", "so-02": "40"}, "Xóm Đông: chỉ tiêu “-5” phải lớn hơn 0"),
     ({"so-01": "101", "so-02": "40"}, "Xóm Đông: chỉ tiêu của tỷ lệ không quá 100 phần trăm"),
     ({"so-01": "1.250", "so-02": "40"}, "Xóm Đông: “1.250” có hai cách hiểu"),
     ({"so-01": "9" * 30, "so-02": "40"}, "không phải là số"),
     ({"so-01": "", "all": "ẫ"}, "mọi xóm còn để trống: “ẫ” không phải là số"),
     ({"so-01": "40", "by": ""}, "Chưa có tên người làm"),
     ({}, "Chưa có ô nào khác trước")],
)  # fmt: skip
def test_what_cannot_be_a_target_is_said_in_place_and_nothing_is_kept(
    place: Hall, officer: Browser, typed: dict[str, str], says: str
) -> None:
    page = give(officer, typed)
    assert says in page
    assert page.count('role="alert"') == 1
    assert kept(place) == {}
    if "so-02" in typed:
        assert 'name="so-02" aria' not in page
        assert re.search(r'name="so-02"[^>]* value="40"', page)


@pytest.mark.parametrize("fields", [{"key": "ẫ"}, {"key": "reached"}, {"year": "1999"}, {"year": "ẫ"}])
def test_a_form_that_is_none_of_the_page_changes_nothing(place: Hall, officer: Browser, fields: dict[str, str]) -> None:
    assert "Trang đã cũ" in give(officer, {"so-01": "40", **fields})
    assert kept(place) == {}


def test_who_changes_the_same_target_later_is_told_and_keeps_what_was_typed(place: Hall, officer: Browser) -> None:
    opened = officer.get(PATH).text
    give(officer, {"so-01": "40", "so-02": "41"})
    page = give(officer, {"so-01": "50", "so-03": "30"}, opened)
    assert "Xóm Đông: có người vừa đổi chỉ tiêu này, nay là 40, nên chưa ghi gì" in page
    assert re.search(r'name="so-01"[^>]* value="50"', page)
    assert re.search(r'name="so-02"[^>]* value="41"', page)
    assert kept(place) == {("01", RATE): Decimal(40), ("02", RATE): Decimal(41)}
    give(officer, {"so-01": "50", "so-03": "30"})
    assert kept(place) == {("01", RATE): Decimal(50), ("02", RATE): Decimal(41), ("03", RATE): Decimal(30)}


TYPED_TABLE = f"""
year: 2026
block: {NAME}
rounding: leaf
kinds: [hamlet]
criteria:
  - {{code: "1", name: Học, max: 90, formula: proportional_capped, source: "indicator:completers"}}
  - {{code: "2", name: Số buổi <b>ẫ, max: 10, formula: proportional_capped, source: typed, evidence: sổ}}
"""


def test_what_an_adopted_table_counts_by_target_is_a_column(place: Hall, officer: Browser) -> None:
    adopt(place, text=TYPED_TABLE)
    page = officer.get(PATH).text
    heads = re.findall(r'<th scope="col">([^<]*)</th>', page)
    assert heads == ["Đơn vị", "Tỷ lệ tham gia (%)", "Người hoàn thành", "2 Số buổi &lt;b&gt;ẫ"]
    give(officer, {"so-01": "120"}, key="2")
    assert kept(place)["01", "2"] == Decimal(120)


def test_a_block_that_lacks_targets_leads_here(place: Hall, officer: Browser) -> None:
    adopt(place, text=TYPED_TABLE)
    page = give_score(officer, BLOCK, form="viec-cua-khoi", do="propose")
    assert page.count("chưa có chỉ tiêu") == 3
    assert f'href="{PATH}?nam=2026"' in page
    give(officer, {"all": "5"}, key="completers")
    assert f'href="{PATH}?nam=2026"' not in officer.get(BLOCK).text


def test_a_frozen_block_keeps_its_targets(place: Hall, officer: Browser) -> None:
    adopt(place)
    for unit in ("01", "02", "03"):
        act(place, unit, Step.SUBMIT, Step.REVIEW, Step.CONFIRM)

    def block(tx: Connection) -> Block:
        adopted = score_tables.adopted(tx, 2026, NAME)
        assert adopted is not None
        return score_desk.block(tx, adopted, TODAY)

    council = Actor("Chủ tịch Hội đồng", Role.COUNCIL, NOW)
    place.write(lambda tx: freezing.freeze(tx, block(tx), council, TODAY))
    before = place.read(lambda tx: freezing.stands(tx, block(tx), TODAY, NOW))
    give(officer, {"so-01": "90"})
    assert kept(place)["01", RATE] == Decimal(90)
    assert place.read(lambda tx: freezing.stands(tx, block(tx), TODAY, NOW)) == before


def test_a_file_is_shown_first_and_does_exactly_what_was_shown(place: Hall, officer: Browser) -> None:
    give(officer, {"so-01": "40", "so-02": "41"})
    fetched = officer.get(f"{PATH}.csv?nam=2026")
    assert fetched.headers["content-disposition"] == 'attachment; filename="chi-tieu-2026.csv"'
    assert "<h1>Tệp giống hệt chỉ tiêu đang có</h1>" in upload(officer, fetched.content, PATH)
    page = upload(officer, f'{HEAD}01,{RATE},2026,50\r\n02,{RATE},2026,41\r\n03,{RATE},2026,"12,5"\r\n'.encode(), PATH)
    assert "<h1>Chỉ tiêu sẽ thay đổi như sau</h1>" in page
    assert "Xóm Đông (01): Tỷ lệ tham gia (%) năm 2026 từ 40 thành 50" in page
    assert "Xóm 3 (03): Tỷ lệ tham gia (%) năm 2026 từ chưa có thành 12,5" in page
    assert "1 chỉ tiêu không đổi." in page
    assert kept(place)["01", RATE] == Decimal(40)
    assert "Đã giao thêm 1 chỉ tiêu, sửa 1 chỉ tiêu." in _take_in(officer, shown(page))
    assert kept(place) == {("01", RATE): Decimal(50), ("02", RATE): Decimal(41), ("03", RATE): Decimal("12.5")}


def test_a_file_is_not_taken_in_when_things_changed_since_it_was_shown(place: Hall, officer: Browser) -> None:
    seen = shown(upload(officer, f"{HEAD}01,{RATE},2026,50\r\n".encode(), PATH))
    give(officer, {"so-01": "40"})
    assert "vừa thay đổi nên chưa nhập gì" in _take_in(officer, seen)
    assert kept(place) == {("01", RATE): Decimal(40)}


@pytest.mark.parametrize(
    ("content", "says"),
    [(f"{HEAD}09,{RATE},2026,50\r\n01,{RATE},2026,40\r\n".encode(), "Không có đơn vị mã “09”"),
     (f"{HEAD}01,tham_gia,2026,50\r\n".encode(), "Không có chỉ số “tham_gia”"),
     (f"{HEAD}01,{RATE},2026,0\r\n".encode(), "phải lớn hơn 0"),
     (f"{HEAD}01,{RATE},26,5\r\n".encode(), "không phải là năm"),
     (b"a,b\r\n1,2\r\n", "Không hiểu cột"),
     (HEAD.encode(), "Tệp chưa có chỉ tiêu nào"),
     (b"PK\x03\x04" + bytes(50), "không phải tệp CSV"),
     (b"", "Chưa có tệp")],
)  # fmt: skip
def test_a_file_with_mistakes_says_where_and_changes_nothing(
    place: Hall, officer: Browser, content: bytes, says: str
) -> None:
    page = upload(officer, content, PATH)
    assert says in page
    assert 'name="shown"' not in page
    assert kept(place) == {}


def test_the_council_sees_the_targets_and_no_forms(place: Hall, officer: Browser) -> None:
    give(officer, {"so-01": "40"})
    with Browser(place.app()) as thinh:
        assert thinh.post(place.invitation("council")).status_code == 303
        page = thinh.get(PATH).text
        assert "<td>40</td>" in page
        assert 'method="post" class="fields"' not in page
        assert thinh.get(PREVIEW).status_code == 403


def _take_in(browser: Browser, seen: str) -> str:
    fields = {"token": token(browser, PATH), "form": "nhap", "by": "chị Hoa", "shown": seen}
    answer = browser.post(PREVIEW, fields)
    assert answer.status_code == 303
    return browser.get(answer.headers["location"].split("#")[0]).text
