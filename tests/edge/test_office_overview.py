"""The first page of the office and the page of a unit: what they say, and who is shown what."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert

from campaign.indicators import Indicator
from campaign.units import UnitKind
from storage import doors, jobs
from storage.standing import Activity
from storage.tables import target
from tests.db.commune import Commune, hamlet, settle
from tests.db.tabling import holds, types
from tests.edge.inprocess import Browser
from tests.edge.office import TODAY, Hall, let_people_learn
from tests.edge.office_desk import enter, lead, send, token


@pytest.fixture
def councillor(place: Hall) -> Iterator[Browser]:
    with Browser(place.app()) as client:
        token = place.write(lambda tx: doors.open_session(tx, "council", place.now))
        client.cookies.set("hocso_vp", token, path="/van-phong")
        yield client


def _aim(place: Hall, unit: str, indicator: Indicator, value: str) -> None:
    row = {"unit_code": unit, "indicator": indicator.value, "year": TODAY.year, "target": value}
    place.write(lambda tx: tx.execute(insert(target), row))


def test_the_heading_says_how_many_and_whether_it_goes_faster(place: Hall, officer: Browser) -> None:
    let_people_learn(place)
    page = officer.get("/van-phong").text
    assert (
        "<h1>0,3% người trưởng thành đã tham gia; bốn tuần qua thêm 2 người, nhanh hơn bốn tuần trước (0)</h1>" in page
    )
    assert "Hôm nay 2 người học, trả lời 5 câu. Tuần này 2 người học." in page
    assert "+2 người tuần này" in page
    assert "1 người xã bên đang học" in page


def test_who_learns_outside_the_total_is_not_in_the_figures_of_today(place: Hall, officer: Browser) -> None:
    def live(tx: Connection) -> None:
        commune = Commune(tx, TODAY)
        commune.learn(
            Activity(commune.join("outside"), answers=4), Activity(commune.join("01", counted=False), answers=2)
        )

    place.write(live)
    assert "Hôm nay 0 người học, trả lời 0 câu." in officer.get("/van-phong").text


def test_the_report_is_announced_when_it_is_near_and_not_before(place: Hall, officer: Browser) -> None:
    assert "còn 17 ngày đến hạn báo cáo (09/12)" in officer.get("/van-phong").text
    place.now = datetime.fromisoformat("2026-09-01T01:00:00+00:00")
    with Browser(place.app()) as earlier:
        enter(place, earlier)
        assert "hạn báo cáo" not in earlier.get("/van-phong").text


def test_the_best_hamlet_stands_first_and_leads_to_its_page(place: Hall, officer: Browser) -> None:
    let_people_learn(place)
    page = officer.get("/van-phong").text
    order = [page.index(f'href="/van-phong/xom/{code}"') for code in ("01", "02", "03")]
    assert order == sorted(order)


def test_a_target_is_marked_and_counted_and_without_one_the_page_says_how_to_set_it(
    place: Hall, officer: Browser
) -> None:
    let_people_learn(place)
    page = officer.get("/van-phong").text
    assert 'class="target"' not in page
    assert 'href="/van-phong/chi-tieu">Giao ở trang Chỉ tiêu' in page
    _aim(place, "01", Indicator.PARTICIPATION_RATE, "12.5")
    _aim(place, "02", Indicator.PARTICIPANTS, "1500")
    page = officer.get("/van-phong").text
    assert page.count('class="target"') == 2
    assert "chỉ tiêu 12,5%" in page
    assert "chỉ tiêu 50%" in page
    assert "1 trong 2 xóm có chỉ tiêu đã đạt" in page
    assert "Giao ở trang Chỉ tiêu" not in page


def test_the_council_sees_the_figures_and_nothing_to_do(place: Hall, councillor: Browser) -> None:
    let_people_learn(place)
    page = councillor.get("/van-phong").text
    assert "Xóm Đông" in page
    assert "Việc cần xử lý" not in page
    assert "Làm tệp Excel" not in councillor.get("/van-phong/xom").text


def test_a_large_commune_shows_the_best_eight_and_leads_to_all(place: Hall, officer: Browser) -> None:
    more = [hamlet(f"x{number}", 100, name=f"Xóm Thêm {number}", join_code=f"{5000 + number}") for number in range(20)]
    place.write(lambda tx: settle(tx, *more))
    let_people_learn(place)
    page = officer.get("/van-phong").text
    assert page.count('href="/van-phong/xom/') == 8
    assert "Xem bảng đầy đủ của cả 23 xóm" in page


def test_schools_have_a_table_of_their_own(place: Hall, officer: Browser) -> None:
    school = replace(hamlet("thcs", 30, name="Trường THCS ẫ", join_code=""), kind=UnitKind.SCHOOL)
    place.write(lambda tx: settle(tx, school))
    assert "Trường học" in officer.get("/van-phong/xom").text
    page = officer.get("/van-phong/xom?kind=school").text
    assert "Trường THCS ẫ" in page
    assert "Xóm Đông" not in page
    assert "kind=school" in page.split("tham-gia.csv", 1)[1].split('"', 1)[0]
    answer = officer.get("/van-phong/tham-gia.csv?kind=school&from=2026-11-01")
    assert "Trường THCS ẫ" in answer.text
    assert 'filename="tham-gia-school-2026-11-01-2026-11-22.csv"' in answer.headers["content-disposition"]


def test_an_unknown_kind_is_that_of_hamlets(officer: Browser) -> None:
    assert "Xóm Đông" in officer.get("/van-phong/xom?kind=<script>").text


def test_a_spreadsheet_is_made_by_another_process_for_the_days_that_were_shown(place: Hall, officer: Browser) -> None:
    days = {"from": "2026-03-01", "to": "2026-03-31", "kind": "hamlet"}
    form = {"token": token(officer, "/van-phong/xom"), "form": "bang-tinh", "do": "xlsx", **days}
    assert officer.post("/van-phong/xom", form).headers["location"] == "/van-phong/viec/1"
    work = place.write(lambda tx: jobs.take_next(tx, place.now + timedelta(seconds=1)))
    assert work is not None
    assert work.arguments == (
        "export", "participation", "--from", "2026-03-01", "--to", "2026-03-31", "--kind", "hamlet",
        "--format", "xlsx", "--out", jobs.OUT,
    )  # fmt: skip
    assert work.file_name == "tham-gia-hamlet-2026-03-01-2026-03-31.xlsx"


def test_days_that_are_none_make_no_spreadsheet(place: Hall, officer: Browser) -> None:
    page = send(officer, "/van-phong/xom", form="bang-tinh", do="xlsx", **{"from": "hôm qua"})
    assert "Ngày chưa đúng" in page
    assert place.write(lambda tx: jobs.take_next(tx, place.now)) is None


def test_the_page_of_a_unit_says_how_it_does_with_what_each_figure_means(place: Hall, officer: Browser) -> None:
    let_people_learn(place)

    def live(tx: Connection) -> None:
        commune = Commune(tx, TODAY)
        holds(commune, "01", present=12)
        types(commune, "01", Indicator.VNEID_CONFIRMED, 9)

    place.write(live)
    lead(place)
    _aim(place, "01", Indicator.PARTICIPATION_RATE, "50")
    page = officer.get("/van-phong/xom/01").text
    assert "<h1>Xóm Đông: 17,5% người trưởng thành đã tham gia</h1>" in page
    assert "chỉ tiêu năm nay 50%" in page
    assert "mỗi người chỉ tính một lần" in page
    assert "Các buổi hướng dẫn" in page
    assert "anh Bình" in page
    assert "Số xã nhập cho đơn vị này" in page
    assert 'href="/van-phong/ap-phich"' in page


def test_a_unit_whose_sessions_lie_further_back_is_not_said_to_have_had_none(place: Hall, officer: Browser) -> None:
    place.write(lambda tx: holds(Commune(tx, TODAY - timedelta(days=90)), "01"))
    assert "<h2>60 ngày qua chưa ghi buổi hướng dẫn nào</h2>" in officer.get("/van-phong/xom/01").text


def test_the_council_is_not_told_who_helps_a_unit(place: Hall, councillor: Browser) -> None:
    lead(place)
    page = councillor.get("/van-phong/xom/01").text
    assert "Xóm Đông" in page
    assert "anh Bình" not in page
    assert 'href="/van-phong/ap-phich"' not in page


def test_the_page_of_a_unit_names_no_learner(place: Hall, officer: Browser) -> None:
    let_people_learn(place)
    assert "chị Lan" not in officer.get("/van-phong/xom/01").text


def test_the_page_of_a_hamlet_that_merged_leads_to_the_one_it_went_into(place: Hall, officer: Browser) -> None:
    old = replace(
        hamlet("09", 30, name="Xóm Cũ", join_code="4899"), valid_to=TODAY - timedelta(days=9), merged_into="01"
    )
    place.write(lambda tx: settle(tx, old))
    answer = officer.get("/van-phong/xom/09")
    assert (answer.status_code, answer.headers["location"]) == (303, "/van-phong/xom/01")


@pytest.mark.parametrize("code", ["99", "%00", "ẫ" * 200, "<script>"])
def test_a_unit_that_there_is_not_is_told_in_one_sentence(officer: Browser, code: str) -> None:
    answer = officer.get(f"/van-phong/xom/{code}")
    assert answer.status_code == 404
    assert "Không có đơn vị mang mã này" in answer.text
