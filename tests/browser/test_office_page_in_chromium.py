"""The office page in a real browser: at a desk, on a phone, by keyboard and for weak eyes."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from tests.browser.screening import ON_EACH_SCREEN, enlarge, serious, wide
from tests.db.commune import Commune
from tests.db.tabling import holds
from tests.edge.office import TODAY, Hall, hall, let_people_learn
from tests.unit.chatting import TINY

PAGES = (
    "/van-phong",
    "/van-phong/xom",
    "/van-phong/xom?from=31/02/2026",
    "/van-phong/xom?sort=-participation_rate",
    "/van-phong/xom?kind=school",
    "/van-phong/xom/01",
    "/van-phong/bai-hoc",
    f"/van-phong/bai-hoc/{quote(TINY[0].course.lessons[0].id)}",
)

Serving = Callable[[FastAPI], AbstractContextManager[str]]


@dataclass
class Site:
    """The office page, served."""

    place: Hall
    url: str

    def enter(self, page: Page) -> None:
        """Come in by an invitation."""
        page.goto(self.url + self.place.invitation())
        page.get_by_role("button", name="Vào trang văn phòng").click()
        page.get_by_role("button", name="Ra khỏi trang").wait_for()


@pytest.fixture
def site(serving: Serving) -> Iterator[Site]:
    with hall() as place, serving(place.app()) as url:
        yield Site(place, url)


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_an_officer_comes_in_sorts_and_goes_out_without_javascript(site: Site, desk: Page) -> None:
    let_people_learn(site.place)
    site.enter(desk)
    desk.get_by_role("link", name="Xóm và đơn vị").click()
    desk.get_by_role("link", name="Người tham gia").click()
    assert desk.locator("tbody th").first.inner_text().startswith("Xóm Đông")
    desk.get_by_role("button", name="Ra khỏi trang").click()
    desk.get_by_role("heading", name="Vào trang văn phòng xã").wait_for()


def test_the_first_page_leads_to_a_hamlet_and_its_definitions_without_javascript(site: Site, desk: Page) -> None:
    let_people_learn(site.place)
    site.enter(desk)
    desk.get_by_role("link", name="Xóm Đông").click()
    desk.get_by_role("heading", name="Xóm Đông: 17,5% người trưởng thành đã tham gia").wait_for()
    meaning = desk.get_by_text("mỗi người chỉ tính một lần")
    assert not meaning.is_visible()
    desk.get_by_text("Người tham gia", exact=True).click()
    assert meaning.is_visible()


def test_sorting_a_table_that_is_folded_away_leaves_it_open(site: Site, desk: Page) -> None:
    let_people_learn(site.place)
    site.place.write(lambda tx: holds(Commune(tx, TODAY), "01"))
    site.enter(desk)
    desk.goto(f"{site.url}/van-phong/xom")
    assert not desk.get_by_role("link", name="Số người đã tiếp cận").is_visible()
    desk.get_by_role("heading", name="Được giúp và hướng dẫn trực tiếp").click()
    desk.get_by_role("link", name="Số người đã tiếp cận").click()
    assert desk.get_by_role("link", name="Số người đã tiếp cận").is_visible()


def test_days_are_typed_and_sent_by_enter(site: Site, desk: Page) -> None:
    site.enter(desk)
    desk.get_by_role("link", name="Xóm và đơn vị").click()
    desk.get_by_label("Từ ngày").fill("16/11/2026")
    desk.keyboard.press("Enter")
    desk.get_by_text("Từ 16/11/2026 đến 22/11/2026").wait_for()


def test_a_download_arrives_as_a_file(site: Site, desk: Page) -> None:
    site.enter(desk)
    desk.get_by_role("link", name="Xóm và đơn vị").click()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "tham-gia-2026-01-01-2026-11-22.csv"


def test_on_a_phone_the_table_shows_its_chief_columns_and_all_of_them_when_asked(site: Site, chromium: Browser) -> None:
    let_people_learn(site.place)
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    phone = context.new_page()
    site.enter(phone)
    phone.goto(f"{site.url}/van-phong/xom")
    adults = phone.locator("td[data-more='Số người trưởng thành']").first
    assert not adults.is_visible()
    phone.get_by_label("Hiện đủ các cột").check()
    assert adults.is_visible()
    table = phone.locator(".scroll").first
    assert table.evaluate("table => table.scrollWidth - table.clientWidth") <= 0
    phone.get_by_role("link", name="Người tham gia").click()
    assert phone.locator("tbody th").first.inner_text().startswith("Xóm Đông")
    context.close()


@pytest.mark.parametrize("width", [320, 360, 1440])
def test_only_the_table_scrolls_sideways(site: Site, chromium: Browser, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    site.enter(page)
    assert wide(page) == width
    let_people_learn(site.place)
    for path in PAGES:
        page.goto(f"{site.url}{path}")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert wide(page) == width, path
        if width > 320:  # where letters twice as large leave no room for a long word
            enlarge(page)
            assert wide(page) == width, path
    context.close()


def test_printed_pages_lose_their_navigation_and_no_edge(site: Site, chromium: Browser) -> None:
    let_people_learn(site.place)
    context = chromium.new_context(viewport={"width": 718, "height": 1000})  # A4 without its margins
    page = context.new_page()
    site.enter(page)
    page.emulate_media(media="print")
    for path in PAGES:
        page.goto(f"{site.url}{path}")
        assert wide(page) == 718, path
        assert page.evaluate(
            "[...document.querySelectorAll('.scroll')].every(one => one.scrollWidth <= one.clientWidth)"
        )
        assert not page.get_by_role("navigation").first.is_visible()
    context.close()


@ON_EACH_SCREEN
def test_nothing_keeps_an_officer_with_weak_eyes_out(site: Site, chromium: Browser, width: int, theme: str) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if theme == "dark" else "light", bypass_csp=True
    )
    page = context.new_page()
    page.goto(f"{site.url}/van-phong")
    found = serious(page)
    page.goto(site.url + site.place.invitation())
    found += serious(page)
    site.enter(page)
    found += serious(page)
    let_people_learn(site.place)
    for path in filter(lambda path: "?" in path, PAGES):  # as they are without, test_every_page_in_chromium.py looks
        page.goto(f"{site.url}{path}")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found += [f"{path}: {problem}" for problem in serious(page)]
    assert found == []
    context.close()
