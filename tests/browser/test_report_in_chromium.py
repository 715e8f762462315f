"""The report in a real browser without JavaScript: words kept, a unit noted, nothing in the way of weak eyes."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from campaign.reporting import Section
from storage import reports
from tests.browser.screening import ON_EACH_SCREEN, serious, wide
from tests.edge.office import Hall, hall, let_people_learn

Serving = Callable[[FastAPI], AbstractContextManager[str]]

PAGE = "/van-phong/bao-cao"


@pytest.fixture
def place() -> Iterator[Hall]:
    with hall() as built:
        let_people_learn(built)
        yield built


def _enter(place: Hall, page: Page, url: str) -> None:
    page.goto(url + place.invitation())
    page.get_by_role("button", name="Vào trang văn phòng").click()


def test_an_officer_prepares_the_report_of_a_quarter(place: Hall, chromium: Browser, serving: Serving) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    with serving(place.app()) as url:
        _enter(place, page, url)
        page.goto(url + PAGE)
        page.get_by_label("Kỳ báo cáo").select_option("Q2026-4")
        page.get_by_role("button", name="Xem", exact=True).click()
        page.get_by_role("heading", name="Báo cáo quý IV năm 2026").wait_for()
        page.get_by_role("textbox", name="III. Tồn tại").fill("Một số xóm còn chậm.\nNgười già ngại máy.")
        page.locator("#loi-III").get_by_label("Người làm").fill("chị Hoa")
        page.get_by_role("button", name="Giữ lời này: III.").click()
        page.get_by_role("heading", name="Báo cáo quý IV năm 2026").wait_for()
        page.get_by_text("Đã giữ lời phần III.").wait_for()
        page.get_by_role("button", name="Tệp Word").click()
        page.get_by_role("heading", name="Báo cáo của xã").wait_for()
    context.close()

    kept = place.read(lambda tx: reports.texts(tx, "Q2026-4"))
    assert kept == {Section.SHORTCOMINGS: "Một số xóm còn chậm.\nNgười già ngại máy."}


@ON_EACH_SCREEN
def test_nothing_keeps_an_officer_with_weak_eyes_from_the_report(
    place: Hall, chromium: Browser, serving: Serving, width: int, theme: str
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if theme == "dark" else "light", bypass_csp=True
    )
    page, found = context.new_page(), []
    with serving(place.app()) as url:
        _enter(place, page, url)
        for path in (PAGE, f"{PAGE}/Q2026-4", f"{PAGE}?from=32/13/2026"):
            page.goto(url + path)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            assert wide(page) == width, path
            found += [f"{path}: {problem}" for problem in serious(page)]
    assert found == []
    context.close()
