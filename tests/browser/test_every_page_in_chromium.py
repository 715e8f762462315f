"""Real Chromium walks every page as office, council, leader and outsider, on a phone and at a desk.

New pages are walked by themselves: the list is that of the program. Each is as wide as the screen, light enough, closed
to foreign scripts, and axe finds nothing serious on it.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from storage import doors, jobs
from tests.browser.screening import ON_EACH_SCREEN, serious, wide
from tests.edge.office import NOW, Hall, hall, let_people_learn
from tests.edge.office_desk import ask, hold, lead
from tests.edge.score_year import NAME, adopt
from tests.unit.chatting import TINY
from web.entrance import Entrance, Role

Serving = Callable[[FastAPI], AbstractContextManager[str]]

FILES = re.compile(r"\.(csv|json|pdf|css|svg)$|/tep(/|$)")
LARGEST = 100_000
"""Bytes of a page."""

_ASKED = "Có người gọi bảo nợ tiền điện, tôi làm gì ạ?"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Hall]:
    with hall() as built:
        built.evidence = tmp_path
        let_people_learn(built)
        adopt(built)
        hold(built)
        ask(built, _ASKED, state="office")
        yield built


@pytest.fixture
def url(place: Hall, serving: Serving) -> Iterator[str]:
    with serving(place.app()) as address:
        yield address


def _paths(place: Hall) -> list[tuple[str, frozenset[Role]]]:
    """Return every address somebody may look at, its gaps filled in, with whose it is."""
    job = {"/van-phong": _asked(place, ""), "/xom": _asked(place, "01")}
    known = {
        "code": "01", "unit": "01", "year": "2026", "block": NAME, "lesson": TINY[0].course.lessons[0].id,
        "ky": "Y2026", "token": place.invitation().rsplit("/", 1)[1],
    }  # fmt: skip
    pages = [one for one in place.app().routes if isinstance(one, Entrance) and "GET" in (one.methods or ())]

    def filled(path: str) -> str:
        own = {**known, "id": f"{job['/xom' if path.startswith('/xom') else '/van-phong']}"}
        return re.sub(r"\{(\w+)\}", lambda gap: quote(own.get(gap[1], "x"), safe=""), path)

    return [(filled(one.path), one.who) for one in pages if not FILES.search(one.path)]


def _asked(place: Hall, owner: str) -> int | None:
    """Have posters made for somebody, and return under which number."""
    work = jobs.Wanted("posters", ("posters",), "ap-phich.zip")
    return place.write(lambda tx: jobs.ask(tx, work, "chị Hoa", owner, NOW))


def _come(place: Hall, page: Page, url: str, role: Role | None) -> None:
    match role:
        case None:
            return
        case Role.LEADER:
            post = lead(place, "01", name="Anh Bình")
            place.write(lambda tx: doors.leader_link(tx, post, "duong-dan", NOW))
            page.goto(f"{url}/moi/duong-dan")
        case _:
            page.goto(url + place.invitation(role.value))
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_role("button", name="Ra khỏi trang").wait_for()


def _wrong(page: Page, width: int, *, is_audited: bool) -> list[str]:
    """Return what is wrong with the page that is open; where it is audited, axe looks too."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    # Work under way is shown anew every two seconds, which can be stopped on the page.
    may_be_stopped = page.get_by_role("link", name="Đừng tự tải lại trang này").count() > 0
    found = [
        one for one in (serious(page) if is_audited else ()) if not (may_be_stopped and one.startswith("meta-refresh"))
    ]
    if wide(page) != width:
        found.append(f"{wide(page)} wide")
    if len(page.content().encode()) > LARGEST:
        found.append("too heavy")
    return found


@ON_EACH_SCREEN
@pytest.mark.parametrize("role", [Role.OFFICE, Role.COUNCIL, Role.LEADER, None])
def test_every_page_can_be_used_by_whoever_may(
    place: Hall, url: str, chromium: Browser, role: Role | None, width: int, theme: str
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 740}, color_scheme="dark" if theme == "dark" else "light"
    )
    page = context.new_page()
    _come(place, page, url, role)
    wrong, refused = dict[str, list[str]](), set[int]()
    for path, who in _paths(place):
        is_here = role is not None and (role is Role.LEADER) == path.startswith("/xom")
        expected = 200 if not who or (is_here and role in who) else 403 if is_here else 401
        if expected in refused:  # the same page for everything that is not theirs, looked at once
            assert context.request.get(url + path).status == expected, path
            continue
        refused |= {expected} - {200}
        answer = page.goto(url + path)
        assert answer is not None
        assert answer.status == expected, path
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert "script-src" not in answer.headers["content-security-policy"]
        # The council sees the office's pages without their forms: what colours do at night is seen there.
        if found := _wrong(page, width, is_audited=not (role is Role.COUNCIL and theme == "dark")):
            wrong[path] = found
    assert wrong == {}
    context.close()
