"""Who may see the pages on which the office works, what it is told to do first, and forms that are not ours."""

import re
from collections.abc import Iterator

import pytest

from tests.edge.inprocess import Browser
from tests.edge.office import Hall
from tests.edge.office_desk import ask, audited, enter, hold, lead, send, token

PAGES = ["/van-phong/buoi", "/van-phong/cau-hoi", "/van-phong/to", "/van-phong/so-nhap"]


@pytest.fixture
def browser(place: Hall) -> Iterator[Browser]:
    with Browser(place.app()) as client:
        yield client


@pytest.fixture
def officer(place: Hall, browser: Browser) -> Browser:
    enter(place, browser)
    return browser


@pytest.mark.parametrize("path", PAGES)
def test_who_is_not_signed_in_sees_nothing_and_changes_nothing(place: Hall, browser: Browser, path: str) -> None:
    ask(place, "Câu hỏi của chị Lan ạ?")
    session = hold(place)
    lead(place)
    browser.cookies.set("hocso_vp", "made-up", path="/van-phong")
    page = browser.get(path)
    assert page.status_code == 401
    assert "Xóm Đông" not in page.text
    assert "chị Lan" not in page.text
    assert "anh Bình" not in page.text
    assert browser.post(path, {"do": f"confirm:{session}", "by": "chị Hoa"}).status_code == 401
    assert audited(place) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_form_without_the_token_of_its_session_is_refused(officer: Browser, path: str) -> None:
    assert officer.post(path, {"do": "plain", "by": "chị Hoa"}).status_code == 403
    assert officer.post(path, {"do": "plain", "by": "chị Hoa", "token": "ẫ"}).status_code == 403


def test_the_token_of_one_session_does_not_serve_another(place: Hall, officer: Browser) -> None:
    session = hold(place)
    stolen = token(officer, PAGES[0])
    with Browser(place.app()) as other:
        enter(place, other)
        assert token(other, PAGES[0]) != stolen
        assert other.post(PAGES[0], {"token": stolen, "do": f"confirm:{session}", "by": "x"}).status_code == 403
    assert audited(place) == []


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://lua-dao.example"}])
@pytest.mark.parametrize("path", PAGES)
def test_only_our_own_pages_may_send_forms(officer: Browser, path: str, headers: dict[str, str]) -> None:
    assert officer.post(path, {"token": token(officer, PAGES[0])}, headers=headers).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_a_form_that_is_none_of_ours_is_no_accident(officer: Browser, path: str) -> None:
    assert officer.post(path, content=b"x" * 200_000).status_code == 413
    assert officer.post(path, content=b"\xff%00&&=&token").status_code == 403
    page = send(officer, path, do="\x00'; DROP TABLE session; --", form="<script>")
    assert "<script>" not in page
    assert 'class="wrong"' in page


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_closed_to_scripts_frames_and_stores(officer: Browser, path: str) -> None:
    answer = officer.get(path)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_each_page_leads_to_the_others_and_says_which_it_is(officer: Browser, path: str) -> None:
    page = officer.get(path).text
    assert page.count('aria-current="page"') == 1
    assert f'<a href="{path}" aria-current="page">' in page
    assert all(f'<a href="{other}"' in page for other in ("/van-phong", *PAGES))


def test_the_first_page_lists_what_waits_with_links(place: Hall, officer: Browser) -> None:
    hold(place)
    hold(place, "02")
    ask(place)
    lead(place)
    page = officer.get("/van-phong").text
    for text, path in (
        ("2 buổi hướng dẫn chờ xác nhận", "/van-phong/buoi"),
        ("1 câu hỏi chờ văn phòng trả lời", "/van-phong/cau-hoi"),
        ("2 xóm chưa có người phụ trách", "/van-phong/to"),
    ):
        assert re.search(rf'{text}</span> <a href="{path}">', page)


def test_the_first_page_says_so_when_nothing_waits(place: Hall, officer: Browser) -> None:
    for unit in ("01", "02", "03"):
        lead(place, unit, name=f"bà Cúc {unit}")
    assert "Không có việc nào đang chờ" in officer.get("/van-phong").text


def test_a_hamlet_whose_leader_has_no_chat_any_more_needs_another(place: Hall, officer: Browser) -> None:
    lead(place, address="")
    assert "3 xóm chưa có người phụ trách" in officer.get("/van-phong").text


def test_the_name_of_the_officer_is_remembered_out_of_reach_of_scripts(place: Hall, officer: Browser) -> None:
    form = {"token": token(officer, PAGES[0]), "do": "plain", "by": 'chị "Hoa" ẫ'}
    cookies = officer.post(PAGES[0], form).headers.get_list("set-cookie")
    assert all("HttpOnly" in one and "Path=/van-phong" in one and "samesite=lax" in one.lower() for one in cookies)
    hold(place)
    assert 'value="chị &#34;Hoa&#34; ẫ"' in officer.get("/van-phong/buoi").text


def test_signing_out_forgets_the_name(place: Hall, officer: Browser) -> None:
    send(officer, PAGES[0], do="plain")
    officer.post("/van-phong/ra")
    enter(place, officer)
    assert "chị Hoa" not in officer.get(PAGES[0]).text


def test_what_was_said_is_said_once(place: Hall, officer: Browser) -> None:
    page = send(officer, PAGES[0], do=f"confirm:{hold(place)}")
    assert "Đã xác nhận 1 buổi." in page
    assert "Đã xác nhận 1 buổi." not in officer.get(PAGES[0]).text


def test_what_another_session_was_told_is_not_believed(place: Hall, officer: Browser) -> None:
    send_to = {"token": token(officer, PAGES[0]), "do": "plain", "by": "chị Hoa"}
    officer.post(PAGES[0], send_to)
    said = officer.cookies["hocso_vp_noi"]
    with Browser(place.app()) as other:
        enter(place, other)
        other.cookies.set("hocso_vp_noi", said, path="/van-phong")
        assert "Chưa có buổi nào được chọn" not in other.get(PAGES[0]).text
