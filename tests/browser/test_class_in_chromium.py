"""Class mode on the screen of a room and on a phone, and the page about what is kept, as people use them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from random import Random

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from bot.channels.browser import Look, room_routes, routes
from tests.browser.screening import serious, wide
from tests.edge.learner import TODAY, Hand
from tests.edge.test_classroom import BANK, CALL, COURSE, filled
from tests.edge.tray import Tray

Serving = Callable[[FastAPI], AbstractContextManager[str]]
TERMS = {"controller": "UBND xã Xuân Hưng", "contact": "Phòng Văn hóa - Xã hội", "years": "5"}


@pytest.fixture
def url(serving: Serving) -> Iterator[str]:
    app = FastAPI()
    look = Look("xã Xuân Hưng", lessons=COURSE.lessons)
    app.include_router(
        routes(
            Tray(),
            look,
            lambda: COURSE,
            fill=filled,
            today=lambda: TODAY,
            clock=Hand(),
            secret=b"no secret",
            terms=lambda: TERMS,
        )
    )
    app.include_router(room_routes(look, lambda: COURSE, lambda: BANK, fill=filled, today=lambda: TODAY, rng=Random(1)))
    with serving(app) as address:
        yield address


@pytest.fixture(params=[320, 1366])
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": request.param, "height": 768}, java_script_enabled=True)
    yield context.new_page()
    context.close()


def test_a_class_is_held_from_the_list_to_the_session(url: str, page: Page) -> None:
    width = _width(page)
    page.goto(f"{url}/buoi")
    assert serious(page) == []
    page.get_by_role("link", name="Cuộc gọi giả danh").click()
    for _ in range(40):
        assert wide(page) == width
        if page.get_by_role("link", name="Ghi buổi này").count():
            break
        hands = page.get_by_label("Giơ tay B")
        if hands.count():
            hands.fill("12")
            page.get_by_role("button", name="Xem vì sao").click()
            assert page.get_by_text("nên làm").count() == 1
            assert serious(page) == []
        page.get_by_role("link", name="Tiếp").click()
    assert page.get_by_role("link", name="Ghi buổi này").get_attribute("href") == f"/xom/buoi?bai={CALL}"
    assert serious(page) == []


def test_what_is_kept_is_said_in_plain_words(url: str, page: Page) -> None:
    page.goto(f"{url}/bai/{CALL}")
    page.get_by_role("link", name="Xã giữ những gì của bác?").click()
    said = page.get_by_role("main").inner_text()
    assert all(term in said for term in TERMS.values())
    assert "{" not in said
    assert serious(page) == []
    assert wide(page) == _width(page)


def _width(page: Page) -> int:
    return page.viewport_size["width"] if page.viewport_size else 0
