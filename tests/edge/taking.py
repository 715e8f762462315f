"""The intake over a real database, with everything a test may want to turn."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from bot.incoming import Incoming
from bot.intake import Decide, Intake
from bot.trial import SetClock
from bot.writer import Writer
from campaign.units import Unit, UnitKind, Units
from conversation import texts
from conversation.decide import decide
from conversation.events import Opened, Tapped
from conversation.message import Message
from conversation.world import World
from lessons.load import load as load_lessons
from quizzes.load import load as load_quizzes
from storage import chats, units
from storage.chats import ChatKey
from storage.engine import open_engine
from storage.migrations import upgrade
from storage.standing import Standing
from storage.unit import reading, writing
from storage.units import Plan
from tests.running import HERE

BROWSER = "browser:main"

DONG = Unit("X01", UnitKind.HAMLET, "Xóm Đông", "Trà Lũ", join_code="4821", adults=412)
TAY = Unit("X02", UnitKind.HAMLET, "Xóm Tây", "Trà Lũ", join_code="5930", adults=455)


def a_world() -> World:
    """Return the world of the shipped course with two hamlets."""
    return World(
        commune="xã Xuân Hưng",
        controller="UBND xã Xuân Hưng",
        privacy_contact="UBND xã Xuân Hưng",
        course=load_lessons(HERE / "lessons/content/vi"),
        bank=load_quizzes(HERE / "quizzes/content/vi"),
        units=Units({unit.code: unit for unit in (DONG, TAY)}),
        contacts={},
        texts=texts.load(),
        zone=ZoneInfo("Asia/Ho_Chi_Minh"),
    )


@dataclass
class Taking:
    """An intake, its clock and its database; `intake` may be used directly or through a writer."""

    engine: Engine
    clock: SetClock
    intake: Intake

    def tap(self, who: str, button: str, external_id: str, join_code: str | None = None) -> Incoming:
        """Return a tap as the learner page hands it in."""
        return Incoming(BROWSER, who, external_id, Tapped(button, join_code))

    def opened(self, who: str, external_id: str) -> Incoming:
        """Return an opening as the learner page hands it in."""
        return Incoming(BROWSER, who, external_id, Opened())

    def message(self, who: str) -> Message:
        """Return what the page of this person shows."""
        with reading(self.engine) as tx:
            found = chats.message(tx, ChatKey(BROWSER, who))
        assert found is not None
        assert found[1] is not None
        return found[1]

    def count(self, table: str, where: str = "1 = 1") -> int:
        """Return how many rows a table has."""
        with reading(self.engine) as tx:
            return _count(tx, f"SELECT count(*) FROM {table} WHERE {where}")  # noqa: S608 - the test's own words


def _count(tx: Connection, question: str) -> int:
    return int(tx.exec_driver_sql(question).scalar_one())


def begin(url: str, decide: Decide = decide) -> Taking:
    """Return an intake over a new database at this address."""
    upgrade(url)
    engine = open_engine(url)
    with writing(engine) as tx:
        units.apply(tx, Plan(added=(DONG, TAY)), Random(1))
        tx.commit()
    world = a_world()
    clock = SetClock(datetime(2026, 11, 22, 1, tzinfo=UTC))
    return Taking(engine, clock, Intake(engine, lambda: world, clock, Random(7), Standing(), decide))


def take_through_a_writer(taking: Taking, batch: list[Incoming]) -> list[BaseException | None]:
    """Offer events to a writer all at once and return what became of each."""
    writer = Writer(taking.engine, taking.intake.take)

    async def offer() -> list[BaseException | None]:
        return await asyncio.gather(*(writer.take(incoming) for incoming in batch), return_exceptions=True)

    writer.start()
    try:
        return asyncio.run(offer())
    finally:
        writer.stop()
