"""What was answered to each question is added up as the formulas want it, whoever answered."""

import pytest
from sqlalchemy import Connection

from conversation.facts import Drew, LearnerErased
from quizzes import Bank, Kind
from quizzes.quality import FEWEST_FIRST, Pairs, Share
from storage import item_answers
from tests.db.people import LESSON, Person, answered, attempt
from tests.unit.chatting import lesson, pool


def test_first_tries_and_reviews_are_counted_apart(tx: Connection) -> None:
    lan = Person(tx).join().answer(1, True)
    again, review = attempt(2), attempt(3, Kind.REVIEW)
    lan.live(Drew(again), answered(again, 0, right=True, first=False))
    lan.live(Drew(review), answered(review, 0, right=False, first=False))
    sums = item_answers.added_up(tx)[LESSON, "câu-0"]
    assert (sums.first, sums.later) == (Share(1, 1), Share(0, 1))


def test_the_rest_of_a_learner_leaves_the_question_out(tx: Connection) -> None:
    for number, rights in ((1, (True, True, False)), (3, (False, False, False))):
        person = Person(tx).join().answer(number, *rights)
        person.answer(number + 1, rights[0])
    pairs = item_answers.added_up(tx)[LESSON, "câu-1"].pairs
    # Of the first: câu-1 right, of the other three 2 right; of the second: nothing right.
    assert (pairs.count, pairs.right) == (2, 1)
    assert (pairs.rest, pairs.rest_squared, pairs.rest_of_right) == pytest.approx((2 / 3, 4 / 9, 2 / 3))


def test_who_answered_too_little_is_in_no_pair(tx: Connection) -> None:
    Person(tx).join().answer(1, True, True, True)
    assert item_answers.added_up(tx)[LESSON, "câu-1"].pairs == Pairs()


def test_the_order_shown_is_undone(tx: Connection) -> None:
    """Everybody taps the second choice, which the order 2, 0, 1 makes the first of the content."""
    Person(tx).join().answer(1, True, False)
    Person(tx).join().answer(2, False)
    assert item_answers.chosen(tx, LESSON, ["câu-0"]) == {"câu-0": {0: 2}}


def test_erased_learners_are_in_no_sum(tx: Connection) -> None:
    Person(tx).join().answer(1, True).live(LearnerErased())
    assert item_answers.added_up(tx) == {}


def test_a_question_that_enough_people_answered_is_judged_by_what_they_chose(tx: Connection) -> None:
    for number in range(FEWEST_FIRST):
        Person(tx).join().answer(number + 1, False)
    asked = Bank({LESSON: pool(lesson(9), "Câu"), "khác": pool(lesson(8), "Câu")})
    [judged] = item_answers.judged(tx, asked)
    assert (judged.answers.lesson, judged.answers.first) == (LESSON, Share(0, FEWEST_FIRST))
    assert judged.answers.chosen == (FEWEST_FIRST, 0)
    assert item_answers.judged(tx, Bank({})) == []
