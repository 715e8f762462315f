"""Class mode: a page or a question at a time, hands counted, nothing kept, a session to record at the end."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from fastapi import FastAPI

from bot.channels.browser import Look, room_routes
from quizzes.load import load_content
from tests.edge.inprocess import Browser
from tests.edge.learner import TODAY

ROOT = Path(__file__).parents[2]
COURSE, BANK = load_content(ROOT / "lessons/content/vi", ROOT / "quizzes/content/vi")
CALL = "009-cuoc-goi-gia-danh"


@pytest.fixture
def room() -> Iterator[Browser]:
    app = FastAPI()
    look = Look("xã Xuân Hưng", lessons=COURSE.lessons)
    fill = filled
    app.include_router(room_routes(look, lambda: COURSE, lambda: BANK, fill=fill, today=lambda: TODAY, rng=Random(1)))
    with Browser(app) as browser:
        yield browser


def filled(text: str) -> str:
    return re.sub(r"\{contacts\.\w+\}", "", text).replace("{bác}", "bà con").replace("{Bác}", "Bà con")


def _begin(room: Browser) -> str:
    answer = room.get(f"/buoi/{CALL}")
    assert answer.status_code == 307
    return answer.headers["Location"]


def _next(page: str) -> str:
    found = re.search(r'<a class="next" href="\?([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else ""


def _walk(room: Browser, hands: str) -> list[str]:
    """Return every page of a class in which these hands were counted at each question."""
    query, pages = _begin(room).partition("?")[2], list[str]()
    while query:
        page = room.get(f"/buoi/{CALL}?{query}").text
        pages.append(page)
        query = f"{query}&{hands}" if "dem-tay" in page and 'class="why"' not in page else _next(page)
    return pages


def test_a_class_goes_through_pages_and_three_questions_to_a_session(room: Browser) -> None:
    pages = _walk(room, "tay-A=4&tay-B=12&tay-C=0")
    lesson = COURSE.get(CALL)
    assert lesson is not None
    assert len(pages) == len(lesson.pages) + 2 * 3 + 1
    assert '<img src="/bai/009' in pages[0]
    assert f"/xom/buoi?bai={CALL}" in pages[-1]
    assert not any("bác" in page or "{" in page for page in pages)


def test_hands_are_shown_with_the_reason_of_the_right_choice(room: Browser) -> None:
    shown = [page for page in _walk(room, "tay-A=4&tay-B=12&tay-C=0") if 'class="why"' in page]
    assert len(shown) == 3
    for page in shown:
        assert page.count("nên làm</strong>") == 1
        assert "12 <span>người" in page


def test_the_same_address_shows_the_same_question(room: Browser) -> None:
    page = f"/buoi/{CALL}?luot=7&buoc=5"
    assert room.get(page).text == room.get(page).text
    others = {room.get(f"/buoi/{CALL}?luot={draw}&buoc=5").text for draw in range(12)}
    assert len(others) > 3


@pytest.mark.parametrize(
    "query", ["luot=7&buoc=99999", "luot=7&buoc=5&tay-A=ẫ&tay-B=-3", "luot=7&buoc=5&tay-A=9999999", "luot=<b>&buoc=1"]
)
def test_a_strange_address_is_no_trouble(room: Browser, query: str) -> None:
    answer = room.get(f"/buoi/{CALL}?{query}")
    assert answer.status_code in (200, 307)
    assert "<b>&" not in answer.text


def test_a_number_alone_leads_to_the_lesson_and_an_unknown_one_is_told(room: Browser) -> None:
    assert room.get("/buoi/9").headers["Location"].startswith(f"/buoi/{CALL}?")
    assert room.get("/buoi/099").status_code == 404
    assert room.get("/buoi/9999").status_code == 404


def test_the_list_leads_to_every_lesson(room: Browser) -> None:
    page = room.get("/buoi").text
    assert all(f'href="/buoi/{lesson.id}"' in page for lesson in COURSE)
