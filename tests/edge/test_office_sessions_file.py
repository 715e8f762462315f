"""Sessions from a file: shown first, written down whole or not at all, each once."""

import re
from datetime import date

from storage import session_desk
from tests.edge.inprocess import Browser
from tests.edge.office import TODAY, Hall
from tests.edge.office_desk import audited, token
from tests.edge.test_office_units import shown, upload

PATH = "/van-phong/buoi/nhap-tep"
HEAD = "day,unit,lesson,place,present,women,aged_60_plus,first_timers\n"
FIRST = "15/11/2026,01,9,Nhà văn hóa ẫ <b>,20,12,8,3\n"
SECOND = "2026-11-20,02,003-vneid-la-gi,,9,0,0,0\n"


def take_in(browser: Browser, page: str) -> str:
    fields = {"token": token(browser, "/van-phong/buoi"), "form": "nhap", "by": "chị Hoa", "shown": shown(page)}
    answer = browser.post(PATH, {**fields, "do": "take_in"})
    assert answer.status_code == 303
    return browser.get(answer.headers["location"].split("#")[0]).text


def waiting(place: Hall) -> list[tuple[str, date | None, int | None]]:
    found = place.read(lambda tx: session_desk.waiting(tx, TODAY, 50))
    return [(one.recorded.unit.code, one.recorded.session.day, one.recorded.session.present) for one in found]


def test_a_file_is_shown_first_then_written_down_and_waits_for_the_office(place: Hall, officer: Browser) -> None:
    page = upload(officer, (HEAD + FIRST + SECOND + FIRST).encode(), PATH)
    assert "<h1>Tệp có 2 buổi sẽ được ghi</h1>" in page
    assert "Xóm Đông (01), 15/11/2026 · Cuộc gọi giả danh · Nhà văn hóa ẫ &lt;b&gt; · 20 người đến" in page
    assert waiting(place) == []
    assert "Đã ghi 2 buổi từ tệp" in take_in(officer, page)
    assert waiting(place) == [("02", date(2026, 11, 20), 9), ("01", date(2026, 11, 15), 20)]
    assert [line.what for line in audited(place)] == ["session_recorded", "session_recorded"]


def test_what_is_written_down_already_is_passed_over(place: Hall, officer: Browser) -> None:
    take_in(officer, upload(officer, (HEAD + FIRST).encode(), PATH))
    page = upload(officer, (HEAD + FIRST + SECOND).encode(), PATH)
    assert "1 buổi khác trong tệp đã ghi rồi nên bỏ qua." in page
    take_in(officer, page)
    assert len(waiting(place)) == 2
    assert "<h1>Các buổi trong tệp đều đã ghi rồi</h1>" in upload(officer, (HEAD + FIRST).encode(), PATH)


def test_everything_wrong_is_told_by_line_and_nothing_is_written_down(place: Hall, officer: Browser) -> None:
    rows = ["1/1/2030,01,9,,5,1,1,1", "ẫ,77,88,,5,1,1,1", "15/11/2026,01,9,,5,6,1,1", "15/11/2026,01,9,,0,0,0,0",
            "15/11/2019,01,9,,nhiều,0,0,0", "15/11/2026,01,9,,5,,0,0"]  # fmt: skip
    page = upload(officer, (HEAD + FIRST + "\n".join(rows)).encode(), PATH)
    places = re.findall(r"<strong>(Dòng \d+, cột \w+):</strong>", page)
    assert places == [
        "Dòng 3, cột day", "Dòng 4, cột day", "Dòng 4, cột unit", "Dòng 4, cột lesson", "Dòng 5, cột women",
        "Dòng 6, cột present", "Dòng 7, cột day", "Dòng 7, cột present", "Dòng 8, cột women",
    ]  # fmt: skip
    assert 'name="shown"' not in page
    assert waiting(place) == []


def test_what_changed_meanwhile_is_shown_again(place: Hall, officer: Browser) -> None:
    page = upload(officer, (HEAD + FIRST).encode(), PATH)
    upload(officer, (HEAD + SECOND).encode(), PATH)
    answer = take_in(officer, page)
    assert "vừa thay đổi nên chưa ghi gì" in answer
    assert waiting(place) == []


def test_the_file_to_fill_in_holds_just_the_names_of_the_columns(officer: Browser) -> None:
    fetched = officer.get("/van-phong/buoi/mau.csv")
    assert fetched.text.strip("\ufeff") == HEAD.replace("\n", "\r\n")
    assert "chưa có buổi nào" in upload(officer, fetched.content, PATH)
    assert "Chưa có tệp" in upload(officer, b"", PATH, name="")
