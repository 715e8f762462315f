"""Candidates for "gương điển hình tiên tiến": who reaches the criteria the office set, and why. Never a decision.

The plan asks to find and praise outstanding people and units but sets no figures, so the criteria are the office's own,
in a file (campaign/award_file.py). What is compared is the figure as it is shown, with one decimal: whoever reads
"30,0 %" beside "từ 30 %" must not find it refused.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from campaign.indicators import Rate
from campaign.score import written
from campaign.signs import Sign
from lessons.texts_file import read_texts

FILE = Path(__file__).with_name("awards.vi.yaml")


class AwardKind(StrEnum):
    """Who may be put forward."""

    HAMLET = "hamlet"
    LEADER = "leader"
    LEARNER = "learner"


class Measure(StrEnum):
    """What a criterion looks at, by the name it has in the file."""

    PARTICIPATION_RATE = "participation_rate"
    COMPLETION_RATE = "completion_rate"
    REMEMBERED = "remembered"
    PARTICIPATION_PROGRESS = "participation_progress"
    COMPLETION_PROGRESS = "completion_progress"
    PARTICIPANTS = "participants"
    COMPLETERS = "completers"
    LESSONS_COMPLETED = "lessons_completed"
    PRACTISED = "practised"
    SESSIONS_HELD = "sessions_held"
    SESSION_VISITS = "session_visits"
    SESSION_FIRST_TIMERS = "session_first_timers"
    SESSIONS = "sessions"
    VISITS = "visits"
    FIRST_TIMERS = "first_timers"
    HELPED = "helped"
    LESSONS = "lessons"
    LESSONS_REMEMBERED = "lessons_remembered"
    LESSONS_PRACTISED = "lessons_practised"


_LAST = Decimal("-Infinity")
_ALL = tuple(Measure)
MEASURES: Mapping[AwardKind, tuple[Measure, ...]] = {
    AwardKind.HAMLET: _ALL[: _ALL.index(Measure.SESSIONS)],
    AwardKind.LEADER: _ALL[_ALL.index(Measure.SESSIONS) : _ALL.index(Measure.LESSONS)],
    AwardKind.LEARNER: _ALL[_ALL.index(Measure.LESSONS) :],
}
"""What each kind may be judged by."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many, where the number itself is compared and not its share."""

    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A rate now and on the same days of the year before; `before` is None where there was no such year."""

    now: Rate
    before: Rate | None


Amount = int | Part | Rate | Progress


@dataclass(frozen=True, slots=True)
class Criterion:
    """At least so much of a measure: a count, per cent, or percentage points.

    A rate or a progress is not judged where a denominator is below `least_of`: of ten people three are 30 per cent.
    """

    measure: Measure
    at_least: Decimal
    least_of: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """What one kind is judged by: `needs` of the criteria must be reached; the list is ranked by `order`, if any."""

    criteria: tuple[Criterion, ...]
    needs: int
    order: Measure | None = None


@dataclass(frozen=True, slots=True)
class Criteria:
    """The criteria of a commune; a kind without a rule has no list."""

    name: str
    rules: Mapping[AwardKind, Rule]
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody or something that may be put forward.

    `key` is the code of a hamlet, or the id of a leader or a learner; `unit` is the hamlet's name, `name` is "" for a
    learner who did not agree to be named. `signs` stand beside a candidate and take nobody off the list. `amounts` is
    empty where nothing is counted any more: a hamlet that merged, a learner who took back the consent to be counted.
    """

    kind: AwardKind
    key: str
    unit: str
    name: str
    amounts: Mapping[Measure, Amount]
    signs: tuple[Sign, ...] = ()

    @property
    def called(self) -> str:
        """Return the name to show: of a learner who did not agree, only that there is one."""
        return self.name or say("someone", unit=self.unit)


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion and what was found: `value` is None where it could not be judged."""

    criterion: Criterion
    amount: Amount
    value: Decimal | None

    @property
    def is_reached(self) -> bool:
        """Say whether the criterion is reached."""
        return self.value is not None and self.value >= self.criterion.at_least

    def sentence(self) -> str:
        """Return the reason as it is shown, with numerator and denominator."""
        if self.value is None:
            return _not_judged(self.amount, self.criterion.least_of)
        numbers = {"value": written(self.value), "at_least": written(self.criterion.at_least), **_whole(self.amount)}
        sentence = _texts()["measures"][self.criterion.measure].format_map(numbers)
        return sentence if self.is_reached else say("not_reached", sentence=sentence[0].lower() + sentence[1:])


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who reaches the criteria, and why; `rank` is None where nothing is ranked, equal ones share it (1, 1, 3).

    One that was proposed and has fallen below since is not `is_reached`; it has no rank.
    """

    subject: Subject
    reasons: tuple[Reason, ...]
    rank: int | None = None
    is_reached: bool = True

    def sentences(self) -> tuple[str, ...]:
        """Return what is told about it: first that it has fallen below, if it has, and then the reasons."""
        fallen = () if self.is_reached else (say("fallen" if self.reasons else "uncounted"),)
        return (*fallen, *(one.sentence() for one in self.reasons))


def candidates(rule: Rule, subjects: Iterable[Subject], proposed: Collection[str] = ()) -> tuple[Candidate, ...]:
    """Return who reaches enough of the criteria, by rank, then by name; the order of the subjects changes nothing.

    After them come those among `proposed`, by key, who do not reach them any more: a person has to decide about them.
    """
    found, fallen = [], []
    for subject in subjects:
        reasons = tuple(reason(one, subject.amounts[one.measure]) for one in rule.criteria if subject.amounts)
        if _is_enough(rule, reasons):
            found.append(Candidate(subject, reasons))
        elif subject.key in proposed:
            fallen.append(Candidate(subject, reasons, is_reached=False))
    found.sort(key=_by_name)
    fallen.sort(key=_by_name)
    return (*(found if rule.order is None else _ranked(found, rule.order)), *fallen)


def reason(criterion: Criterion, amount: Amount) -> Reason:
    """Return what a criterion finds in an amount."""
    return Reason(criterion, amount, _value(amount, criterion.least_of))


def say(key: str, **values: object) -> str:
    """Return a sentence of the lists with its gaps filled."""
    text: str = _texts()[key]
    return text.format_map(values)


def heading(kind: AwardKind) -> str:
    """Return what a kind is called."""
    word: str = _texts()["kinds"][kind]
    return word


def _is_enough(rule: Rule, reasons: Sequence[Reason]) -> bool:
    """Say whether enough is reached.

    Progress asks for nothing where there was no year before: then only the other criteria can be needed.
    """
    unknown = sum(isinstance(one.amount, Progress) and one.amount.before is None for one in reasons)
    return sum(one.is_reached for one in reasons) >= max(1, min(rule.needs, len(reasons) - unknown))


def _by_name(one: Candidate) -> tuple[str, str, int, str]:
    return one.subject.unit, one.subject.name, len(one.subject.key), one.subject.key


def _ranked(found: Sequence[Candidate], order: Measure) -> tuple[Candidate, ...]:
    """Rank by one measure as it is shown; one that cannot be judged stands last."""
    valued = [(_LAST if (value := _value(one.subject.amounts[order], 0)) is None else value, one) for one in found]
    valued.sort(key=lambda pair: pair[0], reverse=True)
    ranks: dict[Decimal, int] = {}
    for at, (value, _) in enumerate(valued, start=1):
        ranks.setdefault(value, at)
    return tuple(replace(one, rank=ranks[value]) for value, one in valued)


def _value(amount: Amount, least_of: int) -> Decimal | None:
    match amount:
        case int():
            return Decimal(amount)
        case Part(count, _):
            return Decimal(count)
        case Rate():
            return amount.percent if (amount.denominator or 0) >= least_of else None
        case Progress(now, before):
            last, this = (_value(before, least_of) if before else None), _value(now, least_of)
            return None if last is None or this is None else this - last


def _not_judged(amount: Amount, least_of: int) -> str:
    if isinstance(amount, Rate) and amount.denominator:
        return say("too_few", numerator=amount.numerator, denominator=amount.denominator, least_of=least_of)
    return say("no_year_before" if isinstance(amount, Progress) else "unknown")


def _whole(amount: Amount) -> dict[str, int | None]:
    match amount:
        case Part(count, of):
            return {"numerator": count, "denominator": of}
        case Rate(numerator, denominator):
            return {"numerator": numerator, "denominator": denominator}
        case Progress(now, Rate(numerator, denominator)):
            return {**_whole(now), "before_numerator": numerator, "before_denominator": denominator}
    return {}


@cache
def _texts(file: Path = FILE) -> Mapping[str, Any]:
    texts: Mapping[str, Any] = read_texts(file)
    return texts
