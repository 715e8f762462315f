"""One chat over the pure core: tiny courses, and what storage would keep, with everything that must always hold."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from campaign.units import Unit, UnitKind, Units
from conversation import hearing, texts
from conversation.buttons import AnswerButton, PromptButton, parse
from conversation.decide import decide
from conversation.events import Event, Tapped, Typed
from conversation.facts import Answered, Consented, Drew, Fact, Joined, LearnerErased, LessonFinished, apply
from conversation.kept import chat_from_json, chat_to_json
from conversation.learner import Learner
from conversation.message import Message
from conversation.places import Answering, Explained, Welcome
from conversation.render import HamletFigures, Voice, named_in_progress, render
from conversation.replies import Reply
from conversation.situation import Chat, Situation, Step
from conversation.world import World
from lessons import Course, Lesson, Strand
from quizzes import Answer, Attempt, Bank, Choice, Pool, Question
from quizzes.load import load_content

ROOT = Path(__file__).parents[2]
START = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)
TEXTS = texts.load()
MOST_BUBBLES = 5
"""Three of the place, and what had to be said first: a number not to send, and the reason for an old answer."""


def lesson(number: int, pages: int = 2) -> Lesson:
    return Lesson(
        id=f"{number:03}-bài-ữ",
        title=f"Bài {number} đọc tin nhắn 🌾",
        strand=Strand.SAFETY if number % 2 else Strand.FOUNDATION,
        order=number,
        minutes=3,
        sources=("common",),
        checked_on=date(2026, 11, 1),
        checked_by="",
        expires_on=None,
        framework_ref="",
        pages=tuple(f"Trang {page} của {{bác}} ở {{xóm}}." for page in range(1, pages + 1)),
        task="gọi {contacts.cong_an_xa} một lần.",
        ask_later="{Bác} đã gọi chưa?",
    )


def pool(of: Lesson, wording: str, size: int = 5) -> Pool:
    questions = (
        Question(
            id=f"câu-{at}",
            page=1 + at % 2,
            situation=f"{wording} {at}: có người gọi {{bác}}.",
            ask="{Bác} làm gì?",
            choices=(Choice("Nghe theo", False, "Vì thế."), Choice("Tắt máy", True, "Vì vậy.")),
            delayed=at > 2,
            source="common",
            checked_on=None,
            expires_on=None,
        )
        for at in range(size)
    )
    return Pool(of.id, tuple(questions))


def tiny(wording: str, *lessons: Lesson, size: int = 5) -> tuple[Course, Bank]:
    return Course(lessons), Bank({of.id: pool(of, wording, size) for of in lessons})


def hamlet(code: str, name: str, old_commune: str, join_code: str) -> Unit:
    return Unit(code, UnitKind.HAMLET, name, old_commune, join_code=join_code, adults=412)


UNITS = (
    hamlet("X01", "Xóm Đông", "Thọ Nghiệp", "4821"),
    hamlet("X02", "Xóm Tây", "Thọ Nghiệp", "5936"),
    hamlet("X11", "Xóm 1", "Xuân Vinh", "6154"),
    hamlet("X13", "Xóm 3", "Xuân Vinh", "8347"),
)


def world(content: tuple[Course, Bank], units: tuple[Unit, ...] = UNITS) -> World:
    return World(
        commune="xã Xuân Hưng",
        controller="UBND xã Xuân Hưng",
        privacy_contact="Phòng Văn hóa - Xã hội, UBND xã Xuân Hưng",
        course=content[0],
        bank=content[1],
        units=Units({unit.code: unit for unit in units}),
        contacts={"cong_an_xa": "0228 3888 113"},
        texts=TEXTS,
        zone=ZoneInfo("Asia/Ho_Chi_Minh"),
    )


TINY = (
    world(tiny("Câu", lesson(9), lesson(0), lesson(8, pages=3))),
    world(tiny("Câu đã sửa", lesson(9, pages=1), lesson(0), lesson(8))),
    world(tiny("Câu", lesson(0)), UNITS[:1]),
    world(tiny("Câu", lesson(9), lesson(0), size=2), UNITS[:2]),
)
SHIPPED = (world(load_content(ROOT / "lessons/content/vi", ROOT / "quizzes/content/vi")),)
WORLDS = {"edited in the middle": TINY, "as shipped": SHIPPED}


@dataclass
class Chatter:
    """One chat as storage would keep it: what was sent, which attempts there are, what happened so far."""

    worlds: tuple[World, ...]
    now: datetime = START
    chat: Chat = field(default_factory=lambda: Chat("terminal", Welcome()))
    learner: Learner | None = None
    attempts: dict[int, Attempt] = field(default_factory=dict)
    answered: set[tuple[int, int]] = field(default_factory=set)
    finished: set[str] = field(default_factory=set)
    sent: list[Reply] = field(default_factory=list)
    rng: Random = field(default_factory=lambda: Random(7))

    def __post_init__(self) -> None:
        self.world = self.worlds[0]

    def situation(self, event: Event) -> Situation:
        button = parse(event.button) if isinstance(event, Tapped) else None
        tapped = self.attempts.get(button.attempt) if isinstance(button, AnswerButton) else None
        return Situation(self.chat, self.learner, tapped)

    def act(self, event: Event, arrives: bool = True) -> None:
        situation = self.situation(event)
        step = decide(situation, event, self.world, self.now, self.rng)
        assert_answered(step, self)
        assert_consents_were_given(step.facts, event, situation, self.now)
        assert_nothing_went_back(situation.learner, step)
        self.learner = folded(situation.learner, step.facts, self.world.today(self.now))
        assert step.situation.learner == self.learner
        for fact in step.facts:
            self.keep(fact)
        self.chat = chat_from_json(
            chat_to_json(step.situation.chat), "terminal", self.chat.shown, has_learner=self.learner is not None
        )
        assert self.chat == replace(step.situation.chat, shown=self.chat.shown)
        place = self.chat.place
        if self.learner is not None and isinstance(place, Answering | Explained):
            assert place.attempt == self.attempts[place.attempt.id]
        self.sent.extend(step.replies)
        if arrives:
            self.see()

    def see(self) -> None:
        """Let what was sent reach the person; a prompt sent again keeps the moment it was first seen."""
        prompt, shown = self.chat.prompt, self.chat.shown
        if prompt is not None and (shown is None or shown.id != prompt.id):
            self.chat = replace(self.chat, shown=replace(prompt, shown_at=self.now))

    def keep(self, fact: Fact) -> None:
        match fact:
            case LearnerErased():
                self.attempts.clear()
                self.finished.clear()
            case Drew(attempt):
                assert attempt.id not in self.attempts
                self.attempts[attempt.id] = attempt
            case Answered():
                assert (fact.attempt, fact.position) not in self.answered
                self.answered.add((fact.attempt, fact.position))
                attempt = self.attempts[fact.attempt]
                assert fact.position == attempt.position
                self.attempts[fact.attempt] = attempt.with_answer(Answer(fact.choice, fact.is_correct))
            case LessonFinished(lesson_id):
                assert lesson_id not in self.finished
                self.finished.add(lesson_id)


def folded(learner: Learner | None, facts: tuple[Fact, ...], today: date) -> Learner | None:
    for fact in facts:
        if isinstance(fact, Joined):
            assert learner is None
            learner = Learner(joined_on=today, visit_on=today)
        elif isinstance(fact, LearnerErased):
            learner = None
        else:
            assert learner is not None
            learner = apply(learner, fact, today)
    return learner


def assert_answered(step: Step, chatter: Chatter) -> None:
    assert step.replies
    for reply in step.replies:
        assert 1 <= len(reply.bubbles) <= MOST_BUBBLES
        assert reply.options
        numbers = [option.number for option in reply.options]
        assert len(set(numbers)) == len(numbers)
        assert all(parse(option.button) is not None and len(option.button) <= 64 for option in reply.options)
    assert [reply.prompt for reply in step.replies if reply.prompt is not None] == [step.situation.chat.prompt.id]  # type: ignore[union-attr]
    for has_header in (False, True):
        assert_worded(said(step, chatter.world, has_header))


def said(step: Step, around: World, has_header: bool) -> list[Message]:
    learner = step.situation.learner
    address = learner.address if learner else "bác"
    figures = {unit: HamletFigures(206, 11, 412) for reply in step.replies for unit in named_in_progress(reply)}
    voice = Voice(around, address, "xóm Đông", figures, has_header)
    return [render(reply, voice) for reply in step.replies]


def assert_worded(messages: list[Message]) -> None:
    for message in messages:
        for text in (*(bubble.text for bubble in message.bubbles), *(option.label for option in message.options)):
            assert text.strip()
            assert not set("{}") & set(text)
            assert len(text.split()) <= 40, text


def assert_consents_were_given(facts: tuple[Fact, ...], event: Event, before: Situation, now: datetime) -> None:
    """Check that each consent answers the prompt that asked for it, in one of the ways of rule 2."""
    consents = [fact for fact in facts if isinstance(fact, Consented)]
    if not consents:
        return
    asked, shown = before.chat.prompt, before.chat.shown
    [consent] = consents
    match event:
        case Tapped(button):
            tapped = parse(button)
            assert isinstance(tapped, PromptButton)
            assert tapped.prompt == (asked.id if asked else 0)
            assert asked is None or asked.version == consent.version
        case Typed(text):
            assert asked is not None
            assert shown is not None
            assert asked.id == shown.id
            assert asked.version == consent.version
            is_digit = hearing.digit(text) in asked.numbers
            labels = {"dong y", "khong tinh", hearing.fold(TEXTS["welcome.agree"])}
            assert is_digit or hearing.bare(text) in hearing.words().agree | labels
            assert shown.shown_at is not None
            assert not is_digit or asked.is_repeated or now - shown.shown_at >= timedelta(seconds=2)
        case _:
            raise AssertionError(event)


def assert_nothing_went_back(before: Learner | None, step: Step) -> None:
    if before is None or any(isinstance(fact, LearnerErased) for fact in step.facts):
        return
    after = step.situation.learner
    assert after is not None
    for lesson_id, was in before.progress.items():
        now = after.at(lesson_id)
        assert now.pages >= was.pages
        assert now.seen >= was.seen
        assert now.reviews >= was.reviews
        assert now.task_asked >= was.task_asked
        assert was.finished_on is None or now.finished_on == was.finished_on
