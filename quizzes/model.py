"""What a quiz is: situations from village life, two or three things one could do, and why each is right or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing the learner could do. `why` is shown after it was chosen, right or wrong."""

    text: str
    correct: bool
    why: str


@dataclass(frozen=True)
class Question:
    """One situation with its choices; `page` counts from 1 and names the page that teaches the answer.

    A `delayed` question is kept for the reviews days after the lesson.
    """

    id: str
    page: int
    situation: str
    ask: str
    choices: tuple[Choice, ...]
    delayed: bool
    source: str
    checked_on: date | None
    expires_on: date | None

    def is_served(self, today: date) -> bool:
        """Say whether the question may be asked: it has a source and has not expired."""
        return bool(self.source) and (self.expires_on is None or today <= self.expires_on)

    @property
    def words(self) -> str:
        """Return everything the question says, its choices and their reasons, a line each."""
        choices = (line for choice in self.choices for line in (choice.text, choice.why))
        return "\n".join([self.situation, self.ask, *choices])

    @cached_property
    def seen(self) -> bytes:
        """Return what the learner sees of it and which choice is right: what an attempt's fingerprint is made of."""
        choices = (f"{choice.correct}{choice.text}" for choice in self.choices)
        return "\x1f".join([self.id, self.situation, self.ask, *choices]).encode()


@dataclass(frozen=True)
class Pool:
    """The questions of one lesson."""

    lesson: str
    questions: tuple[Question, ...]

    def get(self, question_id: str) -> Question | None:
        """Return the question with this id, or None if the pool no longer has it."""
        return self._by_id.get(question_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in reversed(self.questions)}

    def served(self, today: date) -> tuple[Question, ...]:
        """Return the questions that may be asked today."""
        return tuple(question for question in self.questions if question.is_served(today))


@dataclass(frozen=True, slots=True)
class Bank:
    """The pools of all lessons, by lesson id."""

    pools: Mapping[str, Pool]

    def pool(self, lesson_id: str) -> Pool:
        """Return the pool of a lesson, an empty one if it has no questions."""
        return self.pools.get(lesson_id) or Pool(lesson_id, ())

    def by_page(self) -> dict[tuple[str, int], list[str]]:
        """Return the words of the questions by lesson and page, from 0: they say in other words what the page says."""
        said: dict[tuple[str, int], list[str]] = {}
        for pool in self.pools.values():
            for question in pool.questions:
                said.setdefault((pool.lesson, question.page - 1), []).append(question.words)
        return said
