"""kill -9 between any two steps of a whole evening, and in the middle of some: the same end state.

`make test` kills a few times at places drawn by a seed; `make soak` after every step.
"""

import asyncio
import os
from pathlib import Path
from random import Random

from bench.platforms.zalo import TOKEN, ZaloPlatform
from storage.engine import open_engine
from tests import running
from tests.edge.evening import LEADERS
from tests.edge.evening_end import THE_END, Ending
from tests.edge.evening_play import perform
from tests.edge.evening_stage import Stage, Trouble
from tests.edge.waiting import until
from tests.edge.zalo_talk import SECRET, switch_on
from tests.postgres import Postgres

_IS_SOAK = bool(os.environ.get("HOCSO_SOAK"))
_KILLS = 4
_STEPS = 100
"""Fewer than the evening has: every kill drawn among them happens."""

_LONGEST = 0.1
"""Seconds after an act within which the kill comes that interrupts it: sometimes before it is taken in, or sent."""

_SECONDS = 3600 if _IS_SOAK else 240
_FREE = ", calls_per_second: 1000, chat_calls_per_second: 1000"


class _Process:
    """The program as a process of its own, on Zalo by its hook."""

    def __init__(self, place: running.Running, platform: ZaloPlatform) -> None:
        self._place = place
        self._platform = platform

    @property
    def url(self) -> str:
        return self._place.url

    async def start(self, clock: str) -> None:
        hooks = len(self._platform.record.of("setWebhook"))
        await asyncio.to_thread(self._place.start, clock)
        await until(lambda: len(self._platform.record.of("setWebhook")) > hooks, 20)

    async def stop(self, *, is_killed: bool = False) -> None:
        await asyncio.to_thread(self._place.stop, is_killed=is_killed)


class _Killing(Trouble):
    """Kills the program between two steps or in the middle of one, and starts it again."""

    def __init__(self, rng: Random) -> None:
        self.kills = 0
        self._rng = rng
        self._steps = 0
        self._when = set(range(1, 10 * _STEPS) if _IS_SOAK else rng.sample(range(1, _STEPS), _KILLS))
        self._is_amid = False

    async def between(self, stage: Stage) -> None:
        self._steps += 1
        self._is_amid = self._steps in self._when and self._rng.random() < 0.5
        if self._steps in self._when and not self._is_amid:
            await self._kill(stage)

    async def amid(self, stage: Stage) -> None:
        if self._is_amid:
            self._is_amid = False
            await asyncio.sleep(self._rng.uniform(0, _LONGEST))
            await self._kill(stage)

    async def _kill(self, stage: Stage) -> None:
        self.kills += 1
        await stage.program.stop(is_killed=True)
        await stage.program.start(stage.clock())


def _play(folder: Path, killing: _Killing, database_url: str = "") -> Ending:
    async def play() -> Ending:
        async with asyncio.timeout(_SECONDS), ZaloPlatform(hook_tries=10_000) as platform:
            place = running.make(folder)
            switch_on(place, platform.url, "webhook", more=_FREE)
            place.more = {"HOCSO_ZALO_BOT_TOKEN": TOKEN, "HOCSO_ZALO_BOT_SECRET": SECRET}
            if database_url:
                place.more |= {"HOCSO_DATABASE_URL": database_url, "HOCSO_SECRET_KEY": "khong-phai-la-khoa-that-" * 2}
            stage = Stage(platform, _Process(place, platform), open_engine(place.database_url), {}, killing)
            await stage.program.start(stage.clock())
            try:
                stage.codes |= {where: _invited(place, unit, name) for where, (unit, name) in LEADERS.items()}
                return await perform(stage)
            finally:
                await stage.program.stop()
                stage.engine.dispose()

    return asyncio.run(play())


def _invited(place: running.Running, unit: str, name: str) -> str:
    """Return the code with which somebody may lead a unit."""
    said = place.run("invite", "leader", "--unit", unit, "--name", name, clock="2026-11-22T19:00x1")
    assert said.returncode == 0, said.stderr
    return said.stdout.split()[0]


def test_an_evening_in_which_the_program_is_killed_ends_the_same_on_sqlite(tmp_path: Path) -> None:
    killing = _Killing(Random(1))
    assert _play(tmp_path, killing) == THE_END
    assert killing.kills >= _KILLS


def test_an_evening_in_which_the_program_is_killed_ends_the_same_on_postgresql(
    tmp_path: Path, postgres: Postgres
) -> None:
    killing = _Killing(Random(2))
    assert _play(tmp_path, killing, postgres.new_database(is_migrated=True)) == THE_END
    assert killing.kills >= _KILLS
