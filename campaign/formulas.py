"""The formulas of score tables: exact, on fractions of decimals, rounded nowhere in here.

M is a criterion's maximum, A what a unit reached, T its target. Each docstring gives the formula, its source and a
worked example (a test runs them). "domain.md 2.3" and "2.4" are the notes on how emulation tables are scored in
Vietnam: 2.3 is the family of formulas of a police emulation contest of 2025, 2.4 the family our council asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

_HALF = Fraction(1, 2)
_NONE = Fraction()


@dataclass(frozen=True, slots=True)
class Band:
    """A step of `bands`: from `at_least` on, a unit gets `points`."""

    at_least: Fraction
    points: Fraction


def proportional_capped(maximum: Fraction, actual: Fraction, target: Fraction) -> Fraction:
    """Return M·min(1, A/T): as large a part of the points as of the target, never more.

    Source: domain.md 2.4, point 2.

    >>> str(proportional_capped(Fraction(10), Fraction(60), Fraction(80)))
    '15/2'
    >>> str(proportional_capped(Fraction(10), Fraction(120), Fraction(80)))
    '10'
    """
    return min(maximum, maximum * actual / target)


def bands(steps: Sequence[Band], measure: Fraction) -> Fraction:
    """Return the points of the highest step that was reached, none below the lowest.

    The measure is 100·A/T (per cent of the target), or A itself where the table says so.
    Source: domain.md 2.4, point 2 ("bands (>= 90 % → M ...)"). Example: from 90 % on 10, from 70 % on 7:

    >>> steps = [Band(Fraction(90), Fraction(10)), Band(Fraction(70), Fraction(7))]
    >>> [str(bands(steps, Fraction(percent))) for percent in (95, 90, 89, 69)]
    ['10', '10', '7', '0']
    """
    return max((step.points for step in steps if measure >= step.at_least), default=_NONE)


def excess(actual: Fraction, target: Fraction) -> Fraction:
    """Return by which part of its target a unit went above it: (A - T)/T, nothing at or below it.

    Source: domain.md 2.3, which counts the excess in per cent and not in pieces.

    >>> str(excess(Fraction(120), Fraction(100)))
    '1/5'
    """
    return max(_NONE, (actual - target) / target)


def half_and_leader(maximum: Fraction, actual: Fraction, target: Fraction, largest_excess: Fraction) -> Fraction:
    """Return half the points for the target, and the other half by how far a unit went above it.

    A < T: 0.5·M·A/T. A = T: 0.5·M. Above: 0.5·M + (own excess / the block's largest excess)·0.5·M, so that the unit
    with the largest excess, the leader of the block, gets M. Source: domain.md 2.3, with its two vectors:

    >>> ten, hundred, eighty = Fraction(10), Fraction(100), Fraction(80)
    >>> str(half_and_leader(ten, Fraction(120), hundred, largest_excess=Fraction(1, 5)))  # the leader
    '10'
    >>> str(half_and_leader(ten, eighty, eighty, largest_excess=Fraction(1, 5)))
    '5'
    >>> str(half_and_leader(ten, Fraction(110), hundred, largest_excess=Fraction(1, 5)))
    '15/2'
    >>> str(half_and_leader(ten, Fraction(40), eighty, largest_excess=Fraction(1, 5)))
    '5/2'
    """
    if actual <= target:
        return _HALF * maximum * actual / target
    return _HALF * maximum * (1 + excess(actual, target) / largest_excess)


def share_of_best(maximum: Fraction, actual: Fraction, best: Fraction) -> Fraction:
    """Return A / max(A)·M: units without a target are measured by the best of them.

    Source: domain.md 2.3. Where nobody has anything, nobody gets anything.

    >>> str(share_of_best(Fraction(10), Fraction(30), best=Fraction(40)))
    '15/2'
    >>> str(share_of_best(Fraction(10), Fraction(0), best=Fraction(0)))
    '0'
    """
    return maximum * actual / best if best else _NONE


def yes_no(maximum: Fraction, actual: Fraction) -> Fraction:
    """Return M for yes (1), nothing for no (0).

    Source: domain.md 2.3, leaf type 2 (đạt/không).

    >>> [str(yes_no(Fraction(5), Fraction(answer))) for answer in (1, 0)]
    ['5', '0']
    """
    return maximum if actual else _NONE


def count_points(maximum: Fraction, actual: Fraction, points: Fraction) -> Fraction:
    """Return the points for each thing done, at most M.

    Source: domain.md 2.3, leaf type 3 (chấm thẳng). Example: 2 points a session, at most 5:

    >>> [str(count_points(Fraction(5), Fraction(sessions), Fraction(2))) for sessions in (2, 3)]
    ['4', '5']
    """
    return min(maximum, actual * points)


def bonus_penalty(maximum: Fraction, actual: Fraction, points: Fraction, least: Fraction) -> Fraction:
    """Return A times the points, kept between `least` and M: a bonus where it is positive, else a penalty.

    Source: domain.md 2.3, leaf type 4 (cộng/trừ), and 2.2 (+10 for a flag; -8 for no launch). Example: two late
    reports at -2 each, at most -3 (the maximum is 0):

    >>> str(bonus_penalty(Fraction(0), Fraction(2), Fraction(-2), least=Fraction(-3)))
    '-3'
    >>> str(bonus_penalty(Fraction(10), Fraction(15), Fraction(1), least=Fraction(0)))
    '10'
    """
    return max(least, min(maximum, actual * points))
