"""What happened in a step, to be stored and counted.

`apply` is the one place where a fact changes a learner; storage writes the same facts as rows.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from campaign.consent import Purpose
from conversation.learner import Home, Learner, Outcome
from quizzes import Attempt, Kind


@dataclass(frozen=True, slots=True)
class Joined:
    """The first consent was given: a learner begins."""


@dataclass(frozen=True, slots=True)
class Consented:
    """A consent was given or refused; `version` is of the text that was shown."""

    purpose: Purpose
    choice: bool
    version: str


@dataclass(frozen=True, slots=True)
class Settled:
    """The learner said where they live."""

    home: Home


@dataclass(frozen=True, slots=True)
class Addressed:
    """The learner chose a form of address."""

    address: str


@dataclass(frozen=True, slots=True)
class VisitOpened:
    """The learner's first message of a local day that opened a visit."""


@dataclass(frozen=True, slots=True)
class PageSeen:
    """A page was shown for the first time; `pages` is how many pages of the lesson were seen by now."""

    lesson: str
    pages: int


@dataclass(frozen=True, slots=True)
class Drew:
    """An attempt was drawn."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Answered:
    """One position of an attempt was answered.

    `choice` is the index as shown; `is_first_try` when this learner had never answered this question in the lesson;
    `is_hurried` when the answer came faster than the question can be read.
    """

    attempt: int
    position: int
    lesson: str
    kind: Kind
    question: str
    choice: int
    is_correct: bool
    is_first_try: bool
    is_hurried: bool


@dataclass(frozen=True, slots=True)
class LessonFinished:
    """All pages seen and the quiz passed, for the first time."""

    lesson: str


@dataclass(frozen=True, slots=True)
class TaskAsked:
    """The learner was asked whether the small task was done."""

    lesson: str


@dataclass(frozen=True, slots=True)
class TaskAnswered:
    """The learner said whether the small task was done."""

    lesson: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class LearnerErased:
    """The learner had everything erased."""


Fact = (
    Joined
    | Consented
    | Settled
    | Addressed
    | VisitOpened
    | PageSeen
    | Drew
    | Answered
    | LessonFinished
    | TaskAsked
    | TaskAnswered
    | LearnerErased
)


def apply(learner: Learner, fact: Fact, today: date) -> Learner:
    """Return the learner after a fact that happened on this local day."""
    match fact:
        case Joined() | Drew() | LearnerErased():
            return learner
        case Consented(purpose, choice, _):
            return learner.with_consent(purpose, choice)
        case Settled(home):
            return replace(learner, home=home)
        case Addressed(address):
            return replace(learner, address=address)
        case VisitOpened():
            return replace(learner, visit_on=today)
        case PageSeen() | Answered() | LessonFinished() | TaskAsked() | TaskAnswered():
            return _advance(learner, fact, today)
    assert_never(fact)


def _advance(
    learner: Learner, fact: PageSeen | Answered | LessonFinished | TaskAsked | TaskAnswered, today: date
) -> Learner:
    before = learner.at(fact.lesson)
    match fact:
        case PageSeen(_, pages):
            after = replace(before, pages=max(before.pages, pages))
        case Answered(kind=Kind.REVIEW, question=question):
            seen = before.seen | {question}
            after = replace(before, seen=seen, reviews=before.reviews + 1, reviewed_on=today)
        case Answered(question=question):
            after = replace(before, seen=before.seen | {question})
        case LessonFinished():
            after = replace(before, finished_on=today)
        case TaskAsked():
            after = replace(before, task_asked=before.task_asked + 1, task_asked_on=today)
        case TaskAnswered(_, outcome):
            after = replace(before, outcome=outcome)
    return learner.with_progress(fact.lesson, after)
