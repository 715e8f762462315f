"""Heavy questions of pages: counted by another process in a large commune, the page opens when that is done."""

import re
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI

from bot.counting import CountingRoom, count_beside
from campaign.feed import Scope
from campaign.units import UnitKind
from storage import heavy, readers
from storage.heavy import About, NotYetError, Question
from storage.standing import Standing
from tests.db.commune import hamlet, settle
from tests.edge.inprocess import Browser
from tests.edge.office import NOW, TODAY, Hall, hall, let_people_learn
from tests.edge.office_desk import enter
from tests.running import make
from web.api import Feed, api
from web.look import Look

FREE = "/van-phong/xom?from=2026-01-05&to=2026-11-20"
FEED = "/v1/participation?from=2026-01-05&to=2026-11-20"
QUESTION = Question(About.DAYS, date(2026, 1, 5), date(2026, 11, 20), 5)


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    monkeypatch.setattr(heavy, "_MUCH", 3)
    with hall() as built:
        let_people_learn(built)
        yield built


class Beside:
    """Another process that answers when it is told to; it has the same database."""

    def __init__(self, place: Hall) -> None:
        self._place = place
        self.may_answer = threading.Event()
        self.asked: list[Question] = []
        self.starts = 0
        self.fails = False

    def count(self, questions: Sequence[Question], environ: Mapping[str, str]) -> Sequence[str]:
        self.asked.extend(questions)
        self.starts += 1
        assert self.may_answer.wait(20)
        if self.fails:
            raise subprocess.SubprocessError("killed")
        return self._place.read(lambda tx: [heavy.answer(tx, question) for question in questions])


@pytest.fixture
def beside(place: Hall) -> Iterator[Beside]:
    found = Beside(place)
    room = CountingRoom({}, lambda: TODAY, found.count)
    place.ask = room.ask
    yield found
    found.may_answer.set()
    room.stop()


def _feed(place: Hall) -> FastAPI:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    feed = Feed(place.read, place.write, lambda: place.now, zone, Standing(), "14122", "xã Xuân Hưng", place.ask)
    return api(feed, Look("xã Xuân Hưng"))


def _token(place: Hall) -> dict[str, str]:
    token = place.write(lambda tx: readers.invite(tx, "Sở KH&CN", (Scope.PARTICIPATION,), TODAY, "thử", NOW))
    return {"Authorization": f"Bearer {token}"}


def cells(page: str) -> list[str]:
    return re.findall(r"<td>(.*?)</td>", page)


def until_open(browser: Browser, path: str) -> str:
    give_up = time.monotonic() + 20
    while "Đang cộng số liệu" in (page := browser.get(path).text):
        assert time.monotonic() < give_up
        time.sleep(0.01)
    return page


def test_a_page_says_that_it_counts_and_then_shows_what_is_counted_here(place: Hall, beside: Beside) -> None:
    with Browser(place.app()) as browser:
        enter(place, browser)
        page = browser.get(FREE).text
        assert "Đang cộng số liệu" in page
        assert '<meta http-equiv="refresh" content="1">' in page
        assert "Đang cộng số liệu" in browser.get(FREE).text
        beside.may_answer.set()
        counted = until_open(browser, FREE)
        assert beside.asked == [QUESTION]
    place.ask = heavy.answer
    with Browser(place.app()) as browser:
        enter(place, browser)
        assert cells(counted) == cells(browser.get(FREE).text) != []


def test_where_the_other_process_fails_the_page_counts_itself(place: Hall, beside: Beside) -> None:
    beside.fails = True
    beside.may_answer.set()
    with Browser(place.app()) as browser:
        enter(place, browser)
        assert "<table" in until_open(browser, FREE)


def test_files_and_the_feed_wait_until_it_is_counted(place: Hall, beside: Beside) -> None:
    threading.Timer(0.3, beside.may_answer.set).start()
    with Browser(place.app()) as browser:
        enter(place, browser)
        answer = browser.get("/van-phong/tham-gia.csv?from=2026-01-05&to=2026-11-20")
        assert answer.headers["content-type"].startswith("text/csv")
        awards = browser.get("/van-phong/khen-thuong.csv")
        assert awards.headers["content-type"].startswith("text/csv")
    assert beside.asked[0] == QUESTION
    with Browser(_feed(place)) as program:
        table = program.get(FEED, headers=_token(place)).json()
        assert table["totals"]["participants"] > 0
    assert beside.asked.count(QUESTION) == 1


def test_the_feed_says_so_when_counting_takes_too_long(
    place: Hall, beside: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.patience._LONGEST_SECONDS", 0.2)
    with Browser(_feed(place)) as program:
        answer = program.get(FEED, headers=_token(place))
    assert answer.status_code == 503
    assert "xin hỏi lại" in answer.json()["error"]


def test_the_report_and_the_awards_open_too(place: Hall, beside: Beside) -> None:
    beside.may_answer.set()
    with Browser(place.app()) as browser:
        enter(place, browser)
        for path in ("/van-phong/bao-cao?from=2026-01-05&to=2026-11-20", "/van-phong/khen-thuong"):
            assert "<h1>" in until_open(browser, path)


def test_all_that_a_page_asks_is_counted_at_once(place: Hall, beside: Beside) -> None:
    beside.may_answer.set()
    place.write(
        lambda tx: settle(tx, replace(hamlet("TH"), kind=UnitKind.SCHOOL), replace(hamlet("CQ"), kind=UnitKind.AGENCY))
    )
    with Browser(place.app()) as browser:
        enter(place, browser)
        until_open(browser, "/van-phong/bao-cao?from=2026-01-05&to=2026-11-20")
    assert len(set(beside.asked)) == len(beside.asked) == 4
    assert beside.starts == 1


def test_an_answer_grows_old(place: Hall, beside: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    beside.may_answer.set()
    monkeypatch.setattr("bot.counting._SETTLED_SECONDS", 0.0)
    give_up = time.monotonic() + 20
    while len(beside.asked) < 2 and time.monotonic() < give_up:
        with pytest.raises(NotYetError):
            place.read(lambda tx: place.ask(tx, QUESTION))
        time.sleep(0.01)
    assert len(beside.asked) >= 2


def test_the_process_really_answers(tmp_path: Path) -> None:
    program = make(tmp_path)
    assert program.run("demo", "--people", "60", "--fill-only").returncode == 0
    folder = tmp_path / "data" / "xa-thu"
    environ = {**program.environ(), "HOCSO_CONFIG": str(folder / "config.yaml")}
    asked = [Question(about, date(2020, 1, 1), date(2100, 1, 1), 5) for about in About]
    days, learners = count_beside(asked, environ)
    assert '"total": [' in days
    assert learners.startswith("[")
    with pytest.raises(subprocess.CalledProcessError):
        count_beside([QUESTION], {**environ, "HOCSO_CONFIG": str(tmp_path / "none.yaml")})
