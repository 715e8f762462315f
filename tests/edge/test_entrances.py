"""Every address of the program is tried as everybody: an outsider, the office, the council, two leaders."""

import re

import pytest
from starlette.routing import Route

from storage import doors
from tests.edge.inprocess import Browser
from tests.edge.office import TODAY, Hall
from tests.edge.office_desk import lead
from web.entrance import ANYBODY, Entrance, Role

PUBLIC = {
    ("GET", "/vao"), ("POST", "/vao"), ("GET", "/moi/{token}"), ("POST", "/moi/{token}"), ("POST", "/van-phong/ra"),
    ("POST", "/xom/ra"), ("GET", "/van-phong/style.{version}.css"),
}  # fmt: skip
"""What asks for no session: each of them was thought about when it was put into this list."""


def _entrances(place: Hall) -> list[Entrance]:
    return [route for route in place.app().routes if isinstance(route, Entrance)]


def _method(entrance: Entrance) -> str:
    return "POST" if "POST" in (entrance.methods or ()) else "GET"


def _come(place: Hall, browser: Browser, who: str) -> str:
    """Let somebody come in and return the token of their forms, "" for an outsider."""
    today, now = TODAY, place.now
    if who == "outsider":
        return ""
    if who in ("office", "council"):
        token = place.write(lambda tx: doors.open_session(tx, who, now))
        browser.cookies.set("hocso_vp", token, path="/van-phong")
    else:
        post = lead(place, "01" if who == "dong" else "02", name=who)
        link = f"duong-dan-cua-{who}"
        place.write(lambda tx: doors.leader_link(tx, post, link, now))
        assert browser.post(f"/moi/{link}").status_code == 303
        token = browser.cookies["hocso_xom"]
    assert place.read(lambda tx: doors.visitor(tx, token, today, now)) is not None
    return token


def test_every_address_of_these_pages_says_who_may_use_it(place: Hall) -> None:
    routes = [route for route in place.app().routes if isinstance(route, Route) and "openapi" not in route.path]
    undeclared = [route.path for route in routes if not isinstance(route, Entrance)]
    assert [path for path in undeclared if not path.startswith("/docs") and path != "/redoc"] == []


def test_nothing_is_public_but_what_was_meant_to_be(place: Hall) -> None:
    assert {(_method(one), one.path) for one in _entrances(place) if one.who == ANYBODY} == PUBLIC


def test_the_council_may_send_nothing_but_what_is_about_its_own_account(place: Hall) -> None:
    sends = {one.path for one in _entrances(place) if Role.COUNCIL in one.who and _method(one) == "POST"}
    assert sends == {"/van-phong/tai-khoan"}


@pytest.mark.parametrize(
    ("who", "role"),
    [("outsider", None), ("office", Role.OFFICE), ("council", Role.COUNCIL), ("dong", Role.LEADER),
     ("tay", Role.LEADER)],
)  # fmt: skip
def test_everybody_gets_in_where_they_may_and_nowhere_else(place: Hall, who: str, role: Role | None) -> None:
    with Browser(place.app()) as browser:
        _come(place, browser, who)
        for entrance in _entrances(place):
            if entrance.who == ANYBODY:
                continue
            path, method = re.sub(r"\{\w+\}", "1", entrance.path), _method(entrance)
            answer = browser.get(path) if method == "GET" else browser.post(path, {"do": "x"})
            is_theirs = role in entrance.who
            # Who works at the other desk comes without a session of this one.
            is_known_here = role is not None and (role is Role.LEADER) == path.startswith("/xom")
            expected = {401} if not is_known_here else {403} if not is_theirs or method == "POST" else {200, 404}
            assert answer.status_code in expected, (who, method, path, answer.status_code)


def test_the_link_of_a_leader_opens_no_page_of_the_office(place: Hall) -> None:
    with Browser(place.app()) as browser:
        token = _come(place, browser, "dong")
        browser.cookies.set("hocso_vp", token, path="/van-phong")
        assert browser.get("/van-phong").status_code == 403
        assert "Xóm" not in browser.get("/van-phong").text
