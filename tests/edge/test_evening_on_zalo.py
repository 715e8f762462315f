"""A whole evening is played over Zalo by digits alone: plain, with everything doubled, and with people out of order."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

from bench.platforms.zalo import Fault, FaultPlan, Shape, ZaloPlatform
from storage import team
from storage.engine import open_engine
from storage.unit import writing
from tests import running
from tests.edge.evening import LEADERS
from tests.edge.evening_end import THE_END, Ending
from tests.edge.evening_play import perform
from tests.edge.evening_stage import START, Stage
from tests.edge.waiting import until
from tests.edge.zalo_talk import assistant, switch_on

_FREE = ", calls_per_second: 1000, chat_calls_per_second: 1000"
_SECONDS = 120


class _InLoop:
    """The program in the loop of the test, started again for another day."""

    def __init__(self, folder: Path, platform: ZaloPlatform) -> None:
        self._place = running.make(folder)
        self._platform = platform
        self._config = switch_on(self._place, platform.url, "webhook", more=_FREE)
        self._running = AsyncExitStack()

    @property
    def url(self) -> str:
        return self._place.url

    @property
    def database_url(self) -> str:
        return self._place.database_url

    async def start(self, clock: str) -> None:
        hooks = len(self._platform.record.of("setWebhook"))
        await self._running.enter_async_context(assistant(self._config, clock))
        await until(lambda: len(self._platform.record.of("setWebhook")) > hooks, 20)

    async def stop(self, *, is_killed: bool = False) -> None:
        await self._running.aclose()


def _play(folder: Path, platform: ZaloPlatform, *, is_doubled: bool = False, seed: int | None = None) -> Ending:
    async def play() -> Ending:
        async with asyncio.timeout(_SECONDS), platform:
            program = _InLoop(folder, platform)
            stage = Stage(platform, program, open_engine(program.database_url), {}, is_doubled=is_doubled)
            await program.start(stage.clock())
            try:
                _invite(stage)
                return await perform(stage, seed)
            finally:
                await program.stop()
                stage.engine.dispose()

    return asyncio.run(play())


def _invite(stage: Stage) -> None:
    with writing(stage.engine) as tx:
        for place, (unit, name) in LEADERS.items():
            stage.codes[place] = team.invite(tx, unit, name, START, Random(unit))
        tx.commit()


def test_an_evening_is_played_by_digits_alone(tmp_path: Path) -> None:
    assert _play(tmp_path, ZaloPlatform()) == THE_END


def test_an_evening_with_every_message_doubled_ends_the_same(tmp_path: Path) -> None:
    platform = ZaloPlatform(plan=FaultPlan(seed=4, chance={Fault.DUPLICATED: 1}), shape=Shape.ALTERNATE)
    assert _play(tmp_path, platform, is_doubled=True) == THE_END
    written = sum(shown.is_own for number in platform.numbers() for shown in platform.user(number).history)
    assert len(platform.record.deliveries) == 2 * written


def test_an_evening_in_which_all_act_at_once_ends_the_same(tmp_path: Path) -> None:
    assert _play(tmp_path, ZaloPlatform(), seed=22) == THE_END
