"""The facts of a step, cut into the lives of learners: some facts end one person's part, and another's begins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from conversation.facts import LEAVING, Fact, Joined, LearnerErased, MergedInto, SwitchedTo, TookUp, apply
from conversation.learner import Learner


def _nobody() -> Mapping[int, Learner]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Record:
    """What one chat's step says about its learner; `before` and `after` are None while there is none.

    `others` are, by id, the learners the step may go on as: those of a shared phone and the one whose code was typed.
    """

    learner_id: int | None
    facts: tuple[Fact, ...]
    before: Learner | None
    after: Learner | None
    others: Mapping[int, Learner] = field(default_factory=_nobody)


@dataclass(frozen=True, slots=True)
class Life:
    """The facts about one learner in the record at `index`; `after` is None when they end with erasing.

    `part` counts the lives of one record from 0: the later ones are written after the earlier ones. With `is_merged`
    the life goes on in a record of which another became a part just before; what that is by then is not known yet.
    """

    index: int
    part: int
    learner_id: int | None
    facts: tuple[Fact, ...]
    before: Learner | None
    after: Learner | None
    is_merged: bool = False


@dataclass(frozen=True, slots=True)
class LearnerTurn:
    """What happened to a learner who is still there; `before` is None for one who joined in it."""

    learner_id: int
    facts: tuple[Fact, ...]
    before: Learner | None
    after: Learner


def lives(records: Sequence[Record], today: date) -> list[Life]:
    """Return the lives in these records, those of one record in their order.

    Raises:
        ValueError: when there are facts about nobody.
    """
    return [life for index, record in enumerate(records) for life in _lives_of(index, record, today)]


def learner_at_end(record: Record) -> int | None:
    """Return whose chat it is after the step; None when nobody's, or somebody's who joined in it."""
    last = next((fact for fact in reversed(record.facts) if isinstance(fact, LEAVING)), None)
    if last is None:
        return record.learner_id
    return last.learner if isinstance(last, SwitchedTo | TookUp | MergedInto) else None


def lived(before: Learner | None, facts: Sequence[Fact], today: date) -> Learner | None:
    """Return the learner after facts of this local day, none of which is about somebody else."""
    learner = before
    for fact in facts:
        match fact:
            case Joined():
                learner = Learner(joined_on=today, visit_on=today)
            case LearnerErased():
                learner = None
            case _ if learner is not None:
                learner = apply(learner, fact, today)
    return learner


def _lives_of(index: int, record: Record, today: date) -> Iterator[Life]:
    if not any(isinstance(fact, LEAVING) for fact in record.facts):  # nearly always
        if record.facts:
            yield _checked(Life(index, 0, record.learner_id, record.facts, record.before, record.after))
        return
    learner_id, before, is_merged = record.learner_id, record.before, False
    for part, facts in enumerate(_parts(record.facts)):
        is_last = not isinstance(facts[-1], LEAVING)
        after = record.after if is_last else lived(before, facts, today)
        if learner_id is not None or len(facts) > 1 or is_last:
            yield _checked(Life(index, part, learner_id, facts, before, after, is_merged))
        learner_id, before = _next(facts[-1], record)
        is_merged = isinstance(facts[-1], MergedInto)


def _parts(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """Yield the facts up to each one that leaves somebody, then those after the last."""
    start = 0
    for at, fact in enumerate(facts, start=1):
        if isinstance(fact, LEAVING) or at == len(facts):
            yield tuple(facts[start:at])
            start = at


def _next(last: Fact, record: Record) -> tuple[int | None, Learner | None]:
    """Return whom the facts after this one are about.

    Raises:
        ValueError: when it is somebody the step knew nothing of.
    """
    if not isinstance(last, SwitchedTo | TookUp | MergedInto):
        return None, None
    if last.learner not in record.others:
        raise ValueError(f"the step goes on as learner {last.learner}, of whom it knew nothing")
    return last.learner, record.others[last.learner]


def _checked(life: Life) -> Life:
    joins = any(type(fact) is Joined for fact in life.facts)
    if joins is (life.learner_id is not None) or joins is (life.before is not None):
        raise ValueError("a learner either joins or is known, and known with what was before")
    is_erased = type(life.facts[-1]) is LearnerErased
    if (life.after is None) is not is_erased:
        raise ValueError("a learner is there after all facts but erasing")
    return life
