"""What happened in a step, to be stored and counted.

`apply` is the one place where a fact changes a learner; storage writes the same facts as rows.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import assert_never

from campaign.consent import Purpose
from campaign.people import About
from conversation.learner import Confidence, Home, Learner, Milestone, Outcome, Progress, Question, Rating
from quizzes import Attempt, Kind


@dataclass(frozen=True, slots=True)
class Joined:
    """The first consent was given: a learner begins, on a shared phone under a label."""

    label: str = ""


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
class Rated:
    """The learner said how well they get on with the phone, or passed the question over: then `level` is None."""

    milestone: Milestone
    level: Confidence | None


@dataclass(frozen=True, slots=True)
class AwardAsked:
    """The learner was asked whether they want to be named among those put forward: once a year is enough."""


@dataclass(frozen=True, slots=True)
class AwardAgreed:
    """The learner agreed to be named for a year; `name` is "" until one was typed."""

    year: int
    name: str


@dataclass(frozen=True, slots=True)
class Described:
    """The learner told something about themselves; `about` is all that is known now."""

    about: About


@dataclass(frozen=True, slots=True)
class Named:
    """The learner typed the name the leader may see."""

    name: str


@dataclass(frozen=True, slots=True)
class WorksAt:
    """The learner chose an agency, school or enterprise; None takes it back."""

    unit: str | None


@dataclass(frozen=True, slots=True)
class BelongsTo:
    """The learner chose associations; `units` are all of them now."""

    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Assisted:
    """On a shared phone the learner said whether somebody helped with a lesson."""

    lesson: str
    was_helped: bool


@dataclass(frozen=True, slots=True)
class HelpWanted:
    """The learner asked for somebody to come and help, perhaps with the small task of a lesson."""

    lesson: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question goes to the team of the learner's hamlet; `text` is as it was shown, with numbers masked."""

    text: str


@dataclass(frozen=True, slots=True)
class LetterRead:
    """The answer to a question was shown."""

    inquiry: int


@dataclass(frozen=True, slots=True)
class CodeGiven:
    """The learner's "Mã học" was made."""

    code: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """The learner got a label on this phone, because a second person came."""

    label: str


@dataclass(frozen=True, slots=True)
class SteppedAside:
    """The learner gave the phone to somebody who has not joined; facts after this are about that person."""


@dataclass(frozen=True, slots=True)
class SwitchedTo:
    """Another learner of this phone goes on; facts after this are about them."""

    learner: int


@dataclass(frozen=True, slots=True)
class TookUp:
    """A record from another phone goes on in this chat, which had nobody; facts after this are about it.

    With a `label` it joins the others of a shared phone.
    """

    learner: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class MergedInto:
    """The learner's record becomes part of an older one of the same person; facts after this are about that one."""

    learner: int


@dataclass(frozen=True, slots=True)
class CertificateEarned:
    """A certificate was made: `id` is in its public address, `name` "" where none was typed."""

    id: str
    name: str
    lessons: tuple[str, ...]


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
    | Rated
    | AwardAsked
    | AwardAgreed
    | Described
    | Named
    | WorksAt
    | BelongsTo
    | Assisted
    | HelpWanted
    | Asked
    | LetterRead
    | CodeGiven
    | Labelled
    | SteppedAside
    | SwitchedTo
    | TookUp
    | MergedInto
    | CertificateEarned
    | LearnerErased
)

REMEMBERED_AFTER = timedelta(days=7)
"""How long after its lesson a right answer shows that it was remembered, for a certificate (issue 4, item 7)."""

LEAVING = (SteppedAside, SwitchedTo, TookUp, MergedInto, LearnerErased)
"""Facts after which the facts of a turn are about somebody else, or nobody."""


def apply(learner: Learner, fact: Fact, today: date) -> Learner:
    """Return the learner after a fact that happened on this local day."""
    match fact:
        case Joined() | Drew() | HelpWanted() | Labelled() | AwardAgreed():
            return learner
        case SteppedAside() | SwitchedTo() | TookUp() | MergedInto() | LearnerErased():
            return learner  # whom the next facts are about is the turn's to say
        case Described() | Named() | WorksAt() | BelongsTo() | LetterRead() | CodeGiven() | CertificateEarned():
            return _tell(learner, fact)
        case Asked():
            return replace(learner, asked=(*learner.asked, Question(today, is_open=True)))
        case Consented(purpose, choice, _):
            return _consent(learner, purpose, choice)
        case AwardAsked():
            return replace(learner, proposed_for=None)
        case Rated(milestone, level):
            return learner.with_rating(milestone, Rating(today, level))
        case Settled(home):
            return replace(learner, home=home)
        case Addressed(address):
            return replace(learner, address=address)
        case VisitOpened():
            return replace(learner, visit_on=today)
        case PageSeen() | Answered() | LessonFinished() | TaskAsked() | TaskAnswered() | Assisted():
            return _advance(learner, fact, today)
    assert_never(fact)


def _consent(learner: Learner, purpose: Purpose, choice: bool) -> Learner:
    is_revoked = purpose is Purpose.CERTIFICATE and not choice
    return replace(learner.with_consent(purpose, choice), certificate=None if is_revoked else learner.certificate)


def _tell(
    learner: Learner, fact: Described | Named | WorksAt | BelongsTo | LetterRead | CodeGiven | CertificateEarned
) -> Learner:
    match fact:
        case Described(about):
            return replace(learner, about=about)
        case Named(name):
            return replace(learner, name=name)
        case WorksAt(unit):
            return replace(learner, workplace=unit)
        case BelongsTo(units):
            return replace(learner, associations=units)
        case LetterRead(inquiry):
            return replace(learner, letters=tuple(one for one in learner.letters if one.inquiry != inquiry))
        case CodeGiven(code):
            return replace(learner, study_code=code)
        case CertificateEarned(certificate):
            return replace(learner, certificate=certificate)
    assert_never(fact)


def _advance(
    learner: Learner,
    fact: PageSeen | Answered | LessonFinished | TaskAsked | TaskAnswered | Assisted,
    today: date,
) -> Learner:
    before = learner.at(fact.lesson)
    match fact:
        case PageSeen(_, pages):
            after = replace(before, pages=max(before.pages, pages))
        case Answered(kind=Kind.REVIEW, question=question):
            after = replace(
                before,
                seen=before.seen | {question},
                reviews=before.reviews + 1,
                reviewed_on=today,
                remembered=before.remembered or _is_remembered(fact, before, today),
            )
        case Answered(question=question):
            after = replace(before, seen=before.seen | {question})
        case LessonFinished():
            after = replace(before, finished_on=today)
        case TaskAsked():
            after = replace(before, task_asked=before.task_asked + 1, task_asked_on=today)
        case TaskAnswered(_, outcome):
            after = replace(before, outcome=outcome)
        case Assisted(_, was_helped):
            after = replace(before, assisted=was_helped)
    return learner.with_progress(fact.lesson, after)


def _is_remembered(fact: Answered, before: Progress, today: date) -> bool:
    finished_on = before.finished_on
    return fact.is_correct and finished_on is not None and today - finished_on >= REMEMBERED_AFTER
