"""A learner is named among those put forward only while they agree; erasing, merging and withdrawing take it back."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import Connection, insert, select

from campaign.awards import AwardKind, Candidate, Criteria, Criterion, Measure, Rule
from campaign.consent import Purpose
from campaign.indicators import WORDS, Note
from conversation.facts import AwardAgreed, AwardAsked, Consented, Fact, LearnerErased, MergedInto
from conversation.merging import merged
from papers.awards import to_csv, to_json, to_text
from storage import audits, award_lists, awards, kept_learners, learners
from storage.award_lists import AwardYear
from storage.awards import Proposal
from storage.learners import Record
from storage.standing import Standing
from storage.tables import award, progress
from tests.db.people import NOW, STANDING, TODAY, Person, settle

YES = Consented(Purpose.AWARD, True, "v1")
NO = replace(YES, choice=False)
NAME = "Nguyễn Thị Lan"
CRITERIA = Criteria("thử", {AwardKind.LEARNER: Rule((Criterion(Measure.LESSONS, Decimal(1)),), 1)})
YEAR = AwardYear(2026, TODAY, Standing())


@pytest.fixture
def lan(tx: Connection) -> Person:
    settle(tx, "dong", "tay")
    return learned(Person(tx).join("dong", counted=True))


def learned(person: Person) -> Person:
    row = {"learner_id": person.id, "lesson": "009", "pages": 5, "finished_on": TODAY, "seen": "[]"}
    person.tx.execute(insert(progress).values({**row, "task_asked": 0, "reviews": 0}))
    return person


def propose(person: Person, year: int = 2026) -> bool:
    done = awards.propose(person.tx, AwardKind.LEARNER, str(person.id), year, "Chị Hà", NOW)
    assert person.id is not None
    person.learner = kept_learners.load(person.tx, [person.id])[person.id]
    return done


def proposal(person: Person, year: int = 2026) -> Proposal:
    return awards.of_year(person.tx, year)[AwardKind.LEARNER, str(person.id)]


def shown(tx: Connection, *, only_agreed: bool = False) -> tuple[Candidate, ...]:
    found = award_lists.candidates_of(tx, CRITERIA, YEAR)[AwardKind.LEARNER]
    return awards.named(found, awards.of_year(tx, 2026), only_agreed=only_agreed)


def everything_written(tx: Connection) -> str:
    """Return every output of the lists, and the log."""
    lists, proposals = {AwardKind.LEARNER: shown(tx)}, awards.of_year(tx, 2026)
    written = (to_csv(lists, proposals), to_json(lists, proposals, CRITERIA, YEAR))
    log = "\n".join(line.detail for line in audits.newest(tx, 100))
    return "\n".join((*written, to_text(lists, proposals, CRITERIA, YEAR), log))


def agree(person: Person, *more: Fact) -> Person:
    return person.live(AwardAsked(), YES, AwardAgreed(2026, ""), *more)


def test_a_proposed_learner_is_to_be_asked_once_and_proposed_once_a_year(lan: Person) -> None:
    assert propose(lan)
    assert lan.learner is not None
    assert lan.learner.proposed_for == 2026
    lan.live(AwardAsked(), NO)
    assert lan.learner.proposed_for is None
    assert not propose(lan)
    assert lan.learner.proposed_for is None
    assert propose(lan, 2027)


@pytest.mark.parametrize("answers", [(), (AwardAsked(),), (AwardAsked(), NO)])
def test_who_did_not_agree_is_named_nowhere(lan: Person, answers: tuple[Fact, ...]) -> None:
    propose(lan)
    if answers:
        lan.live(*answers)
    written = everything_written(lan.tx)
    assert NAME not in written
    assert "một người học ở Xóm dong" in written
    assert shown(lan.tx, only_agreed=True) == ()


def test_who_agreed_is_named_but_not_in_the_log_until_it_is_taken_back(lan: Person) -> None:
    propose(lan)
    agree(lan, AwardAgreed(2026, NAME))
    assert [one.subject.called for one in shown(lan.tx, only_agreed=True)] == [NAME]
    assert NAME not in "\n".join(line.detail for line in audits.newest(lan.tx, 100))
    lan.live(NO)
    assert (proposal(lan).agreed, proposal(lan).name) == (False, "")
    assert NAME not in everything_written(lan.tx)


def test_who_agreed_without_a_name_stays_somebody_of_the_hamlet(lan: Person) -> None:
    propose(lan)
    agree(lan)
    assert proposal(lan).agreed
    assert [one.subject.called for one in shown(lan.tx)] == ["một người học ở Xóm dong"]


def test_a_yes_is_for_its_year_only(lan: Person) -> None:
    propose(lan, 2025)
    lan.live(AwardAsked())
    propose(lan)
    agree(lan, AwardAgreed(2026, NAME))
    assert proposal(lan, 2025).agreed is None


def test_erasing_a_learner_takes_the_proposal_along(lan: Person) -> None:
    propose(lan)
    agree(lan, AwardAgreed(2026, NAME))
    lan.live(LearnerErased())
    assert lan.tx.execute(select(award)).all() == []


@pytest.mark.parametrize("said_no", [False, True])
def test_a_record_that_becomes_part_of_another_brings_its_proposal(lan: Person, said_no: bool) -> None:
    older = Person(lan.tx).join("dong", counted=True)
    propose(lan)
    propose(older)
    agree(lan, AwardAgreed(2026, NAME))
    if said_no:
        lan.live(NO)
    assert lan.learner is not None
    assert older.learner is not None
    together = merged(older.learner, lan.learner)
    record = Record(lan.id, (MergedInto(older.id or 0),), lan.learner, together, {older.id or 0: older.learner})
    learners.record(lan.tx, [record], TODAY, NOW, STANDING)
    assert (proposal(older).agreed, proposal(older).name) == ((False, "") if said_no else (True, NAME))
    assert lan.tx.scalars(select(award.c.learner_id)).all() == [older.id]


def test_what_was_decided_is_kept_with_reason_and_name_and_every_change_is_in_the_log(tx: Connection) -> None:
    settle(tx, "dong")
    assert awards.propose(tx, AwardKind.HAMLET, "dong", 2026, "Chị Hà", NOW)
    assert not awards.propose(tx, AwardKind.HAMLET, "dong", 2026, "Anh Nam", NOW)
    found = awards.of_year(tx, 2026)[AwardKind.HAMLET, "dong"]
    assert awards.decide(tx, found.id, True, "Học đều", "Chị Hà", NOW)
    assert awards.decide(tx, found.id, False, "Hỏi lại đã", "Anh Nam", NOW)
    after = awards.of_year(tx, 2026)[AwardKind.HAMLET, "dong"]
    assert (after.is_put_forward, after.reason, after.decided_by, after.decided_at) == (
        False,
        "Hỏi lại đã",
        "Anh Nam",
        NOW,
    )
    assert [line.what for line in audits.newest(tx, 9)] == ["award_left", "award_put_forward", "award_proposed"]
    assert not awards.decide(tx, found.id + 1, True, "x", "Chị Hà", NOW)


def test_the_lists_of_an_invented_commune_say_so(lan: Person) -> None:
    lists = {AwardKind.LEARNER: shown(lan.tx)}
    for written in (
        to_csv(lists, {}, is_demo=True),
        to_json(lists, {}, CRITERIA, YEAR, is_demo=True),
        to_text(lists, {}, CRITERIA, YEAR, is_demo=True),
    ):
        assert WORDS.note(Note.DEMO) in written
