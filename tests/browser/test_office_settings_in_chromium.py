"""Settings, targets and score tables in a real browser: a year set up without the operator."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from storage import office_settings, score_tables, targets
from tests.browser.screening import serious
from tests.edge.office import Hall, hall
from tests.edge.score_year import NAME, TABLE

Serving = Callable[[FastAPI], AbstractContextManager[str]]

SETTINGS, TARGETS, TABLES = "/van-phong/cai-dat", "/van-phong/chi-tieu", "/van-phong/cham-diem/bang-diem"


@pytest.fixture
def place() -> Iterator[Hall]:
    with hall() as built:
        yield built


@pytest.mark.parametrize("width", [360, 1440])
def test_an_officer_sets_up_a_year(
    chromium: Browser, serving: Serving, place: Hall, width: int, tmp_path: Path
) -> None:
    found: list[str] = []
    with serving(place.app()) as url:
        context = chromium.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
        page = context.new_page()

        def look() -> None:
            found.extend(f"{page.url}: {problem}" for problem in serious(page))
            assert page.evaluate("document.documentElement.scrollWidth") == width, page.url

        page.goto(url + place.invitation())
        page.get_by_role("button", name="Vào trang văn phòng").click()
        _set_a_number(page, url, look)
        _give_targets(page, url, look)
        file = tmp_path / "bảng của xã.yaml"
        file.write_text(TABLE, "utf-8")
        _adopt(page, url, file, look)
        context.close()
    assert found == []
    assert place.read(office_settings.chosen) == {"contacts.cong_an_xa": "0229 3 123 457"}
    rate = {(code, "participation_rate"): Decimal(30) for code in ("01", "02", "03")}
    assert place.read(lambda tx: targets.of_year(tx, 2026)) == rate
    assert place.read(lambda tx: score_tables.adopted(tx, 2026, NAME)) is not None


def _set_a_number(page: Page, url: str, look: Callable[[], None]) -> None:
    page.goto(url + SETTINGS)
    look()
    page.get_by_label("Công an xã").fill("số mới")
    page.locator("#contacts").get_by_label("Người làm").fill("chị Hoa")
    page.locator("#contacts").get_by_role("button", name="Ghi lại").click()
    page.get_by_role("alert").wait_for()
    look()
    page.get_by_label("Công an xã").fill("0229 3 123 457")
    page.get_by_label("Công an xã").press("Enter")
    page.get_by_text("Đã ghi: Công an xã từ").wait_for()
    look()


def _give_targets(page: Page, url: str, look: Callable[[], None]) -> None:
    page.goto(url + TARGETS)
    page.get_by_label("Ghi cùng một số cho mọi xóm").fill("30")
    page.get_by_role("button", name="Ghi chỉ tiêu").click()
    page.get_by_text("đã giao thêm 3 chỉ tiêu").wait_for()
    look()


def _adopt(page: Page, url: str, file: Path, look: Callable[[], None]) -> None:
    page.goto(url + TABLES)
    look()
    page.get_by_label("Tệp bảng điểm").set_input_files(file)
    page.get_by_role("button", name="Đọc và xem bảng này").click()
    page.get_by_text("3 đơn vị sẽ được chấm theo bảng này.").wait_for()
    look()
    page.get_by_label("Ai thông qua").fill("Hội đồng TĐKT xã")
    page.get_by_role("button", name="Nhận làm bảng của khối").click()
    page.get_by_text("làm bảng điểm năm 2026").wait_for()
