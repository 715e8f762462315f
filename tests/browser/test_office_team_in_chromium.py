"""What the office does about leaders, sessions, questions and figures, in a real browser without JavaScript."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from storage import session_desk, team
from tests.browser.screening import ON_EACH_SCREEN, serious, wide
from tests.edge.office import NOW, TODAY, Hall, hall
from tests.edge.office_desk import ask, earlier, hold, lead

Serving = Callable[[FastAPI], AbstractContextManager[str]]

PAGES = ("/van-phong/buoi", "/van-phong/cau-hoi", "/van-phong/to", "/van-phong/so-nhap")


@dataclass
class Site:
    """The office pages, served, with work waiting."""

    place: Hall
    url: str

    def enter(self, page: Page) -> None:
        """Come in by an invitation."""
        page.goto(self.url + self.place.invitation())
        page.get_by_role("button", name="Vào trang văn phòng").click()

    def fill_desk(self) -> None:
        """Let sessions, questions and posts wait in every form they come in."""
        for unit in ("01", "02"):
            lead(self.place, unit, name=f"bà Cúc {unit}", address="" if unit == "02" else unit)
        hold(self.place)
        hold(self.place, present=45)
        old = hold(self.place, "02", is_replaced=True)
        hold(self.place, "02", replaces=old, present=15, place="Nhà văn hóa xóm 2, cạnh trạm bơm, đường ra đê")
        hold(self.place, "03", confirmed_at=NOW, confirmed_by="chị Hoa")
        hold(self.place, "03", refused_at=NOW, refusal="Ghi hai lần")
        ask(self.place)
        ask(self.place, "Mất máy thì làm sao ạ? " * 12, asked_at=earlier(3), passed_at=earlier(1))


@pytest.fixture
def site(serving: Serving) -> Iterator[Site]:
    with hall() as place, serving(place.app()) as url:
        yield Site(place, url)


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_leader_is_invited_from_the_first_page_and_the_code_is_shown_once(site: Site, desk: Page) -> None:
    site.enter(desk)
    desk.get_by_role("link", name="Mời người phụ trách").click()
    opened = desk.locator("#moi-01")
    opened.locator("summary").click()
    opened.get_by_label("Tên người được mời").fill("Anh Bình")
    opened.get_by_label("Người làm").fill("chị Hoa")
    desk.keyboard.press("Enter")
    code = desk.locator(".code strong").inner_text().replace(" ", "")
    found = site.place.read(lambda tx: team.invited(tx, code, NOW))
    assert found is not None
    assert found.name == "Anh Bình"
    desk.reload()
    assert desk.locator(".code").count() == 0
    assert desk.get_by_text("Đã mời Anh Bình").count() == 1


def test_a_post_is_ended_with_a_day(site: Site, desk: Page) -> None:
    post = lead(site.place)
    site.enter(desk)
    desk.goto(f"{site.url}/van-phong/to")
    desk.get_by_role("link", name="Kết thúc: anh Bình").click()
    form = desk.locator(f"#ket-thuc-{post}")
    form.get_by_label("Làm đến hết ngày").fill("31/12/2026")
    form.get_by_label("Người làm").fill("chị Hoa")
    form.get_by_role("button").click()
    desk.get_by_text("Đã ghi: làm đến hết 31/12/2026.").wait_for()


def test_ticked_sessions_are_confirmed_with_one_name(site: Site, desk: Page) -> None:
    for unit in ("01", "02", "03"):
        hold(site.place, unit)
    site.enter(desk)
    desk.get_by_role("link", name="Xem các buổi").click()
    for box in desk.get_by_label("Đánh dấu").all()[:2]:
        box.check()
    desk.get_by_label("Người xác nhận").fill("chị Hoa")
    desk.get_by_role("button", name="Xác nhận các buổi đã đánh dấu").click()
    desk.get_by_text("Đã xác nhận 2 buổi.").wait_for()
    assert site.place.read(session_desk.count_waiting) == 1


def test_enter_in_the_field_of_the_name_confirms_nothing_that_was_not_ticked(site: Site, desk: Page) -> None:
    hold(site.place)
    site.enter(desk)
    desk.goto(f"{site.url}/van-phong/buoi")
    desk.get_by_label("Người xác nhận").fill("chị Hoa")
    desk.keyboard.press("Enter")
    desk.locator(".wrong", has_text="Chưa có buổi nào được chọn").wait_for()
    assert site.place.read(session_desk.count_waiting) == 1


def test_one_session_is_confirmed_and_another_not_counted_for_a_reason(site: Site, desk: Page) -> None:
    hold(site.place)
    odd = hold(site.place, present=45)
    site.enter(desk)
    desk.goto(f"{site.url}/van-phong/buoi")
    refusing = desk.locator(f"#khong-tinh-{odd}")
    refusing.locator("summary").click()
    refusing.get_by_label("Vì sao không tính").fill("Đông hơn cả xóm")
    refusing.get_by_label("Người làm").fill("chị Hoa")
    refusing.get_by_role("button").click()
    desk.get_by_text("Buổi này không được tính").wait_for()
    desk.get_by_role("button", name=re.compile("^Xác nhận: Xóm Đông")).click()
    desk.get_by_text("Đã xác nhận 1 buổi.").wait_for()
    desk.get_by_role("heading", name="Không có buổi hướng dẫn nào chờ xác nhận").wait_for()


def test_an_answer_with_a_secret_number_is_put_right_where_it_was_written(site: Site, desk: Page) -> None:
    ask(site.place)
    site.enter(desk)
    desk.get_by_role("link", name="Trả lời", exact=True).click()
    desk.get_by_label("Câu trả lời").fill("Bác mang thẻ 036123456789\nra xã nhé")
    desk.get_by_label("Người trả lời").fill("chị Hoa")
    desk.get_by_role("button", name="Gửi câu trả lời").click()
    answer = desk.get_by_label("Câu trả lời")
    assert answer.input_value() == "Bác mang thẻ 036123456789\nra xã nhé"
    assert answer.get_attribute("aria-invalid") == "true"
    answer.fill("Bác mang thẻ căn cước ra xã nhé")
    desk.get_by_role("button", name="Gửi câu trả lời").click()
    desk.get_by_text("Đã gửi câu trả lời.").wait_for()


def test_a_session_and_a_figure_are_typed_and_stay_after_loading_again(site: Site, desk: Page) -> None:
    site.enter(desk)
    desk.goto(f"{site.url}/van-phong/buoi")
    form = desk.locator("#ghi-buoi")
    form.get_by_label("Đơn vị").select_option("01")
    form.get_by_label("Bài").select_option(label="Cuộc gọi giả danh")
    for label, typed in (("Số người đến", "10"), ("Nữ", "6"), ("Từ 60 tuổi", "4"), ("Lần đầu", "1")):
        form.get_by_label(label).fill(typed)
    form.get_by_label("Người ghi").fill("chị Hoa")
    form.get_by_role("button").click()
    desk.reload()
    assert site.place.read(session_desk.count_waiting) == 1
    desk.get_by_role("link", name="Số xã nhập").click()
    desk.get_by_label("Đơn vị", exact=True).select_option("01")
    desk.get_by_label("Đã được xác nhận trên VNeID").fill("25")
    desk.get_by_label("Lấy từ đâu").fill("Công an xã")
    assert desk.get_by_label("Người nhập").input_value() == "chị Hoa"
    desk.get_by_role("button", name="Nhập").click()
    assert "25" in desk.locator("tr", has_text="Xóm Đông").inner_text()
    assert f"{TODAY:%d/%m/%Y}" in desk.locator("tr", has_text="Xóm Đông").inner_text()


@pytest.mark.parametrize("width", [320, 360, 1440])
def test_no_page_is_wider_than_the_screen_even_with_all_its_forms_open(
    site: Site, chromium: Browser, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    site.enter(page)
    for path in PAGES:
        page.goto(site.url + path)
        assert wide(page) == width, path
    site.fill_desk()
    for path in ("/van-phong", *PAGES):
        page.goto(site.url + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert wide(page) == width, path
    context.close()


@ON_EACH_SCREEN
def test_nothing_keeps_an_officer_with_weak_eyes_from_this_work(
    site: Site, chromium: Browser, width: int, theme: str
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if theme == "dark" else "light", bypass_csp=True
    )
    page = context.new_page()
    site.enter(page)
    found = []
    site.fill_desk()
    for path in ("/van-phong", *PAGES):
        page.goto(site.url + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found += [f"{path}: {problem}" for problem in serious(page)]
    page.locator("#nhap-so form").evaluate("form => { form.noValidate = true; form.requestSubmit() }")
    page.locator(".wrong").wait_for()
    found += serious(page)
    assert found == []
    context.close()


def test_every_control_is_large_enough_for_a_finger(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    site.fill_desk()
    site.enter(page)
    for path in PAGES:
        page.goto(site.url + path)
        boxes = [box for one in page.locator("main button, main summary").all() if (box := one.bounding_box())]
        assert all(box["height"] >= 40 for box in boxes), path
    context.close()
