"""A whole program in memory for one person: to try a conversation, and to play the written ones in tests."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from bot.channels.channel import Channel
from bot.incoming import Incoming
from bot.intake import Intake
from bot.sender import Sender
from bot.writer import Writer
from campaign.periods import Phase
from campaign.units import Units
from conversation.decide import decide
from conversation.events import Event
from conversation.facts import Fact
from conversation.situation import Situation, Step
from conversation.world import World
from storage import chats, units
from storage.chats import ChatKey
from storage.engine import open_engine
from storage.standing import Standing
from storage.tables import metadata
from storage.unit import reading, writing

ADDRESS = "me"


def unkept_units(file: Path, today: date) -> tuple[Engine, Units]:
    """Return a database in memory with the units of a file.

    Raises:
        ContentError: when the file has problems.
    """
    engine = open_engine("sqlite://")
    metadata.create_all(engine)
    with writing(engine) as tx:
        units.apply(tx, units.plan(tx, units.read(file), today, file), Random(0))  # noqa: S311 - codes of a trial
        known = units.current(tx)
        tx.commit()
    return engine, known


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the moment it was last moved to."""
        return self._now

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by


class Trial:
    """One chat with the real core, intake, database and sender; between two events all state is in the database.

    Each event comes `seconds` after the one before.
    """

    def __init__(
        self,
        engine: Engine,
        world: World,
        channel: Channel,
        start: datetime,
        rng: Random,
        phases: Sequence[Phase] = (),
        seconds: float = 20,
        decide: Callable[[Situation, Event, World, datetime, Random], Step] = decide,
    ) -> None:
        self.clock = SetClock(start)
        self.engine = engine
        self.world = world
        self.facts: list[Fact] = []
        self._account = channel.account
        self._seconds = seconds
        self._decide = decide
        self._taken = 0
        intake = Intake(engine, lambda: world, self.clock, rng, Standing(tuple(phases)), self._listen)
        self._writer = Writer(engine, intake.take)
        self._sender = Sender(channel, self._writer, self.clock)

    def __enter__(self) -> Self:
        self._writer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.stop()

    @property
    def today(self) -> date:
        """Return the local day."""
        return self.world.today(self.clock.now())

    async def act(self, event: Event, external_id: str | None = None) -> None:
        """Do something and wait until everything that follows was sent; `self.facts` are then this event's."""
        self.facts.clear()
        self.clock.move(timedelta(seconds=self._seconds))
        self._taken += 1
        await self._writer.take(Incoming(self._account, ADDRESS, external_id or str(self._taken), event))
        while await self._sender.send_waiting():
            continue

    def situation(self) -> Situation:
        """Return where the chat is, as the database has it."""
        key = ChatKey(self._account, ADDRESS)
        with reading(self.engine) as tx:
            kept = chats.load(tx, [key], {}, self.today)[key]
        return Situation(kept.chat, kept.learner)

    def _listen(self, situation: Situation, event: Event, world: World, now: datetime, rng: Random) -> Step:
        step = self._decide(situation, event, world, now, rng)
        self.facts += step.facts
        return step
