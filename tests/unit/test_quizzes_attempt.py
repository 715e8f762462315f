"""Attempts: what is drawn, how it is shuffled, how it is graded."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import Answer, Attempt, Choice, Drawn, Kind, Pool, Question
from quizzes.attempt import fingerprint, question_at, start

TODAY = date(2026, 11, 22)


def question(number: int, delayed: bool = False, source: str = "common", expires_on: date | None = None) -> Question:
    return Question(
        id=f"q{number}",
        page=1,
        situation=f"Chuông reo lần {number} ☎️",
        ask="{Bác} làm gì?",
        choices=(Choice("Đưa", False, "Mất."), Choice("Giữ", True, "Còn."), Choice("Hỏi lại", False, "Lỡ.")),
        delayed=delayed,
        source=source,
        checked_on=None,
        expires_on=expires_on,
    )


@st.composite
def pools(draw: st.DrawFn) -> Pool:
    served = st.sampled_from([("common", None), ("", None), ("common", date(2026, 1, 1)), ("common", TODAY)])
    specs = draw(st.lists(st.tuples(st.booleans(), served), max_size=12))
    questions = (question(at, delayed, source, expires) for at, (delayed, (source, expires)) in enumerate(specs))
    return Pool("009-thử", tuple(questions))


seeds = st.integers(0, 2**32).map(Random)
seen_ids = st.frozensets(st.integers(0, 11).map(lambda number: f"q{number}"))
kinds = st.sampled_from(Kind)


def answered(*correct: bool) -> Attempt:
    drawn = tuple(Drawn(f"q{at}", (0, 1, 2)) for at in range(3))
    answers = tuple(Answer(at, is_correct) for at, is_correct in enumerate(correct))
    return Attempt(7, "009-thử", Kind.LESSON, drawn, "", answers)


@given(pools(), kinds, st.integers(1, 3), seen_ids, seeds)
def test_a_draw_has_no_repeats_and_only_what_is_served(
    pool: Pool, kind: Kind, count: int, seen: frozenset[str], rng: Random
) -> None:
    attempt = start(1, pool, kind, count, seen, TODAY, rng)
    served = {question.id for question in pool.served(TODAY)}

    if attempt is None:
        assert len(served) < count
        return
    ids = [drawn.question for drawn in attempt.drawn]
    assert len(ids) == len(set(ids)) == count
    assert set(ids) <= served
    assert attempt.position == 0


@given(pools(), kinds, st.integers(1, 3), seen_ids, seeds)
def test_what_the_learner_has_not_seen_comes_first(
    pool: Pool, kind: Kind, count: int, seen: frozenset[str], rng: Random
) -> None:
    attempt = start(1, pool, kind, count, seen, TODAY, rng)

    if attempt is not None:
        new = [drawn.question not in seen for drawn in attempt.drawn]
        unseen = sum(question.id not in seen for question in pool.served(TODAY))
        assert new == sorted(new, reverse=True)
        assert sum(new) == min(count, unseen)


@given(seeds)
def test_a_lesson_spares_the_delayed_questions_and_a_review_prefers_them(rng: Random) -> None:
    pool = Pool("009-thử", tuple(question(number, delayed=number >= 4) for number in range(6)))

    lesson = start(1, pool, Kind.LESSON, 3, (), TODAY, rng)
    review = start(2, pool, Kind.REVIEW, 1, (), TODAY, rng)

    assert lesson is not None
    assert {drawn.question for drawn in lesson.drawn} <= {"q0", "q1", "q2", "q3"}
    assert review is not None
    assert review.drawn[0].question in {"q4", "q5"}


@given(pools(), st.integers(1, 3), seeds)
def test_a_shuffle_shows_every_choice_once(pool: Pool, count: int, rng: Random) -> None:
    attempt = start(1, pool, Kind.LESSON, count, (), TODAY, rng)

    if attempt is not None:
        for at, drawn in enumerate(attempt.drawn):
            found = question_at(attempt, at, pool)
            assert found is not None
            shown_question, shown = found
            assert shown_question.id == drawn.question
            assert sorted(drawn.order) == [0, 1, 2]
            assert shown == tuple(shown_question.choices[index] for index in drawn.order)


def test_chance_comes_in_as_an_argument() -> None:
    pool = Pool("009-thử", tuple(question(number) for number in range(10)))

    first, same, other = (start(1, pool, Kind.LESSON, 3, (), TODAY, Random(seed)) for seed in (1, 1, 2))

    assert first == same
    assert first != other


@given(st.lists(st.booleans(), min_size=3, max_size=3), st.integers(0, 2))
def test_one_more_right_answer_never_fails_a_learner(correct: list[bool], at: int) -> None:
    better = [*correct[:at], True, *correct[at + 1 :]]

    assert answered(*better).is_passed >= answered(*correct).is_passed


@pytest.mark.parametrize(
    ("correct", "passed", "missed"),
    [
        ((), False, None),
        ((True,), False, None),
        ((True, True), True, None),
        ((True, False, True), True, 1),
        ((False, True, True), True, 0),
        ((True, False, False), False, 1),
        ((False, False, False), False, 0),
    ],
)
def test_two_of_three_pass_and_the_first_missed_is_known(
    correct: tuple[bool, ...], passed: bool, missed: int | None
) -> None:
    attempt = answered(*correct)

    assert attempt.is_passed is passed
    assert attempt.first_missed() == missed
    assert attempt.position == len(correct)
    assert attempt.is_complete is (len(correct) == 3)


def test_a_review_of_one_question_passes_with_one_right_answer() -> None:
    review = Attempt(8, "009-thử", Kind.REVIEW, (Drawn("q0", (0, 1, 2)),), "")

    assert review.with_answer(Answer(1, True)).is_passed
    assert not review.with_answer(Answer(0, False)).is_passed


def test_a_position_is_answered_once() -> None:
    full = answered(True, True).with_answer(Answer(2, False))

    assert full.is_complete
    with pytest.raises(ValueError, match="no position left"):
        full.with_answer(Answer(0, True))


@pytest.mark.parametrize(
    "edited",
    [
        replace(question(1), id="q9"),
        replace(question(1), situation="Chuông reo"),
        replace(question(1), ask="Bà làm gì?"),
        replace(question(1), choices=question(1).choices[::-1]),
        replace(question(1), choices=question(1).choices[:2]),
        replace(
            question(1),
            choices=tuple(replace(choice, correct=choice.text == "Đưa") for choice in question(1).choices),
        ),
    ],
)
def test_a_fingerprint_tells_a_question_that_now_means_something_else(edited: Question) -> None:
    assert fingerprint([edited]) != fingerprint([question(1)])


def test_a_fingerprint_stays_when_only_the_reason_or_the_page_changed() -> None:
    kinder = tuple(replace(choice, why="Nói cách khác.") for choice in question(1).choices)

    assert fingerprint([replace(question(1), choices=kinder, page=2, delayed=True)]) == fingerprint([question(1)])


@given(st.lists(st.integers(0, 9), min_size=2, max_size=4, unique=True))
def test_a_fingerprint_keeps_the_order_of_the_questions(numbers: list[int]) -> None:
    questions = [question(number) for number in numbers]

    assert fingerprint(questions) != fingerprint(questions[::-1])


def test_an_edited_or_missing_question_is_not_graded() -> None:
    pool = Pool("009-thử", tuple(question(number) for number in range(3)))
    attempt = start(1, pool, Kind.LESSON, 3, (), TODAY, Random(5))
    assert attempt is not None
    edited = Pool("009-thử", (replace(question(0), ask="Khác?"), *pool.questions[1:]))

    assert question_at(attempt, 0, pool) is not None
    assert [question_at(attempt, at, edited) for at in range(3)] == [None, None, None]
    assert question_at(attempt, 0, Pool("009-thử", pool.questions[1:])) is None
    assert question_at(attempt, -1, pool) is None
    assert question_at(attempt, 3, pool) is None


@pytest.mark.parametrize(
    ("source", "expires_on", "served"),
    [("common", None, True), ("common", TODAY, True), ("common", date(2026, 11, 21), False), ("", None, False)],
)
def test_a_question_is_served_with_a_source_until_its_last_day(
    source: str, expires_on: date | None, served: bool
) -> None:
    pool = Pool("009-thử", (question(1, source=source, expires_on=expires_on),))

    assert bool(pool.served(TODAY)) is served
