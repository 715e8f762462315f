"""An attempt at a quiz: three questions drawn by chance, each answered once, two right to pass."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from random import Random

from quizzes.model import Choice, Pool, Question

POSITIONS = 3
PASS_MARK = 2


class Kind(StrEnum):
    """Whether the answers belong to a lesson or to a review days later."""

    LESSON = "lesson"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One question as this attempt shows it: `order[i]` is the index, in the content, of the i-th choice shown."""

    question: str
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was chosen at one position: the index as shown, and whether it was right."""

    choice: int
    correct: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """Questions drawn for one learner and the answers so far, in the order of the positions.

    `fingerprint` is of the drawn questions' content: an answer to a question that was edited meanwhile is not graded.
    """

    id: int
    lesson: str
    kind: Kind
    drawn: tuple[Drawn, ...]
    fingerprint: str
    answers: tuple[Answer, ...] = ()

    @property
    def position(self) -> int:
        """Return the position of the next answer, from 0."""
        return len(self.answers)

    @property
    def is_complete(self) -> bool:
        """Say whether every position was used."""
        return len(self.answers) == len(self.drawn)

    @property
    def is_passed(self) -> bool:
        """Say whether enough answers were right (design.md rule 5: at least 2 of 3)."""
        return sum(answer.correct for answer in self.answers) >= min(PASS_MARK, len(self.drawn))

    def first_missed(self) -> int | None:
        """Return the first position answered wrong, or None."""
        return next((at for at, answer in enumerate(self.answers) if not answer.correct), None)

    def with_answer(self, answer: Answer) -> "Attempt":
        """Return the attempt with its next position answered.

        Raises:
            ValueError: when every position was used already.
        """
        if self.is_complete:
            raise ValueError(f"attempt {self.id} has no position left")
        return replace(self, answers=(*self.answers, answer))


def start(
    attempt_id: int, pool: Pool, kind: Kind, count: int, seen: Collection[str], today: date, rng: Random
) -> Attempt | None:
    """Draw an attempt of `count` questions with shuffled choices; None when the pool cannot fill it today.

    Questions not `seen` by this learner come first. A review prefers the delayed questions, a lesson the others.
    """
    questions = _draw(pool.served(today), kind, count, seen, rng)
    if len(questions) < count:
        return None
    drawn = tuple(Drawn(question.id, _shuffled(len(question.choices), rng)) for question in questions)
    return Attempt(attempt_id, pool.lesson, kind, drawn, fingerprint(questions))


def question_at(attempt: Attempt, position: int, pool: Pool) -> tuple[Question, tuple[Choice, ...]] | None:
    """Return the question at a position and its choices in the order shown.

    None when the position does not exist, or the content was edited so that the answer shown no longer means the
    same (the attempt's fingerprint differs).
    """
    if not 0 <= position < len(attempt.drawn):
        return None
    found = [pool.get(drawn.question) for drawn in attempt.drawn]
    questions = [question for question in found if question is not None]
    if len(questions) < len(found) or fingerprint(questions) != attempt.fingerprint:
        return None
    question = questions[position]
    return question, tuple(question.choices[at] for at in attempt.drawn[position].order)


def fingerprint(questions: Sequence[Question]) -> str:
    """Return a short hash of what the learner sees of these questions and of which choice is right."""
    return hashlib.sha256(b"\x1e".join([question.seen for question in questions])).hexdigest()[:16]


def _draw(served: Sequence[Question], kind: Kind, count: int, seen: Collection[str], rng: Random) -> list[Question]:
    wants_delayed = kind is Kind.REVIEW
    shuffled = rng.sample(served, len(served))
    shuffled.sort(key=lambda question: (question.id in seen, question.delayed is not wants_delayed))
    return shuffled[:count]


def _shuffled(length: int, rng: Random) -> tuple[int, ...]:
    return tuple(rng.sample(range(length), length))
