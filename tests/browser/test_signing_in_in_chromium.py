"""Signing in at a desk and on a phone, and finding the way about, without JavaScript and for weak eyes."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from storage import doors
from tests.browser.screening import serious, wide
from tests.edge.office import Hall, hall

Serving = Callable[[FastAPI], AbstractContextManager[str]]
PASSWORD = "lúa chín đầy đồng"  # noqa: S105 - invented


@pytest.fixture
def place(serving: Serving) -> Iterator[tuple[Hall, str]]:
    with hall() as built, serving(built.app()) as url:
        yield built, url


@pytest.mark.parametrize("width", [360, 1440])
def test_an_officer_chooses_a_password_finds_the_pages_and_comes_back(
    place: tuple[Hall, str], chromium: Browser, width: int
) -> None:
    built, url = place
    link = built.write(lambda tx: doors.invite(tx, "office", built.now, 24, "Chị Hoa"))
    context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}/moi/{link}")
    page.get_by_label("Mật khẩu mới", exact=True).fill(PASSWORD)
    page.get_by_label("Gõ lại").fill(PASSWORD)
    page.get_by_role("button", name="Đặt mật khẩu và vào").click()
    if width < 1000:
        assert not page.locator("#cac-trang").is_visible()
        page.get_by_role("link", name="Các trang").click()
    page.get_by_role("navigation").get_by_role("link", name="Người phụ trách").click()
    page.get_by_role("heading", level=1, name="xóm chưa có người phụ trách").wait_for()
    page.get_by_role("button", name="Ra khỏi trang").click()
    page.goto(f"{url}/van-phong/buoi")
    page.get_by_label("Họ tên").fill("chi hoa")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Không có buổi hướng dẫn nào").wait_for()
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (360, "light"), (1440, "dark")])
def test_nothing_keeps_anybody_with_weak_eyes_out(
    place: tuple[Hall, str], chromium: Browser, width: int, scheme: str
) -> None:
    built, url = place
    link = built.write(lambda tx: doors.invite(tx, "council", built.now, 24, "Ông Thịnh"))
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    for path in ("/vao", f"/moi/{link}", "/xom"):
        page.goto(url + path)
        assert serious(page) == []
        assert wide(page) <= width
    page.goto(f"{url}/moi/{link}")
    page.get_by_label("Mật khẩu mới", exact=True).fill(PASSWORD)
    page.get_by_label("Gõ lại").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ra khỏi trang").wait_for()
    for path in ("/van-phong", "/van-phong#cac-trang", "/van-phong/tai-khoan", "/van-phong/buoi"):
        page.goto(url + path)
        assert serious(page) == []
        assert wide(page) <= width
    context.close()
