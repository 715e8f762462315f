"""The score in a real browser without JavaScript: from a claim to what was agreed, on a phone and on a desk."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from campaign.awards import AwardKind, Criteria, Criterion, Measure, Rule
from campaign.sheet import Step
from storage import awards, score_desk, score_tables
from tests.browser.screening import ON_EACH_SCREEN, serious, wide
from tests.edge.office import NOW, TODAY, Hall, hall, let_people_learn
from tests.edge.score_year import BLOCK, DONG, LIST, NAME, TAY, act, adopt
from web import awards_page

FEW = Criteria("thử", {AwardKind.HAMLET: Rule((Criterion(Measure.PARTICIPANTS, Decimal(1)),), 1)})
Serving = Callable[[FastAPI], AbstractContextManager[str]]


@pytest.fixture
def place() -> Iterator[Hall]:
    with hall() as built:
        let_people_learn(built)
        adopt(built)
        yield built


def _enter(place: Hall, page: Page, url: str) -> None:
    page.goto(url + place.invitation())
    page.get_by_role("button", name="Vào trang văn phòng").click()


def test_an_officer_takes_a_sheet_from_paper_to_the_council(place: Hall, chromium: Browser, serving: Serving) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    with serving(place.app()) as url:
        _enter(place, page, url)
        page.get_by_role("link", name="Xem bảng điểm").click()
        page.get_by_label("Người làm").fill("chị Hoa")
        page.get_by_role("button", name="Lấy số liệu mới nhất").click()
        page.get_by_role("link", name="Xóm Đông").click()
        form = page.locator("#phieu-submit")
        form.get_by_label("Số liệu").nth(1).fill("mười hai")
        form.get_by_label("Số liệu").nth(2).select_option("có")
        form.get_by_role("button").click()
        assert page.locator("#phieu-submit .wrong").count() == 1
        assert form.get_by_label("Số liệu").nth(1).input_value() == "mười hai"
        form.get_by_label("Số liệu").nth(1).fill("12")
        form.get_by_role("button").click()
        page.locator("#phieu-review button").click()
        form = page.locator("#phieu-confirm")
        form.get_by_label("Ai quyết định").fill("Chủ tịch Hội đồng")
        form.get_by_role("button").click()
        page.get_by_role("heading", name="Xóm Đông: đã thống nhất").wait_for()
    context.close()

    adopted = place.read(lambda tx: score_tables.adopted(tx, 2026, NAME))
    assert adopted is not None
    of = place.read(lambda tx: score_desk.block(tx, adopted, TODAY))
    assert [one.by for one in of.sheet("01").steps] == ["chị Hoa", "chị Hoa", "Chủ tịch Hội đồng"]


@ON_EACH_SCREEN
def test_nothing_keeps_an_officer_with_weak_eyes_from_the_score(
    place: Hall, chromium: Browser, serving: Serving, width: int, theme: str
) -> None:
    for unit, steps in (("01", 3), ("03", 3), ("02", 1)):
        act(place, unit, *(Step.SUBMIT, Step.REVIEW, Step.CONFIRM)[:steps])
    place.criteria = FEW
    place.write(lambda tx: awards.propose(tx, AwardKind.HAMLET, "02", 2025, "chị Hoa", NOW))
    place.write(lambda tx: awards.propose(tx, AwardKind.HAMLET, "03", 2026, "chị Hoa", NOW))  # falls below
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if theme == "dark" else "light", bypass_csp=True
    )
    page, found = context.new_page(), []
    with serving(place.app()) as url:
        _enter(place, page, url)
        for path in (LIST, BLOCK, DONG, TAY, f"{BLOCK}/chot", awards_page.PATH):
            page.goto(url + path)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            assert wide(page) == width, path
            found += [f"{path}: {problem}" for problem in serious(page)]
        page.get_by_label("Năm xét").select_option("2025")
        page.get_by_role("button", name="Xem", exact=True).click()
        page.get_by_text("Số liệu đến hết ngày 31/12/2025.").wait_for()
    assert found == []
    context.close()
