"""Each formula by the example in its own description, and what holds for all values."""

import doctest
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from campaign import formulas, score

AMOUNTS = st.fractions(min_value=0, max_value=10_000, max_denominator=1000)
TARGETS = st.fractions(min_value=Fraction(1, 100), max_value=10_000, max_denominator=1000)
MAXIMA = st.fractions(min_value=0, max_value=100, max_denominator=100)


def test_the_worked_examples_are_right() -> None:
    for module in (formulas, score):
        found = doctest.testmod(module)
        assert found.attempted > 0
        assert found.failed == 0


@given(maximum=MAXIMA, one=AMOUNTS, more=AMOUNTS, target=TARGETS)
def test_more_never_gives_fewer_points_and_the_maximum_is_never_passed(
    maximum: Fraction, one: Fraction, more: Fraction, target: Fraction
) -> None:
    less, much = one, one + more
    largest = formulas.excess(much, target)
    pairs = [
        [formulas.proportional_capped(maximum, amount, target) for amount in (less, much)],
        [formulas.half_and_leader(maximum, amount, target, largest) for amount in (less, much)],
        [formulas.share_of_best(maximum, amount, best=much) for amount in (less, much)],
        [formulas.count_points(maximum, amount, Fraction(3, 2)) for amount in (less, much)],
    ]
    for low, high in pairs:
        assert 0 <= low <= high <= maximum


@given(amount=st.fractions(min_value=-100, max_value=100), bounds=st.tuples(MAXIMA, MAXIMA))
def test_bonus_and_penalty_stay_between_their_bounds(amount: Fraction, bounds: tuple[Fraction, Fraction]) -> None:
    most, least = bounds[0], -bounds[1]
    assert least <= formulas.bonus_penalty(most, amount, Fraction(2), least) <= most
