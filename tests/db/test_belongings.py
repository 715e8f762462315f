"""Workplaces, schools and associations: since when somebody belongs to them, and who counts there."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, insert, select

from campaign.consent import Purpose
from campaign.units import UnitKind
from conversation.facts import BelongsTo, Consented, Fact, LearnerErased, LessonFinished, MergedInto, WorksAt
from conversation.merging import merged
from quizzes import Kind
from storage import figures, learners
from storage.learners import Record
from storage.tables import membership, progress, unit
from tests.db.people import LESSON, NOW, STANDING, TODAY, Person, answered, attempt, settle

OTHERS = {
    "truong": UnitKind.SCHOOL,
    "uy-ban": UnitKind.AGENCY,
    "may": UnitKind.ENTERPRISE,
    "phu-nu": UnitKind.ASSOCIATION,
    "nong-dan": UnitKind.ASSOCIATION,
}
YESTERDAY = TODAY - timedelta(days=1)
TOLD = Consented(Purpose.ABOUT_ME, True, "v1")


@pytest.fixture(autouse=True)
def units(tx: Connection) -> None:
    settle(tx, "dong")
    tx.execute(
        insert(unit), [{"code": code, "kind": kind.value, "name": f"Hội {code} ữ"} for code, kind in OTHERS.items()]
    )


def spans(person: Person) -> list[tuple[str, str, date, date | None]]:
    columns = (membership.c.kind, membership.c.unit_code, membership.c.from_day, membership.c.to_day)
    rows = select(*columns).where(membership.c.learner_id == person.id, membership.c.kind.in_(OTHERS.values()))
    return [(row[0], row[1], row[2], row[3]) for row in person.tx.execute(rows.order_by(*reversed(columns[:3])))]


def later(person: Person, *facts: Fact) -> Person:
    person.today = TODAY
    return person.live(*facts)


def joined(tx: Connection, *facts: Fact) -> Person:
    return Person(tx, YESTERDAY).join("dong", counted=True).live(TOLD, *facts)


def test_a_workplace_holds_from_the_day_it_was_chosen(tx: Connection) -> None:
    lan = joined(tx, WorksAt("truong"))
    assert spans(lan) == [("school", "truong", YESTERDAY, None)]
    assert lan.stored == lan.learner


def test_another_workplace_ends_the_one_before_of_whatever_kind(tx: Connection) -> None:
    lan = later(joined(tx, WorksAt("truong")), WorksAt("may"))
    assert spans(lan) == [("school", "truong", YESTERDAY, YESTERDAY), ("enterprise", "may", TODAY, None)]


def test_a_change_of_mind_on_one_day_leaves_the_last_choice(tx: Connection) -> None:
    lan = joined(tx, WorksAt("truong")).live(WorksAt("uy-ban")).live(BelongsTo(frozenset({"phu-nu"})))
    lan.live(BelongsTo(frozenset()))
    assert spans(lan) == [("agency", "uy-ban", YESTERDAY, None)]


def test_one_association_more_leaves_the_others_as_they_were(tx: Connection) -> None:
    lan = later(joined(tx, BelongsTo(frozenset({"phu-nu"}))), BelongsTo(frozenset({"phu-nu", "nong-dan"})))
    assert spans(lan) == [("association", "phu-nu", YESTERDAY, None), ("association", "nong-dan", TODAY, None)]
    assert lan.stored == lan.learner


def test_one_association_less_ends_that_one_only(tx: Connection) -> None:
    both = frozenset({"phu-nu", "nong-dan"})
    lan = later(joined(tx, BelongsTo(both), WorksAt("may")), BelongsTo(frozenset({"phu-nu"})))
    assert sorted(spans(lan)) == [
        ("association", "nong-dan", YESTERDAY, YESTERDAY),
        ("association", "phu-nu", YESTERDAY, None),
        ("enterprise", "may", YESTERDAY, None),
    ]


def test_the_hamlet_and_other_people_stay_as_they_were(tx: Connection) -> None:
    hoa = joined(tx, WorksAt("truong"))
    lan = later(joined(tx, WorksAt("truong")), WorksAt(None))
    assert spans(hoa) == [("school", "truong", YESTERDAY, None)]
    homes = select(membership.c.to_day).where(membership.c.learner_id == lan.id, membership.c.kind == "hamlet")
    assert tx.scalars(homes).all() == [None]


def test_erasing_takes_belongings_along(tx: Connection) -> None:
    lan = joined(tx, WorksAt("truong"), BelongsTo(frozenset({"phu-nu"})))
    lan.live(LearnerErased())
    assert tx.execute(select(membership)).all() == []


def test_a_learner_counts_in_the_association_and_not_in_the_sum_of_hamlets_twice(tx: Connection) -> None:
    lan = joined(tx, BelongsTo(frozenset({"phu-nu", "nong-dan"})))
    later(lan).answer(1, True)
    table = figures.participation(tx, TODAY, TODAY, TODAY, STANDING, UnitKind.ASSOCIATION)
    assert {row.code: row.figures.participants for row in table.rows} == {"phu-nu": 1, "nong-dan": 1}
    assert table.totals.participants == 1


def test_a_refusal_on_the_other_phone_ends_them_when_two_records_become_one(tx: Connection) -> None:
    lan = joined(tx, WorksAt("truong"), BelongsTo(frozenset({"phu-nu"})))
    web = Person(tx, YESTERDAY).join().live(replace(TOLD, choice=False))
    assert lan.id is not None
    assert lan.learner is not None
    assert web.learner is not None
    after = merged(lan.learner, web.learner)
    record = Record(web.id, (MergedInto(lan.id),), web.learner, after, {lan.id: lan.learner})
    learners.record(tx, [record], TODAY, NOW, STANDING)
    assert (lan.stored.workplace, lan.stored.associations) == (None, frozenset())
    assert sorted(spans(lan)) == [
        ("association", "phu-nu", YESTERDAY, YESTERDAY),
        ("school", "truong", YESTERDAY, YESTERDAY),
    ]


@pytest.mark.parametrize(("days", "remembered"), [(6, False), (7, True)])
def test_a_right_review_is_remembered_from_the_seventh_day_on(tx: Connection, days: int, remembered: bool) -> None:
    lan = Person(tx, TODAY).join("dong").live(LessonFinished(LESSON))
    lan.today += timedelta(days=days)
    lan.answer(1, True, kind=Kind.REVIEW)
    assert lan.stored.at(LESSON).remembered is remembered
    assert lan.stored == lan.learner
    assert tx.scalars(select(progress.c.remembered)).all() == [remembered]


def test_a_wrong_answer_later_takes_nothing_back(tx: Connection) -> None:
    lan = Person(tx, TODAY).join("dong").live(LessonFinished(LESSON))
    for number, right in enumerate((True, False), start=1):
        lan.today += timedelta(days=10)
        of = attempt(number, Kind.REVIEW)
        lan.answer(number, right, kind=Kind.REVIEW)
        assert answered(of, 0, right=right).kind is Kind.REVIEW
    assert lan.stored.at(LESSON).remembered
