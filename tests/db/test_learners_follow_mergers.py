"""Hamlets merge; their learners and what these did go along, and every day keeps the hamlet it had."""

from datetime import date, timedelta

from sqlalchemy import Connection, select, update

from conversation.facts import Settled
from conversation.learner import InHamlet
from storage import learners
from storage.tables import membership, unit
from tests.db.people import STANDING, TODAY, Person, settle, standing_rows

YESTERDAY = TODAY - timedelta(days=1)


def merge(tx: Connection, code: str, into: str | None, last: date = YESTERDAY) -> None:
    tx.execute(update(unit).where(unit.c.code == code).values(valid_to=last, merged_into=into))


def homes(person: Person) -> list[tuple[object, ...]]:
    rows = select(membership.c.unit_code, membership.c.from_day, membership.c.to_day).order_by(membership.c.from_day)
    return [tuple(row) for row in person.tx.execute(rows.where(membership.c.learner_id == person.id))]


def join(tx: Connection, home: str, on: date = date(2026, 11, 2)) -> Person:
    return Person(tx, on).join(home, counted=True)


def test_learners_move_to_the_hamlet_theirs_was_merged_into(tx: Connection) -> None:
    settle(tx, "dong", "tay")
    lan, cuc = join(tx, "dong").answer(1, True), join(tx, "tay").answer(2, True, True)
    merge(tx, "dong", "tay")
    assert learners.follow_mergers(tx, TODAY, STANDING) == 1
    assert [lan.stored.home, cuc.stored.home] == [InHamlet("tay"), InHamlet("tay")]
    assert homes(lan) == [("dong", date(2026, 11, 2), YESTERDAY), ("tay", TODAY, None)]
    assert homes(cuc) == [("tay", date(2026, 11, 2), None)]
    assert standing_rows(tx) == {"tay": (2, 3)}


def test_following_again_moves_nobody(tx: Connection) -> None:
    settle(tx, "dong", "tay")
    join(tx, "dong")
    merge(tx, "dong", "tay")
    learners.follow_mergers(tx, TODAY, STANDING)
    assert learners.follow_mergers(tx, TODAY, STANDING) == 0


def test_nobody_moves_before_the_hamlet_is_gone(tx: Connection) -> None:
    settle(tx, "dong", "tay")
    lan = join(tx, "dong")
    merge(tx, "dong", "tay", TODAY)
    assert learners.follow_mergers(tx, TODAY, STANDING) == 0
    assert lan.stored.home == InHamlet("dong")


def test_a_hamlet_that_was_merged_into_nothing_keeps_its_learners(tx: Connection) -> None:
    settle(tx, "dong")
    lan = join(tx, "dong")
    merge(tx, "dong", None)
    assert learners.follow_mergers(tx, TODAY, STANDING) == 0
    assert homes(lan) == [("dong", date(2026, 11, 2), None)]


def test_a_chain_of_mergers_is_followed_link_by_link(tx: Connection) -> None:
    settle(tx, "an", "binh", "cat")
    lan, cuc = join(tx, "an"), join(tx, "binh")
    merge(tx, "an", "binh", date(2026, 11, 10))
    merge(tx, "binh", "cat", date(2026, 11, 15))
    assert learners.follow_mergers(tx, TODAY, STANDING) == 2
    assert homes(lan) == [
        ("an", date(2026, 11, 2), date(2026, 11, 10)),
        ("binh", date(2026, 11, 11), date(2026, 11, 15)),
        ("cat", date(2026, 11, 16), None),
    ]
    assert homes(cuc) == [("binh", date(2026, 11, 2), date(2026, 11, 15)), ("cat", date(2026, 11, 16), None)]
    assert lan.stored.home == cuc.stored.home == InHamlet("cat")


def test_who_came_to_a_hamlet_after_its_last_day_was_in_the_new_one_all_along(tx: Connection) -> None:
    settle(tx, "an", "binh", "cat")
    lan = join(tx, "an", date(2026, 11, 20))
    merge(tx, "an", "binh", date(2026, 11, 10))
    merge(tx, "binh", "cat", date(2026, 11, 20))
    learners.follow_mergers(tx, TODAY, STANDING)
    assert homes(lan) == [("binh", date(2026, 11, 20), date(2026, 11, 20)), ("cat", date(2026, 11, 21), None)]


def test_hamlets_merged_into_each_other_in_a_ring_keep_their_learners(tx: Connection) -> None:
    settle(tx, "dong", "tay")
    join(tx, "dong")
    merge(tx, "dong", "tay")
    merge(tx, "tay", "dong")
    assert learners.follow_mergers(tx, TODAY, STANDING) == 0


def test_memberships_that_ended_before_stay_as_they_were(tx: Connection) -> None:
    settle(tx, "an", "dong", "tay")
    lan = join(tx, "dong")
    lan.today = date(2026, 11, 5)
    lan.live(Settled(InHamlet("an")))
    merge(tx, "dong", "tay")
    assert learners.follow_mergers(tx, TODAY, STANDING) == 0
    assert homes(lan)[0] == ("dong", date(2026, 11, 2), date(2026, 11, 4))
