"""The sender lets many chats flow at once, keeps each one's order, and writes down what became of every message."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine, select, update

from bot.channels.channel import SendError
from bot.limits import TELEGRAM, UNLIMITED, Budget, Rates
from bot.moving_clock import SystemClock
from bot.sender import Sender
from bot.writer import Writer
from conversation.message import Message, Text
from conversation.places import Welcome
from conversation.situation import Chat
from storage import chats, outbox
from storage.chats import ChatKey, SavedChat
from storage.engine import open_engine
from storage.outbox import Draft
from storage.tables import metadata
from storage.tables import outbox as table
from storage.unit import reading, writing
from tests.edge.waiting import until

ACCOUNT = "telegram:main"
TODAY = date(2026, 11, 22)


@dataclass
class Platform:
    """A channel that does what it is told: fail with what is in `failing` for a chat, or wait for `open`."""

    account: str = ACCOUNT
    sent: list[tuple[str, str]] = field(default_factory=list)
    failing: dict[str, list[Exception]] = field(default_factory=dict)
    waiting: dict[str, asyncio.Event] = field(default_factory=dict)
    most_at_once: int = 0
    _at_once: int = 0

    async def send(self, address: str, message: Message) -> None:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            await asyncio.sleep(0)
            if address in self.waiting:
                await self.waiting[address].wait()
            if self.failing.get(address):
                raise self.failing[address].pop(0)
            self.sent.append((address, message.bubbles[0].text))
        finally:
            self._at_once -= 1

    def texts(self, address: str) -> list[str]:
        return [text for to, text in self.sent if to == address]


@dataclass
class Post:
    """A sender over a database of its own."""

    engine: Engine
    writer: Writer
    platform: Platform
    sender: Sender

    def put(self, address: str, *texts: str) -> None:
        """Commit messages to a chat."""
        with writing(self.engine) as tx:
            key = ChatKey(ACCOUNT, address)
            kept = chats.load(tx, [key], {}, TODAY)[key]
            saved = SavedChat(kept.id, key, None, Chat("telegram", Welcome()), None, 0, kept.seq + len(texts))
            [chat_id] = chats.save(tx, [saved], datetime.now(UTC))
            outbox.add(tx, [
                Draft(ACCOUNT, chat_id, kept.seq + at, Message((Text(text),)), None, TODAY)
                for at, text in enumerate(texts, start=1)
            ])  # fmt: skip
            tx.commit()
        self.sender.wake()

    def states(self) -> list[str]:
        with reading(self.engine) as tx:
            return list(tx.scalars(select(table.c.state).order_by(table.c.id)))

    def reasons(self) -> list[str]:
        with reading(self.engine) as tx:
            return list(tx.scalars(select(table.c.reason).order_by(table.c.id)))


def run(
    folder: Path, act: Callable[[Post], Awaitable[None]], rates: Rates = UNLIMITED, *, is_begun: bool = True
) -> None:
    """Let something happen while the sender runs."""

    async def running() -> None:
        engine = open_engine(f"sqlite:///{folder / 'post.db'}")
        metadata.create_all(engine)
        platform, writer = Platform(), Writer(engine, lambda batch: None)
        sender = Sender(platform, writer, SystemClock(), Budget(rates))
        writer.start()
        task = asyncio.create_task(sender.run()) if is_begun else None
        try:
            await act(Post(engine, writer, platform, sender))
        finally:
            for chat in platform.waiting.values():
                chat.set()
            sender.stop()
            if task:
                await task
            writer.stop()
            engine.dispose()

    asyncio.run(running())


def test_what_is_committed_goes_out_at_once_and_in_order(tmp_path: Path) -> None:
    async def act(post: Post) -> None:
        await asyncio.sleep(0.1)  # the sender has gone to rest
        began = asyncio.get_running_loop().time()
        post.put("lan", "một", "hai", "ba")
        await until(lambda: post.states() == ["sent"] * 3)
        assert asyncio.get_running_loop().time() - began < 0.8
        assert post.platform.texts("lan") == ["một", "hai", "ba"]

    run(tmp_path, act)


def test_sixty_four_chats_flow_at_once(tmp_path: Path) -> None:
    async def act(post: Post) -> None:
        people = [f"người {number}" for number in range(64)]
        post.platform.waiting = {one: asyncio.Event() for one in people}
        for one in people:
            post.put(one, "chào")
        await until(lambda: post.platform.most_at_once == 64)
        for door in post.platform.waiting.values():
            door.set()
        await until(lambda: post.states() == ["sent"] * 64)

    run(tmp_path, act)


def test_a_slow_chat_holds_up_nobody_else(tmp_path: Path) -> None:
    async def act(post: Post) -> None:
        post.platform.waiting["cúc"] = asyncio.Event()
        post.put("cúc", "một", "hai")
        post.put("lan", "một", "hai", "ba")
        await until(lambda: post.states() == ["claimed", "ready", "sent", "sent", "sent"])
        post.platform.waiting["cúc"].set()
        await until(lambda: post.states() == ["sent"] * 5)
        assert post.platform.texts("cúc") == ["một", "hai"]

    run(tmp_path, act)


def test_a_refused_chat_waits_as_long_as_it_was_told_and_the_others_go_on(tmp_path: Path) -> None:
    async def act(post: Post) -> None:
        post.platform.failing["cúc"] = [SendError("too many requests", retry_after=0.4)]
        post.put("cúc", "một", "hai")
        post.put("lan", "một")
        await until(lambda: post.states() == ["later", "ready", "sent"])
        await until(lambda: post.states() == ["sent"] * 3)
        assert post.platform.sent == [("lan", "một"), ("cúc", "một"), ("cúc", "hai")]

    run(tmp_path, act)


def test_the_fourth_message_to_a_chat_waits_for_its_second(tmp_path: Path) -> None:
    async def act(post: Post) -> None:
        post.put("lan", "1", "2", "3", "4")
        await until(lambda: post.states() == ["sent"] * 3 + ["ready"])
        await asyncio.sleep(0.2)
        assert post.states()[-1] == "ready"
        await until(lambda: post.states() == ["sent"] * 4)

    run(tmp_path, act, TELEGRAM)


def test_no_more_goes_out_than_the_account_may_send(tmp_path: Path) -> None:
    async def act(post: Post) -> None:
        for number in range(20):
            post.put(f"người {number}", "chào")
        await until(lambda: len(post.platform.sent) >= 10)
        assert len(post.platform.sent) == 10
        await until(lambda: post.states() == ["sent"] * 20)

    run(tmp_path, act, Rates(10, 10, 1, 3))


def test_what_may_have_arrived_is_sent_once_more_and_then_given_up(tmp_path: Path) -> None:
    async def act(post: Post) -> None:
        post.platform.failing["lan"] = [SendError("no answer", is_unsure=True)] * 2
        post.put("lan", "một")
        await post.sender.send_waiting()
        assert post.states() == ["later"]
        with writing(post.engine) as tx:
            tx.execute(update(table).values(not_before=datetime.now(UTC)))
            tx.commit()
        await post.sender.send_waiting()
        assert (post.states(), post.reasons()) == (["maybe_sent"], ["unsure"])

    run(tmp_path, act, is_begun=False)


def test_who_shut_us_out_gets_nothing_until_they_write_again(tmp_path: Path) -> None:
    async def act(post: Post) -> None:
        post.platform.failing["lan"] = [SendError("bot was blocked by the user", is_gone=True)]
        post.put("lan", "một", "hai")
        await until(lambda: post.states() == ["never", "suppressed"])
        assert post.reasons() == ["bot was blocked by the user", "unreachable"]
        post.put("lan", "chào lại")
        await until(lambda: post.states()[-1] == "sent")

    run(tmp_path, act)


def test_a_message_that_will_never_be_taken_does_not_shut_the_chat(tmp_path: Path) -> None:
    async def act(post: Post) -> None:
        post.platform.failing["lan"] = [SendError("can't parse entities", is_refused=True)]
        post.put("lan", "một", "hai")
        await until(lambda: post.states() == ["never", "sent"])

    run(tmp_path, act)


def test_an_account_in_trouble_is_left_alone_for_a_while(tmp_path: Path) -> None:
    async def act(post: Post) -> None:
        post.platform.failing["lan"] = [SendError("token refused", is_account=True)]
        post.put("lan", "một")
        await until(lambda: post.states() == ["later"])
        post.put("cúc", "một")
        await asyncio.sleep(0.2)
        assert post.states() == ["later", "ready"]
        await until(lambda: post.states() == ["sent", "sent"])

    run(tmp_path, act)


def test_an_error_nobody_thought_of_is_marked_and_stops_nothing(tmp_path: Path) -> None:
    async def act(post: Post) -> None:
        post.platform.failing["lan"] = [ZeroDivisionError("ẫ")]
        post.put("lan", "một")
        post.put("cúc", "một")
        await until(lambda: post.states() == ["later", "sent"])

    run(tmp_path, act)


def test_what_a_killed_sender_had_in_hand_goes_out_again(tmp_path: Path) -> None:
    async def act(post: Post) -> None:
        for _ in range(3):
            post.put("lan", "một")
            with writing(post.engine) as tx:
                outbox.claim(tx, ACCOUNT, datetime.now(UTC), 10)
                tx.commit()
        task = asyncio.create_task(post.sender.run())
        await until(lambda: post.states() == ["sent"] * 3)
        post.sender.stop()
        await task

    run(tmp_path, act, is_begun=False)


def test_what_is_in_hand_when_the_program_stops_is_finished(tmp_path: Path) -> None:
    async def act(post: Post) -> None:
        post.platform.waiting["lan"] = asyncio.Event()
        post.put("lan", "một", "hai")
        await until(lambda: post.states() == ["claimed", "ready"])
        post.sender.stop()
        post.platform.waiting["lan"].set()
        await until(lambda: post.states() == ["sent", "ready"])

    run(tmp_path, act)


def test_a_database_that_is_gone_for_a_while_loses_no_verdict(tmp_path: Path) -> None:
    async def act(post: Post) -> None:
        post.platform.waiting["lan"] = asyncio.Event()
        post.put("lan", "một")
        await until(lambda: post.states() == ["claimed"])
        with post.engine.connect() as other:
            other.exec_driver_sql("ALTER TABLE outbox RENAME TO away")
            other.commit()
        post.platform.waiting["lan"].set()
        await asyncio.sleep(0.3)
        with post.engine.connect() as other:
            other.exec_driver_sql("ALTER TABLE away RENAME TO outbox")
            other.commit()
        await until(lambda: post.states() == ["sent"])
        assert post.platform.texts("lan") == ["một"]

    run(tmp_path, act)
