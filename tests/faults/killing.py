"""Kills the program at random moments while people learn over Telegram, and compares what everybody knows.

Three parties are asked at the end: the people (what they tapped and saw), the platform (what it accepted), and the
database (what it holds).
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy import text

from bench.platforms.telegram import Fault, FaultPlan, Limits, Person, TelegramPlatform
from conversation.buttons import AnswerButton, parse
from storage.engine import open_engine
from storage.unit import reading
from tests.running import Running, make

_PATIENCE = 4.0
"""Seconds after which somebody who sees nothing taps again."""

_READING = (0.1, 0.4)
"""Seconds, at least and at most, that nothing new must have come before somebody has read it all and taps.

People do not tap below each of three messages that come together. Who does gets as many answers as came, so that what
waits for them never becomes less.
"""

_STRAYING = 0.4
"""How often somebody taps whatever is on offer; else it is the first thing on offer, which leads on to questions."""

_DOUBLED = 0.05
"""How often a finger taps twice."""

_HEALED = 90.0
"""Seconds in which everybody must be answered once nothing fails any more, on a machine that is busy besides."""

_NOT_CHOSEN = ("Xóa hết", "Chưa đủ 16 tuổi, hoặc để sau", "Để sau")
"""What would leave nothing to compare: erasing, and the trial of which nothing is kept."""

FAULTS = FaultPlan(
    seed=7,
    chance={
        # Rarer than the rest: three chats refused within two seconds close the account, however many are not refused.
        Fault.TOO_MANY: 0.002,
        Fault.SERVER_ERROR: 0.01,
        Fault.BAD_GATEWAY: 0.01,
        Fault.HTML: 0.01,
        Fault.RESET_BEFORE: 0.01,
        Fault.RESET_AFTER: 0.01,
        Fault.TIMEOUT_AFTER: 0.003,
        Fault.DUPLICATED: 0.03,
        Fault.REORDERED: 0.03,
        Fault.REIDENTIFIED: 0.03,
    },
    hang_seconds=1,
)


@dataclass
class Learner:
    """One person, and what was tapped on questions."""

    person: Person
    rng: Random
    answers: dict[tuple[int, int], int] = field(default_factory=dict)
    _tapped: str = ""
    _seen: int = 0

    async def learn(self) -> None:
        """Read what comes and tap on, always on the newest message, until cancelled."""
        self.person.start("4821")
        while True:
            if await self._is_more_to_see(self._seen, _PATIENCE):
                await self._read()
                self._tap()
            else:
                self._do_again()

    async def _is_more_to_see(self, than: int, within: float) -> bool:
        try:
            await self.person.wait_for_more(than, within)
        except TimeoutError:
            return False
        return True

    async def _read(self) -> None:
        while await self._is_more_to_see(len(self.person.messages), self.rng.uniform(*_READING)):
            pass

    def _tap(self) -> None:
        at_last = self.person.messages
        while not at_last[-1].buttons:  # a picture whose words are still on their way
            at_last.pop()
        shown = at_last[-1]
        offered = [one for one in shown.buttons if one.label not in _NOT_CHOSEN]
        is_question = isinstance(parse(offered[0].data or ""), AnswerButton)
        is_straying = self.rng.random() < _STRAYING
        button = self.rng.choice(offered) if is_question or is_straying else offered[0]
        answer = parse(button.data or "")
        if isinstance(answer, AnswerButton):
            at = (answer.attempt, answer.position)
            if at in self.answers:  # a message shown twice: a person who answered it taps the same again
                button = next(one for one in shown.buttons if _choice(one.data or "") == self.answers[at])
            self.answers[at] = _choice(button.data or "")
        self._tapped, self._seen = button.data or "", len(at_last)
        self.person.tap(self._tapped, self._seen - 1)
        if self.rng.random() < _DOUBLED:
            self.person.tap(self._tapped, self._seen - 1)

    def _do_again(self) -> None:
        if self._seen:
            self.person.tap(self._tapped, self._seen - 1)
        else:
            self.person.start("4821")


def _choice(data: str) -> int:
    button = parse(data)
    assert isinstance(button, AnswerButton)
    return button.choice


@dataclass(frozen=True)
class Aftermath:
    """What the three parties say when all is over.

    `tapped` is what people chose and `kept` what the database holds, by attempt and position; `counted` and `standing`
    are how many answers the learner days and the sums of the year have; `repeated` is how many messages each person saw
    beyond those decided, `excused` how many reasons there were: kills, and messages taken without an answer.
    """

    tapped: Mapping[tuple[int, int], int]
    kept: Mapping[tuple[int, int], int]
    counted: int
    standing: int
    stuck: Mapping[int, list[str]]
    left_over: list[str]
    repeated: Mapping[int, int]
    excused: Mapping[int, int]


async def play(folder: Path, kills: int, people: int, database_url: str = "", seed: int = 1) -> Aftermath:
    """Let people learn while the program is killed and started again, then let everything heal, and ask."""
    rng = Random(seed)
    async with TelegramPlatform(limits=Limits.off(), plan=FAULTS) as platform:
        program = _program(folder, platform, database_url)
        await asyncio.to_thread(program.start, "")
        learners = [Learner(platform.user(5000 + number), Random(seed * 1000 + number)) for number in range(people)]
        talks = [asyncio.create_task(learner.learn()) for learner in learners]
        try:
            for kill in range(kills):
                if kill == kills // 2:  # some die while people join, and some while they answer
                    await _let_learn(learners, 2 * people)
                await _let_happen(platform, rng.randint(people // 4, 2 * people))
                await asyncio.to_thread(program.stop, is_killed=True)
                await asyncio.to_thread(program.start, "")
            await _end(talks)
            platform.faults.clear()
            await platform.taken(within=_HEALED)
            stuck = await _stuck(learners, platform, program.database_url)
            left_over = await _left_over(program.database_url)
            return _ask(program, platform, learners, kills, stuck, left_over)
        finally:
            for talk in talks:
                talk.cancel()
            await asyncio.to_thread(program.stop)


async def _end(talks: list[asyncio.Task[None]]) -> None:
    """Let nobody tap any more; who raised an error besides being told so raises it here."""
    for talk in talks:
        talk.cancel()
    for ended in await asyncio.gather(*talks, return_exceptions=True):
        if isinstance(ended, Exception):
            raise ended


async def _let_happen(platform: TelegramPlatform, messages: int) -> None:
    """Wait until so many more messages were accepted: a busy machine must not be killed before it did anything."""
    begin = len(platform.record.calls)
    give_up = time.monotonic() + _HEALED
    while time.monotonic() < give_up:
        if sum(call.message_id is not None for call in platform.record.calls[begin:]) >= messages:
            return
        await asyncio.sleep(0.02)


async def _let_learn(learners: list[Learner], answers: int) -> None:
    """Wait until so many questions were answered: with nothing answered there is nothing to compare."""
    give_up = time.monotonic() + _HEALED
    while True:
        if sum(len(learner.answers) for learner in learners) >= answers or time.monotonic() > give_up:
            return
        await asyncio.sleep(0.05)


async def _stuck(learners: list[Learner], platform: TelegramPlatform, database_url: str) -> dict[int, list[str]]:
    """Return the people who say something and see nothing, and of each what waits and what was last sent."""

    async def is_stuck(learner: Learner) -> bool:
        before = len(learner.person.messages)
        learner.person.say("kết quả của tôi")
        try:
            await learner.person.wait_for(before + 1, _HEALED)
        except TimeoutError:
            return True
        return False

    found = await asyncio.gather(*(is_stuck(learner) for learner in learners))
    chats = [learner.person.chat_id for learner, stuck in zip(learners, found, strict=True) if stuck]
    if not chats:
        return {}
    engine = open_engine(database_url)
    try:
        with reading(engine) as tx:
            rows = [tuple(row) for row in tx.execute(text(_OPEN))]
    finally:
        engine.dispose()
    calls = {chat: [call for call in platform.record.calls if call.chat == chat][-5:] for chat in chats}
    return {chat: [*(str(row) for row in rows if row[0] == str(chat)), *map(str, calls[chat])] for chat in chats}


async def _left_over(database_url: str) -> list[str]:
    """Wait until nothing is to be sent any more; return what still is when that takes too long."""
    engine = open_engine(database_url)
    try:
        give_up = time.monotonic() + _HEALED
        while True:
            with reading(engine) as tx:
                rows = [f"{state}: {reason}" for state, reason in tx.execute(text(_WAITING))]
            if not rows or time.monotonic() > give_up:
                return rows
            await asyncio.sleep(0.5)
    finally:
        engine.dispose()


def _ask(
    program: Running,
    platform: TelegramPlatform,
    learners: list[Learner],
    kills: int,
    stuck: Mapping[int, list[str]],
    left_over: list[str],
) -> Aftermath:
    tapped = {at: choice for learner in learners for at, choice in learner.answers.items()}
    engine = open_engine(program.database_url)
    try:
        with reading(engine) as tx:
            kept = {(attempt, at): choice for attempt, at, choice in tx.execute(text(_ANSWERS))}
            counted = int(tx.scalar(text("SELECT coalesce(sum(answers), 0) FROM learner_day")) or 0)
            decided = {int(address): int(count) for address, count in tx.execute(text(_DECIDED))}
            standing = int(tx.scalar(text(_STANDING)) or 0)
    finally:
        engine.dispose()
    chats = [learner.person.chat_id for learner in learners]
    repeated = {chat: _texts(platform, chat) - decided.get(chat, 0) for chat in chats}
    excused = {chat: kills + _unsure(platform, chat) for chat in chats}
    return Aftermath(tapped, kept, counted, standing, stuck, left_over, repeated, excused)


def _texts(platform: TelegramPlatform, chat: int) -> int:
    """Return how many messages a person saw; a picture is part of one."""
    return sum(call.method == "sendMessage" for call in platform.record.accepted(chat))


_ANSWERS = "SELECT attempt_id, position, choice FROM answer"
_STANDING = "SELECT sum(answers) FROM standing WHERE period LIKE 'Y%'"
_DECIDED = """SELECT address, count(*) FROM outbox JOIN chat ON chat.id = outbox.chat_id
    WHERE outbox.state <> 'suppressed' GROUP BY address"""
_OPEN = """SELECT chat.address, outbox.* FROM outbox JOIN chat ON chat.id = outbox.chat_id
    WHERE outbox.state IN ('ready', 'claimed', 'later') ORDER BY outbox.seq"""
_WAITING = "SELECT state, reason FROM outbox WHERE state IN ('ready', 'claimed', 'later')"


def _unsure(platform: TelegramPlatform, chat_id: int) -> int:
    """Return how often the platform took a message and did not say so."""
    return sum(call.is_accepted and call.fault is not None for call in platform.record.of("sendMessage", chat_id))


def _program(folder: Path, platform: TelegramPlatform, database_url: str) -> Running:
    program = make(folder)
    config = folder / "config.yaml"
    # As fast as they can: impatient people tap faster than Telegram's own 30 calls a second would let anybody answer.
    rates = "calls_per_second: 1000, chat_calls_per_second: 1000"
    where = f"enabled: true, mode: polling, base_url: '{platform.url}'"
    channel = f"channels: {{telegram: {{{where}, {rates}}}}}\n"
    config.write_text(config.read_text(encoding="utf-8") + channel, encoding="utf-8")
    program.more = {"HOCSO_TELEGRAM_TOKEN": platform.token}
    if database_url:
        program.more |= {"HOCSO_DATABASE_URL": database_url, "HOCSO_SECRET_KEY": "khong-phai-la-khoa-that-" * 2}
    return program
