"""The picture of a lesson in a browser: told in words, its place known beforehand, light, and safe on its own."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from bot.channels.browser import Look, routes
from bot.channels.browser.look import Sent
from conversation.message import Message, Text
from conversation.pictures import LessonPicture
from lessons import Lesson
from lessons.load import load
from tests.edge.inprocess import Browser
from tests.edge.learner import TODAY, Hand
from tests.edge.tray import Tray

COURSE = load(Path(__file__).parents[2] / "lessons/content/vi")
CALL = "009-cuoc-goi-gia-danh"
LOOK = Look("xã Xuân Hưng", lessons=COURSE.lessons)


def pages() -> FastAPI:
    app = FastAPI()
    app.include_router(
        routes(Tray(), LOOK, lambda: COURSE, fill=str, today=lambda: TODAY, clock=Hand(), secret=b"no secret")
    )
    return app


def src(page: str) -> str:
    return page.split('<img src="', 1)[1].partition('"')[0]


@pytest.mark.parametrize("lesson", COURSE.lessons, ids=lambda lesson: lesson.id)
def test_a_lesson_shows_its_picture_in_a_light_page(lesson: Lesson) -> None:
    assert lesson.picture is not None
    with Browser(pages()) as browser:
        page = browser.get(f"/bai/{lesson.id}")
        picture, style = (
            browser.get(src(page.text)),
            browser.get(page.text.split('rel="stylesheet" href="')[1].split('"')[0]),
        )

    assert f'alt="{lesson.picture.alt}" width="1080" height="720"' in page.text
    assert picture.content == lesson.picture.file.read_bytes()
    assert len(page.content) + len(picture.content) + len(style.content) < 50_000


def test_a_picture_opened_on_its_own_can_do_nothing_and_is_kept() -> None:
    with Browser(pages()) as browser:
        answer = browser.get(src(browser.get(f"/bai/{CALL}").text))

    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in answer.headers["cache-control"]


def test_a_picture_of_another_version_is_shown_as_it_is_now_and_not_kept() -> None:
    with Browser(pages()) as browser:
        answer = browser.get(f"/bai/{CALL}/hinh.0123.svg")

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")


def test_a_lesson_there_is_not_has_no_picture() -> None:
    with Browser(pages()) as browser:
        assert browser.get("/bai/099-khong-co/hinh.0123.svg").status_code == 404
        assert browser.get(f"/bai/{CALL}/khac").status_code == 404


def test_a_step_shows_the_picture_above_its_words() -> None:
    message = Message((Text("Bà Hoa đang nhặt rau 🌾"),), picture=LessonPicture(CALL, "bất kỳ"))
    page = bytes(LOOK.step(message, Sent(1)).body).decode()

    assert src(page).startswith(f"/bai/{CALL}/hinh.")
    assert page.index("<img") < page.index("Bà Hoa")


def test_a_step_whose_lesson_is_gone_has_its_words_alone() -> None:
    message = Message((Text("Bà Hoa đang nhặt rau"),), picture=LessonPicture("099-khong-co", "Bà ữ"))
    page = bytes(LOOK.step(message, Sent(1)).body).decode()

    assert "<img" not in page
    assert "Bà Hoa" in page
