"""Who may sign in: the office invites and closes, keeps the log, and cannot take over a colleague's account."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from storage import accounts, doors
from storage.audits import Audit, add
from tests.edge.inprocess import Browser
from tests.edge.office import Hall
from web import passwords

PAGE = "/van-phong/nguoi-vao"
LOG = "/van-phong/nhat-ky"
PASSWORD = "lúa chín đầy đồng 🌾"  # noqa: S105 - invented


@pytest.fixture
def hoa(place: Hall) -> Iterator[Browser]:
    """Chị Hoa of the office, signed in."""
    with Browser(place.app()) as client:
        settle(place, client, "Chị Hoa", "office")
        yield client


def settle(place: Hall, browser: Browser, name: str, role: str) -> int:
    """Let somebody have an account and come in; return its id."""
    kept = passwords.keep(PASSWORD)
    created = place.write(lambda tx: accounts.create(tx, name, role, kept, place.now))
    assert created is not None
    token = place.write(lambda tx: doors.open_session(tx, role, place.now, account_id=created))
    browser.cookies.set("hocso_vp", token, path="/van-phong")
    return created


def note(place: Hall, detail: str) -> None:
    place.write(lambda tx: add(tx, Audit(place.now, "anh Bình <b>", "figure_typed", detail)))


def send(browser: Browser, **fields: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', browser.get(PAGE).text)
    assert found is not None
    assert browser.post(PAGE, {"token": found[1], **fields}).status_code == 303
    return browser.get(PAGE).text


def link_on(page: str) -> str:
    found = re.search(r"https://hocso\.example\.vn(/moi/[\w-]+)", page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("role", ["office", "council"])
def test_who_is_invited_chooses_a_password_and_is_listed(place: Hall, hoa: Browser, role: str) -> None:
    page = send(hoa, form="moi-nguoi", do="invite", name="Ông Thịnh ẫ", role=role)
    link = link_on(page)
    assert link not in hoa.get(PAGE).text
    with Browser(place.app()) as thinh:
        assert thinh.post(link, {"new_password": PASSWORD, "again": PASSWORD}).status_code == 303
        assert thinh.get("/van-phong").status_code == 200
    page = hoa.get(PAGE).text
    assert "<h1>2 người đang có tài khoản</h1>" in page
    assert "Ông Thịnh ẫ" in page
    assert "moi/" not in hoa.get(LOG).text
    assert "mời một người có tài khoản" in hoa.get(LOG).text


def test_a_closed_account_opens_nothing_until_it_is_invited_again(place: Hall, hoa: Browser) -> None:
    with Browser(place.app()) as thinh:
        account = settle(place, thinh, "Ông Thịnh", "council")
        assert thinh.get("/van-phong").status_code == 200
        assert "Đã đóng tài khoản của Ông Thịnh" in send(hoa, do=f"close:{account}")
        assert thinh.get("/van-phong").status_code == 401
        assert thinh.post("/vao", {"name": "Ông Thịnh", "password": PASSWORD}).status_code == 401
        link = link_on(send(hoa, form="moi-nguoi", do="invite", name="ông thịnh", role="council"))
        assert thinh.post(link, {"new_password": PASSWORD, "again": PASSWORD}).status_code == 303
        assert thinh.get("/van-phong").status_code == 200
        assert "Tài khoản này đã đóng, hoặc" in send(hoa, do="close:404")


def test_nobody_closes_their_own_account(place: Hall, hoa: Browser) -> None:
    own = place.read(lambda tx: accounts.find(tx, "chi hoa"))
    assert own is not None
    assert "Không tự đóng" in send(hoa, do=f"close:{own.id}")
    assert hoa.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("name", "role", "says"),
    [("", "office", "Chưa có họ tên"), ("🌾🌾", "office", "Chưa có họ tên"), ("Ai đó", "leader", "hãy chọn một dòng"),
     ("Chị Lý", "office", "đã có người dùng"), ("Chị Lý", "council", "đã có người dùng"),
     ("ẫ" * 61, "office", "gọn trong 60")],
)  # fmt: skip
def test_an_invitation_that_cannot_be_is_told_and_a_colleague_cannot_be_taken_over(
    place: Hall, hoa: Browser, name: str, role: str, says: str
) -> None:
    with Browser(place.app()) as ly:
        settle(place, ly, "Chị Lý", "office")
    page = send(hoa, form="moi-nguoi", do="invite", name=name, role=role)
    assert says in page
    assert "moi/" not in page


def test_the_log_is_read_page_by_page_and_says_in_words_what_was_done(place: Hall, hoa: Browser) -> None:
    for number in range(60):
        note(place, f"số {number} ẫ")
    page = hoa.get(LOG).text
    assert "số 59 ẫ" in page
    assert "số 1 ẫ" not in page
    assert "nhập một số" in page
    assert "anh Bình &lt;b&gt;" in page
    older = hoa.get(f"{LOG}?trang=1").text
    assert "số 1 ẫ" in older
    assert "lập tài khoản" in older
    for strange in ("?trang=-1", "?trang=99999999", "?trang=ẫ", "?trang=9999"):
        assert hoa.get(LOG + strange).status_code == 200


def test_the_log_shows_one_kind_of_change_or_one_day_and_keeps_that_on_its_other_pages(
    place: Hall, hoa: Browser
) -> None:
    for number in range(60):
        note(place, f"số {number} ẫ")
    place.now += timedelta(days=3)
    place.write(lambda tx: add(tx, Audit(place.now, "chị Lý", "leader_invited", "02: bà Cúc")))
    assert "bà Cúc" in hoa.get(LOG).text
    typed = hoa.get(f"{LOG}?viec=figure_typed").text
    assert "bà Cúc" not in typed
    assert "viec=figure_typed&amp;ngay=&amp;trang=1" in typed
    assert "số 1 ẫ" in hoa.get(f"{LOG}?viec=figure_typed&ngay=&trang=1").text
    of_day = hoa.get(f"{LOG}?ngay=25/11/2026").text
    assert "bà Cúc" in of_day
    assert "số 59" not in of_day
    assert "Không có dòng nào như thế" in hoa.get(f"{LOG}?ngay=1/1/2021&viec=figure_typed").text


@pytest.mark.parametrize("day", ["ẫ", "32/1/2026", "1/1/0001", "31/12/9999", "x" * 400])
def test_a_day_that_is_none_breaks_nothing(hoa: Browser, day: str) -> None:
    page = hoa.get(f"{LOG}?ngay={day}&viec={day}")
    assert page.status_code == 200
    assert ("Ngày chưa đúng" in page.text) == (day[-1] in "ẫx" or day.startswith("32"))
