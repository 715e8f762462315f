"""The page on which somebody of the commune reads a lesson over, with what the check says of it."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from lessons import ContentError, Course, Lesson, Problem
from lessons.problems import ChangedError
from quizzes.check import Report
from tests.edge.inprocess import Browser
from tests.edge.office import TODAY, Hall
from tests.edge.office_desk import audited, enter, token

LIST = "/van-phong/bai-hoc"


def path_of(lesson: Lesson) -> str:
    return f"{LIST}/{quote(lesson.id)}"


def test_every_page_question_and_reason_is_there_to_be_read(place: Hall, officer: Browser) -> None:
    for lesson in place.world.course:
        assert f'href="{path_of(lesson)}"' in officer.get(LIST).text
        page = officer.get(path_of(lesson)).text
        questions = place.world.bank.pool(lesson.id).questions
        assert page.count('id="trang-') == len(lesson.pages)
        assert page.count('id="cau-') == len(questions)
        assert page.count(">Đúng.</strong>") == sum(choice.correct for one in questions for choice in one.choices)
        assert "{bác}" not in page
        assert "**" not in page
        assert "Máy soát không thấy gì phải sửa" in page


def test_what_the_check_says_stands_with_the_lesson_it_is_about(place: Hall) -> None:
    first, second, *_ = place.world.course.lessons
    wrong = Problem(Path("x") / first.id / "lesson.md", 3, "trang 1", "câu dài 40 chữ")
    waits = Problem(Path(f"{second.id}.yaml"), 1, "câu 2", "chưa ghi nguồn")
    place.check = lambda: Report((), (wrong,), (waits,))
    with Browser(place.app()) as officer:
        enter(place, officer)
        page = officer.get(path_of(first)).text
        assert "<h3>Nên sửa</h3>" in page
        assert "Trang 1: câu dài 40 chữ." in page
        assert "chưa ghi nguồn" not in page
        other = officer.get(path_of(second)).text
        assert "<h3>Chờ người làm</h3>" in other
        assert "Câu 2: chưa ghi nguồn." in other


def test_a_check_that_cannot_be_made_is_told(place: Hall) -> None:
    lesson = place.world.course.lessons[0]

    def broken() -> Report:
        raise ContentError([Problem(Path(lesson.id) / "lesson.md", 1, "", "không mở được tệp này")])

    place.check = broken
    with Browser(place.app()) as officer:
        enter(place, officer)
        page = officer.get(path_of(lesson)).text
    assert "<h3>Lỗi, phải sửa</h3>" in page
    assert "Không mở được tệp này." in page


def test_who_read_it_and_until_when_is_told(place: Hall) -> None:
    lesson = replace(place.world.course.lessons[0], checked_by="Cô Hạnh", expires_on=None)
    place.world = replace(place.world, course=Course((lesson,)))
    with Browser(place.app()) as officer:
        enter(place, officer)
        assert "Người duyệt: Cô Hạnh, ngày" in officer.get(path_of(lesson)).text


def test_one_tap_says_that_a_lesson_was_read_over_and_holds(place: Hall) -> None:
    said = list[tuple[str, str]]()
    lesson = replace(place.world.course.lessons[0], expires_on=TODAY + timedelta(days=20))
    place.world = replace(place.world, course=Course((lesson,)))
    place.check = lambda: Report((), (), (Problem(Path(f"{lesson.id}.yaml"), 1, "", f"lần {len(said)}"),))

    def keep(lesson_id: str, by: str) -> None:
        said.append((lesson_id, by))
        fresh = replace(lesson, checked_by=by, expires_on=TODAY + timedelta(days=360))
        place.world = replace(place.world, course=Course((fresh,)))

    place.confirm = keep
    with Browser(place.app()) as officer:
        enter(place, officer)
        assert "1 bài học hết hạn hoặc sắp hết hạn" in officer.get("/van-phong").text
        assert "Lần 0." in officer.get(path_of(lesson)).text
        page = _confirm(officer, lesson)
        assert "Đã ghi: cô Hạnh đọc lại bài này, vẫn đúng. Hạn xem lại mới: 17/11/2027." in page
        assert "Lần 1." in page
        assert "hết hạn hoặc sắp hết hạn" not in officer.get("/van-phong").text
        log = officer.get("/van-phong/nhat-ky").text
    assert said == [(lesson.id, "cô Hạnh")]
    assert [line.what for line in audited(place)] == ["lesson_read"]
    assert "đọc lại bài học, thấy vẫn đúng" in log


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ChangedError("x"), "nhờ người trực máy chủ khởi động lại"),
        (ContentError([Problem(Path("x"), 1, "", "thiếu tiêu đề")]), "đang có lỗi (thiếu tiêu đề)"),
        (PermissionError("read-only"), "hocso content review"),
    ],
)
def test_what_keeps_it_from_being_written_is_told(place: Hall, error: Exception, says: str) -> None:
    def fail(lesson_id: str, by: str) -> None:
        raise error

    place.confirm = fail
    with Browser(place.app()) as officer:
        enter(place, officer)
        page = _confirm(officer, place.world.course.lessons[0])
    assert says in page
    assert 'value="cô Hạnh"' in page
    assert audited(place) == []


def _confirm(officer: Browser, lesson: Lesson) -> str:
    path = path_of(lesson)
    form = {"token": token(officer, path), "form": "da-doc", "lesson": lesson.id, "by": "cô Hạnh"}
    answer = officer.post(path, form)
    assert answer.status_code == 303
    return officer.get(path).text


def test_the_hand_out_is_made_as_work(place: Hall, officer: Browser) -> None:
    path = path_of(place.world.course.lessons[0])
    form = {"token": token(officer, path), "form": "to-phat-tay", "lesson": place.world.course.lessons[0].id}
    answer = officer.post(path, form)
    assert answer.headers["location"].startswith("/van-phong/viec/")
    watched = officer.get(answer.headers["location"]).text
    assert "Tờ phát tay" in watched
    assert 'http-equiv="refresh"' in watched
    [still] = re.findall(r'href="([^"]*)">Đừng tự tải lại', watched)
    assert 'http-equiv="refresh"' not in officer.get(still).text
    officer.post(path, {**form, "lesson": "999-khong-co"})
    assert "Bài này không còn nữa" in officer.get(path).text


def test_an_unknown_lesson_says_where_to_go(officer: Browser) -> None:
    answer = officer.get(f"{LIST}/999-khong-co")
    assert answer.status_code == 404
    assert "Không có bài học này" in answer.text


def test_the_council_reads_and_orders_nothing(place: Hall) -> None:
    lesson = place.world.course.lessons[0]
    with Browser(place.app()) as council:
        assert council.post(place.invitation("council")).status_code == 303
        page = council.get(path_of(lesson)).text
    assert page.count('id="trang-') == len(lesson.pages)
    assert "to-phat-tay" not in page
