"""Updates are fetched until the program stops, and confirmed only once they are kept."""

import asyncio
import logging
from datetime import date
from pathlib import Path

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bench.platforms.telegram import TOKEN, Fault, Limits, TelegramPlatform
from bot.channels.telegram.account import TelegramAccount, Terms
from bot.incoming import Incoming
from bot.limits import UNLIMITED
from bot.moving_clock import SystemClock
from bot.writer import Writer
from conversation.events import Tapped, Typed
from storage.engine import open_engine
from storage.tables import metadata
from tests.edge.telegram_talk import AGREE, Assistant, play
from tests.edge.waiting import until

TODAY = date(2026, 11, 22)
SECRET_PART = TOKEN.partition(":")[2]


def texts(batches: list[list[Incoming]]) -> list[str]:
    return [one.event.text for batch in batches for one in batch if isinstance(one.event, Typed)]


class Desk:
    """Takes batches in as the intake does, unless the database is away."""

    def __init__(self) -> None:
        self.is_away = False
        self.refused = 0
        self.taken: list[list[Incoming]] = []

    def take(self, batch: list[Incoming]) -> None:
        if self.is_away:
            self.refused += 1
            raise OperationalError("INSERT", {}, Exception("disk I/O error"))
        self.taken.append(batch)


class Beside:
    """A Telegram account over a desk, beside a loopback Telegram."""

    def __init__(self, folder: Path, platform: TelegramPlatform, token: str = TOKEN) -> None:
        self.desk = Desk()
        engine = open_engine(f"sqlite:///{folder / 'polling.db'}")
        metadata.create_all(engine)
        self.writer = Writer(engine, lambda batch: self.desk.take(list(batch)))
        terms = Terms(token=token, base_url=platform.url, rates=UNLIMITED)
        self.account = TelegramAccount("main", terms, self.writer, SystemClock(), lambda: TODAY)

    async def __aenter__(self) -> "Beside":
        self.writer.start()
        await self.account.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.account.stop()
        await asyncio.to_thread(self.writer.stop)

    async def until_taken(self, count: int) -> None:
        await until(lambda: sum(map(len, self.desk.taken)) >= count, 10)


def test_updates_that_wait_are_taken_in_one_batch_in_their_order(tmp_path: Path) -> None:
    async def run() -> None:
        async with TelegramPlatform() as platform:
            for number in range(40):
                platform.user(7001 + number % 4).say(f"tin {number}")
            async with Beside(tmp_path, platform) as beside:
                await platform.taken()
                assert len(beside.desk.taken) <= 3
                assert texts(beside.desk.taken) == [f"tin {number}" for number in range(40)]
                assert beside.desk.taken[0][0] == Incoming("telegram:main", "7001", "u100001", Typed("tin 0"))

    asyncio.run(run())


def test_nothing_is_confirmed_before_it_is_kept(tmp_path: Path) -> None:
    async def run() -> None:
        async with TelegramPlatform() as platform:
            lan = platform.user(7001)
            async with Beside(tmp_path, platform) as beside:
                beside.desk.is_away = True
                lan.say("giữ hộ tôi ẫ")
                await until(lambda: beside.desk.refused == 2)
                assert platform.waiting == 1
                assert platform.record.of("answerCallbackQuery") == []
                beside.desk.is_away = False
                await platform.taken()
                assert texts(beside.desk.taken) == ["giữ hộ tôi ẫ"]

    asyncio.run(run())


def test_a_tap_is_acknowledged_only_once_it_is_kept(tmp_path: Path) -> None:
    async def run() -> None:
        async with TelegramPlatform() as platform:
            tap: dict[str, object] = {"id": platform.user(7001).chat_id, "type": "private"}
            body = {"id": "4000", "data": "p.0.0", "message": {"chat": tap, "message_id": 1, "date": 0}}
            async with Beside(tmp_path, platform) as beside:
                beside.desk.is_away = True
                platform.inject("callback_query", 7001, body)  # type: ignore[arg-type]  # it is JSON
                await until(lambda: beside.desk.refused > 0)
                assert platform.record.of("answerCallbackQuery") == []
                beside.desk.is_away = False
                await beside.until_taken(1)
                assert beside.desk.taken[0][0].event == Tapped("p.0.0")
                await until(lambda: len(platform.record.of("answerCallbackQuery")) == 1)

    asyncio.run(run())


@pytest.mark.parametrize("fault", [Fault.BAD_GATEWAY, Fault.HTML, Fault.RESET_BEFORE, Fault.TOO_MANY])
def test_a_platform_that_fails_is_asked_again_and_reported_once(tmp_path: Path, fault: Fault) -> None:
    async def run() -> None:
        async with TelegramPlatform() as platform:
            platform.faults.script(fault, times=2, method="getUpdates")
            with capture_logs() as logs:
                async with Beside(tmp_path, platform) as beside:
                    platform.user(7001).say("chào")
                    await beside.until_taken(1)
                    await platform.taken()
            told = [entry["event"] for entry in logs if entry["event"].startswith("polling")]
            assert told == ["polling_fails", "polling_again"]
            assert SECRET_PART not in str(logs)

    asyncio.run(run())


def test_a_platform_that_cannot_be_reached_at_the_start_is_tried_until_it_can(tmp_path: Path) -> None:
    async def run() -> None:
        async with TelegramPlatform() as platform:
            await platform.refuse_connections()
            async with Beside(tmp_path, platform) as beside:
                await asyncio.sleep(0.2)
                await platform.accept_connections()
                platform.user(7001).say("chào")
                await beside.until_taken(1)

    asyncio.run(run())


def test_a_hook_left_from_before_is_taken_down(tmp_path: Path) -> None:
    async def run() -> None:
        async with TelegramPlatform() as platform:
            async with httpx.AsyncClient() as client:
                address = f"{platform.url}/bot{TOKEN}/setWebhook"
                await client.post(address, json={"url": f"{platform.url}/nobody"})
            async with Beside(tmp_path, platform) as beside:
                platform.user(7001).say("chào")
                await beside.until_taken(1)

    asyncio.run(run())


def test_another_program_that_asks_too_only_interrupts(tmp_path: Path) -> None:
    async def run() -> None:
        async with (
            TelegramPlatform() as platform,
            httpx.AsyncClient() as client,
            Beside(tmp_path, platform) as beside,
        ):
            await asyncio.sleep(0.2)  # it asks by now
            with capture_logs() as logs:
                await client.get(f"{platform.url}/bot{TOKEN}/getUpdates")
                await until(lambda: bool(logs))
            assert logs[0]["error"] == "Conflict"
            platform.user(7001).say("chào")
            await beside.until_taken(1)

    asyncio.run(run())


def test_a_wrong_token_is_reported_without_telling_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    async def run() -> None:
        async with TelegramPlatform() as platform:
            with capture_logs() as logs:
                async with Beside(tmp_path, platform, token="7:bi-mat"):  # noqa: S106 - opens nothing
                    await asyncio.sleep(0.2)
            assert [entry["event"] for entry in logs] == ["polling_fails"]
            assert "bi-mat" not in str(logs) + caplog.text

    asyncio.run(run())


def test_updates_twice_out_of_order_and_under_new_numbers_have_one_effect(tmp_path: Path) -> None:
    async def learn(platform: TelegramPlatform, here: Assistant) -> None:
        lan = platform.user(7001)
        lan.start()
        await lan.wait_for(1)
        platform.faults.script(Fault.DUPLICATED)
        platform.faults.script(Fault.REIDENTIFIED)
        lan.tap(AGREE)
        await lan.wait_for(2)
        await asyncio.sleep(0.4)
        await platform.taken()
        assert here.ask("SELECT count(*) FROM learner") == [(1,)]
        assert here.ask("SELECT count(*) FROM consent WHERE purpose = 'learn'") == [(1,)]

    play(tmp_path, learn)


def test_who_shuts_the_bot_out_is_unreachable_until_they_write_again(tmp_path: Path) -> None:
    async def quarrel(platform: TelegramPlatform, here: Assistant) -> None:
        lan = platform.user(7001)
        lan.start()
        await lan.wait_for(1)
        lan.block()
        await platform.taken()
        assert here.ask("SELECT is_unreachable FROM chat") == [(1,)]
        lan.say("tôi về rồi đây")
        await lan.wait_for(2)
        assert here.ask("SELECT is_unreachable FROM chat") == [(0,)]

    play(tmp_path, quarrel)


def test_a_message_to_somebody_who_shut_the_bot_out_is_given_up(tmp_path: Path) -> None:
    async def quarrel(platform: TelegramPlatform, here: Assistant) -> None:
        lan = platform.user(7001)
        lan.start()
        await lan.wait_for(1)
        lan.say("Xã giữ những gì?")
        platform.faults.blocked.add(7001)
        await until(lambda: here.ask("SELECT is_unreachable FROM chat") == [(1,)])
        found = here.ask("SELECT state, reason FROM outbox ORDER BY id DESC LIMIT 1")
        assert found == [("never", "Forbidden: bot was blocked by the user")]

    play(tmp_path, quarrel, platform=TelegramPlatform(limits=Limits.off()))
