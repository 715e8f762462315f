"""A block is scored: points, rounding, ranks, ties, the gate."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.criteria import Criterion, Formula, Gate, GateOf, Rounding, Rule, ScoreTable, Step
from campaign.score import UnitScore, Value, Values, misfits, score, written

D = Decimal


def leaf(code: str, maximum: int, formula: Formula, **told: object) -> Criterion:
    return Criterion(code, f"Tiêu chí {code} ẫ", D(maximum), rule=Rule(formula, **told))  # type: ignore[arg-type]


def table(*criteria: Criterion, **more: object) -> ScoreTable:
    fields = {"rounding": Rounding.LEAF} | more
    return ScoreTable(2026, "khoi-xom", "Khối các xóm", criteria=criteria, **fields)  # type: ignore[arg-type]


def values(**units: dict[str, str | tuple[str, str]]) -> Values:
    """Return values: per unit and criterion what was reached, or (what was reached, target)."""
    return {
        unit: {
            code: Value(D(given)) if isinstance(given, str) else Value(D(given[0]), D(given[1]))
            for code, given in of.items()
        }
        for unit, of in units.items()
    }


def by_unit(scored: tuple[UnitScore, ...]) -> dict[str, UnitScore]:
    return {one.unit: one for one in scored}


HALF = table(leaf("1", 10, Formula.HALF_AND_LEADER))


def test_the_leader_has_all_and_who_just_reached_the_target_half() -> None:
    found = by_unit(score(HALF, values(dong={"1": ("120", "100")}, tay={"1": ("80", "80")}, nam={"1": ("40", "80")})))
    assert {unit: str(one.total) for unit, one in found.items()} == {"dong": "10.00", "tay": "5.00", "nam": "2.50"}


def test_the_excess_is_counted_in_per_cent_not_in_pieces() -> None:
    found = by_unit(score(HALF, values(nho={"1": ("15", "10")}, to={"1": ("120", "100")})))
    assert (str(found["nho"].total), str(found["to"].total)) == ("10.00", "7.00")


def test_units_without_a_target_share_by_the_best_of_them_where_the_table_says_so() -> None:
    both = table(leaf("1", 10, Formula.HALF_AND_LEADER, without_target=True))
    found = by_unit(score(both, values(a={"1": ("120", "100")}, b={"1": "30"}, c={"1": "40"})))
    assert {unit: str(one.total) for unit, one in found.items()} == {"a": "10.00", "b": "7.50", "c": "10.00"}


def test_a_third_is_rounded_at_the_leaf_or_only_in_the_total() -> None:
    thirds = [leaf(code, 10, Formula.PROPORTIONAL_CAPPED) for code in ("1", "2", "3")]
    given_ = values(dong=dict.fromkeys(("1", "2", "3"), ("1", "3")))
    [at_leaf] = score(table(*thirds), given_)
    [at_total] = score(table(*thirds, rounding=Rounding.TOTAL), given_)
    assert (str(at_leaf.points["1"]), str(at_leaf.total)) == ("3.33", "9.99")
    assert (str(at_total.points["1"]), str(at_total.total)) == ("3.33", "10.00")


def test_a_half_is_rounded_up_although_binary_numbers_would_round_it_down() -> None:
    one = table(leaf("1", 1, Formula.TYPED_SCORE))
    assert str(score(one, values(dong={"1": "0.285"}))[0].total) == "0.29"
    assert str(score(one, values(dong={"1": "0.284999"}))[0].total) == "0.28"


def test_groups_have_the_sum_of_what_is_in_them() -> None:
    group = Criterion("I", "Mục I", D(15), (leaf("1", 10, Formula.TYPED_SCORE), leaf("2", 5, Formula.YES_NO)))
    [one] = score(table(group), values(dong={"1": "7.5", "2": "1"}))
    assert (str(one.points["I"]), str(one.total)) == ("12.50", "12.50")


def test_what_was_not_handed_in_gives_no_points_and_needs_no_target() -> None:
    [one] = score(HALF, {"dong": {}})
    assert str(one.total) == "0.00"


TYPED = table(leaf("1", 50, Formula.TYPED_SCORE), leaf("2", 50, Formula.TYPED_SCORE))


def test_ranks_are_1_1_3_and_say_that_they_are_shared_in_the_order_of_the_codes() -> None:
    scored = score(TYPED, values(c={"1": "10"}, b={"1": "40"}, a={"2": "40"}))
    assert [(one.unit, one.rank, one.is_tied) for one in scored] == [("a", 1, True), ("b", 1, True), ("c", 3, False)]


def test_tie_breakers_are_asked_one_after_the_other() -> None:
    broken = replace(TYPED, tie_breakers=("2", "1"))
    scored = score(broken, values(a={"1": "40"}, b={"2": "40"}, c={"1": "20", "2": "20"}, d={"2": "40"}))
    assert [(one.unit, one.rank, one.is_tied) for one in scored] == [
        ("b", 1, True),
        ("d", 1, True),
        ("c", 3, False),
        ("a", 4, False),
    ]


def test_who_fails_the_gate_keeps_the_total_and_stands_after_those_that_pass() -> None:
    gated = replace(TYPED, gate=Gate(D(50)))
    scored = score(gated, values(a={"1": "50", "2": "24.99"}, b={"1": "25", "2": "25"}))
    assert [(one.unit, one.rank, one.passed, str(one.total)) for one in scored] == [
        ("b", 1, True, "50.00"),
        ("a", 2, False, "74.99"),
    ]


def test_the_gate_of_the_top_asks_groups_and_never_a_bonus() -> None:
    group = Criterion("I", "Mục I", D(20), (leaf("1", 10, Formula.TYPED_SCORE), leaf("2", 10, Formula.TYPED_SCORE)))
    bonus = leaf("II", 5, Formula.BONUS_PENALTY, points=D(1), least=D(0))
    given_ = values(dong={"1": "10"})
    for gate, passes in ((Gate(D(50)), False), (Gate(D(50), GateOf.TOP), True)):
        assert score(table(group, bonus, gate=gate), given_)[0].passed == passes


@pytest.mark.parametrize(
    ("rule", "given_", "told"),
    [
        (Rule(Formula.PROPORTIONAL_CAPPED), Value(D(5)), "chưa có chỉ tiêu"),
        (Rule(Formula.PROPORTIONAL_CAPPED), Value(D(5), D(0)), "lớn hơn 0"),
        (Rule(Formula.BANDS, steps=(Step(D(1), D(10)),)), Value(D(5)), "chưa có chỉ tiêu"),
        (Rule(Formula.SHARE_OF_BEST), Value(D(-1)), "từ 0 trở lên"),
        (Rule(Formula.YES_NO), Value(D(2)), "có hoặc không"),
        (Rule(Formula.TYPED_SCORE), Value(D("10.5")), "chấm 10,5 điểm mà tối đa là 10"),
    ],
)
def test_a_value_that_cannot_be_scored_is_refused_with_what_to_do(rule: Rule, given_: Value, told: str) -> None:
    one = table(Criterion("1", "Tiêu chí", D(10), rule=rule))
    [wrong] = misfits(one, {"dong": {"1": given_}})
    assert (wrong.unit, wrong.criterion) == ("dong", "1")
    assert told in wrong.message
    with pytest.raises(ValueError, match="dong, 1"):
        score(one, {"dong": {"1": given_}})


ALL = table(
    leaf("1", 20, Formula.PROPORTIONAL_CAPPED, target=D(60)),
    leaf("2", 20, Formula.HALF_AND_LEADER, target=D(40)),
    leaf("3", 20, Formula.SHARE_OF_BEST),
    leaf("4", 10, Formula.COUNT_POINTS, points=D("2.5")),
    leaf("5", 10, Formula.BANDS, of_target=False, steps=(Step(D(80), D(10)), Step(D(50), D(4)))),
    leaf("6", 20, Formula.TYPED_SCORE),
    leaf("7", 5, Formula.BONUS_PENALTY, points=D(-2), least=D(-10)),
    gate=Gate(D(20)),
    tie_breakers=("2",),
)
REACHED = st.decimals(min_value=0, max_value=20, places=2)
BLOCKS = st.dictionaries(
    st.text("abcđư", min_size=1, max_size=3),
    st.dictionaries(st.sampled_from([one.code for one in ALL.leaves]), st.builds(Value, REACHED)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=30)
@given(BLOCKS)
def test_points_stay_within_their_bounds_and_add_up(block: Values) -> None:
    for one in score(ALL, block):
        for each in ALL.leaves:
            assert (D(-10) if each.code == "7" else 0) <= one.points[each.code] <= each.maximum
        assert one.total == sum(one.points[each.code] for each in ALL.leaves)


@settings(max_examples=30)
@given(BLOCKS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(block: Values, chance: object) -> None:
    units = list(block)
    chance.shuffle(units)  # type: ignore[attr-defined]
    assert score(ALL, {unit: block[unit] for unit in units}) == score(ALL, block)


@settings(max_examples=30)
@given(BLOCKS)
def test_ranks_count_who_is_better(block: Values) -> None:
    scored = score(ALL, block)
    assert [one.rank for one in scored] == sorted(one.rank for one in scored)
    for one in scored:
        better = [other for other in scored if (other.passed, other.total) > (one.passed, one.total)]
        assert one.rank > len(better)
        assert one.is_tied == (sum(other.rank == one.rank for other in scored) > 1)


@settings(max_examples=30)
@given(BLOCKS, st.data())
def test_reaching_more_never_lowers_ones_own_points(block: Values, data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(sorted(block)))
    code = data.draw(st.sampled_from(["1", "2", "3", "4", "5", "6"]))
    before = block[unit].get(code, Value(D(0))).actual or D(0)
    more = {**block, unit: {**block[unit], code: Value(min(D(20), before + data.draw(REACHED)))}}
    assert by_unit(score(ALL, more))[unit].points[code] >= by_unit(score(ALL, block))[unit].points[code]


def test_numbers_are_written_as_on_paper() -> None:
    assert [written(D(text)) for text in ("10", "2.50", "0.125", "100", "-2.0")] == ["10", "2,5", "0,125", "100", "-2"]
    assert Fraction(D("0.1")) * 3 == Fraction(3, 10)
