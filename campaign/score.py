"""Scoring a block: the points of every unit by the values it reached, its total, and its rank among the others.

Everything is exact until it is rounded, half up, where the table says: each leaf, or only the total (domain.md 2.4).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from campaign import formulas
from campaign.criteria import Criterion, Formula, Rounding, Rule, ScoreTable

_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Value:
    """What a unit reached in a criterion: None where nothing was handed in, which gives no points."""

    actual: Decimal | None
    target: Decimal | None = None


NOTHING = Value(None)

Values = Mapping[str, Mapping[str, Value]]
"""Per unit its values by the code of the criterion."""


@dataclass(frozen=True, slots=True)
class UnitScore:
    """The score of one unit. `points` has the leaves and the groups; `rank` may be shared (`is_tied`)."""

    unit: str
    total: Decimal
    rank: int
    is_tied: bool
    passed: bool
    points: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A value that cannot be scored, and what to do about it."""

    unit: str
    criterion: str
    message: str


def misfits(table: ScoreTable, values: Values) -> Iterator[Misfit]:
    """Yield every value that cannot be scored, in the order of units and criteria."""
    for unit in sorted(values):
        for leaf in table.leaves:
            message = _misfit(leaf, values[unit].get(leaf.code, NOTHING))
            if message is not None:
                yield Misfit(unit, leaf.code, message)


def score(table: ScoreTable, values: Values) -> tuple[UnitScore, ...]:
    """Return the units as they are ranked; those of one rank in the order of their codes.

    Raises:
        ValueError: when a value cannot be scored; `misfits` says which and why.
    """
    wrong = next(misfits(table, values), None)
    if wrong is not None:
        raise ValueError(f"{wrong.unit}, {wrong.criterion}: {wrong.message}")
    exact: dict[str, dict[str, Fraction]] = {unit: {} for unit in values}
    for leaf in table.leaves:
        for unit, points in _leaf(leaf, {unit: values[unit].get(leaf.code, NOTHING) for unit in values}).items():
            exact[unit][leaf.code] = _rounded(points, table) if table.rounding is Rounding.LEAF else points
    return _ranked(table, {unit: _with_groups(table.criteria, points) for unit, points in exact.items()})


def half_up(number: Fraction, decimals: int) -> Decimal:
    """Return a number with so many decimals; a half goes away from nothing, as on paper.

    >>> str(half_up(Fraction(20, 3), 2)), str(half_up(Fraction(5, 1000), 2)), str(half_up(Fraction(-5, 1000), 2))
    ('6.67', '0.01', '-0.01')
    """
    whole, rest = divmod(abs(number) * 10**decimals, 1)
    scaled = int(whole) + (rest >= Fraction(1, 2))
    return Decimal(scaled if number >= 0 else -scaled).scaleb(-decimals)


def target_of(rule: Rule, value: Value) -> Decimal | None:
    """Return the target that holds for a unit: its own, else that of the table; None where the formula has none."""
    if not rule.uses_target:
        return None
    return rule.target if value.target is None else value.target


def _misfit(leaf: Criterion, value: Value) -> str | None:
    """Return why a value cannot be scored, None when it can."""
    rule, actual = _rule(leaf), value.actual
    if actual is None:
        return None
    target = target_of(rule, value)
    if target is not None and target <= 0:
        return f"chỉ tiêu là {written(target)}, hãy ghi một số lớn hơn 0"
    if rule.needs_target and target is None:
        return f"công thức {rule.formula} chia cho chỉ tiêu mà đơn vị này chưa có chỉ tiêu, hãy ghi chỉ tiêu"
    if actual < 0 and rule.formula is not Formula.BONUS_PENALTY:
        return f"kết quả là {written(actual)}, hãy ghi một số từ 0 trở lên"
    if rule.formula is Formula.YES_NO and actual not in (0, 1):
        return "tiêu chí này chỉ nhận có hoặc không, hãy ghi lại"
    if rule.formula is Formula.TYPED_SCORE and actual > leaf.maximum:
        return f"chấm {written(actual)} điểm mà tối đa là {written(leaf.maximum)}, hãy chấm lại"
    return None


def _rule(leaf: Criterion) -> Rule:
    if leaf.rule is None:
        raise ValueError(f"criterion {leaf.code} has no rule")
    return leaf.rule


def _leaf(leaf: Criterion, values: Mapping[str, Value]) -> dict[str, Fraction]:
    """Return the points every unit gets in a leaf; some formulas look at all units."""
    rule, most = _rule(leaf), Fraction(leaf.maximum)
    reached = {unit: Fraction(value.actual) for unit, value in values.items() if value.actual is not None}
    targets = {unit: Fraction(own) for unit in reached if (own := target_of(rule, values[unit])) is not None}
    largest = max((formulas.excess(reached[unit], target) for unit, target in targets.items()), default=Fraction())
    best = max((reached[unit] for unit in reached.keys() - targets.keys()), default=Fraction())
    points = defaultdict[str, Fraction](Fraction)
    for unit, actual in reached.items():
        points[unit] = _points(rule, most, actual, targets.get(unit), largest, best)
    return {unit: points[unit] for unit in values}


def _points(
    rule: Rule, most: Fraction, actual: Fraction, target: Fraction | None, largest: Fraction, best: Fraction
) -> Fraction:
    match rule.formula:
        case Formula.PROPORTIONAL_CAPPED if target is not None:
            return formulas.proportional_capped(most, actual, target)
        case Formula.BANDS:
            steps = [formulas.Band(Fraction(step.at_least), Fraction(step.points)) for step in rule.steps]
            return formulas.bands(steps, actual if target is None else _HUNDRED * actual / target)
        case Formula.HALF_AND_LEADER if target is not None:
            return formulas.half_and_leader(most, actual, target, largest)
        case Formula.HALF_AND_LEADER | Formula.SHARE_OF_BEST:
            return formulas.share_of_best(most, actual, best)
        case Formula.YES_NO:
            return formulas.yes_no(most, actual)
        case Formula.COUNT_POINTS:
            return formulas.count_points(most, actual, Fraction(rule.points or 0))
        case Formula.BONUS_PENALTY:
            return formulas.bonus_penalty(most, actual, Fraction(rule.points or 0), Fraction(rule.least or 0))
        case _:
            return actual


def _rounded(number: Fraction, table: ScoreTable) -> Fraction:
    return Fraction(half_up(number, table.decimals))


def _with_groups(criteria: Iterable[Criterion], leaves: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return the points of leaves and groups; a group has the sum of what is in it."""
    points = dict[str, Fraction]()
    for one in criteria:
        below = _with_groups(one.children, leaves)
        points |= below
        own = (below[child.code] for child in one.children)
        points[one.code] = sum(own, Fraction()) if one.children else leaves[one.code]
    return points


def _ranked(table: ScoreTable, points: Mapping[str, Mapping[str, Fraction]]) -> tuple[UnitScore, ...]:
    totals = {unit: sum((of[one.code] for one in table.criteria), Fraction()) for unit, of in points.items()}
    passed = {unit: _passes(table, of) for unit, of in points.items()}

    def standing(unit: str) -> tuple[bool, Fraction, tuple[Fraction, ...]]:
        # What is compared is what is printed: two totals that look the same are the same.
        breakers = tuple(_rounded(points[unit][code], table) for code in table.tie_breakers)
        return passed[unit], _rounded(totals[unit], table), breakers

    ahead = defaultdict[tuple[bool, Fraction, tuple[Fraction, ...]], int](int)
    for unit in points:
        ahead[standing(unit)] += 1
    ranks, before = {}, 0
    for place in sorted(ahead, reverse=True):
        ranks[place] = before + 1
        before += ahead[place]
    scores = (
        UnitScore(
            unit,
            half_up(totals[unit], table.decimals),
            ranks[standing(unit)],
            ahead[standing(unit)] > 1,
            passed[unit],
            {code: half_up(own, table.decimals) for code, own in of.items()},
        )
        for unit, of in points.items()
    )
    return tuple(sorted(scores, key=lambda one: (one.rank, one.unit)))


def _passes(table: ScoreTable, points: Mapping[str, Fraction]) -> bool:
    if table.gate is None:
        return True
    share = Fraction(table.gate.percent) / _HUNDRED
    return all(points[one.code] >= share * Fraction(one.maximum) for one in table.asked_by_gate())


def written(number: Decimal) -> str:
    """Return a number as a Vietnamese paper has it, without needless zeros: "2,5"."""
    plain = f"{number:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace(".", ",")
