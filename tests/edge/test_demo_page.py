"""The page from which an officer opens the invented commune, and the process behind it."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from bot.commands.serving import open_port
from bot.demo.beside import DemoBeside
from tests.edge.inprocess import Browser
from tests.edge.office import Hall, hall
from tests.edge.office_desk import enter, send
from tests.running import make

PATH = "/van-phong/xa-thu"


@pytest.fixture
def place() -> Iterator[Hall]:
    with hall() as place:
        yield place


def test_an_officer_opens_it_and_is_led_in(place: Hall) -> None:
    with Browser(place.app()) as browser:
        enter(place, browser)
        assert "Mở xã thử" in browser.get(PATH).text
        page = send(browser, PATH, form="mo-xa-thu")
        assert 'http-equiv="refresh"' in page
        assert "Mở xã thử</button>" not in page
        place.beside.state = "open"
        assert 'href="http://hoc.test:8001/moi/abc"' in browser.get(PATH).text


@contextmanager
def taken(port: int) -> Iterator[None]:
    """See to it that somebody has a port."""
    with ExitStack() as stack:
        with suppress(OSError):  # somebody else has it
            stack.enter_context(open_port("127.0.0.1", port))
        yield


def test_the_process_fills_and_serves_it_and_ends_with_the_program(tmp_path: Path) -> None:
    program = make(tmp_path)
    assert program.run("demo", "--people", "50", "--fill-only").returncode == 0
    beside = DemoBeside(program.environ())
    assert beside.look().state == "closed"
    with taken(program.port + 1):
        beside.open()
        give_up = time.monotonic() + 60
        while beside.look().state == "filling" and time.monotonic() < give_up:
            time.sleep(0.1)
    demo = beside.look()
    try:
        assert demo.state == "open"
        assert program.port + 1 < demo.port <= program.port + 20
        page = httpx.get(f"http://127.0.0.1:{demo.port}{demo.path}")
        assert page.status_code == 200
        assert "SỐ LIỆU THỬ" in page.text
    finally:
        beside.stop()
    assert beside.look().state == "closed"


def test_one_that_cannot_begin_is_told(tmp_path: Path) -> None:
    program = make(tmp_path)
    (tmp_path / "config.yaml").write_text("commune: {}\n")
    beside = DemoBeside(program.environ())
    beside.open()
    give_up = time.monotonic() + 60
    while beside.look().state == "filling" and time.monotonic() < give_up:
        time.sleep(0.1)
    assert beside.look().state == "failed"
    beside.stop()
