"""Chị Lan, bà Cúc and their hamlets, as the conversation hands them to storage."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Table, func, insert, select

from campaign.consent import Purpose
from conversation.facts import Answered, Consented, Drew, Fact, Joined, LearnerErased, Settled, apply
from conversation.learner import InHamlet, Learner
from conversation.message import Message, Text
from conversation.places import Menu
from conversation.situation import Chat
from quizzes import Attempt, Drawn, Kind
from storage import chats, learners
from storage.chats import ChatKey, SavedChat
from storage.standing import Standing
from storage.tables import standing, unit

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
LESSON = "009-giả-danh"
KEY = ChatKey("telegram:main", "lan")
STANDING = Standing(lessons_to_complete=1)
LEARN = Consented(Purpose.LEARN, True, "v1")
COUNT = Consented(Purpose.COUNT_IN_HAMLET, True, "v1")


def settle(tx: Connection, *codes: str) -> None:
    """Put hamlets into the database."""
    rows = [{"code": code, "kind": "hamlet", "name": f"Xóm {code}"} for code in codes]
    tx.execute(insert(unit), rows)


def attempt(number: int = 1, kind: Kind = Kind.LESSON) -> Attempt:
    """Return an attempt of three questions that nobody answered yet."""
    drawn = tuple(Drawn(f"câu-{at}", (2, 0, 1)) for at in range(3))
    return Attempt(number, LESSON, kind, drawn, "abcdef0123456789")


def answered(of: Attempt, position: int, *, right: bool = True, first: bool = True) -> Answered:
    """Return the fact that a position was answered."""
    return Answered(of.id, position, of.lesson, of.kind, of.drawn[position].question, 1, right, first, False)


def message(text: str = "Bác bấm 1 ạ. Đúng rồi 🌾, ẫ ư đ.") -> Message:
    """Return a message with one bubble."""
    return Message((Text(text),))


@dataclass
class Person:
    """A learner whose turns are written as the intake writes them; `today` moves on as the test says."""

    tx: Connection
    today: date = TODAY
    id: int | None = None
    learner: Learner | None = None
    standing: Standing = field(default_factory=lambda: STANDING)

    def live(self, *facts: Fact) -> "Person":
        """Let facts happen in one turn."""
        before = self.learner
        self.learner = after(before, facts, self.today)
        record = learners.Record(self.id, facts, before, self.learner)
        [self.id] = learners.record(self.tx, [record], self.today, NOW, self.standing)
        return self

    def join(self, home: str | None = None, *, counted: bool | None = None) -> "Person":
        """Join, and say where one lives and whether one may be counted."""
        facts: list[Fact] = [Joined(), LEARN]
        facts += [Settled(InHamlet(home))] if home else []
        facts += [replace(COUNT, choice=counted)] if counted is not None else []
        return self.live(*facts)

    def answer(self, number: int, *rights: bool, kind: Kind = Kind.LESSON) -> "Person":
        """Draw an attempt and answer its first positions."""
        drawn = attempt(number, kind)
        return self.live(Drew(drawn), *(answered(drawn, at, right=right) for at, right in enumerate(rights)))

    @property
    def stored(self) -> Learner:
        """Return the learner as the database gives it back."""
        assert self.id is not None
        return learners.load(self.tx, [self.id])[self.id]


def after(before: Learner | None, facts: tuple[Fact, ...], today: date) -> Learner | None:
    """Return the learner after these facts, by the conversation's own rules."""
    learner = before
    for fact in facts:
        match fact:
            case Joined():
                learner = Learner(today, today)
            case LearnerErased():
                learner = None
            case _:
                assert learner is not None
                learner = apply(learner, fact, today)
    return learner


def save_chat(tx: Connection, key: ChatKey = KEY, learner_id: int | None = None, **more: object) -> int:
    """Keep a new chat and return its id."""
    row = SavedChat(None, key, learner_id, Chat(key.channel, Menu()), None, 0, 0, learner_id is not None)
    [chat_id] = chats.save(tx, [replace(row, **more)], NOW)  # type: ignore[arg-type]
    return chat_id


def count(tx: Connection, table: Table) -> int:
    """Return how many rows a table has."""
    return tx.scalar(select(func.count()).select_from(table)) or 0


def standing_rows(tx: Connection, period: str = "Y2026") -> dict[str, tuple[int, int]]:
    """Return the participants and answers of each row of a period's standing sums, without empty rows."""
    found = tx.execute(
        select(standing.c.row, standing.c.participants, standing.c.answers).where(standing.c.period == period)
    )
    return {row: (people, answers) for row, people, answers in found if people or answers}
