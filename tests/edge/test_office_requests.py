"""The register of requests about data: days worked out, brought up in time, a name forgotten when it is done."""

from datetime import date, timedelta

import pytest

from campaign.data_requests import Kind, Way
from storage import data_requests
from tests.edge.inprocess import Browser
from tests.edge.office import TODAY, Hall
from tests.edge.office_desk import audited, enter, send

PATH = "/van-phong/yeu-cau"
ASKED = {"form": "ghi-yeu-cau", "do": "record", "kind": "delete", "way": "leader", "name": "chị Lan <ẫ>"}


def test_a_request_is_written_down_with_its_days(place: Hall, officer: Browser) -> None:
    assert "Không có yêu cầu nào" in officer.get(PATH).text
    page = send(officer, PATH, **ASKED, received="20/11/2026")
    assert "Đã ghi yêu cầu số 1: báo đã nhận chậm nhất 24/11/2026, làm xong chậm nhất 10/12/2026." in page
    assert "Số 1: xóa dữ liệu, chị Lan &lt;ẫ&gt;" in page
    assert "Nhận ngày 20/11/2026, nhờ trưởng xóm nói lại." in page
    assert [(line.what, line.detail) for line in audited(place)] == [("request_recorded", "1: delete; 2026-11-20")]
    send(officer, PATH, **ASKED, received="20/11/2026")
    assert len(place.read(data_requests.open_requests)) == 1


def test_it_stands_among_the_tasks_when_its_day_is_near_and_is_called_late_after_it(
    place: Hall, officer: Browser
) -> None:
    send(officer, PATH, **ASKED, received="20/11/2026")
    assert "1 yêu cầu về dữ liệu sắp hoặc đã đến hạn" in officer.get("/van-phong").text
    send(officer, PATH, form="bao-1", do="answer:1", on="22/11/2026")
    assert "yêu cầu về dữ liệu sắp" not in officer.get("/van-phong").text
    place.now += timedelta(days=20)
    with Browser(place.app()) as later:
        enter(place, later)
        assert "1 yêu cầu về dữ liệu sắp hoặc đã đến hạn" in later.get("/van-phong").text
        page = later.get(PATH).text
        assert "<h1>1 yêu cầu về dữ liệu đã quá hạn</h1>" in page
        assert "Đã quá hạn từ 10/12/2026" in page


def test_when_it_is_done_the_name_is_forgotten_and_the_log_never_had_it(place: Hall, officer: Browser) -> None:
    send(officer, PATH, **ASKED, received="20/11/2026")
    page = send(officer, PATH, form="xong-1", do="finish:1", on="22/11/2026")
    assert "Lan" not in page
    assert "Số 1: xóa dữ liệu, nhận ngày 20/11/2026; chị Hoa làm xong ngày 22/11/2026" in page
    assert [one.name for one in place.read(lambda tx: data_requests.done_requests(tx, 9))] == [""]
    assert not any("Lan" in line.detail for line in audited(place))
    assert "anh, chị xem lại danh sách" in send(officer, PATH, form="xong-1", do="finish:1", on="22/11/2026")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"kind": "ẫ"}, "Chưa rõ người ấy muốn gì"), ({"way": ""}, "Chưa rõ gửi bằng cách nào"),
     ({"name": " "}, "Chưa có tên người gửi"), ({"name": "ẫ" * 61}, "gọn trong 60"), ({"received": "x"}, "Ngày chưa"),
     ({"received": "1/1/2030"}, "ở phía trước"), ({"by": ""}, "Chưa có tên người làm"), ({"do": "x"}, "xem lại")],
)  # fmt: skip
def test_what_was_typed_stays_and_nothing_is_kept_when_something_is_wrong(
    place: Hall, officer: Browser, wrong: dict[str, str], says: str
) -> None:
    page = send(officer, PATH, **{**ASKED, "received": "20/11/2026", **wrong})
    assert says in page
    assert place.read(data_requests.open_requests) == []
    if "received" not in wrong:
        assert 'value="20/11/2026"' in page


@pytest.mark.parametrize(
    ("on", "says"), [("19/11/2026", "nhận ngày 20/11/2026"), ("1/1/2030", "ở phía trước"), ("", "Ngày chưa đúng")]
)
def test_nothing_is_done_before_it_was_asked_or_in_the_future(
    place: Hall, officer: Browser, on: str, says: str
) -> None:
    send(officer, PATH, **ASKED, received="20/11/2026")
    assert says in send(officer, PATH, form="xong-1", do="finish:1", on=on)
    assert [one.done_on for one in place.read(data_requests.open_requests)] == [None]


def test_the_council_does_not_see_who_asked(place: Hall) -> None:
    with Browser(place.app()) as thinh:
        assert thinh.post(place.invitation("council")).status_code == 303
        assert thinh.get(PATH).status_code == 403
        assert PATH not in thinh.get("/van-phong").text


def test_the_most_urgent_stands_on_top(place: Hall) -> None:
    def write(kind: Kind, name: str, on: date) -> int:
        return place.write(lambda tx: data_requests.add(tx, kind, Way.PAPER, name, on, "chị Hoa", place.now))

    old, new = write(Kind.DELETE, "bà Cúc", TODAY - timedelta(days=9)), write(Kind.VIEW, "chị Lan", TODAY)
    assert [one.id for one in place.read(data_requests.open_requests)] == [old, new]
    place.write(lambda tx: data_requests.answer(tx, old, TODAY, "chị Hoa", place.now))
    assert [one.id for one in place.read(data_requests.open_requests)] == [new, old]
