"""A leader's card over Telegram in a commune of 40,000 learners, beside the same card in an empty commune."""

import asyncio
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bench import commune, telegram
from bench.children import Child
from bench.figures import Figure, compare, percentile
from bench.ours import free_port, program
from bench.platforms.telegram import Limits, Person, TelegramPlatform
from storage import team
from storage.engine import open_engine
from storage.tables import unit
from storage.unit import writing

TURNS = 24
ANEW = 12
ROUNDS = 3

_WITHIN = 60
_CARD = "xóm"
_MESSAGES = 2
"""A card is a picture and a text."""

_PEER = "ours in an empty commune"
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Turns:
    """What the program needed for one card at a time, in milliseconds.

    Processor time and p95 of a hamlet's card that was drawn before, p95 of one that had to be drawn anew, and p95 of
    the card of a unit that is no hamlet.
    """

    cpu: float
    p95: float
    anew_p95: float
    other_p95: float


_FIGURES: dict[str, Callable[[Turns], float]] = {
    "leader's card turn CPU, 40,000 learners": lambda turns: turns.cpu,
    "leader's card p95, 40,000 learners": lambda turns: turns.p95,
    "leader's card drawn anew p95, 40,000 learners": lambda turns: turns.anew_p95,
    "school's or agency's card p95, 40,000 learners": lambda turns: turns.other_p95,
}


def figures() -> Iterator[Figure]:
    """Measure the leaders of all units, in the large and in the empty commune in turn."""
    measured: dict[str, list[Turns]] = {"large": [], "empty": []}
    with TemporaryDirectory() as folder:
        places = {name: Path(folder) / name for name in measured}
        for place in places.values():
            with program(place, free_port()):
                pass  # the first start makes the database and its units
        commune.fill(places["large"], datetime.now(_ZONE).date())
        for number in range(ROUNDS):
            for name, place in places.items():
                # A database knows the updates of the Telegram it was used with, and each round has a new one.
                fresh = shutil.copytree(place, place.with_name(f"{name}{number}"))
                measured[name].append(asyncio.run(_serve(fresh)))
                shutil.rmtree(fresh)
    for name, value in _FIGURES.items():
        large, empty = ([value(one) for one in turns] for turns in measured.values())
        yield compare(name, "ms", large, empty, peer_name=_PEER)


async def _serve(folder: Path) -> Turns:
    async with TelegramPlatform(limits=Limits.off()) as platform:
        child = telegram.ours(folder, platform)
        await asyncio.to_thread(child.__enter__)
        try:
            hamlets, others = [
                [await _lead(platform, code) for code in _invite(folder, is_hamlet=is_hamlet)]
                for is_hamlet in (True, False)
            ]
            return await _measure(child, folder, hamlets, others)
        finally:
            await asyncio.to_thread(child.__exit__, None, None, None)


async def _measure(child: Child, folder: Path, hamlets: list[Person], others: list[Person]) -> Turns:
    before = child.cpu_seconds()
    kept = [await _ask(leader) for _ in range(TURNS) for leader in hamlets]
    cpu = child.cpu_seconds() - before
    anew = list[float]()
    for _ in range(ANEW):
        commune.move(folder, datetime.now(_ZONE).date())
        anew += [await _ask(leader) for leader in hamlets]
    other = [await _ask(leader) for _ in range(TURNS) for leader in others]
    return Turns(cpu / len(kept) * 1000, *(percentile(seconds, 0.95) * 1000 for seconds in (kept, anew, other)))


def _invite(folder: Path, *, is_hamlet: bool) -> list[str]:
    """Return a code for the leader of each hamlet, or of each other unit."""
    engine, now, rng = open_engine(commune.database(folder)), datetime.now(UTC), SystemRandom()
    with writing(engine) as tx:
        of_kind = unit.c.kind == "hamlet" if is_hamlet else unit.c.kind != "hamlet"
        codes = tx.scalars(select(unit.c.code).where(of_kind)).all()
        invitations = [team.invite(tx, code, "Anh Bình", now, rng) for code in codes]
        tx.commit()
    engine.dispose()
    return invitations


async def _lead(platform: TelegramPlatform, invitation: str) -> Person:
    """Return somebody who has taken the role."""
    leader = platform.user(int(invitation))
    leader.start()
    await leader.wait_for(1, _WITHIN)
    leader.say(invitation)
    await leader.wait_for(2, _WITHIN)
    leader.tap(0)
    await leader.wait_for(2 + _MESSAGES, _WITHIN)
    return leader


async def _ask(leader: Person) -> float:
    """Ask for the card and return the seconds until both its parts are there."""
    count, begun = len(leader.messages), time.monotonic()
    leader.say(_CARD)
    await leader.wait_for(count + _MESSAGES, _WITHIN)
    return time.monotonic() - begun
