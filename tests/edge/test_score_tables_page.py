"""A score table on the pages: chosen or sent, looked at with its differences, and adopted only as it was seen."""

import re
from datetime import date
from html import unescape

import pytest

from campaign.score import written
from campaign.table_file import FOLDER, load
from campaign.table_shape import to_yaml
from storage import jobs, score_tables
from storage.score_tables import Adopted
from tests.edge.inprocess import Browser
from tests.edge.office import Hall
from tests.edge.office_desk import audited, token
from tests.edge.score_year import DONG, LIST, NAME, TABLE, adopt, give, values
from tests.edge.test_office_units import shown, upload

PATH, PREVIEW = f"{LIST}/bang-diem", f"{LIST}/bang-diem-xem-truoc"


def kept(place: Hall, block: str = NAME, year: int = 2026) -> Adopted | None:
    return place.read(lambda tx: score_tables.adopted(tx, year, block))


def send_form(browser: Browser, path: str, **fields: str) -> str:
    answer = browser.post(path, {"token": token(browser, LIST.replace("cham-diem", "buoi")), "by": "chị Hoa", **fields})
    assert answer.status_code == 303
    return unescape(browser.get(answer.headers["location"].split("#")[0]).text)


def take(browser: Browser, page: str, **fields: str) -> str:
    about = {"form": "nhan", "shown": shown(page), "decided_by": "Hội đồng TĐKT, QĐ 15/QĐ-UBND", "on": "1/1/2026"}
    return send_form(browser, PREVIEW, **{**about, **fields})


def test_a_shipped_table_is_seen_with_what_has_to_be_done_and_adopted(place: Hall, officer: Browser) -> None:
    assert f'href="{PATH}"' in officer.get(LIST).text
    assert "Bảng điểm thi đua đổi mới sáng tạo và chuyển đổi số, khối các xóm" in officer.get(PATH).text
    page = send_form(officer, PATH, form="bang-mau", table="2026-khoi-xom")
    table = load(FOLDER / "2026-khoi-xom.yaml")
    for one in table.walk():
        assert f"{one.code} {one.name}</th><td>{written(one.maximum)}</td>" in page
    assert "3 đơn vị sẽ được chấm theo bảng này." in page
    assert "Khối này chưa có bảng nào trong năm" in page
    assert "Bảng còn ghi là VÍ DỤ" in page
    assert "Thông qua sau ngày 01/01/2026 thì cả năm là CHẤM THỬ" in page
    assert kept(place, "khoi-xom") is None
    said = take(officer, page, is_ours="1")
    assert f"Đã nhận “{table.name}” làm bảng điểm năm 2026." in said
    assert "CHẤM THỬ" not in said.split("<main", 1)[1].split("</section>")[0]
    adopted = kept(place, "khoi-xom")
    assert adopted is not None
    assert (adopted.adopted_by, adopted.adopted_on) == ("Hội đồng TĐKT, QĐ 15/QĐ-UBND", date(2026, 1, 1))
    assert not adopted.table.is_example
    assert not adopted.is_trial
    assert [(one.by, one.what) for one in audited(place)] == [
        ("chị Hoa", "score_table_entered"),
        ("Hội đồng TĐKT, QĐ 15/QĐ-UBND", "score_table_adopted"),
    ]
    assert "Chưa có bảng nào đang chờ xem" in officer.get(PREVIEW).text


def test_a_block_without_a_unit_says_what_is_missing(officer: Browser) -> None:
    page = send_form(officer, PATH, form="bang-mau", table="2026-khoi-co-quan")
    assert "Danh sách chưa có đơn vị nào thuộc loại Cơ quan, Trường học, Hội, đoàn thể" in page


def test_an_example_stays_one_unless_the_council_said_otherwise(place: Hall, officer: Browser) -> None:
    take(officer, send_form(officer, PATH, form="bang-mau", table="2026-khoi-xom"))
    adopted = kept(place, "khoi-xom")
    assert adopted is not None
    assert adopted.table.is_example


def test_a_table_of_a_year_that_has_begun_is_for_trying(place: Hall, officer: Browser) -> None:
    said = take(officer, upload(officer, TABLE.encode(), PATH), on="2/1/2026")
    assert "nên phiếu và giấy tờ ghi CHẤM THỬ" in said
    adopted = kept(place)
    assert adopted is not None
    assert adopted.is_trial


def test_what_differs_from_the_table_in_use_is_told(place: Hall, officer: Browser) -> None:
    adopt(place)
    assert "Giống hệt bảng đang dùng" in upload(officer, TABLE.encode(), PATH)
    changed = (
        TABLE.replace("max: 60", "max: 50")
        .replace("points: 2", "points: 2.5")
        .replace("rounding: leaf", "rounding: total")
    )
    changed = changed.replace('code: "2.2"', 'code: "2.3"') + (
        '  - {code: "3", name: Mới <b>ẫ, max: 10, formula: proportional_capped, source: typed, evidence: sổ}\n'
    )
    page = unescape(upload(officer, changed.encode(), PATH))
    assert "Khác bảng đang dùng ở 6 chỗ" in page
    for line in (
        "Làm tròn từ từng tiêu chí thành chỉ tổng điểm",
        "Tiêu chí 1: Điểm tối đa từ 60 thành 50",
        "Tiêu chí 2.1: Điểm mỗi lần từ 2 thành 2,5",
        "Thêm tiêu chí 2.3 Có tổ công nghệ số, 10 điểm",
        "Thêm tiêu chí 3 Mới <b>ẫ, 10 điểm",
        "Bỏ tiêu chí 2.2 Có tổ công nghệ số",
        "Tiêu chí 3 Mới <b>ẫ chấm theo chỉ tiêu mà 3 đơn vị chưa có",
    ):
        assert f"<li>{line}" in page, line
    assert 'href="/van-phong/chi-tieu?nam=2026"' in page
    take(officer, page)
    adopted = kept(place)
    assert adopted is not None
    assert "2.3" in adopted.table.by_code


@pytest.mark.parametrize(
    ("change", "says"),
    [(("max: 60", "max: 61"), "các mục cộng lại được 101 điểm mà"),
     (("participation_rate", "participation"), "không có chỉ số “participation”"),
     (("proportional_capped", "theo_ty_le"), "Dòng 9"),
     (("year: 2026", "year: hai"), "Dòng 2"),
     ((TABLE, "ẫ: ["), "máy chưa đọc được")],
)  # fmt: skip
def test_a_table_with_mistakes_says_where_and_cannot_be_adopted(
    place: Hall, officer: Browser, change: tuple[str, str], says: str
) -> None:
    page = unescape(upload(officer, TABLE.replace(*change).encode(), PATH))
    assert "<h1>Tệp còn chỗ cần sửa, chưa nhập gì</h1>" in page
    assert says.casefold() in page.casefold()
    assert 'name="shown"' not in page
    assert kept(place) is None
    # The next file is looked at, and the mistakes of the one before are gone.
    assert 'name="shown"' in upload(officer, TABLE.encode(), PATH)


@pytest.mark.parametrize(
    ("fields", "says"),
    [({"decided_by": ""}, "Chưa rõ ai quyết định"),
     ({"decided_by": "ẫ" * 61}, "Câu này dài 61 chữ cái"),
     ({"on": "ẫ"}, "Ngày chưa đúng"),
     ({"on": "1/1/2030"}, "Ngày này ở phía trước"),
     ({"by": ""}, "Chưa có tên người làm"),
     ({"shown": "ẫ"}, "vừa thay đổi nên chưa nhận gì")],
)  # fmt: skip
def test_what_was_typed_stays_when_something_is_wrong(
    place: Hall, officer: Browser, fields: dict[str, str], says: str
) -> None:
    page = take(officer, upload(officer, TABLE.encode(), PATH), **fields)
    assert says in page
    for name, otherwise in (("decided_by", "Hội đồng TĐKT, QĐ 15/QĐ-UBND"), ("on", "1/1/2026")):
        assert re.search(rf'name="{name}"[^>]* value="{fields.get(name, otherwise)}"', page)
    assert kept(place) is None


def test_a_table_is_not_adopted_when_another_was_meanwhile(place: Hall, officer: Browser) -> None:
    page = upload(officer, TABLE.encode(), PATH)
    adopt(place)
    assert "vừa thay đổi nên chưa nhận gì" in take(officer, page)


def test_a_table_whose_sheets_were_handed_in_stays(place: Hall, officer: Browser) -> None:
    adopt(place)
    page = upload(officer, TABLE.replace("max: 60", "max: 50").replace("max: 100", "max: 90").encode(), PATH)
    give(officer, DONG, form="phieu-submit", **values("5", "có"))
    assert "đã có 1 đơn vị nộp phiếu theo bảng cũ" in take(officer, page)
    assert 'name="shown"' not in officer.get(PREVIEW).text
    assert "đã có 1 đơn vị nộp phiếu theo bảng cũ" in officer.get(PREVIEW).text
    adopted = kept(place)
    assert adopted is not None
    assert to_yaml(adopted.table) != page
    assert adopted.table.maximum == 100


@pytest.mark.parametrize("key", ["ẫ", "", "../2026-khoi-xom"])
def test_only_what_is_listed_can_be_chosen(officer: Browser, key: str) -> None:
    assert "Chưa rõ bảng nào" in send_form(officer, PATH, form="bang-mau", table=key)


@pytest.mark.parametrize("do", ["shipped:ẫ", "adopted:9", "adopted:", "", "shipped:../2026-khoi-xom"])
def test_a_workbook_is_made_of_listed_tables_only(officer: Browser, do: str) -> None:
    assert "Trang đã cũ" in send_form(officer, PATH, form="tai-excel", do=do)


def test_a_workbook_of_each_table_is_asked_for(place: Hall, officer: Browser) -> None:
    adopt(place)
    found = re.search(r'value="(adopted:\d+)"', officer.get(PATH).text)
    assert found is not None
    assert "Bảng điểm trong Excel" in send_form(officer, PATH, form="tai-excel", do=found[1])
    assert "Bảng điểm trong Excel" in send_form(officer, PATH, form="tai-excel", do="shipped:2026-khoi-xom")
    [second, first] = place.read(lambda tx: jobs.newest(tx, "", 5))
    assert first.file_name.startswith("bang-diem-2026-")
    assert second.file_name == "bang-diem-2026-khoi-xom.xlsx"


def test_the_council_adopts_nothing_here(place: Hall) -> None:
    with Browser(place.app()) as thinh:
        assert thinh.post(place.invitation("council")).status_code == 303
        assert thinh.get(PATH).status_code == 403
        assert thinh.get(PREVIEW).status_code == 403
        assert PATH not in thinh.get(LIST).text
