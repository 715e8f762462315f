"""Candidates for awards: who reaches the criteria, why, and what the file of criteria may say."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign import award_file
from campaign.awards import (
    MEASURES,
    Amount,
    AwardKind,
    Criterion,
    Measure,
    Part,
    Progress,
    Rule,
    Subject,
    candidates,
    reason,
)
from campaign.indicators import Rate
from campaign.signs import Sign, SignKind
from lessons import ContentError

LEADERS = MEASURES[AwardKind.LEADER]
RATE = Criterion(Measure.PARTICIPATION_RATE, Decimal(30), 50)
PROGRESS = Criterion(Measure.PARTICIPATION_PROGRESS, Decimal(5), 50)


def leader(key: int, *amounts: int) -> Subject:
    return Subject(AwardKind.LEADER, str(key), "Xóm Đông", f"Anh Bình {key}", dict(zip(LEADERS, amounts, strict=True)))


def hamlet(rate: Rate, progress: Progress) -> Subject:
    amounts: dict[Measure, Amount] = {Measure.PARTICIPATION_RATE: rate, Measure.PARTICIPATION_PROGRESS: progress}
    return Subject(AwardKind.HAMLET, "D", "Xóm Đông", "Xóm Đông", amounts)


ACTIVITY = st.lists(st.integers(0, 9), min_size=4, max_size=4)
PEOPLE = st.lists(ACTIVITY, max_size=8).map(lambda all_: [leader(key, *one) for key, one in enumerate(all_)])
RULES = st.builds(
    lambda levels, needs, order: Rule(
        tuple(Criterion(*pair) for pair in zip(LEADERS, map(Decimal, levels), strict=True)), needs, order
    ),
    ACTIVITY,
    st.integers(1, 4),
    st.sampled_from((None, *LEADERS)),
)


@given(PEOPLE, RULES, st.integers(0, 7), st.sampled_from(LEADERS), st.integers(1, 5))
def test_more_activity_never_takes_anybody_off_the_list(
    people: list[Subject], rule: Rule, at: int, measure: Measure, more: int
) -> None:
    before = {one.subject.key for one in candidates(rule, people)}
    busier = [
        replace(one, amounts={**one.amounts, measure: int(str(one.amounts[measure])) + more}) if i == at else one
        for i, one in enumerate(people)
    ]
    assert before <= {one.subject.key for one in candidates(rule, busier)}


@given(PEOPLE.flatmap(lambda people: st.tuples(st.just(people), st.permutations(people))), RULES)
def test_the_order_of_the_subjects_changes_nothing(pair: tuple[list[Subject], list[Subject]], rule: Rule) -> None:
    assert candidates(rule, pair[0]) == candidates(rule, pair[1])


@given(PEOPLE, RULES)
def test_equal_ones_share_a_rank_and_nobody_equal_is_ranked_apart(people: list[Subject], rule: Rule) -> None:
    found = candidates(rule, people)
    if rule.order is None:
        assert all(one.rank is None for one in found)
        return
    values = [int(str(one.subject.amounts[rule.order])) for one in found]
    assert [one.rank for one in found] == [1 + sum(other > value for other in values) for value in values]


@given(PEOPLE, RULES, st.sets(st.integers(0, 9).map(str)))
def test_who_was_proposed_stays_below_the_list_and_changes_nothing_in_it(
    people: list[Subject], rule: Rule, proposed: set[str]
) -> None:
    reached, found = candidates(rule, people), candidates(rule, people, proposed)
    assert found[: len(reached)] == reached
    fallen = found[len(reached) :]
    assert {one.subject.key for one in fallen} == {one.key for one in people if one.key in proposed} - {
        one.subject.key for one in reached
    }
    assert not any(one.is_reached or one.rank for one in fallen)


def test_one_that_fell_below_is_told_with_the_figures_it_has_now() -> None:
    rule = Rule((Criterion(Measure.SESSIONS, Decimal(3)),), 1)
    [fallen] = candidates(rule, [leader(1, 2, 0, 0, 0)], {"1"})
    told, why = fallen.sentences()
    assert told.startswith("Nay không còn đạt tiêu chí")
    assert why.startswith("Chưa đạt: đã ghi 2 buổi học")
    [gone] = candidates(rule, [replace(leader(1, 2, 0, 0, 0), amounts={})], {"1"})
    assert gone.sentences() == ("Nay không còn số liệu để xét.",)


def test_signs_stand_beside_a_candidate_and_take_nobody_off() -> None:
    rule = Rule((Criterion(Measure.SESSIONS, Decimal(3)),), 1)
    sign = Sign(SignKind.LEADERS_PHONE, {"people": 5, "devices": 1})
    [found] = candidates(rule, [replace(leader(1, 4, 0, 0, 0), signs=(sign,))])
    assert found.subject.signs == (sign,)


def test_a_reason_tells_numerator_denominator_and_threshold() -> None:
    assert reason(RATE, Rate(127, 300)).sentence() == (
        "Tỷ lệ tham gia 42,3 % (127/300 người trưởng thành); mức đặt ra từ 30 %."
    )
    missed = reason(RATE, Rate(60, 300))
    assert not missed.is_reached
    assert missed.sentence().startswith("Chưa đạt: tỷ lệ tham gia 20 % (60/300")


def test_what_is_shown_is_what_is_compared() -> None:
    assert reason(RATE, Rate(2995, 10000)).is_reached  # 29.95 is shown as 30,0
    assert not reason(RATE, Rate(2994, 10000)).is_reached


def test_a_rate_of_few_people_is_not_judged() -> None:
    few = reason(RATE, Rate(20, 49))
    assert (few.is_reached, few.value) == (False, None)
    assert "(20/49)" in few.sentence()
    assert "mẫu số" in reason(RATE, Rate(20, None)).sentence()


def test_progress_is_between_the_shown_rates_and_is_not_needed_without_a_year_before() -> None:
    rule = Rule((RATE, PROGRESS), 2)
    up = hamlet(Rate(40, 100), Progress(Rate(40, 100), Rate(35, 100)))
    still = hamlet(Rate(40, 100), Progress(Rate(40, 100), Rate(36, 100)))
    first_year = hamlet(Rate(40, 100), Progress(Rate(40, 100), None))
    assert [len(candidates(rule, [one])) for one in (up, still, first_year)] == [1, 0, 1]
    assert candidates(Rule((PROGRESS,), 1), [first_year]) == ()


def test_a_learner_is_called_by_the_hamlet_only() -> None:
    amounts: dict[Measure, Amount] = {Measure.LESSONS: 12, Measure.LESSONS_REMEMBERED: Part(4, 12)}
    lan = Subject(AwardKind.LEARNER, "7", "Xóm Đông", "", amounts)
    assert lan.called == "một người học ở Xóm Đông"
    sentence = reason(Criterion(Measure.LESSONS_REMEMBERED, Decimal(3)), amounts[Measure.LESSONS_REMEMBERED]).sentence()
    assert sentence.startswith("Còn nhớ 4 trong 12 bài")


def test_each_measure_has_its_sentence_with_what_it_is_given() -> None:
    amounts: dict[str, Amount] = {"rate": Rate(3, 9), "progress": Progress(Rate(3, 9), Rate(1, 9))}
    for measure in Measure:
        kind = measure.value.rsplit("_", 1)[-1]
        amount = Rate(3, 9) if measure is Measure.REMEMBERED else amounts.get(kind, Part(3, 9))
        assert "{" not in reason(Criterion(measure, Decimal(1)), amount).sentence()


def test_the_shipped_criteria_are_an_example_for_every_kind() -> None:
    criteria = award_file.load()
    assert criteria.is_example
    assert set(criteria.rules) == set(AwardKind)
    assert criteria.rules[AwardKind.LEARNER].order is None


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("name: A\nhamlet:\n  criteria:\n    - {measure: participaton_rate, at_least: 3}\n", 4, "participation_rate"),
        ("name: A\nlearner:\n  order: lessons\n  criteria:\n    - {measure: lessons, at_least: 3}\n", 3, "xếp hạng"),
        ("name: A\nleader:\n  needs: 2\n  criteria:\n    - {measure: visits, at_least: 3}\n", 3, "“needs” ghi 2"),
        ("name: A\nleader:\n  criteria:\n    - {measure: visits, at_least: nhiều}\n", 4, "phải là một số"),
        ("name: A\nleader:\n  criteria:\n    - {measure: visits, at_least: 1, cap: 2}\n", 4, '"cap"'),
        ("name: A\nleader:\n  criteria: []\n", 3, "chưa có tiêu chí nào"),
        ("name: A\n", 1, "hamlet, leader hoặc learner"),
        (
            "name: A\nleader:\n  criteria:\n    - {measure: visits, at_least: 1}\n    - {measure: visits, at_least: 2}",
            5,
            "ghi hai lần",
        ),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    file = tmp_path / "tiêu-chí.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        award_file.load(file)
    assert f"tiêu-chí.yaml, dòng {line}" in str(refused.value)
    assert says in str(refused.value)
