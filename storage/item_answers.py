"""What was answered to each question, added up in the database: no row of a learner leaves it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Integer, case, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from quizzes import Bank, Kind, Question
from quizzes.quality import FEWEST_FIRST, Answers, Judged, Pairs, Share, in_order, judge
from storage.among import are_among
from storage.tables import answer, attempt

FEWEST_OTHERS = 3
"""Other first tries a learner must have, before their share right says anything of them."""


@dataclass(frozen=True, slots=True)
class ItemSums:
    """First tries in the lesson, answers in reviews, and the sums over pairs, of one question."""

    first: Share
    later: Share
    pairs: Pairs


Item = tuple[str, str]
"""A lesson and the id of a question in it."""


def added_up(tx: Connection) -> dict[Item, ItemSums]:
    """Return the sums of every question that was answered. Reads all answers three times: a job's work."""
    right = func.sum(case((answer.c.is_correct, 1), else_=0))
    shares = defaultdict[tuple[Item, bool], Share](lambda: Share(0, 0))
    is_first = answer.c.is_first_try
    rows = tx.execute(
        select(answer.c.lesson, answer.c.question, is_first, right, func.count())
        .where(is_first | (answer.c.kind == Kind.REVIEW.value))
        .group_by(answer.c.lesson, answer.c.question, is_first)
    )
    for lesson, question, first, rights, count in rows:
        shares[(lesson, question), bool(first)] = Share(int(rights), count)
    pairs = _pairs(tx)
    return {item: ItemSums(shares[item, True], shares[item, False], pairs.get(item, Pairs())) for item, _ in [*shares]}


def _pairs(tx: Connection) -> Mapping[Item, Pairs]:
    x = case((answer.c.is_correct, 1.0), else_=0.0)
    whole = (
        select(answer.c.learner_id, func.sum(x).label("right"), func.count().label("count"))
        .where(answer.c.is_first_try)
        .group_by(answer.c.learner_id)
        .having(func.count() > FEWEST_OTHERS)
        .subquery()
    )
    rest = (whole.c.right - x) / (whole.c.count - 1)
    rows = tx.execute(
        select(
            *(answer.c.lesson, answer.c.question, func.count()),
            *(func.sum(x), func.sum(rest), func.sum(rest * rest), func.sum(x * rest)),
        )
        .join(whole, whole.c.learner_id == answer.c.learner_id)
        .where(answer.c.is_first_try)
        .group_by(answer.c.lesson, answer.c.question)
    )
    return {
        (lesson, question): Pairs(count, int(rights), *(float(total) for total in sums))
        for lesson, question, count, rights, *sums in rows
    }


def chosen(tx: Connection, lesson: str, questions: Collection[str]) -> dict[str, dict[int, int]]:
    """Return how often each choice was taken at a first try, by its index in the content, of these questions.

    An answer keeps the index as shown; the order shown is in the attempt, and the database undoes it.
    """
    taken = _InContent(attempt.c.drawn, answer.c.position, answer.c.choice)
    rows = tx.execute(
        select(answer.c.question, taken, func.count())
        .join(attempt, attempt.c.id == answer.c.attempt_id)
        .where(answer.c.lesson == lesson, answer.c.is_first_try, are_among(answer.c.question, questions))
        .group_by(answer.c.question, taken)
    )
    found = defaultdict[str, dict[int, int]](dict)
    for question, choice, count in rows:
        found[question][choice] = count
    return dict(found)


class _InContent(FunctionElement[int]):
    """The index in the content of the choice that was shown at this place of the position's order."""

    type = Integer()
    inherit_cache = True

    def __init__(self, drawn: ColumnElement[str], position: ColumnElement[int], shown: ColumnElement[int]) -> None:
        super().__init__(drawn, position, shown)


@compiles(_InContent)
def _undo_order(element: _InContent, compiler: SQLCompiler, **options: object) -> str:
    drawn, position, shown = (compiler.process(clause, **options) for clause in element.clauses)
    if compiler.dialect.name == "sqlite":
        return f"json_extract({drawn}, '$[' || {position} || '].order[' || {shown} || ']')"
    return f"CAST(CAST({drawn} AS json) -> {position} -> 'order' ->> {shown} AS integer)"


def judged(tx: Connection, bank: Bank) -> Sequence[Judged]:
    """Return every question of the content that was answered, judged, the most pressing first.

    The choices are counted for those questions of which enough was answered.
    """
    sums = added_up(tx)
    by_lesson = defaultdict[str, list[str]](list)
    for (lesson, name), one in sums.items():
        if one.first.of >= FEWEST_FIRST:
            by_lesson[lesson].append(name)
    taken = {lesson: chosen(tx, lesson, names) for lesson, names in by_lesson.items()}
    found = []
    for (lesson, name), one in sums.items():
        question = bank.pool(lesson).get(name)
        if question is not None:
            found.append(judge(_answers(lesson, question, one, taken.get(lesson, {}).get(name, {}))))
    return in_order(found)


def _answers(lesson: str, question: Question, sums: ItemSums, taken: Mapping[int, int]) -> Answers:
    counts = tuple(taken.get(at, 0) for at in range(len(question.choices))) if taken else ()
    key = next(at for at, choice in enumerate(question.choices) if choice.correct)
    return Answers(lesson, question.id, sums.first, sums.later, sums.pairs, counts, key)
