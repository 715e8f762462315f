"""Heavy questions of pages: counted by another process in a large commune, the page opens when that is done."""

import re
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.counting import CountingRoom, count_beside
from storage import heavy
from storage.heavy import About, NotYetError, Question
from tests.edge.inprocess import Browser
from tests.edge.office import TODAY, Hall, hall, let_people_learn
from tests.edge.office_desk import enter
from tests.running import make

FREE = "/van-phong/xom?from=2026-01-05&to=2026-11-20"
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
        self.fails = False

    def count(self, question: Question, environ: Mapping[str, str]) -> str:
        self.asked.append(question)
        assert self.may_answer.wait(20)
        if self.fails:
            raise subprocess.SubprocessError("killed")
        return self._place.read(lambda tx: heavy.answer(tx, question))


@pytest.fixture
def beside(place: Hall) -> Iterator[Beside]:
    found = Beside(place)
    room = CountingRoom({}, lambda: TODAY, found.count)
    place.ask = room.ask
    yield found
    found.may_answer.set()
    room.stop()


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


def test_files_are_never_told_to_wait(place: Hall, beside: Beside) -> None:
    with Browser(place.app()) as browser:
        enter(place, browser)
        answer = browser.get("/van-phong/tham-gia.csv?from=2026-01-05&to=2026-11-20")
        assert answer.headers["content-type"].startswith("text/csv")
        assert beside.asked == []


def test_the_report_and_the_awards_open_too(place: Hall, beside: Beside) -> None:
    beside.may_answer.set()
    with Browser(place.app()) as browser:
        enter(place, browser)
        for path in ("/van-phong/bao-cao?from=2026-01-05&to=2026-11-20", "/van-phong/khen-thuong"):
            assert "<h1>" in until_open(browser, path)


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
    text = count_beside(Question(About.DAYS, date(2020, 1, 1), date(2100, 1, 1), 5), environ)
    assert '"total": [' in text
    with pytest.raises(subprocess.CalledProcessError):
        count_beside(QUESTION, {**environ, "HOCSO_CONFIG": str(tmp_path / "none.yaml")})
