"""Requests about data, and sessions from a file, in a real browser."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from campaign.data_requests import Kind, Way
from storage import data_requests, session_desk
from tests.browser.screening import ON_EACH_SCREEN, serious, wide
from tests.edge.office import TODAY, Hall, hall
from tests.edge.office_desk import lead

Serving = Callable[[FastAPI], AbstractContextManager[str]]

REQUESTS, FILE, PEOPLE = "/van-phong/yeu-cau", "/van-phong/buoi/nhap-tep", "/van-phong/ba-con"
HEAD = "day,unit,lesson,place,present,women,aged_60_plus,first_timers\n"


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


def write_down(place: Hall, kind: Kind, on: date) -> None:
    place.write(lambda tx: data_requests.add(tx, kind, Way.PAPER, "chị Lan", on, "chị Hoa", place.now))


def send(page: Page, file: Path) -> None:
    page.get_by_label("Tệp các buổi").set_input_files(file)
    page.get_by_role("button", name="Xem trước khi ghi").click()


def test_a_request_is_written_down_answered_and_done(chromium: Browser, place: Hall, url: str) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    enter(page, url, place)
    page.get_by_role("link", name="Yêu cầu về dữ liệu").click()
    form = page.locator("#ghi-yeu-cau")
    form.get_by_label("Người ấy muốn gì").select_option(label="xóa dữ liệu")
    form.get_by_label("Gửi bằng cách nào").select_option(label="nhờ trưởng xóm nói lại")
    form.get_by_label("Tên người gửi").fill("chị Lan")
    form.get_by_label("Ngày nhận").fill("20/11/2026")
    form.get_by_label("Người làm").fill("chị Hoa")
    form.get_by_role("button").click()
    page.goto(f"{url}/van-phong")
    page.get_by_role("link", name="Xem các yêu cầu").click()
    for opened, button in (("#bao-1", "Ghi là đã báo"), ("#xong-1", "Ghi là đã xong")):
        page.locator(f"{opened} summary").click()
        page.get_by_role("button", name=button).locator("visible=true").click()
    page.get_by_text("tên người gửi đã được bỏ khỏi sổ").first.wait_for()
    assert page.get_by_text("Lan").count() == 0
    context.close()


def test_sessions_of_a_file_are_written_down(chromium: Browser, place: Hall, url: str, tmp_path: Path) -> None:
    file = tmp_path / "các buổi.csv"
    file.write_text(HEAD + "15/11/2026,01,9,Nhà văn hóa,20,12,8,3\n", "utf-8")
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    enter(page, url, place)
    page.goto(f"{url}/van-phong/buoi")
    page.get_by_role("link", name="Ghi nhiều buổi bằng một tệp").click()
    send(page, file)
    page.get_by_label("Người làm").fill("chị Hoa")
    page.get_by_role("button", name="Ghi 1 buổi").click()
    page.get_by_text("Đã ghi 1 buổi từ tệp").wait_for()
    assert place.read(session_desk.count_waiting) == 1
    context.close()


@ON_EACH_SCREEN
def test_these_pages_keep_nobody_out_and_fit_the_screen(
    chromium: Browser, place: Hall, url: str, width: int, theme: str, tmp_path: Path
) -> None:
    right, wrong = tmp_path / "dung.csv", tmp_path / "sai.csv"
    right.write_text(HEAD + "15/11/2026,01,9,Nhà văn hóa xóm Đông cạnh đình,20,12,8,3\n", "utf-8")
    wrong.write_text(HEAD + "x,99,99,,ẫ,1,1,1\n", "utf-8")
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if theme == "dark" else "light", bypass_csp=True
    )
    page = context.new_page()
    enter(page, url, place)
    found: list[str] = []

    def look() -> None:
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert wide(page) == width, page.url
        found.extend(f"{page.url}: {problem}" for problem in serious(page))

    lead(place, name="anh Bình")
    for path in (REQUESTS, FILE, PEOPLE, f"{PEOPLE}?ten=b", f"{PEOPLE}?ten=binh", f"{PEOPLE}?ten=cuc"):
        page.goto(url + path)
        look()
    for kind, days in ((Kind.DELETE, 40), (Kind.VIEW, 1)):
        write_down(place, kind, TODAY - timedelta(days=days))
    page.goto(url + REQUESTS)
    look()
    for file in (right, wrong):
        page.goto(url + FILE)
        send(page, file)
        look()
    assert found == []
    context.close()
