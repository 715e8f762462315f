"""The facts of a turn, cut into the lives of learners: erasing ends one, and who joins again begins another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conversation.facts import Fact, Joined, LearnerErased
from conversation.learner import Learner


@dataclass(frozen=True, slots=True)
class Record:
    """What one chat's turn says about its learner; `before` and `after` are None while there is none."""

    learner_id: int | None
    facts: tuple[Fact, ...]
    before: Learner | None
    after: Learner | None


@dataclass(frozen=True, slots=True)
class Life:
    """The facts about one learner in the record at `index`; `after` is None when they end with erasing."""

    index: int
    learner_id: int | None
    facts: tuple[Fact, ...]
    before: Learner | None
    after: Learner | None


@dataclass(frozen=True, slots=True)
class LearnerTurn:
    """What happened to a learner who is still there; `before` is None for one who joined in it."""

    learner_id: int
    facts: tuple[Fact, ...]
    before: Learner | None
    after: Learner


def lives(records: Sequence[Record]) -> list[Life]:
    """Return the lives in these records, those of one record in their order.

    Raises:
        ValueError: when there are facts about nobody.
    """
    return [life for index, record in enumerate(records) for life in _lives_of(index, record)]


def _lives_of(index: int, record: Record) -> Iterator[Life]:
    learner_id, before, facts = record.learner_id, record.before, record.facts
    ends = [at for at, fact in enumerate(facts) if type(fact) is LearnerErased]
    start = 0
    for end in ends:
        yield _checked(Life(index, learner_id, facts[start : end + 1], before, None))
        learner_id, before, start = None, None, end + 1
    if start < len(facts):
        if record.after is None:
            raise ValueError("facts that leave no learner must end with erasing")
        yield _checked(Life(index, learner_id, facts[start:], before, record.after))


def _checked(life: Life) -> Life:
    joins = any(type(fact) is Joined for fact in life.facts)
    if joins is (life.learner_id is not None) or joins is (life.before is not None):
        raise ValueError("a learner either joins or is known, and known with what was before")
    return life
