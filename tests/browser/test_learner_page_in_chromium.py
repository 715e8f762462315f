"""The learner page in a real browser: old phones, large letters, keyboards and screen readers."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, Request, Route

from bot.channels.browser import Look, Seen, routes
from conversation.events import Tapped, Typed
from conversation.message import Message
from lessons import Course
from tests.browser.screening import ON_EACH_SCREEN, serious, wide
from tests.browser.steps import STEPS
from tests.edge.tray import Tray

Serving = Callable[[FastAPI], AbstractContextManager[str]]
PHONES = ("0228 388 1113",)


@dataclass
class Site:
    """The learner page, served; what a step shows can be laid on the tray."""

    tray: Tray
    url: str

    def show(self, page: Page, message: Message) -> None:
        """Open the page at this message."""
        page.goto(f"{self.url}/hoc")
        if not self.tray.chats:
            with page.expect_response(lambda response: response.status == 303):
                page.get_by_role("button", name="học luôn").click()
        (address,) = self.tray.chats
        self.tray.chats[address] = Seen(5, message)
        page.goto(f"{self.url}/hoc")


@pytest.fixture
def site(serving: Serving) -> Iterator[Site]:
    tray = Tray()
    app = FastAPI()
    app.include_router(
        routes(
            tray,
            Look("xã Xuân Hưng", lambda: PHONES),
            lambda: Course(()),
            fill=str,
            today=lambda: date(2026, 11, 22),
            clock=lambda: 0.0,
            secret=b"not much of a secret",
        )
    )
    with serving(app) as url:
        yield Site(tray, url)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_the_first_lesson_page_is_one_tap_away_without_javascript(site: Site, phone: Page) -> None:
    site.tray.say = lambda step: STEPS["page"]
    phone.goto(f"{site.url}/")
    phone.get_by_role("button", name="học luôn").click()
    phone.get_by_role("heading", name="Chuông reo").wait_for()
    assert [incoming.event for incoming in site.tray.taken] == [Tapped("p.0.0")]


def test_enter_sends_what_was_typed_and_taps_no_button(site: Site, phone: Page) -> None:
    site.show(phone, STEPS["hamlets"])
    phone.get_by_label("mã 4 số").fill("4817")
    with phone.expect_response(lambda response: response.status == 303):
        phone.keyboard.press("Enter")
    assert site.tray.taken[-1].event == Typed("4817")


def test_the_links_at_the_foot_ask_in_words(site: Site, phone: Page) -> None:
    site.show(phone, STEPS["question"])
    with phone.expect_response(lambda response: response.status == 303):
        phone.get_by_role("button", name="Hỏi người thật").click()
    assert site.tray.taken[-1].event == Typed("Hỏi người thật")


def test_the_back_key_leads_to_where_one_is_now(site: Site, phone: Page) -> None:
    site.tray.say = lambda step: STEPS["page" if step == 1 else "question"]
    phone.goto(f"{site.url}/hoc")
    phone.get_by_role("button", name="học luôn").click()
    phone.get_by_role("button", name="Tiếp").click()
    phone.get_by_role("button", name="Chuyển luôn").wait_for()
    phone.go_back()
    phone.get_by_role("button", name="Chuyển luôn").wait_for()


def test_the_page_prints_what_it_says_and_no_buttons(site: Site, phone: Page) -> None:
    site.show(phone, STEPS["page"])
    phone.emulate_media(media="print")
    assert phone.get_by_role("heading", name="Chuông reo").is_visible()
    assert not phone.get_by_role("button", name="Tiếp").is_visible()


def _adding_to(loaded: list[Request]) -> Callable[[Request], None]:
    def add(request: Request) -> None:
        loaded.append(request)

    return add


def test_a_first_load_is_light(site: Site, phone: Page, chromium: Browser) -> None:
    for message in STEPS.values():
        loaded: list[Request] = []  # a new one each time: the icon of the page before may come late
        site.show(phone, message)
        context = chromium.new_context(storage_state=phone.context.storage_state())  # the cookie, an empty cache
        page = context.new_page()
        page.on("requestfinished", _adding_to(loaded))
        page.goto(f"{site.url}/hoc", wait_until="networkidle")
        sizes = [request.sizes() for request in loaded]
        assert 5_000 < sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes) < 50_000
        context.close()


def test_no_step_is_wider_than_the_smallest_phone_even_with_large_letters(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    for message in STEPS.values():
        site.show(page, message)
        for letters in ("112.5%", "200%"):
            page.evaluate("size => document.documentElement.style.fontSize = size", letters)
            assert wide(page) == 320
    context.close()


def test_every_choice_is_large_enough_for_a_thumb(site: Site, phone: Page) -> None:
    for message in STEPS.values():
        site.show(phone, message)
        boxes = [box for button in phone.locator(".choices button").all() if (box := button.bounding_box())]
        assert len(boxes) == len(message.options)
        assert all(box["height"] >= 56 and box["width"] >= 120 for box in boxes)


@ON_EACH_SCREEN
def test_nothing_keeps_a_screen_reader_or_weak_eyes_out(site: Site, chromium: Browser, width: int, theme: str) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 740}, color_scheme="dark" if theme == "dark" else "light", bypass_csp=True
    )
    page = context.new_page()
    page.goto(f"{site.url}/hoc")
    found = serious(page)
    for kind, message in STEPS.items():
        site.show(page, message)
        found += [f"{kind}: {problem}" for problem in serious(page)]
    page.goto(f"{site.url}/bai/99")
    found += serious(page)
    assert found == []
    context.close()


@pytest.fixture
def live(chromium: Browser) -> Iterator[Page]:
    """A phone with JavaScript, that complains of whatever its console tells."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    said = list[str]()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if "Content Security" in line.text else None)
    yield page
    context.close()
    assert said == []


def _mark(page: Page) -> None:
    page.evaluate("window.mark = 1")


def _is_marked(page: Page) -> bool:
    return bool(page.evaluate("window.mark === 1"))


def test_a_tap_brings_the_next_step_without_a_page_load(site: Site, live: Page) -> None:
    site.tray.say = lambda step: STEPS["page" if step == 1 else "question"]
    live.goto(f"{site.url}/hoc")
    _mark(live)
    title = live.title()
    live.get_by_role("button", name="học luôn").click()
    live.get_by_role("heading", name="Chuông reo").wait_for()
    live.get_by_role("button", name="Tiếp").click()
    live.get_by_role("button", name="Chuyển luôn").wait_for()
    assert _is_marked(live)
    assert live.title() != title
    assert live.url == f"{site.url}/hoc"
    assert live.evaluate("document.activeElement.tagName") == "MAIN"
    assert live.evaluate("window.scrollY") == 0
    assert len(site.tray.taken) == 2
    assert site.tray.taken[0].event == Tapped("p.0.0")


def test_enter_sends_what_was_typed_without_a_page_load(site: Site, live: Page) -> None:
    site.show(live, STEPS["hamlets"])
    _mark(live)
    live.get_by_label("mã 4 số").fill("Xóm Đông & 48=17")
    with live.expect_response(lambda response: response.status == 303):
        live.keyboard.press("Enter")
    assert site.tray.taken[-1].event == Typed("Xóm Đông & 48=17")
    assert _is_marked(live)


def test_the_back_key_shows_where_one_is_now_and_then_leaves(site: Site, live: Page) -> None:
    site.tray.say = lambda step: STEPS["page" if step == 1 else "question"]
    live.goto("about:blank")
    live.goto(f"{site.url}/ma")
    live.locator("input[name=text]").fill("123456")
    live.get_by_role("button", name="Gửi").click()
    live.get_by_role("button", name="Tiếp").click()
    live.get_by_role("button", name="Chuyển luôn").wait_for()
    taken = len(site.tray.taken)
    with live.expect_response(f"{site.url}/hoc"):
        live.go_back()
    live.get_by_role("button", name="Chuyển luôn").wait_for()
    assert live.url == f"{site.url}/hoc"
    assert len(site.tray.taken) == taken
    live.go_back()
    assert live.url == "about:blank"


def test_on_a_bad_line_what_was_typed_stays_and_is_sent_by_the_next_tap(site: Site, live: Page) -> None:
    site.show(live, STEPS["hamlets"])
    taken = len(site.tray.taken)
    live.get_by_label("mã 4 số").fill("4817")
    live.context.set_offline(True)
    live.get_by_role("button", name="Gửi").click()
    live.get_by_text("Mạng đang yếu").wait_for()
    assert live.get_by_label("mã 4 số").input_value() == "4817"
    assert len(site.tray.taken) == taken
    live.context.set_offline(False)
    with live.expect_response(lambda response: response.status == 303):
        live.get_by_role("button", name="Gửi").click()
    assert site.tray.taken[-1].event == Typed("4817")
    live.locator("body:not(.sending)").wait_for()
    assert not live.get_by_text("Mạng đang yếu").is_visible()


def test_an_answer_that_is_no_page_of_ours_is_a_bad_line(site: Site, live: Page) -> None:
    site.show(live, STEPS["hamlets"])
    live.route("**/hoc", lambda route: route.fulfill(status=502, body="Bad Gateway", content_type="text/plain"))
    live.get_by_label("mã 4 số").fill("4817")
    live.get_by_role("button", name="Gửi").click()
    live.get_by_text("Mạng đang yếu").wait_for()
    assert live.get_by_label("mã 4 số").input_value() == "4817"


def test_whoever_taps_twice_sends_once(site: Site, live: Page) -> None:
    held = list[Route]()
    site.show(live, STEPS["page"])
    taken = len(site.tray.taken)
    live.route("**/hoc", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    button = live.get_by_role("button", name="Tiếp")
    button.click()
    button.click()
    live.locator("main[aria-busy=true]").wait_for()
    assert len(held) == 1
    held[0].continue_()
    live.locator("body:not(.sending)").wait_for()
    assert len(site.tray.taken) == taken + 1


def test_the_address_of_a_poster_is_left_with_the_first_step(site: Site, live: Page) -> None:
    site.tray.say = lambda step: STEPS["page"]
    live.goto(f"{site.url}/ma")
    live.locator("input[name=text]").fill("123456")
    live.get_by_role("button", name="Gửi").click()
    live.get_by_role("heading", name="Chuông reo").wait_for()
    assert live.url == f"{site.url}/hoc"
