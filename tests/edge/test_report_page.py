"""The page of the report: what is in it, the office's words, who has reported, and files made elsewhere."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from campaign.reporting import Section
from storage import jobs, office_desk, reports
from tests.edge.inprocess import Browser
from tests.edge.office import TODAY, Hall, hall, let_people_learn
from tests.edge.office_desk import audited, enter, token

PAGE = "/van-phong/bao-cao"
YEAR = f"{PAGE}/Y2026"


@pytest.fixture
def place() -> Iterator[Hall]:
    with hall() as built:
        let_people_learn(built)
        yield built


def give(browser: Browser, path: str = YEAR, **fields: str) -> str:
    """Fill in a form of the report, send it, and return the page that is shown then."""
    key = path.rsplit("/", 1)[-1].replace("_", "/")
    answer = browser.post(path, {"token": token(browser, path), "ky": key, "by": "chị Hoa", **fields})
    assert answer.status_code == 303, answer.status_code
    return browser.get(answer.headers["location"].split("#")[0]).text


def test_it_says_until_when_and_what_still_lacks(officer: Browser) -> None:
    page = officer.get(PAGE).text
    assert "<h1>Báo cáo năm 2026</h1>" in page
    assert "Số liệu chốt đến 22/11/2026." in page
    assert "Còn 12 số chưa nhập" in page
    assert "Còn 4 phần văn phòng chưa viết" in page
    assert "Còn 17 ngày đến hạn báo cáo 09/12/2026." in page


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("?ky=Q2026-4", "quý IV năm 2026"),
        ("?ky=Y2025", "năm 2025"),
        ("?from=01/07/2026&to=30/09/2026", "từ ngày 01/07/2026 đến ngày 30/09/2026"),
        ("/D2026-07-01_2026-09-30", "từ ngày 01/07/2026 đến ngày 30/09/2026"),
        ("/Q2026-1", "quý I năm 2026"),
    ],
)
def test_any_days_can_be_chosen(officer: Browser, query: str, heading: str) -> None:
    assert f"<h1>Báo cáo {heading}</h1>" in officer.get(PAGE + query).text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?from=32/13/2026", "hãy ghi ngày/tháng/năm"),
        ("?from=01/12/2026", "chọn ngày không sau hôm nay"),
        ("?from=01/03/2026&to=01/02/2026", "đổi lại hai ngày"),
        ("?from=01/01/1990", "từ 01/01/2020"),
        ("?ky=Q2027-1", "hãy chọn kỳ khác"),
    ],
)
def test_days_that_are_none_are_told_and_this_year_is_shown(officer: Browser, query: str, says: str) -> None:
    page = officer.get(PAGE + query).text
    assert says in page
    assert "<h1>Báo cáo năm 2026</h1>" in page
    assert officer.get(f"{PAGE}/Y2027").status_code == 404


def test_what_the_office_writes_is_kept_with_name_and_moment(place: Hall, officer: Browser) -> None:
    page = give(officer, form="loi-III", text="Một số xóm  còn chậm ẫ.\n\n\n\nNgười già ngại máy. <b>")
    assert "Đã giữ lời phần III." in page
    assert "Một số xóm còn chậm ẫ.\n\nNgười già ngại máy. &lt;b&gt;</textarea>" in page
    assert "chị Hoa viết lúc 01:30 22/11/2026" in page
    kept = place.read(lambda tx: reports.texts(tx, "Y2026"))
    assert kept == {Section.SHORTCOMINGS: "Một số xóm còn chậm ẫ.\n\nNgười già ngại máy. <b>"}
    assert "Phần III vẫn như cũ." in give(officer, form="loi-III", text=kept[Section.SHORTCOMINGS])


def test_each_period_has_words_of_its_own(place: Hall, officer: Browser) -> None:
    give(officer, f"{PAGE}/Q2026-4", form="loi-I", text="Quý bốn")
    assert "Quý bốn" not in officer.get(PAGE).text
    assert "Quý bốn" in officer.get(f"{PAGE}/Q2026-4").text


def test_a_nameless_writer_is_asked_and_what_was_written_stays(place: Hall, officer: Browser) -> None:
    page = give(officer, form="loi-I", text="Đã ban hành kế hoạch", by=" ")
    assert "Chưa có tên người làm việc này" in page
    assert "Đã ban hành kế hoạch</textarea>" in page
    assert place.read(lambda tx: reports.texts(tx, "Y2026")) == {}


def test_a_report_that_came_is_noted_and_may_be_taken_back(place: Hall, officer: Browser) -> None:
    assert "Kính gửi: Xóm" in officer.get(PAGE).text
    page = give(officer, form="nhan-bao-cao", unit="01", came="20/11/2026", do="came")
    assert "Đã ghi: Xóm Đông gửi báo cáo ngày 20/11/2026." in page
    assert "2 trong 3 đơn vị chưa nộp báo cáo năm" in page
    assert audited(place)[0].what == "report_received"
    page = give(officer, form="nhan-bao-cao", unit="01", do="undo")
    assert "3 trong 3 đơn vị chưa nộp báo cáo năm" in page


@pytest.mark.parametrize(
    ("typed", "says"),
    [({"unit": "", "came": "20/11/2026"}, "hãy chọn một đơn vị"), ({"unit": "01", "came": "01/12/2026"}, "phía trước")],
)
def test_a_wrong_receipt_changes_nothing(officer: Browser, typed: dict[str, str], says: str) -> None:
    page = give(officer, form="nhan-bao-cao", do="came", **typed)
    assert says in page
    assert "3 trong 3 đơn vị chưa nộp" in page


@pytest.mark.parametrize("made", ["docx", "pdf", "xlsx", "csv"])
def test_files_are_made_by_a_process_of_their_own(place: Hall, officer: Browser, made: str) -> None:
    page = give(officer, f"{PAGE}/D2026-07-01_2026-09-30", form="tep", do=made, **{"for": "outside"})
    assert "Báo cáo của xã" in page
    [job] = place.read(lambda tx: jobs.newest(tx, "", 5))
    assert job.file_name == f"bao-cao-2026-07-01-2026-09-30.{made}"


def test_the_council_reads_and_writes_nothing(place: Hall, officer: Browser) -> None:
    give(officer, form="loi-I", text="Đã ban hành kế hoạch")
    with Browser(place.app()) as council:
        assert council.post(place.invitation("council")).status_code == 303
        page = council.get(YEAR)
        assert "Đã ban hành kế hoạch" in page.text
        assert page.text.count('<form method="post"') == 1  # the way out
        assert council.post(YEAR, {"form": "loi-I", "text": "x"}).status_code == 403


def test_missing_reports_are_a_task_when_the_last_day_is_near(place: Hall) -> None:
    assert place.read(lambda tx: office_desk.waiting(tx, TODAY)).unreported == 0
    near = datetime(2026, 12, 9, 1, tzinfo=UTC)
    later = replace(place, now=near)
    with Browser(later.app()) as client:
        enter(later, client)
        assert "3 đơn vị chưa nộp báo cáo năm" in client.get("/van-phong").text
        assert "Hôm nay là hạn báo cáo." in client.get(PAGE).text
