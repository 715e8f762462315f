"""An account says who it is, sets its hook, and knows how many people it may still take."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bench.platforms.zalo import TOKEN, Fault, ZaloPlatform
from bot.channels.zalo_bot import Terms, ZaloBotAccount
from bot.incoming import Incoming
from bot.moving_clock import SystemClock
from bot.writer import Writer
from storage.engine import open_engine
from storage.tables import chat, metadata
from tests.edge.waiting import until
from tests.edge.zalo_talk import SECRET, SECRET_PART, assistant, configure


def logged(logs: Sequence[EventDict], event: str) -> list[EventDict]:
    return [entry for entry in logs if entry["event"] == event]


def fill(engine: Engine, people: int) -> None:
    rows = [{"account": "zalo_bot:main", "address": str(number), "state": "{}"} for number in range(people)]
    with engine.begin() as tx:
        for row in [*rows, {"account": "telegram:main", "address": "1", "state": "{}"}]:
            tx.execute(insert(chat).values(**row))


def begin(folder: Path, terms: Terms, people: int = 0, platform: ZaloPlatform | None = None) -> list[EventDict]:
    """Return what an account logs until it has presented itself, or failed to."""

    def nothing(batch: Sequence[Incoming]) -> None:
        return

    async def run() -> list[EventDict]:
        engine = open_engine(f"sqlite:///{folder / 'account.db'}")
        metadata.create_all(engine)
        fill(engine, people)
        writer = Writer(engine, nothing)
        writer.start()
        async with platform or ZaloPlatform() as there:
            account = ZaloBotAccount(
                "main", Terms(terms.token, there.url, terms.secret, terms.public_url), writer, SystemClock()
            )
            with capture_logs() as logs:
                await account.start()
                await until(lambda: any(one["event"] in DONE for one in logs))
                await until(lambda: any("people" in one for one in logs))
                await account.stop()
        await asyncio.to_thread(writer.stop)
        assert SECRET_PART not in str(logs)
        return list(logs)

    return asyncio.run(run())


DONE = {"hook_set", "hook_set_but_not_verified", "bot_not_presented", "bot_known"}
POLLING = Terms(TOKEN, "")


def test_it_says_who_it_is_and_how_full(tmp_path: Path) -> None:
    logs = begin(tmp_path, POLLING, people=12)
    assert [entry["bot"] for entry in logged(logs, "bot_known")] == ["bot.hocso"]
    assert [entry["people"] for entry in logged(logs, "bot_people")] == ["12/50"]
    assert logged(logs, "bot_nearly_full") == []


@pytest.mark.parametrize("people", [45, 50, 51])
def test_it_warns_before_it_is_full(tmp_path: Path, people: int) -> None:
    [entry] = logged(begin(tmp_path, POLLING, people=people), "bot_nearly_full")
    assert (entry["people"], entry["log_level"]) == (f"{people}/50", "warning")


def test_a_refused_token_is_an_error_for_the_operator(tmp_path: Path) -> None:
    platform = ZaloPlatform()
    platform.faults.script(Fault.UNAUTHORIZED, times=9)
    logs = begin(tmp_path, POLLING, platform=platform)
    assert [entry["log_level"] for entry in logged(logs, "token_refused")] == ["error"]


def test_a_hook_that_cannot_be_reached_is_set_and_reported(tmp_path: Path) -> None:
    async def run() -> list[EventDict]:
        async with ZaloPlatform() as platform:
            terms = Terms(TOKEN, platform.url, SECRET, platform.url)  # nobody answers at its hook path
            engine = open_engine(f"sqlite:///{tmp_path / 'account.db'}")
            metadata.create_all(engine)
            writer = Writer(engine, lambda batch: None)
            writer.start()
            account = ZaloBotAccount("main", terms, writer, SystemClock())
            with capture_logs() as logs:
                await account.start()
                await until(lambda: bool(logged(logs, "hook_set_but_not_verified")))
                await account.stop()
            await asyncio.to_thread(writer.stop)
            assert SECRET not in str(logs)
            return list(logs)

    [entry] = logged(asyncio.run(run()), "hook_set_but_not_verified")
    assert (entry["outcome"], entry["status"]) == ("webhook.http.404", "404")


@pytest.mark.parametrize(("probes_with_secret", "event"), [(True, "hook_set"), (False, "hook_set_but_not_verified")])
def test_the_program_sets_its_hook_and_answers_the_probe(tmp_path: Path, probes_with_secret: bool, event: str) -> None:
    async def run() -> None:
        async with asyncio.timeout(30), ZaloPlatform(probes_with_secret=probes_with_secret) as platform:
            with capture_logs() as logs:
                async with assistant(configure(tmp_path, platform.url, "webhook")):
                    await until(lambda: bool(logged(logs, event)))
                    lan = platform.user(7001)
                    lan.say("chào")
                    await lan.wait_for(1)

    asyncio.run(run())


def test_terms_do_not_show_token_and_secret() -> None:
    shown = repr(Terms(TOKEN, "https://bot-api.zaloplatforms.com", SECRET))
    assert SECRET_PART not in shown
    assert SECRET not in shown
