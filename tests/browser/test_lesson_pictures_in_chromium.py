"""The pictures of the shipped lessons as a phone shows them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from bot.channels.browser import Look, routes
from lessons.load import load
from tests.browser.screening import wide
from tests.edge.learner import TODAY, Hand
from tests.edge.tray import Tray

Serving = Callable[[FastAPI], AbstractContextManager[str]]
COURSE = load(Path(__file__).parents[2] / "lessons/content/vi")
WORDS = """() => [...document.querySelectorAll('text')].map(text => {
  const box = text.getBBox()
  return [text.textContent, box.x, box.y, box.x + box.width, box.y + box.height]
})"""


@pytest.fixture
def url(serving: Serving) -> Iterator[str]:
    app = FastAPI()
    look = Look("xã Xuân Hưng", lessons=COURSE.lessons)
    app.include_router(
        routes(Tray(), look, lambda: COURSE, fill=str, today=lambda: TODAY, clock=Hand(), secret=b"no secret")
    )
    with serving(app) as address:
        yield address


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 320, "height": 568})
    yield context.new_page()
    context.close()


def test_every_picture_is_seen_whole_on_the_smallest_phone(url: str, phone: Page) -> None:
    for lesson in COURSE:
        phone.goto(f"{url}/bai/{lesson.id}")
        picture = phone.get_by_role("img", name=lesson.picture.alt if lesson.picture else "")
        assert picture.evaluate("img => [img.complete, img.naturalWidth, img.naturalHeight]") == [True, 1080, 720]
        assert picture.evaluate("img => img.width / img.height") == pytest.approx(1.5, abs=0.02)
        assert wide(phone) == 320


def test_the_place_of_a_picture_is_kept_before_it_comes(url: str, phone: Page) -> None:
    phone.route("**/hinh.*", lambda route: route.abort())
    phone.goto(f"{url}/bai/009-cuoc-goi-gia-danh")

    assert phone.locator(".picture img").evaluate("img => img.width / img.height") == pytest.approx(1.5, abs=0.02)


def test_no_word_runs_out_of_a_picture_in_the_letters_of_a_browser(url: str, phone: Page) -> None:
    for lesson in COURSE:
        assert lesson.picture is not None
        phone.set_content(lesson.picture.file.read_text("utf-8"))
        for word, left, top, right, bottom in phone.evaluate(WORDS):
            assert 0 < left < right < 1080, f"{lesson.id}: {word}"
            assert 0 < top < bottom < 720, f"{lesson.id}: {word}"
