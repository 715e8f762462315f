"""From an empty office to its own list of hamlets, in a real browser, as a new officer would go."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from storage import units
from tests.browser.screening import serious, wide
from tests.edge.office import TODAY, Hall, hall

Serving = Callable[[FastAPI], AbstractContextManager[str]]

START, UNITS, MERGE = "/van-phong/bat-dau", "/van-phong/don-vi", "/van-phong/don-vi/nhap-xom"


@pytest.fixture
def place() -> Iterator[Hall]:
    with hall() as built:
        yield built


@pytest.fixture
def url(serving: Serving, place: Hall) -> Iterator[str]:
    with serving(place.app()) as address:
        yield address


def enter(page: Page, url: str, place: Hall) -> None:
    page.goto(url + place.invitation())
    page.get_by_role("button", name="Vào trang văn phòng").click()


def test_a_new_officer_finds_the_steps_and_brings_in_the_real_hamlets(
    chromium: Browser, place: Hall, url: str, tmp_path: Path
) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    enter(page, url, place)
    page.get_by_role("link", name="Xem các việc cần xong trước bài học đầu tiên").click()
    page.get_by_role("link", name="Mở danh sách đơn vị").click()
    with page.expect_download() as fetching:
        page.get_by_role("link", name="Tải danh sách (CSV)").click()
    mine = tmp_path / "danh sách của xã.csv"
    mine.write_text(fetching.value.path().read_text("utf-8").replace(",40,", ",64,"), "utf-8", newline="")
    page.get_by_label("Tệp danh sách đã sửa").set_input_files(mine)
    page.get_by_role("button", name="Xem sẽ thay đổi những gì").click()
    page.get_by_text("người trưởng thành từ 40 thành 64").wait_for()
    assert page.get_by_text("Tệp danh sách của xã.csv").count() == 1
    page.get_by_label("Người làm").fill("chị Hoa")
    page.get_by_role("button", name="Nhập: sửa 1 đơn vị, bỏ 1 đơn vị ví dụ").click()
    page.get_by_text("Đã nhập: sửa 1 đơn vị, bỏ 1 đơn vị ví dụ.").wait_for()
    assert place.read(units.current).by_code["01"].adults == 64
    page.get_by_role("link", name="Hai xóm nhập làm một?").click()
    page.get_by_label("Xóm thôi không còn").select_option("01")
    page.get_by_label("Nhập vào xóm").select_option("02")
    page.get_by_label("Ngày cuối của xóm cũ").fill("31/12/2026")
    page.get_by_role("button", name="Xem điều sẽ xảy ra").click()
    page.get_by_text("Từ ngày 01/01/2027").first.wait_for()
    page.get_by_role("button", name="Nhập Xóm Đông vào Xóm 2").click()
    page.get_by_text("còn đến hết ngày 31/12/2026").first.wait_for()
    assert place.read(units.current).get("01", TODAY.replace(year=2027)) == place.read(units.current).by_code["02"]
    context.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_these_pages_keep_nobody_out_and_fit_the_screen(
    chromium: Browser, place: Hall, url: str, width: int, tmp_path: Path
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    enter(page, url, place)
    wrong = tmp_path / "sai.csv"
    wrong.write_text("code,kind\n01,xóm\n", "utf-8")
    found = []
    for path in (START, UNITS, MERGE, f"{MERGE}?unit=01&into=02&last=1/12/2026", f"{MERGE}?unit=01&into=01&last=x"):
        page.goto(url + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert wide(page) == width, path
        found += [f"{path}: {problem}" for problem in serious(page)]
    page.goto(url + UNITS)
    page.get_by_label("Tệp danh sách đã sửa").set_input_files(wrong)
    page.get_by_role("button", name="Xem sẽ thay đổi những gì").click()
    page.get_by_text("thiếu cột", exact=False).wait_for()
    assert found + serious(page) == []
    assert wide(page) == width
    context.close()
