"""A score table: a tree of criteria, of which the leaves say by which formula points are given (domain.md 2.3, 2.4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from campaign.indicators import Indicator
from campaign.units import Unit, UnitKind


class Kind(StrEnum):
    """What a leaf is about."""

    QUANTITY = "quantity"
    """A number, against a target or against the other units."""
    YES_NO = "yes_no"
    COUNT = "count"
    """Points for each thing done, at most the maximum."""
    BONUS = "bonus"
    """A bonus or a penalty between two bounds."""
    SCORE = "score"
    """The points themselves, as people decided them."""


class Formula(StrEnum):
    """How the points of a leaf are found; see campaign/formulas.py."""

    PROPORTIONAL_CAPPED = "proportional_capped"
    BANDS = "bands"
    HALF_AND_LEADER = "half_and_leader"
    SHARE_OF_BEST = "share_of_best"
    YES_NO = "yes_no"
    COUNT_POINTS = "count_points"
    BONUS_PENALTY = "bonus_penalty"
    TYPED_SCORE = "typed_score"

    @property
    def kind(self) -> Kind:
        """Return the kind of leaf it is for."""
        return _KINDS.get(self, Kind.QUANTITY)


_KINDS = {
    Formula.YES_NO: Kind.YES_NO,
    Formula.COUNT_POINTS: Kind.COUNT,
    Formula.BONUS_PENALTY: Kind.BONUS,
    Formula.TYPED_SCORE: Kind.SCORE,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One band: from `at_least` on there are `points`."""

    at_least: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class Rule:
    """How a leaf is scored. What a formula does not use stays None.

    `target` holds for every unit that has none of its own; `of_target` says that bands are of per cent of the target;
    `without_target` lets a unit without a target share by the best (half_and_leader only).
    """

    formula: Formula
    target: Decimal | None = None
    points: Decimal | None = None
    least: Decimal | None = None
    steps: tuple[Step, ...] = ()
    of_target: bool = True
    without_target: bool = False

    @property
    def uses_target(self) -> bool:
        """Say whether the formula divides by a target."""
        if self.formula is Formula.BANDS:
            return self.of_target
        return self.formula in (Formula.PROPORTIONAL_CAPPED, Formula.HALF_AND_LEADER)

    @property
    def needs_target(self) -> bool:
        """Say whether a unit cannot be scored without a target."""
        return self.uses_target and not self.without_target


@dataclass(frozen=True, slots=True)
class Criterion:
    """A node of the tree: either it has children, whose maxima add up to its own, or a rule.

    `source` is the indicator it is counted by, None where people type it; `evidence` says what to hand in.
    """

    code: str
    name: str
    maximum: Decimal
    children: tuple["Criterion", ...] = ()
    rule: Rule | None = None
    source: Indicator | None = None
    evidence: str = ""

    def walk(self) -> Iterator["Criterion"]:
        """Yield this criterion and all below it, in the order of the table."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def formula(self) -> Formula | None:
        """Return the formula of a leaf, None for a group."""
        return self.rule.formula if self.rule else None


class Rounding(StrEnum):
    """Where points are rounded, half up: each leaf, or only the total."""

    LEAF = "leaf"
    TOTAL = "total"


class GateOf(StrEnum):
    """Which criteria must reach the gate."""

    LEAF = "leaf"
    TOP = "top"


@dataclass(frozen=True, slots=True)
class Gate:
    """Each criterion must have at least so many per cent of its maximum; bonus and penalty are not asked."""

    percent: Decimal
    of: GateOf = GateOf.LEAF


@dataclass(frozen=True)
class ScoreTable:
    """The table by which a block is scored in a year; `kinds` are its units, without it those of the block's name."""

    year: int
    block: str
    name: str
    rounding: Rounding
    criteria: tuple[Criterion, ...]
    is_example: bool = False
    decimals: int = 2
    kinds: tuple[UnitKind, ...] = ()
    gate: Gate | None = None
    tie_breakers: tuple[str, ...] = ()
    due: date | None = None

    def walk(self) -> Iterator[Criterion]:
        """Yield every criterion, groups before what is in them."""
        for criterion in self.criteria:
            yield from criterion.walk()

    @cached_property
    def by_code(self) -> dict[str, Criterion]:
        """Return every criterion by its code."""
        return {criterion.code: criterion for criterion in self.walk()}

    @cached_property
    def leaves(self) -> tuple[Criterion, ...]:
        """Return the criteria that are scored, in the order of the table."""
        return tuple(criterion for criterion in self.walk() if not criterion.children)

    @property
    def maximum(self) -> Decimal:
        """Return what the whole table may give."""
        return sum((criterion.maximum for criterion in self.criteria), Decimal())

    def asked_by_gate(self) -> tuple[Criterion, ...]:
        """Return the criteria that must reach the gate."""
        if self.gate is None:
            return ()
        asked = self.leaves if self.gate.of is GateOf.LEAF else self.criteria
        return tuple(one for one in asked if one.maximum > 0 and one.formula is not Formula.BONUS_PENALTY)

    def has_member(self, unit: Unit) -> bool:
        """Say whether a unit belongs to the block."""
        return unit.kind in self.kinds if self.kinds else unit.block.casefold() == self.block.casefold()
