"""The score sheet on the phone of whoever leads a unit: anh Bình has that of xóm Đông, bà Cúc never sees it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from campaign.sheet import Stage
from storage import score_tables
from storage.score_desk import block
from tests.edge.inprocess import Browser
from tests.edge.office import TODAY, Hall, hall, let_people_learn
from tests.edge.office_desk import audited, lead
from tests.edge.score_year import DONG, NAME, adopt, give, hand_in, seen, values
from tests.edge.test_evidence import PNG, opened
from tests.edge.test_leader_page import come

SHEET = "/xom/phieu"
PICTURE = {"form": "phieu-submit", "do": "evidence"}
CHECK = {"form": "phieu-submit", "do": "check"}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Hall]:
    with hall() as built:
        built.evidence = tmp_path / "evidence"
        let_people_learn(built)
        yield built


@pytest.fixture
def binh(place: Hall) -> Iterator[Browser]:
    adopt(place)
    with Browser(place.app()) as client:
        come(place, client, lead(place, "01", name="Anh Bình"))
        yield client


@pytest.fixture
def cuc(place: Hall) -> Iterator[Browser]:
    with Browser(place.app()) as client:
        come(place, client, lead(place, "02", name="bà Cúc"))
        yield client


def stage(place: Hall, unit: str = "01") -> Stage:
    def read(tx: Connection) -> Stage:
        adopted = score_tables.adopted(tx, 2026, NAME)
        assert adopted is not None
        return block(tx, adopted, TODAY).sheet(unit).stage

    return place.read(read)


def test_without_a_table_nothing_is_offered(place: Hall, cuc: Browser) -> None:
    assert "Phiếu chấm điểm" not in cuc.get("/xom").text
    assert cuc.get(SHEET).status_code == 404


def test_the_sheet_shows_what_is_counted_before_anybody_did_anything(binh: Browser) -> None:
    assert f'href="{SHEET}"' in binh.get("/xom").text
    page = binh.get(SHEET).text
    assert "Chưa nộp." in page
    assert "7/40 = 17,5%, tính đến 22/11/2026: 52,50 điểm." in page
    assert "Nhiều nhất 30 điểm. Mỗi lần được 2 điểm." in page
    assert "khác số đã nộp" not in page
    assert 'name="so-1"' not in page  # what is counted is not typed
    assert 'name="so-2.1"' in page
    assert "ạng" not in page.split("<main", 1)[1]  # no rank


def test_from_handing_in_to_the_councils_word(place: Hall, binh: Browser, officer: Browser) -> None:
    page = give(binh, SHEET, form="phieu-submit", note="Sổ ở nhà văn hóa", **values("12", "có"))
    assert "Đã nộp phiếu." in page
    assert "Theo số đã nộp: 86,50/100 điểm." in page
    page = give(binh, SHEET, form="phieu-submit", **values("13", "có"))
    assert "Đã nộp 13: 26,00 điểm." in page
    give(officer, DONG, form="phieu-review", note="Ba buổi không ghi sổ", **{"so-2.1": "9"})
    page = binh.get(SHEET).text
    assert "Văn phòng thẩm định 9: 18,00 điểm." in page
    assert "Lý do: Ba buổi không ghi sổ" in page
    changed = page[page.index("khác số đã nộp") : page.index("</section>")]
    assert re.findall(r'<li><a href="#(muc-\d)">(.*?)</a>', changed) == [("muc-2", "2.1 Số buổi loa")]
    assert 'id="muc-2">\n<h2>2.1 Số buổi loa' in page
    assert "viết vài câu" in give(binh, SHEET, form="phieu-explain", **{"so-2.1": "12"})
    page = give(binh, SHEET, form="phieu-explain", note="Còn sổ thứ hai", **{"so-2.1": "12"})
    assert "Đã gửi giải trình" in page
    assert "Còn sổ thứ hai" in officer.get(DONG).text
    give(officer, DONG, form="phieu-confirm", decided_by="Chủ tịch Hội đồng", note="Đã xem", **{"so-2.1": "11"})
    page = binh.get(SHEET).text
    assert "Hội đồng đã thống nhất" in page
    assert "Hội đồng thống nhất 11: 22,00 điểm." in page
    assert "<form" not in page.split("<main", 1)[1]
    assert [line.by for line in audited(place) if line.what == "score_step"][-1] == "Anh Bình"


def test_why_a_value_was_changed_is_told_also_when_the_council_took_it_over(binh: Browser, officer: Browser) -> None:
    give(binh, SHEET, form="phieu-submit", **values("12", "có"))
    give(officer, DONG, form="phieu-review", note="Ba buổi không ghi sổ", **{"so-2.1": "9"})
    give(officer, DONG, form="phieu-confirm", decided_by="Chủ tịch Hội đồng")
    page = binh.get(SHEET).text
    assert "Hội đồng thống nhất 9: 18,00 điểm." in page
    assert "Lý do: Ba buổi không ghi sổ" in page


def test_a_claim_counts_nothing_until_the_office_reviewed_it(place: Hall, binh: Browser, officer: Browser) -> None:
    give(binh, SHEET, form="phieu-submit", **values("15", "có"))
    assert "Chưa có điểm: văn phòng chưa thẩm định." in officer.get(DONG).text


@pytest.mark.parametrize(
    ("typed", "says"), [({"so-2.1": "mười"}, "Tiêu chí 2.1:"), ({"so-2.1": "-3"}, "Tiêu chí 2.1:")]
)
def test_a_value_that_is_none_is_told_and_kept_as_typed(
    place: Hall, binh: Browser, typed: dict[str, str], says: str
) -> None:
    page = give(binh, SHEET, form="phieu-submit", note="lời nhắn", **typed)
    assert says in page
    assert f'value="{typed["so-2.1"]}"' in page
    assert "lời nhắn</textarea>" in page
    assert stage(place) is Stage.DRAFT


def test_what_is_handed_in_is_looked_over_first(place: Hall, binh: Browser) -> None:
    page = give(binh, SHEET, **CHECK, note="Sổ ở nhà văn hóa", **values("12", "có"))
    assert "<h1>Xem lại trước khi nộp</h1>" in page
    assert "Theo các số này: 86,50/100 điểm." in page
    assert "<strong>12</strong>" in page
    assert stage(place) is Stage.DRAFT
    assert "score_step" not in [line.what for line in audited(place)]
    sent = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page))
    assert sent["note"] == "Sổ ở nhà văn hóa"
    back = give(binh, SHEET, do="edit", **{name: sent[name] for name in ("form", "note", "so-2.1", "so-2.2")})
    assert 'name="so-2.1" value="12"' in back
    assert "Sổ ở nhà văn hóa</textarea>" in back
    page = give(binh, SHEET, do="send", **{name: sent[name] for name in ("form", "note", "so-2.1", "so-2.2")})
    assert "Đã nộp phiếu." in page
    assert "Theo số đã nộp: 86,50/100 điểm." in page


def test_an_explanation_is_looked_over_first(binh: Browser, officer: Browser) -> None:
    give(binh, SHEET, form="phieu-submit", **values("12", "có"))
    give(officer, DONG, form="phieu-review", note="Ba buổi không ghi sổ", **{"so-2.1": "9"})
    asked = {"form": "phieu-explain", "do": "check", "so-2.1": "12"}
    assert "viết vài câu" in give(binh, SHEET, **asked)
    page = give(binh, SHEET, **asked, note="Còn sổ thứ hai")
    assert "<h1>Xem lại trước khi gửi</h1>" in page
    assert "Theo các số này: 86,50/100 điểm." in page
    assert "Còn sổ thứ hai" not in officer.get(DONG).text


def test_what_was_typed_stays_when_a_picture_is_sent(place: Hall, binh: Browser) -> None:
    told = {"seen": seen(binh, SHEET), "note": "lời nhắn", "so-2.1": "17"}
    page = hand_in(binh, SHEET, "anh-so.png", PNG, **PICTURE, **told)
    assert "Đã nhận minh chứng cho tiêu chí 2.1." in page
    assert 'name="so-2.1" value="17"' in page
    assert "lời nhắn</textarea>" in page
    assert stage(place) is Stage.DRAFT


def test_who_wrote_in_the_sheet_meanwhile_is_told_also_after_a_picture(place: Hall, binh: Browser) -> None:
    old = seen(binh, SHEET)
    give(binh, SHEET, form="phieu-submit", **values("12", "có"))
    page = hand_in(binh, SHEET, "anh-so.png", PNG, **PICTURE, seen=old, **{"so-2.1": "17"})
    assert "Đã nhận minh chứng" in page
    [held] = re.findall(r'name="seen" value="([0-9.]+)"', page)
    page = give(binh, SHEET, form="phieu-submit", seen=held, **{"so-2.1": "17"})
    assert "vừa ghi vào phiếu" in page
    assert "Đã nộp phiếu" in give(binh, SHEET, form="phieu-submit", **{"so-2.1": "17"})


def test_a_picture_that_was_chosen_and_not_sent_goes_along(binh: Browser) -> None:
    page = hand_in(binh, SHEET, "anh-so.png", PNG, **CHECK, seen=seen(binh, SHEET), **values("12", "có"))
    assert "Đã nhận minh chứng cho tiêu chí 2.1." in page
    assert "<h1>Xem lại trước khi nộp</h1>" in page
    page = hand_in(binh, SHEET, "anh.png", PNG, criterion="", seen=seen(binh, SHEET), **CHECK, **values("13", "có"))
    assert "chọn trong danh sách" in page
    assert 'name="so-2.1" value="13"' in page


def test_a_sheet_that_moved_on_meanwhile_is_told(binh: Browser, officer: Browser) -> None:
    give(binh, SHEET, form="phieu-submit", **values("12", "có"))
    old = seen(binh, SHEET)
    give(officer, DONG, form="phieu-review")
    assert "vừa chuyển bước" in give(binh, SHEET, form="phieu-submit", seen=old, **values("13", "có"))


def test_evidence_is_sent_from_the_phone_and_opened_there_and_at_the_office(binh: Browser, officer: Browser) -> None:
    page = hand_in(binh, SHEET, "anh-so.png", PNG, **PICTURE)
    assert "Đã nhận minh chứng" in page
    assert binh.get(opened(page)).content == PNG
    assert officer.get(opened(officer.get(DONG).text)).content == PNG


def test_ba_cuc_sees_and_touches_her_own_sheet_only(place: Hall, binh: Browser, cuc: Browser) -> None:
    page = hand_in(binh, SHEET, "anh-so.png", PNG, **PICTURE)
    give(binh, SHEET, form="phieu-submit", **values("12", "có"), note="chỉ xóm Đông biết")
    assert cuc.get(opened(page)).status_code == 404
    hers = cuc.get(SHEET).text
    assert "Xóm Đông" not in hers
    assert "chỉ xóm Đông biết" not in hers
    give(cuc, SHEET, form="phieu-submit", **{**values("1", "không"), "unit": "01"})
    assert stage(place, "02") is Stage.SUBMITTED
    assert "Đã nộp 12: 24,00 điểm." in binh.get(SHEET).text


def test_the_paper_has_no_rank(binh: Browser) -> None:
    answer = binh.get(f"{SHEET}/giai-trinh.pdf?nam=2026")
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert answer.headers["content-disposition"] == 'attachment; filename="giai-trinh-2026.pdf"'


def test_each_way_to_score_is_told_with_the_tables_own_numbers(place: Hall) -> None:
    ways = {
        "count_points, params: {points: 0.5}": "Mỗi lần được 0,5 điểm.",
        "typed_score": "Chấm từ 0 đến 10 điểm.",
        "yes_no": "Có thì được trọn điểm, không thì 0.",
        "share_of_best": "Đơn vị cao nhất khối được trọn điểm",
        "half_and_leader, params: {target: 60}": "Vừa đủ chỉ tiêu được nửa số điểm",
        "bands, params: {of: actual, bands: [{at_least: 80, points: 10}, {at_least: 60, points: 5.5}]}":
            "Tính theo bậc: từ 80 được 10 điểm; từ 60 được 5,5 điểm.",
        "bands, params: {target: 60, bands: [{at_least: 90, points: 10}]}":
            "Tính theo bậc phần trăm chỉ tiêu: từ 90 được 10 điểm.",
    }  # fmt: skip
    leaves = [f'  - {{code: "{at}", name: M{at}, max: 10, formula: {way}, source: typed}}'
              for at, way in enumerate(ways, 1)]  # fmt: skip
    penalty = (
        '  - {code: "9", name: Muộn, max: 0, formula: bonus_penalty, params: {points: -2, min: -6}, source: typed}'
    )
    top = f"year: 2026\nblock: {NAME}\nname: Bảng\nrounding: leaf\nkinds: [hamlet]\nmax: 70\ncriteria:\n"
    adopt(place, text=top + "\n".join([*leaves, penalty]))
    with Browser(place.app()) as binh:
        come(place, binh, lead(place, "01", name="Anh Bình"))
        page = binh.get(SHEET).text
    assert [said for said in [*ways.values(), "Mỗi lần tính -2 điểm, từ -6 đến 0."] if said not in page] == []
