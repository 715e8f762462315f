"""One visit of an invented resident: what happens in it, as the facts a real conversation would hand to storage."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from bot.demo.residents import Resident, one_of
from campaign.consent import Purpose
from conversation.facts import (
    Answered,
    Asked,
    Assisted,
    BelongsTo,
    CertificateEarned,
    Consented,
    Described,
    Drew,
    Fact,
    HelpWanted,
    Joined,
    LessonFinished,
    Named,
    PageSeen,
    Rated,
    Settled,
    TaskAnswered,
    TaskAsked,
    VisitOpened,
    WorksAt,
    apply,
)
from conversation.learner import Confidence, Learner, Milestone, Outcome
from lessons import Lesson
from quizzes import Answer, Attempt, Bank, Kind, attempt, review
from quizzes.attempt import POSITIONS

_REVIEWS_A_VISIT = 2
_TRIES_A_VISIT = 2
_OUTCOMES = ((Outcome.DONE, 62), (Outcome.NOT_YET, 33), (Outcome.WANTS_HELP, 5))


@dataclass(frozen=True, slots=True)
class School:
    """What is taught and asked: the lessons in their order, their questions, and the version of each consent's text.

    `questions` are what residents ask people.
    """

    lessons: tuple[Lesson, ...]
    bank: Bank
    versions: Mapping[Purpose, str]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """The facts of a visit, the learner after it, and when the resident comes again, if ever."""

    facts: tuple[Fact, ...]
    learner: Learner
    next_on: date | None


def visit(resident: Resident, learner: Learner | None, today: date, school: School, rng: Random) -> Visit:
    """Return what happens when a resident comes today; without a learner it is the first time."""
    writing = _Writing(learner or Learner(today, today), today, school, rng)
    if learner is None:
        writing.add(Joined(), writing.consent(Purpose.LEARN))
        writing.learn(resident)
        writing.settle(resident)
    else:
        writing.add(VisitOpened())
        writing.tell(resident)
        writing.rate(resident)
        writing.review(resident)
        writing.learn(resident)
        writing.ask(resident)
    return Visit(tuple(writing.facts), writing.learner, _next_on(resident, writing.learner, today, rng))


class _Writing:
    """The facts of one visit as they come, and the learner they make."""

    def __init__(self, learner: Learner, today: date, school: School, rng: Random) -> None:
        self.learner, self.facts = learner, list[Fact]()
        self._today, self._school, self._rng = today, school, rng

    def add(self, *facts: Fact) -> None:
        """Let facts happen."""
        for fact in facts:
            self.facts.append(fact)
            self.learner = apply(self.learner, fact, self._today)

    def consent(self, purpose: Purpose, choice: bool = True) -> Consented:
        """Return the answer to a consent as it is worded now."""
        return Consented(purpose, choice, self._school.versions[purpose])

    def settle(self, resident: Resident) -> None:
        """Answer whether one may be counted, and where one lives."""
        if resident.is_counted is not None:
            self.add(self.consent(Purpose.COUNT_IN_HAMLET, resident.is_counted))
        if resident.home is not None:
            self.add(Settled(resident.home))

    def tell(self, resident: Resident) -> None:
        """Tell about oneself at the second visit, then whether the last small task was done."""
        if resident.about != self.learner.about:
            self.add(self.consent(Purpose.ABOUT_ME), Described(resident.about))
            self.add(*((WorksAt(resident.workplace),) if resident.workplace else ()))
            self.add(*((BelongsTo(resident.associations),) if resident.associations else ()))
        for lesson in self._school.lessons:
            done = self.learner.at(lesson.id)
            if done.finished_on and not done.task_asked:
                outcome = one_of(_OUTCOMES, self._rng)
                self.add(TaskAsked(lesson.id), TaskAnswered(lesson.id, outcome))
                self.add(*(self._helped(resident, lesson) if outcome is Outcome.WANTS_HELP else ()))
                return

    def review(self, resident: Resident) -> None:
        """Answer the questions that are due again."""
        due = [
            lesson
            for lesson in self._school.lessons
            if (done := self.learner.at(lesson.id)).finished_on
            and (day := review.due_on(done.finished_on, done.reviews, done.reviewed_on))
            and day <= self._today
        ]
        for lesson in due[:_REVIEWS_A_VISIT]:
            self._attempt(lesson, Kind.REVIEW, 1, resident.skill - 0.04, 0.03)
        if self.learner.has_earned_certificate and not self.learner.certificate and self._rng.random() < 0.5:
            number = f"thu{self._rng.getrandbits(40):010x}"
            lessons = tuple(lesson.id for lesson in self._school.lessons if lesson.id in self.learner.finished)
            self.add(self.consent(Purpose.CERTIFICATE), CertificateEarned(number, resident.name, lessons))

    def learn(self, resident: Resident) -> None:
        """Learn the next lesson, and try its questions once more where they were not passed."""
        if len(self.learner.finished) >= resident.patience:
            return
        lesson = next((one for one in self._school.lessons if one.id not in self.learner.finished), None)
        if lesson is None:
            return
        self.add(PageSeen(lesson.id, len(lesson.pages)))
        hurry = 0.95 if resident.is_hasty else 0.03
        for attempt_number in range(_TRIES_A_VISIT):
            if self._attempt(lesson, Kind.LESSON, POSITIONS, resident.skill + 0.1 * attempt_number, hurry):
                self.add(LessonFinished(lesson.id))
                self.add(*((Assisted(lesson.id, self._rng.random() < 0.8),) if resident.is_helped else ()))
                return

    def rate(self, resident: Resident) -> None:
        """Say how well one gets on with the phone, after the first and the fifth lesson; some pass it over."""
        finished, levels = len(self.learner.finished), list(Confidence)
        due = [one for one in Milestone if one not in self.learner.ratings and finished >= one]
        if resident.is_counted and due:
            better = 0.1 if due[0] is Milestone.FIFTH else -0.6
            at = round(resident.skill * 2.4 + self._rng.gauss(better, 0.6))
            level = levels[min(len(levels) - 1, max(0, at))] if self._rng.random() < 0.8 else None
            self.add(Rated(due[0], level))

    def ask(self, resident: Resident) -> None:
        """Ask people something, now and then."""
        if self._rng.random() < 0.004:
            self.add(self.consent(Purpose.ASK_HUMAN), Asked(self._rng.choice(self._school.questions)))

    def _helped(self, resident: Resident, lesson: Lesson) -> Iterator[Fact]:
        if resident.name and not self.learner.name:
            yield self.consent(Purpose.SHOW_NAME_TO_LEADER)
            yield Named(resident.name)
        yield HelpWanted(lesson.id)

    def _attempt(self, lesson: Lesson, kind: Kind, count: int, skill: float, hurry: float) -> bool:
        """Answer a fresh attempt, each question too fast with the chance `hurry`; say whether it was passed."""
        pool, seen = self._school.bank.pool(lesson.id), self.learner.at(lesson.id).seen
        drawn = attempt.start(self._rng.getrandbits(52), pool, kind, count, seen, self._today, self._rng)
        if drawn is None:
            return False
        self.add(Drew(drawn))
        for position in range(count):
            fact = self._answer(drawn, position, skill, hurry)
            self.add(fact)
            drawn = replace(drawn, answers=(*drawn.answers, Answer(fact.choice, fact.is_correct)))
        return drawn.is_passed

    def _answer(self, drawn: Attempt, position: int, skill: float, hurry: float) -> Answered:
        found = attempt.question_at(drawn, position, self._school.bank.pool(drawn.lesson))
        if found is None:
            raise ValueError(f"the questions of {drawn.lesson} changed while they were asked")
        question, choices = found
        # Each question is as hard as its own name says, so that some are found hard by everybody.
        hardness = (Random(question.id).random() - 0.5) * 0.3  # noqa: S311 - a fixed trait of the question
        is_right = self._rng.random() < skill - hardness
        choice = self._rng.choice([at for at, one in enumerate(choices) if one.correct is is_right])
        is_first = drawn.kind is Kind.LESSON and question.id not in self.learner.at(drawn.lesson).seen
        is_hurried = self._rng.random() < hurry
        return Answered(
            drawn.id, position, drawn.lesson, drawn.kind, question.id, choice, is_right, is_first, is_hurried
        )


def _next_on(resident: Resident, learner: Learner, today: date, rng: Random) -> date | None:
    if len(learner.finished) < resident.patience:
        return today + timedelta(days=max(1, round(resident.pause * rng.uniform(0.5, 1.8))))
    again = [
        day
        for done in learner.progress.values()
        if done.finished_on and (day := review.due_on(done.finished_on, done.reviews, done.reviewed_on))
    ]
    if not again or rng.random() < 0.35:
        return None
    return max(min(again), today + timedelta(days=1)) + timedelta(days=rng.randrange(4))
