"""The main job, as the people it is for would try it: a resident learns, the office sees it in its table."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.running import HERE, Running, make

_RIGHT = {
    choice["text"]
    for file in (HERE / "quizzes/content/vi").glob("*.yaml")
    for question in yaml.safe_load(file.read_text(encoding="utf-8"))["questions"]
    for choice in question["choices"]
    if choice["correct"]
}


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Running]:
    program = make(tmp_path)
    yield program
    program.stop()


@pytest.fixture
def phone(chromium: Browser, program: Running) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def _tap(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).first.click()


def _answer(page: Page) -> None:
    """Answer the open question right, if one is open, and go on."""
    buttons = page.locator("button[name=button]")
    for label in buttons.locator(".label").all_inner_texts():
        if any(label == text.replace("{bác}", "bác").replace("{Bác}", "Bác") for text in _RIGHT):
            return _tap(page, label)
    return buttons.first.click()


def _learn(page: Page) -> None:
    """Read and answer until the lesson is finished."""
    for _ in range(40):
        if "đã học xong bài" in page.inner_text("main"):
            return
        _answer(page)
    raise AssertionError(page.inner_text("main"))


def test_a_resident_learns_and_is_counted_once_in_their_hamlet(program: Running, phone: Page) -> None:
    program.start("2026-11-22T08:00x1")
    phone.goto(f"{program.url}/x/4821")
    taps = 0
    while "trang 1/" not in phone.inner_text("header"):
        _answer(phone)
        taps += 1
    assert taps == 1
    while "câu 1/3" not in phone.inner_text("header"):
        _answer(phone)
        taps += 1
    assert taps <= 5

    program.stop(is_killed=True)
    program.start("2026-11-22T09:00x1")
    phone.goto(f"{program.url}/hoc")
    assert "câu 1/3" in phone.inner_text("header")

    _learn(phone)
    _tap(phone, "Để mai")
    assert "xóm Đông" in phone.inner_text("main")
    _tap(phone, "Đồng ý")
    assert "Xóm Đông vừa bắt đầu" in phone.inner_text("main")
    _tap(phone, "Kết quả")
    assert "đã học xong 1 bài" in phone.inner_text("main")

    assert _exported(program) == {"Xóm Đông": 1, "Xóm Tây": 0, "Xóm 3": 0, "Chưa chọn xóm": 0}


def test_questions_come_back_after_3_10_and_30_days(program: Running, phone: Page) -> None:
    program.start("2026-11-02T08:00x1")
    phone.goto(f"{program.url}/x/4821")
    _learn(phone)
    _tap(phone, "Để mai")
    _tap(phone, "Đồng ý")
    asked = []
    for day in (3, 4, 5, 12, 13, 31, 32):  # the lesson was finished on day 2
        program.stop()
        program.start(f"2026-{11 + day // 31}-{day % 30:02}T08:00x1")
        phone.goto(f"{program.url}/hoc")
        for _ in range(6):
            if "câu ôn" in phone.inner_text("header"):
                asked.append(day)
                _answer(phone)
            elif "trang" in phone.inner_text("header") and phone.locator("text=Học tiếp").count() == 0:
                break
            _answer(phone)
        _tap(phone, "Kết quả")
    assert asked == [5, 12, 32]


def test_the_office_opens_its_link_once_and_sees_what_the_export_says(
    program: Running, phone: Page, chromium: Browser
) -> None:
    program.start("2026-11-22T08:00x1")
    phone.goto(f"{program.url}/x/4821")
    _learn(phone)
    _tap(phone, "Bài tiếp")
    _tap(phone, "Đồng ý")
    link = re.search(r"/moi/\S+", program.said[1])
    assert link is not None

    desk = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = desk.new_page()
    page.goto(f"{program.url}{link.group()}")
    page.goto(f"{program.url}{link.group()}")  # a preview, or a second look, spends nothing
    page.get_by_role("button").first.click()
    assert page.url == f"{program.url}/van-phong"
    assert re.search(r"\b1/412\b.*0,2%", page.locator("tr", has_text="Xóm Đông").first.inner_text(), re.DOTALL)
    page.get_by_role("link", name="Xóm và đơn vị").click()
    row = page.locator("tr", has_text="Xóm Đông").first.inner_text()
    assert re.search(r"\b412\b.*\b1\b.*0,2", row, re.DOTALL), row
    shown = desk.request.get(f"{program.url}/van-phong/tham-gia.json").json()
    assert shown == json.loads(
        program.run("export", "participation", "--format", "json", clock="2026-11-22T10:00x1").stdout
    )
    desk.close()

    stranger = chromium.new_context()
    again = stranger.new_page()
    again.goto(f"{program.url}{link.group()}")
    again.get_by_role("button").first.click()
    assert "hocso invite office" in again.inner_text("main")
    stranger.close()


def _exported(program: Running) -> dict[str, int]:
    done = program.run("export", "participation", "--format", "json", clock="2026-11-22T10:00x1")
    assert done.returncode == 0, done.stderr
    return {unit["name"]: unit["participants"] for unit in json.loads(done.stdout)["units"]}
