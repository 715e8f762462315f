"""The page of a unit on a phone: from the link in the chat to the first recorded session, without JavaScript."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, FilePayload, Page

from storage import doors, session_desk
from tests.browser.screening import enlarge, serious, wide
from tests.edge.office import Hall, hall, let_people_learn
from tests.edge.office_desk import ask, hold, lead
from tests.edge.score_year import adopt

Serving = Callable[[FastAPI], AbstractContextManager[str]]


@dataclass
class Site:
    """The page, served."""

    place: Hall
    url: str

    def enter(self, page: Page) -> None:
        """Come in by a link from the chat."""
        post = lead(self.place, name="Anh Bình")
        self.place.write(lambda tx: doors.leader_link(tx, post, "a" * 48, self.place.now))
        page.goto(f"{self.url}/moi/{'a' * 48}")
        page.get_by_role("button", name="Mở trang của xóm").click()
        page.get_by_role("heading", name="Xóm Đông", exact=True).wait_for()


@pytest.fixture
def site(serving: Serving, tmp_path: Path) -> Iterator[Site]:
    with hall() as place:
        place.evidence = tmp_path
        let_people_learn(place)
        with serving(place.app()) as url:
            yield Site(place, url)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_new_leader_records_the_first_session_with_four_numbers_and_three_taps(site: Site, phone: Page) -> None:
    site.enter(phone)
    phone.get_by_role("link", name="Ghi một buổi hướng dẫn").click()
    for label, people in (("Số người đến", "12"), ("nữ", "7"), ("60 tuổi", "5"), ("Lần đầu", "3")):
        phone.get_by_label(label).fill(people)
    phone.get_by_role("button", name="Ghi buổi này").click()
    phone.get_by_text("Đã ghi buổi ngày 22/11/2026, 12 người đến.").wait_for()
    assert site.place.read(session_desk.count_waiting) == 1


def test_a_slip_is_told_at_its_field_and_put_right(site: Site, phone: Page) -> None:
    site.enter(phone)
    phone.goto(f"{site.url}/xom/buoi")
    for label, people in (("Số người đến", "12"), ("nữ", "70"), ("60 tuổi", "5"), ("Lần đầu", "3")):
        phone.get_by_label(label).fill(people)
    phone.get_by_role("button", name="Ghi buổi này").click()
    phone.get_by_role("link", name="cả buổi có 12 người").click()
    assert phone.url.endswith("#ghi-buoi-women")
    phone.get_by_label("nữ").fill("7")
    phone.get_by_role("button", name="Ghi buổi này").click()
    phone.get_by_text("Đã ghi buổi").wait_for()


def test_a_leader_hands_in_the_sheet_and_a_picture_without_javascript(site: Site, phone: Page, tmp_path: Path) -> None:
    adopt(site.place)
    site.enter(phone)
    phone.get_by_role("link", name="Phiếu chấm điểm").click()
    phone.get_by_label("Số của đơn vị").fill("12")
    phone.get_by_label("Có hay không").select_option("có")
    phone.get_by_label("Cho tiêu chí nào").select_option("2.1")
    picture: FilePayload = {"name": "sổ loa.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff so"}
    phone.get_by_label("Chọn ảnh hoặc tệp").set_input_files(picture)
    phone.get_by_role("button", name="Gửi minh chứng").click()
    phone.get_by_text("Đã nhận minh chứng cho tiêu chí 2.1.").wait_for()
    phone.get_by_label("Số của đơn vị").press("Enter")
    phone.get_by_role("heading", name="Xem lại trước khi nộp").wait_for()
    phone.get_by_role("button", name="Nộp phiếu").click()
    phone.get_by_text("Đã nộp 12: 24,00 điểm.").wait_for()
    assert [kept.suffix for kept in tmp_path.iterdir()] == [".jpg"]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (360, "light"), (1440, "dark")])
def test_nothing_keeps_a_leader_with_weak_eyes_from_this_work(
    site: Site, chromium: Browser, width: int, scheme: str
) -> None:
    ask(site.place, "Có người gọi bảo nợ tiền điện, tôi làm gì ạ?", state="team")
    hold(site.place)
    adopt(site.place)
    context = chromium.new_context(
        viewport={"width": width, "height": 700}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    site.enter(page)
    for path in ("/xom", "/xom/buoi", "/xom/viec", "/xom/phieu", ""):
        if path:
            page.goto(site.url + path)
        else:
            page.get_by_role("button", name="Xem lại rồi nộp").click()
            page.get_by_role("heading", name="Xem lại trước khi nộp").wait_for()
        assert serious(page) == []
        assert wide(page) <= width
        enlarge(page)
        assert wide(page) <= width, path
        boxes = [button.bounding_box() for button in page.get_by_role("main").get_by_role("button").all()]
        assert all(box is not None and box["height"] >= 56 for box in boxes)
    context.close()
