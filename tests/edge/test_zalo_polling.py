"""Events are fetched until the program stops; what was fetched is offered until it is kept."""

import asyncio
import logging
from pathlib import Path

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bench.platforms.zalo import TOKEN, Fault, ZaloPlatform
from bot.channels.zalo_bot import Terms, ZaloBotAccount
from bot.incoming import Incoming
from bot.limits import UNLIMITED
from bot.moving_clock import SystemClock
from bot.writer import Writer
from conversation.events import Typed
from storage.engine import open_engine
from storage.tables import metadata
from tests.edge.waiting import until
from tests.edge.zalo_talk import SECRET_PART


class Desk:
    """Takes batches in as the intake does, unless the database is away."""

    def __init__(self) -> None:
        self.is_away = False
        self.refused = 0
        self.taken: list[Incoming] = []

    def take(self, batch: list[Incoming]) -> None:
        if self.is_away:
            self.refused += 1
            raise OperationalError("INSERT", {}, Exception("disk I/O error"))
        self.taken += batch

    @property
    def texts(self) -> list[str]:
        return [one.event.text for one in self.taken if isinstance(one.event, Typed)]


class Beside:
    """A Zalo account over a desk, beside a loopback Zalo."""

    def __init__(self, folder: Path, platform: ZaloPlatform, token: str = TOKEN) -> None:
        self.desk = Desk()
        engine = open_engine(f"sqlite:///{folder / 'polling.db'}")
        metadata.create_all(engine)
        self.writer = Writer(engine, lambda batch: self.desk.take(list(batch)))
        terms = Terms(token=token, base_url=platform.url, rates=UNLIMITED)
        self.account = ZaloBotAccount("main", terms, self.writer, SystemClock())

    async def __aenter__(self) -> "Beside":
        self.writer.start()
        await self.account.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.account.stop()
        await asyncio.to_thread(self.writer.stop)

    async def until_taken(self, *texts: str) -> None:
        await until(lambda: self.desk.texts == list(texts), 10)


def test_events_are_taken_in_their_order_under_their_own_ids(tmp_path: Path) -> None:
    async def run() -> None:
        async with ZaloPlatform() as platform:
            lan = platform.user(7001)
            for number in range(40):
                lan.say(f"tin {number}")
            async with Beside(tmp_path, platform) as beside:
                await beside.until_taken(*(f"tin {number}" for number in range(40)))
                first = beside.desk.taken[0]
                assert (first.account, first.address) == ("zalo_bot:main", lan.chat_id)
                assert first.external_id == lan.history[0].message_id

    asyncio.run(run())


def test_what_was_fetched_is_offered_until_it_is_kept(tmp_path: Path) -> None:
    async def run() -> None:
        async with ZaloPlatform() as platform:
            lan = platform.user(7001)
            async with Beside(tmp_path, platform) as beside:
                beside.desk.is_away = True
                lan.say("giữ hộ tôi ẫ")
                lan.say("và cái này")
                await until(lambda: beside.desk.refused >= 2)
                assert platform.waiting == 0
                beside.desk.is_away = False
                await beside.until_taken("giữ hộ tôi ẫ", "và cái này")

    asyncio.run(run())


@pytest.mark.parametrize("fault", [Fault.BAD_GATEWAY, Fault.HTML, Fault.RESET_BEFORE, Fault.INTERNAL])
def test_a_platform_that_fails_is_asked_again_and_reported_once(tmp_path: Path, fault: Fault) -> None:
    async def run() -> None:
        async with ZaloPlatform() as platform:
            platform.faults.script(fault, times=2, method="getUpdates")
            with capture_logs() as logs:
                async with Beside(tmp_path, platform) as beside:
                    platform.user(7001).say("chào")
                    await beside.until_taken("chào")
            told = [entry["event"] for entry in logs if entry["event"].startswith("polling")]
            assert told == ["polling_fails", "polling_again"]
            assert SECRET_PART not in str(logs)

    asyncio.run(run())


def test_asking_too_fast_is_followed_by_a_pause(tmp_path: Path) -> None:
    async def run() -> None:
        async with ZaloPlatform() as platform:
            platform.faults.script(Fault.TOO_FAST, method="getUpdates")
            with capture_logs() as logs:
                async with Beside(tmp_path, platform) as beside:
                    platform.user(7001).say("chào")
                    await until(lambda: bool(platform.record.of("getUpdates")))
                    await asyncio.sleep(1)
                    assert len(platform.record.of("getUpdates")) == 1
                    await beside.until_taken("chào")
            assert "called_too_fast" in [entry["event"] for entry in logs]

    asyncio.run(run())


def test_a_platform_that_cannot_be_reached_at_the_start_is_tried_until_it_can(tmp_path: Path) -> None:
    async def run() -> None:
        async with ZaloPlatform() as platform:
            await platform.refuse_connections()
            async with Beside(tmp_path, platform) as beside:
                await asyncio.sleep(0.2)
                await platform.accept_connections()
                platform.user(7001).say("chào")
                await beside.until_taken("chào")

    asyncio.run(run())


def test_a_hook_left_from_before_is_taken_down(tmp_path: Path) -> None:
    async def run() -> None:
        async with ZaloPlatform() as platform:
            async with httpx.AsyncClient() as client:
                hook = {"url": f"{platform.url}/nobody", "secret_token": "12345678"}
                await client.post(f"{platform.url}/bot{TOKEN}/setWebhook", json=hook)
            async with Beside(tmp_path, platform) as beside:
                await until(lambda: bool(platform.record.of("deleteWebhook")))
                platform.user(7001).say("chào")
                await beside.until_taken("chào")

    asyncio.run(run())


def test_a_wrong_token_stops_the_calls_and_is_reported_without_telling_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def run() -> None:
        async with ZaloPlatform() as platform:
            with capture_logs() as logs:
                async with Beside(tmp_path, platform, token="7:bi-mat"):  # noqa: S106 - opens nothing
                    await until(lambda: len(platform.record.calls) == 2)
                    await asyncio.sleep(1)
            assert [call.error_code for call in platform.record.calls] == [401, 401]
            assert [entry["log_level"] for entry in logs if entry["event"] == "token_refused"] == ["error"]
            assert "bi-mat" not in str(logs) + caplog.text

    asyncio.run(run())
