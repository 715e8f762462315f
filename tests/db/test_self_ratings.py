"""What people say about themselves is added up over those in the total, goes with them and is gone with them."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from campaign.indicators import WORDS, Note
from campaign.self_rating import SelfRating, add_up
from conversation.facts import Drew, LearnerErased, Rated, Settled
from conversation.learner import Confidence, Milestone, Outside, Rating
from storage import figures, kept_learners, merging, self_ratings
from tests.db.people import NOW, STANDING, TODAY, Person, answered, attempt, settle

FIRST = TODAY.replace(month=1, day=1)


def somebody(tx: Connection, number: int, before: Confidence | None, after: Confidence | None = None) -> Person:
    """Return a counted learner of X01 who answered a question today, and said this about themselves."""
    person = Person(tx).join("X01", counted=True)
    drawn = attempt(number)
    person.live(Drew(drawn), answered(drawn, 0))
    person.live(Rated(Milestone.FIRST, before))
    return person.live(Rated(Milestone.FIFTH, after)) if after else person


def test_it_is_kept_with_its_day(tx: Connection) -> None:
    settle(tx, "X01")
    lan = somebody(tx, 1, None, Confidence.TEACHES)
    assert lan.id is not None
    assert kept_learners.load(tx, [lan.id])[lan.id].ratings == {
        Milestone.FIRST: Rating(TODAY, None),
        Milestone.FIFTH: Rating(TODAY, Confidence.TEACHES),
    }


@pytest.mark.parametrize("days", [0, 1])
def test_only_those_in_the_total_are_added_up_now_and_later(tx: Connection, days: int) -> None:
    settle(tx, "X01")
    somebody(tx, 1, Confidence.CANNOT, Confidence.ALONE)
    somebody(tx, 2, Confidence.ALONE, Confidence.WITH_HELP)
    somebody(tx, 3, Confidence.ALONE)
    somebody(tx, 4, None)
    somebody(tx, 5, Confidence.TEACHES).live(Settled(Outside()))
    Person(tx).join("X01", counted=False).live(Rated(Milestone.FIRST, Confidence.CANNOT))
    said = self_ratings.added_up(tx, FIRST, TODAY, TODAY + timedelta(days=days))
    assert said == SelfRating((1, 0, 2, 0), (0, 1, 1, 0), better=1, same=0, worse=1)
    table = figures.participation(tx, FIRST, TODAY, TODAY + timedelta(days=days), STANDING)
    assert table.self_rating == said
    assert WORDS.note(Note.SELF_RATING) in table.notes


def test_what_was_said_after_the_last_day_is_not_in_a_closed_period(tx: Connection) -> None:
    settle(tx, "X01")
    lan = somebody(tx, 1, Confidence.CANNOT)
    lan.today += timedelta(days=3)
    lan.live(Rated(Milestone.FIFTH, Confidence.ALONE))
    assert self_ratings.added_up(tx, FIRST, TODAY, lan.today) == SelfRating((1, 0, 0, 0))


def test_erasing_takes_it_along(tx: Connection) -> None:
    settle(tx, "X01")
    somebody(tx, 1, Confidence.CANNOT).live(LearnerErased())
    assert self_ratings.added_up(tx, FIRST, TODAY, TODAY).is_empty
    assert WORDS.note(Note.SELF_RATING) not in figures.participation(tx, FIRST, TODAY, TODAY, STANDING).notes


def test_of_two_records_of_one_person_what_was_said_first_holds(tx: Connection) -> None:
    settle(tx, "X01")
    older = somebody(tx, 1, None)
    newer = somebody(tx, 2, Confidence.WITH_HELP, Confidence.ALONE)
    assert older.id is not None
    assert newer.id is not None
    merging.merge(tx, newer.id, older.id, TODAY, NOW, STANDING)
    assert self_ratings.added_up(tx, FIRST, TODAY, TODAY) == add_up([(2, 3, 1)])
