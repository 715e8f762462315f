"""The page of the lessons: where people stop, and what waits for somebody to look at it."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, insert

from lessons import Course
from storage import doors
from storage.tables import progress
from tests.db.commune import Commune
from tests.edge.inprocess import Browser
from tests.edge.office import TODAY, Hall, unlabelled
from tests.edge.office_desk import enter

PATH = "/van-phong/bai-hoc"


def _reach(place: Hall, lesson: str, pages: int, people: int, *, is_finished: bool = False) -> None:
    def live(tx: Connection) -> None:
        commune = Commune(tx, TODAY)
        rows = [
            {"learner_id": commune.join(), "lesson": lesson, "pages": pages, "seen": "[]", "task_asked": 0,
             "finished_on": TODAY if is_finished else None, "reviews": 0}
            for _ in range(people)
        ]  # fmt: skip
        tx.execute(insert(progress), rows)

    place.write(live)


def test_an_empty_page_says_what_will_stand_here(officer: Browser) -> None:
    page = officer.get(PATH).text
    assert "<h1>Chưa đủ người học để thấy bà con dừng ở đâu</h1>" in page
    assert "Chưa ai bắt đầu bài nào" in page


def test_the_heading_names_the_lesson_that_most_leave_and_the_table_where(place: Hall, officer: Browser) -> None:
    first, second, *_ = place.world.course.lessons
    _reach(place, first.id, len(first.pages), 4)
    _reach(place, first.id, len(first.pages), 2, is_finished=True)
    _reach(place, second.id, 1, 2)
    _reach(place, second.id, 1, 8, is_finished=True)
    page = officer.get(PATH).text
    assert f"Bài “{first.title}” có nhiều người dừng giữa chừng nhất: 4 trong 6 người bắt đầu" in page
    assert "<td>6</td><td>2</td><td>33,3%" in unlabelled(page)
    assert "câu hỏi cuối bài" in page
    assert "<td>10</td><td>8</td><td>80,0%" in unlabelled(page)


def test_no_lesson_is_named_where_hardly_anybody_stops(place: Hall, officer: Browser) -> None:
    first = place.world.course.lessons[0]
    _reach(place, first.id, 1, 1)
    _reach(place, first.id, 1, 30, is_finished=True)
    assert "<h1>Bài nào cũng được hầu hết người bắt đầu học xong</h1>" in officer.get(PATH).text


def test_of_few_people_nothing_is_said_about_where_they_stop(place: Hall, officer: Browser) -> None:
    first = place.world.course.lessons[0]
    _reach(place, first.id, 1, 4)
    page = officer.get(PATH).text
    assert "<h1>Chưa đủ người học" in page
    assert "<td>4</td><td>0</td><td>0,0%" in unlabelled(page)


def test_the_figures_are_asked_again_after_five_minutes_and_say_how_old_they_are(place: Hall, officer: Browser) -> None:
    first = place.world.course.lessons[0]
    assert "Lúc 01:30 22/11/2026" in officer.get(PATH).text
    _reach(place, first.id, 1, 7)
    place.now += timedelta(minutes=4)
    assert "<td>7</td>" not in unlabelled(officer.get(PATH).text)
    place.now += timedelta(minutes=2)
    page = officer.get(PATH).text
    assert "<td>7</td>" in unlabelled(page)
    assert "Lúc 01:36 22/11/2026" in page


def test_what_the_content_waits_for_stands_beside_the_lesson(place: Hall) -> None:
    first, second, third = place.world.course.lessons[:3]
    course = Course(
        (
            replace(first, checked_by="", expires_on=None),
            replace(second, checked_by="chị Hoa", expires_on=TODAY + timedelta(days=10)),
            replace(third, checked_by="chị Hoa", expires_on=TODAY - timedelta(days=1)),
        )
    )
    place.world = replace(place.world, course=course)
    with Browser(place.app()) as officer:
        enter(place, officer)
        page = officer.get(PATH).text
    assert "Nội dung của 3 bài đang chờ người xem lại" in page
    assert "chưa ghi người duyệt" in page
    assert "sắp hết hạn, ngày 02/12/2026" in page
    assert "hết hạn ngày 21/11/2026" in page


def test_the_council_may_look_at_it_too(place: Hall) -> None:
    with Browser(place.app()) as councillor:
        token = place.write(lambda tx: doors.open_session(tx, "council", place.now))
        councillor.cookies.set("hocso_vp", token, path="/van-phong")
        assert councillor.get(PATH).status_code == 200
