"""Signing in with a name and a password: how it begins, how guesses are slowed down, and how it ends."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest

from storage import audits, doors
from tests.edge.inprocess import Browser
from tests.edge.office import Hall
from web import passwords

PASSWORD = "lúa chín đầy đồng 🌾"  # noqa: S105 - invented
ANOTHER = "mùa sau lại cấy đ ư ẫ"
ACCOUNT = "/van-phong/tai-khoan"


@pytest.fixture
def browser(place: Hall) -> Iterator[Browser]:
    with Browser(place.app()) as client:
        yield client


def invited(place: Hall, name: str = "Chị Hoa", role: str = "office") -> str:
    return f"/moi/{place.write(lambda tx: doors.invite(tx, role, place.now, 24, name))}"


def settle(place: Hall, name: str = "Chị Hoa", role: str = "office", password: str = PASSWORD) -> None:
    """Let somebody choose a password on a machine of their own."""
    with Browser(place.app()) as client:
        answer = client.post(invited(place, name, role), {"new_password": password, "again": password})
        assert answer.status_code == 303


def sign_in(browser: Browser, name: str = "Chị Hoa", password: str = PASSWORD, **more: str) -> int:
    return browser.post("/vao", {"name": name, "password": password, **more}).status_code


def act(browser: Browser, **fields: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', browser.get(ACCOUNT).text)
    assert found is not None
    assert browser.post(ACCOUNT, {"token": found[1], **fields}).status_code == 303
    return browser.get(ACCOUNT).text


def log(place: Hall) -> list[tuple[str, str]]:
    return [(line.by, line.what) for line in reversed(place.read(lambda tx: audits.newest(tx, 50)))]


def test_an_invited_officer_chooses_a_password_and_signs_in_with_it_later(place: Hall, browser: Browser) -> None:
    link = invited(place)
    assert "Chào Chị Hoa" in browser.get(link).text
    answer = browser.post(link, {"new_password": PASSWORD, "again": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/van-phong")
    assert '<p class="me">Chị Hoa</p>' in browser.get("/van-phong").text
    assert browser.post(link, {"new_password": PASSWORD, "again": PASSWORD}).status_code == 410
    browser.post("/van-phong/ra")
    assert browser.get("/van-phong").status_code == 401
    assert sign_in(browser) == 303
    assert browser.get("/van-phong").status_code == 200


@pytest.mark.parametrize("typed", ["chi hoa", "CHỊ HOA", "  chị   hoa ", "Chị Hoa"])
def test_accents_and_capitals_of_the_name_do_not_matter(place: Hall, browser: Browser, typed: str) -> None:
    settle(place)
    assert sign_in(browser, typed) == 303


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [("ngắn", "ngắn", "ít nhất 10 chữ"), ("1234567890", "1234567890", "dễ đoán"), ("Chị Hoa  " * 30, "", "dài quá"),
     ("aaaaaaaaaaaa", "aaaaaaaaaaaa", "dễ đoán"), (PASSWORD, ANOTHER, "chưa giống nhau")],
)  # fmt: skip
def test_a_password_that_will_not_do_is_told_and_the_invitation_stays(
    place: Hall, browser: Browser, password: str, again: str, says: str
) -> None:
    link = invited(place)
    answer = browser.post(link, {"new_password": password, "again": again})
    assert answer.status_code == 422
    assert says in answer.text
    assert browser.post(link, {"new_password": PASSWORD, "again": PASSWORD}).status_code == 303


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(place: Hall, browser: Browser) -> None:
    settle(place)
    wrong = browser.post("/vao", {"name": "Chị Hoa", "password": "không phải đâu"})
    unknown = browser.post("/vao", {"name": "Chị Hồng", "password": "không phải đâu"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("Chị Hoa", "") == unknown.text.replace("Chị Hồng", "")
    assert "không phải đâu" not in wrong.text


def test_an_unknown_name_costs_as_much_work(place: Hall, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(place)
    asked = list[bool]()
    check = passwords.is_right

    def counted(stored: str | None, typed: str) -> bool:
        asked.append(stored is not None)
        return check(stored, typed)

    monkeypatch.setattr(passwords, "is_right", counted)
    sign_in(browser, "Chị Hoa", "sai")
    sign_in(browser, "Không ai", "sai")
    assert asked == [True, False]


def test_guesses_are_slowed_down_more_and_more_but_never_for_good(place: Hall, browser: Browser) -> None:
    settle(place)
    assert [sign_in(browser, password=f"sai {number}") for number in range(5)] == [401, 401, 401, 401, 429]
    assert sign_in(browser) == 429
    place.now += timedelta(seconds=2)
    assert sign_in(browser, password="sai") == 401  # noqa: S106 - invented
    place.now += timedelta(seconds=2)
    assert sign_in(browser) == 429
    place.now += timedelta(seconds=60)
    assert sign_in(browser) == 303
    browser.post("/van-phong/ra")
    assert sign_in(browser, password="sai") == 401  # noqa: S106 - invented


def test_who_guesses_in_an_officers_name_does_not_keep_them_from_where_they_always_sign_in(place: Hall) -> None:
    settle(place)
    with Browser(place.app()) as own, Browser(place.app()) as stranger:
        assert sign_in(own) == 303
        for number in range(9):
            sign_in(stranger, password=f"sai {number}")
        assert sign_in(stranger) == 429
        assert sign_in(own) == 303


def test_a_known_device_is_slowed_down_too(place: Hall, browser: Browser) -> None:
    settle(place)
    sign_in(browser)
    assert [sign_in(browser, password="sai") for _ in range(5)][-1] == 429  # noqa: S106 - invented


@pytest.mark.parametrize(
    "path",
    ["https://lua-dao.example", "//lua-dao.example/van-phong", "/\\lua-dao.example", "/hoc", "javascript:x", "ẫ" * 400,
     "/van-phong/../hoc", "/van-phong\r\nSet-Cookie: x=y"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere_after_signing_in(place: Hall, browser: Browser, path: str) -> None:
    settle(place)
    answer = browser.post("/vao", {"name": "Chị Hoa", "password": PASSWORD, "next": path})
    assert answer.headers["location"] == "/van-phong"


def test_after_signing_in_the_page_comes_that_was_asked_for(place: Hall, browser: Browser) -> None:
    settle(place)
    page = browser.get("/van-phong/buoi")
    assert page.status_code == 401
    assert 'name="next" value="/van-phong/buoi"' in page.text
    answer = browser.post("/vao", {"name": "Chị Hoa", "password": PASSWORD, "next": "/van-phong/buoi"})
    assert answer.headers["location"] == "/van-phong/buoi"


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://lua-dao.example"}])
def test_no_other_site_signs_anybody_in(place: Hall, browser: Browser, headers: dict[str, str]) -> None:
    settle(place)
    form = {"name": "Chị Hoa", "password": PASSWORD}
    assert browser.post("/vao", form, headers=headers).status_code == 403


def test_a_form_that_is_none_of_ours_is_no_accident(browser: Browser) -> None:
    assert browser.post("/vao", content=b"x" * 200_000).status_code == 413
    assert browser.post("/vao", content=b"\xff%00&&=&name=%ED%A0%80").status_code == 401
    assert browser.post("/vao", {"name": "<script>" * 30, "password": "\x00"}).status_code == 401


def test_with_a_code_a_password_alone_does_not_open_and_a_code_serves_once(place: Hall, browser: Browser) -> None:
    settle(place)
    sign_in(browser)
    found = re.search(r'name="secret" value="(\w+)"', browser.get(ACCOUNT).text)
    assert found is not None
    codes = pyotp.TOTP(found[1])
    page = act(browser, form="ma-dien-thoai", do="code_on", secret=found[1], one_time_code="000 000")
    assert "Mã chưa đúng" in page
    assert found[1] in page
    page = act(browser, form="ma-dien-thoai", do="code_on", secret=found[1], one_time_code=codes.at(place.now))
    assert "Đã bật" in page
    browser.post("/van-phong/ra")
    place.now += timedelta(minutes=5)
    assert sign_in(browser) == 401
    assert sign_in(browser, one_time_code=codes.at(place.now - timedelta(minutes=5))) == 401
    assert sign_in(browser, one_time_code=codes.at(place.now)) == 303
    assert sign_in(browser, one_time_code=codes.at(place.now)) == 401


def test_a_new_invitation_recovers_an_account_and_signs_everybody_out(place: Hall, browser: Browser) -> None:
    settle(place)
    sign_in(browser)
    settle(place, "chị hoa", password=ANOTHER)
    assert browser.get("/van-phong").status_code == 401
    assert sign_in(browser) == 401
    assert sign_in(browser, password=ANOTHER) == 303
    assert '<p class="me">Chị Hoa</p>' in browser.get("/van-phong").text


def test_the_council_sees_and_changes_nothing(place: Hall, browser: Browser) -> None:
    settle(place, "Ông Thịnh", "council")
    assert sign_in(browser, "Ông Thịnh") == 303
    for path in ("/van-phong", "/van-phong/buoi", "/van-phong/so-nhap", "/van-phong/tham-gia.csv"):
        assert browser.get(path).status_code == 200
    for path in ("/van-phong/buoi", "/van-phong/so-nhap"):
        assert '<form method="post" class="fields"' not in browser.get(path).text
        assert browser.post(path, {"do": "plain"}).status_code == 403
    assert browser.get("/van-phong/cau-hoi").status_code == 403
    assert '"/van-phong/cau-hoi"' not in browser.get("/van-phong").text


def test_who_came_by_a_link_may_choose_a_name_and_a_password(place: Hall, browser: Browser) -> None:
    browser.post(place.invitation())
    page = act(browser, form="tao-tai-khoan", name="Anh Đức ẫ", new_password=PASSWORD, again=PASSWORD)
    assert "Lần sau vào bằng tên Anh Đức ẫ" in page
    browser.post("/van-phong/ra")
    assert sign_in(browser, "anh duc a") == 303


def test_a_name_that_somebody_has_is_not_given_twice(place: Hall, browser: Browser) -> None:
    settle(place)
    browser.post(place.invitation())
    page = act(browser, form="tao-tai-khoan", name="chi hoa", new_password=ANOTHER, again=ANOTHER)
    assert "Đã có người dùng tên giống thế này" in page
    assert 'value="chi hoa"' in page
    assert ANOTHER not in page


def test_a_changed_password_signs_the_other_machines_out(place: Hall, browser: Browser) -> None:
    settle(place)
    sign_in(browser)
    with Browser(place.app()) as other:
        sign_in(other)
        wrong = {"password": "sai", "new_password": ANOTHER, "again": ANOTHER}
        assert "chưa đúng" in act(browser, form="doi-mat-khau", do="password", **wrong)
        right = {"password": PASSWORD, "new_password": ANOTHER, "again": ANOTHER}
        assert "Đã đổi mật khẩu" in act(browser, form="doi-mat-khau", do="password", **right)
        assert other.get("/van-phong").status_code == 401
        assert sign_in(other) == 401
        assert sign_in(other, password=ANOTHER) == 303


def test_one_signs_out_of_every_other_place_and_stays(place: Hall, browser: Browser) -> None:
    settle(place)
    sign_in(browser)
    with Browser(place.app()) as other:
        sign_in(other)
        assert "Đăng xuất khỏi mọi nơi khác" in browser.get(ACCOUNT).text
        assert "Đã đăng xuất 2 nơi" in act(browser, form="phien", do="end")
        assert other.get("/van-phong").status_code == 401
        assert browser.get("/van-phong").status_code == 200


def test_the_officers_name_stands_by_what_they_do_and_is_not_asked_for(place: Hall, browser: Browser) -> None:
    settle(place)
    sign_in(browser)
    assert 'name="by"' not in browser.get("/van-phong/buoi").text
    token = re.search(r'name="token" value="([0-9a-f]+)"', browser.get("/van-phong/to").text)
    assert token is not None
    browser.post("/van-phong/to", {"token": token[1], "do": "invite", "unit": "01", "name": "Bình", "by": "Ai khác"})
    assert log(place)[-1] == ("Chị Hoa", "leader_invited")


def test_the_log_knows_who_came_and_who_failed_and_no_secret(place: Hall, browser: Browser) -> None:
    settle(place)
    sign_in(browser, password="mật khẩu gõ nhầm")  # noqa: S106 - invented
    sign_in(browser, "mật khẩu gõ nhầm ô", "x")
    sign_in(browser)
    browser.post("/van-phong/ra")
    assert log(place) == [
        ("Chị Hoa", "account_created"),
        ("Chị Hoa", "sign_in_failed"),
        ("?", "sign_in_failed"),
        ("Chị Hoa", "signed_in"),
        ("Chị Hoa", "signed_out"),
    ]
    kept = str(place.read(lambda tx: list(audits.newest(tx, 50))))
    assert "nhầm" not in kept
