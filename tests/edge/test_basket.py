"""What the intake keeps is handed to the sender in the same transaction, and survives whatever happens to it there."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sqlalchemy import Engine, event, select

from bot.basket import Basket, Baskets
from bot.incoming import Incoming
from bot.intake import Intake
from bot.limits import UNLIMITED, Budget, Rates
from bot.moving_clock import SystemClock
from bot.sender import Sender
from bot.writer import Writer
from conversation.events import Opened, Typed
from conversation.message import Message, says_the_same
from conversation.pictures import JoinCode
from conversation.replies import Tone
from storage.engine import open_engine
from storage.outbox import Lane, Outgoing
from storage.standing import Standing
from storage.tables import outbox as table
from storage.unit import reading
from tests.edge.taking import a_world, begin
from tests.edge.waiting import until

ACCOUNT = "telegram:main"


class Platform:
    """A channel that takes everything, as soon as it is open."""

    account = ACCOUNT

    def __init__(self) -> None:
        self.sent: list[tuple[str, Message]] = []
        self.is_open = asyncio.Event()
        self.is_open.set()

    async def send(self, address: str, message: Message) -> None:
        await self.is_open.wait()
        self.sent.append((address, message))


@dataclass
class Bot:
    """An intake and a sender over one database."""

    engine: Engine
    baskets: Baskets
    writer: Writer
    platform: Platform
    sender: Sender
    arrived: int = 0

    async def say(self, *texts: str, who: str = "7001") -> None:
        """Say something in a chat; return once it is kept."""
        self.arrived += len(texts)
        await self.writer.take(*(
            Incoming(ACCOUNT, who, f"u{self.arrived + at}", Typed(text) if text else Opened())
            for at, text in enumerate(texts, start=-len(texts))
        ))  # fmt: skip

    def states(self) -> list[str]:
        with reading(self.engine) as tx:
            return list(tx.scalars(select(table.c.state).order_by(table.c.id)))


def _engine(folder: Path) -> Engine:
    """Open the database of this folder, a new one the first time."""
    url = f"sqlite:///{folder / 'bot.db'}"
    return open_engine(url) if (folder / "bot.db").exists() else begin(url).engine


def run(folder: Path, act: Callable[[Bot], Awaitable[None]], rates: Rates = UNLIMITED) -> None:
    """Let something happen while both run."""

    async def running() -> None:
        engine = _engine(folder)
        world, baskets, platform = a_world(), Baskets(), Platform()
        clock = SystemClock()
        intake = Intake(engine, lambda: world, clock, Random(7), Standing(), baskets=baskets)
        writer = Writer(engine, intake.take, baskets)
        sender = Sender(platform, writer, clock, Budget(rates))
        writer.start()
        task = asyncio.create_task(sender.run())
        await until(lambda: ACCOUNT in baskets and not baskets[ACCOUNT].is_behind)
        try:
            await act(Bot(engine, baskets, writer, platform, sender))
        finally:
            platform.is_open.set()
            sender.stop()
            await task
            writer.stop()
            engine.dispose()

    asyncio.run(running())


def test_a_turn_is_one_transaction(tmp_path: Path) -> None:
    async def act(bot: Bot) -> None:
        begun: list[str] = []
        event.listen(bot.engine, "begin", lambda connection: begun.append("begin"))
        for turn in range(1, 6):
            await bot.say("chào ẫ 🌾")
            await until(lambda turn=turn: len(bot.platform.sent) == turn)  # type: ignore[misc]  # bound on purpose
        assert len(begun) == 5

    run(tmp_path, act)


def test_what_was_sent_is_written_down_soon_even_when_nobody_answers(tmp_path: Path) -> None:
    async def act(bot: Bot) -> None:
        await bot.say("chào")
        assert bot.states() == ["claimed"]
        await until(lambda: bot.states() == ["sent"], 1)

    run(tmp_path, act)


def test_a_digit_typed_at_once_answers_what_was_just_sent(tmp_path: Path) -> None:
    async def act(bot: Bot) -> None:
        await bot.say("chào")
        await until(lambda: len(bot.platform.sent) == 1)
        await bot.say("2")
        await until(lambda: len(bot.platform.sent) == 2)
        shown = bot.platform.sent[1][1]
        assert "giữ" in " ".join(bubble.text for bubble in shown.bubbles)

    run(tmp_path, act)


def test_what_comes_while_something_is_in_hand_follows_it_in_order(tmp_path: Path) -> None:
    async def act(bot: Bot) -> None:
        bot.platform.is_open.clear()
        await bot.say("chào", "chào")
        await bot.say("tôi vừa chuyển tiền")
        assert bot.states() == ["claimed", "ready", "ready"]
        bot.platform.is_open.set()
        await until(lambda: bot.states() == ["sent"] * 3)
        first, second, third = (message for _, message in bot.platform.sent)
        assert says_the_same(first, second)
        assert third.bubbles[0].tone is Tone.WARNING

    run(tmp_path, act)


def test_nothing_new_overtakes_what_waits_for_room(tmp_path: Path) -> None:
    async def act(bot: Bot) -> None:
        for number in range(6):
            await bot.say("chào", who=f"{7001 + number}")
        await until(lambda: bot.states() == ["sent"] * 6)
        assert [address for address, _ in bot.platform.sent] == [f"{7001 + number}" for number in range(6)]

    run(tmp_path, act, Rates(10, 2, 10, 3))


def _claimed(message: Message) -> Outgoing:
    return Outgoing(1, 1, "7001", Lane.REPLY, 1, message, None, 1, None)


def test_a_picture_is_counted_as_a_call_of_its_own() -> None:
    card = JoinCode("xã Xuân Hưng", "Xóm Đông", "4821", "https://hocso.example.vn/x/4821")
    room = []
    for message in (Message(()), Message((), picture=card)):
        budget = Budget(Rates(10, 10, 1, 3), lambda: 1000.0)
        Basket(ACCOUNT, budget, lambda rows, left: None).keep([_claimed(message)])
        room.append(budget.room())
    assert room == [9, 8]


def test_what_was_handed_over_to_a_sender_that_died_goes_out_at_the_next_start(tmp_path: Path) -> None:
    taking = begin(f"sqlite:///{tmp_path / 'bot.db'}")
    dead = Basket(ACCOUNT, Budget(UNLIMITED), lambda rows, left: None)
    dead.is_behind = False
    world = a_world()
    intake = Intake(taking.engine, lambda: world, taking.clock, Random(7), Standing(), baskets={ACCOUNT: dead})
    intake.take([Incoming(ACCOUNT, "7001", "u0", Opened())])
    taking.engine.dispose()

    async def act(bot: Bot) -> None:
        await until(lambda: bot.states() == ["sent"])
        assert [address for address, _ in bot.platform.sent] == ["7001"]

    run(tmp_path, act)


def test_a_mark_that_could_not_be_written_is_written_with_the_next(tmp_path: Path) -> None:
    async def act(bot: Bot) -> None:
        await bot.say("chào")
        await until(lambda: len(bot.platform.sent) == 1)
        with bot.engine.connect() as other:
            other.exec_driver_sql("ALTER TABLE outbox RENAME TO away")
            other.commit()
        await asyncio.gather(bot.say("mất"), return_exceptions=True)
        with bot.engine.connect() as other:
            other.exec_driver_sql("ALTER TABLE away RENAME TO outbox")
            other.commit()
        await until(lambda: bot.states()[0] == "sent")

    run(tmp_path, act)


def test_a_stopped_sender_leaves_what_comes_in_for_the_next(tmp_path: Path) -> None:
    async def act(bot: Bot) -> None:
        bot.sender.stop()
        await until(lambda: not bot.baskets)
        await bot.say("chào")
        assert bot.states() == ["ready"]

    run(tmp_path, act)
