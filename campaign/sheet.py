"""The score sheet of a unit: its stages, who may move it on, and which of the values in it counts.

draft → submitted by the unit → reviewed by the office → explained by the unit → confirmed by the council → frozen
(domain.md 2.3). What counts is the last value of somebody authorised, never the largest one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Stage(StrEnum):
    """Where a sheet stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    EXPLAINED = "explained"
    CONFIRMED = "confirmed"
    FROZEN = "frozen"


class Role(StrEnum):
    """In whose name somebody acts."""

    PROGRAM = "program"
    UNIT = "unit"
    OFFICE = "office"
    COUNCIL = "council"

    @property
    def is_authorised(self) -> bool:
        """Say whether a value of this role counts: a claim and a proposal do not."""
        return self in (Role.OFFICE, Role.COUNCIL)


class Step(StrEnum):
    """What somebody does with a sheet."""

    PROPOSE = "propose"
    SUBMIT = "submit"
    REVIEW = "review"
    EXPLAIN = "explain"
    CONFIRM = "confirm"
    FREEZE = "freeze"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class _Move:
    """From which stages a step leads where (None: it stays), and who may take it; the first is who usually does."""

    roles: tuple[Role, ...]
    stages: tuple[Stage, ...]
    to: Stage | None


_MOVES = {
    Step.PROPOSE: _Move((Role.PROGRAM,), tuple(stage for stage in Stage if stage is not Stage.FROZEN), None),
    # The office hands in for a unit that brought its sheet on paper.
    Step.SUBMIT: _Move((Role.UNIT, Role.OFFICE), (Stage.DRAFT, Stage.SUBMITTED), Stage.SUBMITTED),
    Step.REVIEW: _Move((Role.OFFICE,), (Stage.SUBMITTED, Stage.REVIEWED, Stage.EXPLAINED), Stage.REVIEWED),
    Step.EXPLAIN: _Move((Role.UNIT,), (Stage.REVIEWED, Stage.EXPLAINED), Stage.EXPLAINED),
    Step.CONFIRM: _Move((Role.COUNCIL,), (Stage.REVIEWED, Stage.EXPLAINED, Stage.CONFIRMED), Stage.CONFIRMED),
    Step.FREEZE: _Move((Role.COUNCIL,), (Stage.CONFIRMED,), Stage.FROZEN),
    Step.CORRECT: _Move((Role.COUNCIL,), (Stage.FROZEN,), None),
}


class StepRefusal(StrEnum):
    """Why a step cannot be taken."""

    ROLE = "role"
    EARLY = "early"
    LATE = "late"


class StepError(ValueError):
    """What was asked for cannot be done with a sheet; it says in one sentence why and what to do."""


def usual_role(step: Step) -> Role:
    """Return who usually takes a step."""
    return _MOVES[step].roles[0]


def refusal(stage: Stage, step: Step, role: Role) -> StepRefusal | None:
    """Return why somebody may not take a step from this stage, None when they may."""
    move = _MOVES[step]
    if role not in move.roles:
        return StepRefusal.ROLE
    if stage in move.stages:
        return None
    order = list(Stage)
    return StepRefusal.EARLY if order.index(stage) < order.index(move.stages[0]) else StepRefusal.LATE


def takes_evidence(stage: Stage) -> bool:
    """Say whether evidence may still be handed in: until the council has agreed."""
    return stage not in (Stage.CONFIRMED, Stage.FROZEN)


def after(stage: Stage, step: Step, role: Role) -> Stage:
    """Return the stage after a step.

    Raises:
        ValueError: when it cannot be taken; `refusal` says why.
    """
    why = refusal(stage, step, role)
    if why is not None:
        raise ValueError(f"{step} by {role} from {stage}: {why}")
    return _MOVES[step].to or stage


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a value rests on: a link, a file that is kept under its hash, or an indicator with its own numbers.

    `name` is the address, the file's name or the indicator; `numerator` is the figure itself where it is no rate.
    """

    kind: str
    name: str
    sha256: str = ""
    numerator: int | None = None
    denominator: int | None = None
    first: date | None = None
    last: date | None = None
    source: str = ""


LINK, FILE, FIGURE = "link", "file", "figure"


def joined(first: tuple[Evidence, ...], more: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Return evidence with what was handed in besides; the program's own figures are the newest alone."""
    return (*first, *(piece for piece in more if piece.kind != FIGURE and piece not in first))


@dataclass(frozen=True, slots=True)
class Entry:
    """One value somebody gave in one criterion: kept for ever, with who, when, why and on what it rests."""

    criterion: str
    role: Role
    actual: Decimal | None
    at: datetime
    by: str
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()


def newest(entries: Iterable[Entry], *roles: Role) -> Mapping[str, Entry]:
    """Return per criterion the last entry of these roles; entries come oldest first."""
    return {entry.criterion: entry for entry in entries if entry.role in roles}


def deciding(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    """Return per criterion the entry that counts: the last one of somebody authorised, whoever claimed more."""
    return {entry.criterion: entry for entry in entries if entry.role.is_authorised}
