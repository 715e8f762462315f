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
from conversation.facts import (
    LEAVING,
    Answered,
    Consented,
    Drew,
    Fact,
    Joined,
    Labelled,
    LearnerErased,
    LessonFinished,
    MergedInto,
    SteppedAside,
    SwitchedTo,
    TookUp,
    apply,
)
from conversation.kept import chat_from_json, chat_to_json
from conversation.learner import Learner
from conversation.merging import merged
from conversation.message import Message
from conversation.pictures import HamletCard
from conversation.places import Answering, ChoosingLabel, Explained, PassingOn, Recognising, Welcome, Work
from conversation.render import HamletFigures, Voice, named_in_progress, render, summarised
from conversation.replies import Reply
from conversation.situation import Chat, KnownRecord, LookedUp, Member, Situation, Step
from conversation.team import Deed
from conversation.world import World
from lessons import Course, Lesson, Strand
from quizzes import Answer, Attempt, Bank, Choice, Pool, Question
from quizzes.load import load_content

ROOT = Path(__file__).parents[2]
START = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)
TEXTS = texts.load()
CONSENT_LABELS = (
    "welcome.agree", "about.agree", "about.agree_units", "about.refuse", "about.withdraw", "certificate.agree",
    "certificate.refuse", "certificate.revoke", "moving.go_on_here", "asking.send", "asking.keep", "naming.agree",
    "naming.refuse",
)  # fmt: skip
MOST_WORDS = 40
MOST_WORDS_TO_A_LEADER = 80
LEADERS_CARD = HamletCard(
    "xã Xuân Hưng", "Xóm Đông", date(2026, 12, 7), 125, 412, 11, 64, (3, 5, 0, 2, 11, 4, 7, 11), 3, 17, 4
)
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
class Village:
    """Everybody's records as storage would keep them: `owners` says whose each attempt is."""

    people: dict[int, Learner] = field(default_factory=dict)
    owners: dict[int, int] = field(default_factory=dict)
    given: int = 0

    def add(self, learner: Learner) -> int:
        self.given += 1
        self.people[self.given] = learner
        return self.given

    def forget(self, person: int) -> None:
        del self.people[person]
        self.owners = {attempt: owner for attempt, owner in self.owners.items() if owner != person}

    def merge(self, source: int, target: int) -> None:
        assert source != target
        self.people[target] = merged(self.people[target], self.people.pop(source))
        self.owners = {attempt: target if owner == source else owner for attempt, owner in self.owners.items()}

    def look_up(self, code: str) -> LookedUp:
        return self.recall(next((one for one, learner in self.people.items() if learner.study_code == code), None))

    def recall(self, person: int | None) -> LookedUp:
        return LookedUp(KnownRecord(person, self.people[person])) if person in self.people else LookedUp()


@dataclass
class Chatter:
    """One chat as storage would keep it: what was sent, which attempts there are, what happened so far.

    `person` is the id of the learner's record in the village, `labels` what each learner of this phone is called.
    """

    worlds: tuple[World, ...]
    now: datetime = START
    chat: Chat = field(default_factory=lambda: Chat("terminal", Welcome()))
    learner: Learner | None = None
    attempts: dict[int, Attempt] = field(default_factory=dict)
    answered: set[tuple[int, int]] = field(default_factory=set)
    finished: set[tuple[int, str]] = field(default_factory=set)
    sent: list[Reply] = field(default_factory=list)
    rng: Random = field(default_factory=lambda: Random(7))
    village: Village = field(default_factory=Village)
    person: int | None = None
    labels: dict[int, str] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.world = self.worlds[0]

    def situation(self, event: Event) -> Situation:
        self.update_village()
        button = parse(event.button) if isinstance(event, Tapped) else None
        tapped = self.attempts.get(button.attempt) if isinstance(button, AnswerButton) else None
        owner = self.village.owners.get(tapped.id) if tapped else None
        is_ours = owner is not None and owner in {self.person, *self.labels}
        people = self.village.people
        household = tuple(Member(one, self.labels[one], people[one]) for one in sorted(self.labels))
        looked_up = self.look_up(event)
        return Situation(
            self.chat, self.learner, tapped if is_ours else None, household, self.person, looked_up=looked_up
        )

    def update_village(self) -> None:
        """Let the village know a learner whom a test has put here, or changed."""
        if self.learner is None:
            self.person = None
        elif self.person is None:
            self.person = self.village.add(self.learner)
        else:
            self.village.people[self.person] = self.learner

    def look_up(self, event: Event) -> LookedUp | None:
        code = hearing.long_code(event.text) if isinstance(event, Typed) else None
        if code is not None:
            return self.village.look_up(code)
        place = self.chat.place
        record = place.record if isinstance(place, Recognising | ChoosingLabel) else None
        return None if record is None else self.village.recall(record)

    def act(self, event: Event, arrives: bool = True) -> None:
        situation = self.situation(event)
        step = decide(situation, event, self.world, self.now, self.rng)
        assert_answered(step, self)
        assert_consents_were_given(step.facts, event, situation, self.now)
        assert_nothing_went_back(situation.learner, step)
        for fact in step.facts:
            self.become(fact)
            self.keep(fact)
        self.learner = self.village.people[self.person] if self.person else None
        assert step.situation.learner == self.learner
        state, shown = chat_to_json(step.situation.chat), self.chat.shown
        self.chat = chat_from_json(state, self.chat.channel, shown, has_learner=self.learner is not None)
        assert self.chat == replace(step.situation.chat, shown=self.chat.shown)
        place = self.chat.place
        if self.learner is not None and isinstance(place, Answering | Explained):
            assert place.attempt == self.attempts[place.attempt.id]
        self.sent.extend(step.replies)
        self.deeds.extend(step.deeds)
        if arrives:
            self.see()

    def see(self) -> None:
        """Let what was sent reach the person; a prompt sent again keeps the moment it was first seen."""
        prompt, shown = self.chat.prompt, self.chat.shown
        if prompt is not None and (shown is None or shown.id != prompt.id):
            self.chat = replace(self.chat, shown=replace(prompt, shown_at=self.now))

    def become(self, fact: Fact) -> None:
        """Let a fact happen to whom it is about; after some it is somebody else's turn."""
        today = self.world.today(self.now)
        if isinstance(fact, Joined):
            assert self.person is None
            self.person = self.village.add(Learner(joined_on=today, visit_on=today))
            self.name(self.person, fact.label)
            return
        if isinstance(fact, SwitchedTo | TookUp):
            assert fact.learner != self.person
            assert isinstance(fact, TookUp) or fact.learner in self.labels
            self.person = fact.learner
            self.name(self.person, fact.label if isinstance(fact, TookUp) else "")
            return
        assert self.person is not None
        match fact:
            case SteppedAside():
                self.person = None
            case LearnerErased():
                self.village.forget(self.person)
                self.finished = {(one, lesson) for one, lesson in self.finished if one != self.person}
                self.labels.pop(self.person, None)
                self.person = None
            case MergedInto(target):
                self.merge_into(target)
            case _:
                self.village.people[self.person] = apply(self.village.people[self.person], fact, today)
                self.name(self.person, fact.label if isinstance(fact, Labelled) else "")

    def merge_into(self, target: int) -> None:
        assert self.person is not None
        self.village.merge(self.person, target)
        label = self.labels.pop(self.person, None)
        if label and target not in self.labels:
            self.labels[target] = label
        self.finished = {(target if one == self.person else one, lesson) for one, lesson in self.finished}
        self.person = target

    def name(self, person: int, label: str) -> None:
        if label:
            assert label not in self.labels.values()
            self.labels[person] = label

    def keep(self, fact: Fact) -> None:
        match fact:
            case Drew(attempt):
                assert attempt.id not in self.attempts
                assert self.person is not None
                self.attempts[attempt.id] = attempt
                self.village.owners[attempt.id] = self.person
            case Answered():
                assert (fact.attempt, fact.position) not in self.answered
                self.answered.add((fact.attempt, fact.position))
                attempt = self.attempts[fact.attempt]
                assert self.village.owners[attempt.id] == self.person
                assert fact.position == attempt.position
                self.attempts[fact.attempt] = attempt.with_answer(Answer(fact.choice, fact.is_correct))
            case LessonFinished(lesson_id):
                assert self.person is not None
                assert (self.person, lesson_id) not in self.finished
                self.finished.add((self.person, lesson_id))


def assert_answered(step: Step, chatter: Chatter) -> None:
    assert step.replies
    assert step.replies[-1].options
    for reply in step.replies:
        assert 1 <= len(reply.bubbles) <= MOST_BUBBLES
        numbers = [option.number for option in reply.options if option.number]
        assert len(set(numbers)) == len(numbers)
        assert all(parse(option.button) is not None and len(option.button) <= 64 for option in reply.options)
    assert [reply.prompt for reply in step.replies if reply.prompt is not None] == [step.situation.chat.prompt.id]  # type: ignore[union-attr]
    # What a leader reads, and what is passed on to another person, is longer than what a learner reads.
    is_longer = isinstance(step.situation.chat.place, Work | PassingOn)
    for has_header in (False, True):
        assert_worded(said(step, chatter.world, has_header), is_for_leader=is_longer)


def said(step: Step, around: World, has_header: bool) -> list[Message]:
    learner = step.situation.learner
    address = learner.address if learner else "bác"
    figures = {unit: HamletFigures(206, 11, 412) for reply in step.replies for unit in named_in_progress(reply)}
    cards = {unit: LEADERS_CARD for reply in step.replies for unit in summarised(reply)}
    voice = Voice(around, address, "xóm Đông", figures, has_header, cards)
    return [render(reply, voice) for reply in step.replies]


def assert_worded(messages: list[Message], *, is_for_leader: bool = False) -> None:
    for message in messages:
        for text in (*(bubble.text for bubble in message.bubbles), *(option.label for option in message.options)):
            assert text.strip()
            assert not set("{}") & set(text)
            assert len(text.split()) <= (MOST_WORDS_TO_A_LEADER if is_for_leader else MOST_WORDS), text


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
            labels = {"dong y", "khong tinh", *(hearing.fold(TEXTS[label]) for label in CONSENT_LABELS)}
            assert is_digit or hearing.bare(text) in hearing.words().agree | labels
            assert shown.shown_at is not None
            assert not is_digit or asked.is_repeated or now - shown.shown_at >= timedelta(seconds=2)
        case _:
            raise AssertionError(event)


def assert_nothing_went_back(before: Learner | None, step: Step) -> None:
    if before is None or any(isinstance(fact, LEAVING) for fact in step.facts):
        return
    after = step.situation.learner
    assert after is not None
    for lesson_id, was in before.progress.items():
        now = after.at(lesson_id)
        assert now.pages >= was.pages
        assert now.seen >= was.seen
        assert now.reviews >= was.reviews
        assert now.task_asked >= was.task_asked
        assert now.remembered >= was.remembered
        assert was.finished_on is None or now.finished_on == was.finished_on
