"""Figures that are pushed: signed, kept until they were taken, sent again after whatever goes wrong."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, Engine

from bot.feed import FeedPush, Target
from bot.retrying import WAITS
from bot.writer import Writer
from storage import pushes
from storage.engine import open_engine
from storage.tables import metadata
from storage.unit import reading, writing

T = TypeVar("T")

SECRET = "khóa-bí-mật-" * 4
MORNING = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
"""Half past six of the 23rd in Vietnam."""


@dataclass
class Receiver:
    """The other side: answers with the statuses it is told, then with 200; 0 hangs up without an answer."""

    statuses: list[int] = field(default_factory=list)
    took: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    known = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            known.took.append((dict(self.headers), body))
            status = known.statuses.pop(0) if known.statuses else 200
            if status:
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.send_header("Location", "http://127.0.0.1:9/")
                self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        known.address = f"http://127.0.0.1:{server.server_port}/nhan"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield known
        server.shutdown()
        thread.join()


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = open_engine("sqlite://")
    with writing(engine) as tx:
        metadata.create_all(tx)
        tx.commit()
    yield engine
    engine.dispose()


@dataclass
class Stage:
    """A push over a database of its own; `now` is moved by the test."""

    engine: Engine
    writer: Writer
    receiver: Receiver
    now: datetime = MORNING

    def push(self) -> FeedPush:
        zone = ZoneInfo("Asia/Ho_Chi_Minh")
        target = Target(self.receiver.address, SECRET, 6)
        return FeedPush(
            target, self.writer, self._read, self._figures, lambda: self.now, lambda at: at.astimezone(zone)
        )

    def state(self) -> tuple[date, str, str] | None:
        with reading(self.engine) as tx:
            return pushes.last(tx)

    def _read(self, question: Callable[[Connection], T]) -> T:
        with reading(self.engine) as tx:
            return question(tx)

    def _figures(self, tx: Connection, day: date) -> str:
        return json.dumps({"as_of": day.isoformat(), "commune": "xã Xuân Hưng ẫ"}, ensure_ascii=False)


@pytest.fixture
def stage(engine: Engine, receiver: Receiver) -> Iterator[Stage]:
    writer = Writer(engine, lambda events: None)
    writer.start()
    yield Stage(engine, writer, receiver)
    writer.stop()


def test_figures_of_yesterday_arrive_signed_and_once(stage: Stage) -> None:
    push = stage.push()
    for _ in range(3):
        push.prepare()
        push.send()
    [(headers, body)] = stage.receiver.took
    assert json.loads(body) == {"as_of": "2026-11-22", "commune": "xã Xuân Hưng ẫ"}
    expected = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert headers["X-Hocso-Signature"] == f"sha256={expected}"
    assert stage.state() == (date(2026, 11, 22), "sent", "")


def test_before_the_hour_nothing_is_made_ready(stage: Stage) -> None:
    stage.now = MORNING - timedelta(hours=1)
    push = stage.push()
    push.prepare()
    push.send()
    assert (stage.state(), stage.receiver.took) == (None, [])


@pytest.mark.parametrize("fault", [500, 429, 302, 404, 0])
def test_what_was_not_taken_is_sent_again_under_the_same_id(stage: Stage, fault: int) -> None:
    stage.receiver.statuses = [fault, fault]
    push = stage.push()
    push.prepare()
    for _ in range(4):
        push.send()
        stage.now += timedelta(minutes=10)
    ids = {headers["X-Hocso-Delivery"] for headers, _ in stage.receiver.took}
    assert (len(stage.receiver.took), len(ids)) == (3, 1)
    assert stage.state() == (date(2026, 11, 22), "sent", "")


def test_a_receiver_that_never_takes_it_is_given_up_with_a_reason(stage: Stage) -> None:
    stage.receiver.statuses = [503] * 20
    push = stage.push()
    push.prepare()
    for _ in range(len(WAITS) + 3):
        push.send()
        stage.now += timedelta(hours=3)
    assert len(stage.receiver.took) == len(WAITS) + 1
    state = stage.state()
    assert state is not None
    assert state[1] == "never"
    assert "503" in state[2]


def test_newer_figures_take_the_place_of_those_that_still_wait(stage: Stage) -> None:
    stage.receiver.statuses = [503]
    push = stage.push()
    push.prepare()
    push.send()
    stage.now += timedelta(days=1)
    push.prepare()
    push.send()
    push.send()
    assert [json.loads(body)["as_of"] for _, body in stage.receiver.took] == ["2026-11-22", "2026-11-23"]


def test_a_push_taken_by_a_program_that_died_is_sent_by_the_next(stage: Stage) -> None:
    push = stage.push()
    push.prepare()
    with writing(stage.engine) as tx:
        one = pushes.due(tx, stage.now)
        assert one is not None
        assert pushes.claim(tx, one, stage.now + timedelta(minutes=2))
        assert not pushes.claim(tx, one, stage.now + timedelta(minutes=2))
        tx.commit()
    push.send()
    assert stage.receiver.took == []
    stage.now += timedelta(minutes=3)
    push.send()
    assert len(stage.receiver.took) == 1
