"""Questions that take long in a large commune, in a form that another process can be asked.

Who may wait asks them at once with `answer`, as commands and the API do. Pages are given something else to ask with:
it answers from what another process counted, or raises NotYetError until that is done. Answers are text, so that they
can pass from process to process; what comes back is what `answer` would have said, whoever counted.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Connection, Select, func, select

from campaign.units import UnitKind
from storage.by_day import Counted, count_days
from storage.kept_sums import row_at
from storage.sums import Sums
from storage.tables import learner, learner_day, progress
from storage.units import current

T = TypeVar("T")

_MUCH = 20_000
"""Learner days from which on it is worth a process of its own: with fewer a page waits some ten milliseconds."""


class NotYetError(Exception):
    """Another process is counting; ask again in a second."""


class About(StrEnum):
    """What can be asked."""

    DAYS = "days"
    LEARNERS = "learners"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about the days `first` to `end`, both inclusive, of the units of a kind.

    `lessons` is how many complete the course for DAYS, and how many at least somebody finished for LEARNERS.
    """

    about: About
    first: date
    end: date
    lessons: int
    kind: UnitKind = UnitKind.HAMLET

    def text(self) -> str:
        """Return it as text."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def of_text(cls, text: str) -> "Question":
        """Read what `text` wrote.

        Raises:
            ValueError, KeyError: when it is none.
        """
        told = json.loads(text)
        first, end = date.fromisoformat(told["first"]), date.fromisoformat(told["end"])
        return cls(About(told["about"]), first, end, int(told["lessons"]), UnitKind(told["kind"]))


Ask = Callable[[Connection, Question], str]


@dataclass(frozen=True, slots=True)
class Learned:
    """What a counted learner of a hamlet finished: lessons, those remembered, those whose small task was done."""

    learner_id: int
    unit_code: str
    lessons: int
    remembered: int
    practised: int


def together(*asked: Callable[[], T]) -> list[T]:
    """Return what each of these returns; all are asked before one is waited for, so that they are counted at once.

    Raises:
        NotYetError: when one of them is not there yet.
    """
    found, missing = list[T](), 0
    for one in asked:
        try:
            found.append(one())
        except NotYetError:
            missing += 1
    if missing:
        raise NotYetError
    return found


def answer(tx: Connection, question: Question) -> str:
    """Return the answer, counted now."""
    if question.about is About.LEARNERS:
        return json.dumps([list(row) for row in tx.execute(_learned(question))])
    row_at_end = row_at(current(tx), question.kind, question.end)
    counted = count_days(tx, question.first, question.end, question.kind, question.lessons, row_at_end)
    return json.dumps({"rows": counted.rows, "total": counted.total})


def is_much(tx: Connection) -> bool:
    """Say whether so much is stored that counting takes long."""
    some = select(learner_day.c.day).limit(_MUCH).subquery()
    return (tx.scalar(select(func.count()).select_from(some)) or 0) >= _MUCH


def days(tx: Connection, ask: Ask, first: date, end: date, kind: UnitKind, lessons_to_complete: int) -> Counted:
    """Return what the people of each unit of a kind did on these days.

    Raises:
        NotYetError: when another process is still counting.
    """
    told = json.loads(ask(tx, Question(About.DAYS, first, end, lessons_to_complete, kind)))
    counted = Counted(total=Sums(*told["total"]))
    counted.rows.update({row: Sums(*sums) for row, sums in told["rows"].items()})
    return counted


def learned(tx: Connection, ask: Ask, first: date, end: date, fewest: int) -> Sequence[Learned]:
    """Return the counted learners of hamlets who finished at least so many lessons on these days.

    Raises:
        NotYetError: when another process is still counting.
    """
    return [Learned(*row) for row in json.loads(ask(tx, Question(About.LEARNERS, first, end, fewest)))]


def learned_by(tx: Connection, ids: Sequence[int], first: date, end: date) -> Sequence[Learned]:
    """Return the same of a few learners, whatever they finished."""
    few = _learned(Question(About.LEARNERS, first, end, 1)).where(learner.c.id.in_(ids))
    return [Learned(row.id, row.unit_code, row.lessons, row.remembered, row.practised) for row in tx.execute(few)]


def _learned(question: Question) -> Select[tuple[int, str, int, int, int]]:
    remembered = func.count().filter(progress.c.remembered).label("remembered")
    practised = func.count().filter(progress.c.outcome == "done").label("practised")
    return (
        select(learner.c.id, learner.c.unit_code, func.count().label("lessons"), remembered, practised)
        .join_from(progress, learner, learner.c.id == progress.c.learner_id)
        .where(progress.c.finished_on.between(question.first, question.end))
        .where(learner.c.is_counted, ~learner.c.is_outside, learner.c.unit_code.is_not(None))
        .group_by(learner.c.id, learner.c.unit_code)
        .having(func.count() >= question.lessons)
    )
