"""Attempts at a quiz and their answers: the key of an answer is what makes one tap one effect."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from conversation.facts import Answered
from conversation.kept import drawn_from_json, drawn_to_json
from quizzes import Answer, Attempt, Kind
from storage.among import among
from storage.inserting import insert_absent, insert_rows
from storage.tables import answer, attempt


@dataclass(frozen=True, slots=True)
class KeptAttempt:
    """A stored attempt with its answers, and whose it is."""

    learner_id: int
    attempt: Attempt


_ATTEMPTS = select(
    attempt.c.id, attempt.c.learner_id, attempt.c.lesson, attempt.c.kind, attempt.c.drawn, attempt.c.fingerprint
).where(among(attempt.c.id, "ids"))
_ANSWERS = (
    select(answer.c.attempt_id, answer.c.choice, answer.c.is_correct)
    .where(among(answer.c.attempt_id, "ids"))
    .order_by(answer.c.attempt_id, answer.c.position)
)


def load(tx: Connection, ids: Collection[int]) -> dict[int, KeptAttempt]:
    """Return the attempts with these ids; one that does not exist is left out."""
    wanted = {"ids": sorted(set(ids))}
    found = tx.execute(_ATTEMPTS, wanted).all() if ids else []
    if not found:
        return {}
    answers = defaultdict[int, list[Answer]](list)
    for attempt_id, choice, is_correct in tx.execute(_ANSWERS, wanted):
        answers[attempt_id].append(Answer(choice, is_correct))
    return {
        attempt_id: KeptAttempt(
            learner_id,
            Attempt(attempt_id, lesson, Kind(kind), drawn_from_json(drawn), fingerprint, tuple(answers[attempt_id])),
        )
        for attempt_id, learner_id, lesson, kind, drawn, fingerprint in found
    }


def draw(tx: Connection, drawn: Sequence[KeptAttempt], today: date) -> None:
    """Keep attempts that were drawn today."""
    rows = [
        {
            "id": kept.attempt.id,
            "learner_id": kept.learner_id,
            "lesson": kept.attempt.lesson,
            "kind": kept.attempt.kind.value,
            "drawn": drawn_to_json(kept.attempt.drawn),
            "fingerprint": kept.attempt.fingerprint,
            "day": today,
        }
        for kept in drawn
    ]
    insert_rows(tx, attempt, rows)


def answer_first(tx: Connection, answered: Sequence[tuple[int, Answered]], today: date) -> list[tuple[int, Answered]]:
    """Keep the answers of learners and return those that are the first at their (attempt, position)."""
    given = {(fact.attempt, fact.position): (learner_id, fact) for learner_id, fact in reversed(answered)}
    if not given:
        return []
    rows = [
        {
            "attempt_id": fact.attempt,
            "position": fact.position,
            "learner_id": learner_id,
            "lesson": fact.lesson,
            "kind": fact.kind.value,
            "question": fact.question,
            "choice": fact.choice,
            "is_correct": fact.is_correct,
            "is_first_try": fact.is_first_try,
            "is_hurried": fact.is_hurried,
            "day": today,
        }
        for learner_id, fact in given.values()
    ]
    return [given[attempt_id, position] for attempt_id, position in insert_absent(tx, answer, rows)]
