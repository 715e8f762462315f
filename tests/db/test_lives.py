"""One step may be about several people: each fact is written for the one it is about."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, select

from conversation.facts import (
    Addressed,
    Drew,
    Fact,
    Joined,
    LearnerErased,
    MergedInto,
    PageSeen,
    Settled,
    SteppedAside,
    SwitchedTo,
    TookUp,
    VisitOpened,
)
from conversation.learner import InHamlet, Learner
from storage import learners
from storage.learners import Record
from storage.lives import lived, lives
from storage.tables import answer, consent, learner
from tests.db.people import LEARN, LESSON, NOW, STANDING, TODAY, Person, answered, attempt, count, settle, standing_rows

NEW = Learner(TODAY, TODAY)


@pytest.fixture(autouse=True)
def hamlets(request: pytest.FixtureRequest) -> None:
    if "tx" in request.fixturenames:
        settle(request.getfixturevalue("tx"), "dong", "tay")


def record(tx: Connection, *these: Record) -> list[int | None]:
    return learners.record(tx, these, TODAY, NOW, STANDING)


def known(person: Person) -> int:
    assert person.id is not None
    return person.id


def test_facts_after_switching_are_about_the_other_learner(tx: Connection) -> None:
    lan, cuc = Person(tx).join("dong", counted=True), Person(tx).join("tay", counted=True)
    own = (Drew(attempt(1)), answered(attempt(1), 0))
    theirs = (VisitOpened(), Drew(attempt(2)), answered(attempt(2), 0), answered(attempt(2), 1))
    facts = (*own, SwitchedTo(known(cuc)), *theirs)
    after = lived(cuc.learner, theirs, TODAY)
    assert record(tx, Record(lan.id, facts, lan.learner, after, {known(cuc): cuc.stored})) == [cuc.id]
    assert lan.stored == lived(lan.learner, own, TODAY)
    assert cuc.stored == after
    assert standing_rows(tx) == {"dong": (1, 1), "tay": (1, 2)}
    owners = select(answer.c.learner_id).order_by(answer.c.attempt_id, answer.c.position)
    assert tx.scalars(owners).all() == [lan.id, cuc.id, cuc.id]


def test_switching_alone_changes_nobody(tx: Connection) -> None:
    lan, cuc = Person(tx).join("dong"), Person(tx).join("tay")
    step = Record(lan.id, (SwitchedTo(known(cuc)),), lan.learner, cuc.stored, {known(cuc): cuc.stored})
    assert record(tx, step) == [cuc.id]
    assert (lan.stored, cuc.stored) == (lan.learner, cuc.learner)


def test_who_steps_aside_stays_as_they_were_and_somebody_new_joins(tx: Connection) -> None:
    lan = Person(tx).join("dong", counted=True).answer(1, True)
    facts = (Addressed("chị"), SteppedAside(), Joined("Ông"), LEARN, Settled(InHamlet("tay")))
    [ong] = record(tx, Record(lan.id, facts, lan.learner, lived(None, facts[2:], TODAY)))
    assert ong not in (None, lan.id)
    assert lan.stored == lived(lan.learner, facts[:1], TODAY)
    assert learners.load(tx, [ong or 0])[ong or 0].home == InHamlet("tay")
    assert count(tx, consent) == 3
    assert standing_rows(tx) == {"dong": (1, 1)}


def test_who_steps_aside_leaves_the_phone_to_nobody(tx: Connection) -> None:
    lan = Person(tx).join()
    assert record(tx, Record(lan.id, (SteppedAside(),), lan.learner, None)) == [None]
    assert lan.stored == lan.learner


def test_a_record_is_taken_up_where_nobody_was(tx: Connection) -> None:
    lan = Person(tx).join()
    facts = (TookUp(known(lan)), LEARN, Addressed("chị"))
    after = lived(lan.learner, facts[1:], TODAY)
    assert record(tx, Record(None, facts, None, after, {known(lan): lan.stored})) == [lan.id]
    assert lan.stored == after
    assert count(tx, learner) == 1
    assert len(set(tx.scalars(select(consent.c.pseudonym)))) == 1


def test_two_steps_about_one_learner_are_not_written_at_once(tx: Connection) -> None:
    lan = Person(tx).join()
    here = Record(lan.id, (Addressed("chị"),), lan.learner, lived(lan.learner, [Addressed("chị")], TODAY))
    there = Record(lan.id, (PageSeen(LESSON, 1),), lan.learner, lived(lan.learner, [PageSeen(LESSON, 1)], TODAY))
    with pytest.raises(ValueError, match="one learner"):
        record(tx, here, there)


def test_many_phones_at_once_keep_their_people_apart(tx: Connection) -> None:
    lan, binh, cuc = (Person(tx).join("dong") for _ in range(3))
    called = Addressed("bà")
    after = lived(cuc.learner, [called], TODAY)
    steps = [
        Record(lan.id, (LearnerErased(),), lan.learner, None),
        Record(None, (Joined(), LEARN), None, NEW.with_consent(LEARN.purpose, True)),
        Record(binh.id, (SwitchedTo(known(cuc)), called), binh.learner, after, {known(cuc): cuc.stored}),
        Record(None, (), None, None),
    ]  # fmt: skip
    erased, joined, switched, nobody = record(tx, *steps)
    assert (erased, switched, nobody) == (None, cuc.id, None)
    assert joined not in (None, lan.id, binh.id, cuc.id)
    assert (binh.stored.address, cuc.stored.address) == ("bác", "bà")


Wrong = Callable[[int], Record]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda id_: Record(id_, (SwitchedTo(id_ + 1), VisitOpened()), NEW, NEW),
        lambda id_: Record(id_, (SwitchedTo(id_ + 1),), NEW, NEW),
        lambda id_: Record(id_, (SteppedAside(), VisitOpened()), NEW, NEW),
        lambda id_: Record(None, (VisitOpened(), TookUp(id_)), None, NEW, {id_: NEW}),
        lambda id_: Record(id_, (TookUp(id_ + 1), Joined(), LEARN), NEW, NEW, {id_ + 1: NEW}),
        lambda id_: Record(id_, (MergedInto(id_ + 1),), NEW, NEW),
    ],
)
def test_facts_about_nobody_are_refused(wrong: Wrong) -> None:
    with pytest.raises(ValueError, match="learner"):
        lives([wrong(7)], TODAY)


def test_a_life_that_ends_in_the_middle_is_what_its_facts_make_of_it() -> None:
    facts: tuple[Fact, ...] = (PageSeen(LESSON, 1), SwitchedTo(8), PageSeen(LESSON, 2))
    last = lived(NEW, facts[2:], TODAY)
    first, second = lives([Record(7, facts, NEW, last, {8: NEW})], TODAY)
    assert (first.part, first.learner_id, first.facts) == (0, 7, facts[:2])
    assert first.after is not None
    assert first.after.at(LESSON).pages == 1
    assert (second.part, second.learner_id, second.before, second.after) == (1, 8, NEW, last)
