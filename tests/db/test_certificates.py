"""Certificates: made, checked by anybody, revoked by their learner, by the commune, or with everything else."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, MetaData, insert, select

from campaign.consent import Purpose
from conversation.facts import CertificateEarned, Consented, LearnerErased
from storage import certificates
from storage.certificates import ERASED, WITHDRAWN, KeptCertificate
from storage.migrations import upgrade
from storage.tables import certificate, learner, progress
from storage.unit import reading, writing
from tests.db.people import TODAY, Person, settle

LESSONS = ("009-giả-danh", "000-học")
EARNED = CertificateEarned("abcdefghjkmn", "Nguyễn Thị Lan ữ", LESSONS)
AGREED = Consented(Purpose.CERTIFICATE, True, "v1")
TAKEN_BACK = Consented(Purpose.CERTIFICATE, False, "v2")
LATER = TODAY + timedelta(days=3)
REVIEWS = ((7, "review", True), (6, "review", True), (10, "review", False), (10, "lesson", True))
"""Answers so many days after the lesson was finished; the first one counts."""


@pytest.fixture(autouse=True)
def hamlets(request: pytest.FixtureRequest) -> None:
    if "tx" in request.fixturenames:
        settle(request.getfixturevalue("tx"), "dong")


def earned(tx: Connection, fact: CertificateEarned = EARNED) -> Person:
    return Person(tx).join("dong").live(AGREED, fact)


def test_a_certificate_is_found_by_its_id(tx: Connection) -> None:
    earned(tx)
    assert certificates.find(tx, EARNED.id) == KeptCertificate(EARNED.id, EARNED.name, LESSONS, TODAY)


def test_no_other_id_finds_anything(tx: Connection) -> None:
    earned(tx)
    assert certificates.find(tx, "ABCDEFGHJKMN") is None
    assert certificates.find(tx, "") is None


def test_the_learner_comes_back_with_the_certificate(tx: Connection) -> None:
    lan = earned(tx)
    assert lan.stored == lan.learner
    assert lan.stored.certificate == EARNED.id


def test_taking_the_consent_back_revokes_and_leaves_no_name(tx: Connection) -> None:
    lan = earned(tx)
    lan.today = LATER
    lan.live(TAKEN_BACK)
    assert certificates.find(tx, EARNED.id) == KeptCertificate(EARNED.id, "", LESSONS, TODAY, LATER, WITHDRAWN)
    assert lan.stored == lan.learner
    assert lan.stored.certificate is None


def test_refusing_without_a_certificate_revokes_nobody_elses(tx: Connection) -> None:
    earned(tx)
    Person(tx).join("dong").live(TAKEN_BACK)
    found = certificates.find(tx, EARNED.id)
    assert found is not None
    assert found.is_valid


def test_another_may_be_earned_after_one_was_taken_back(tx: Connection) -> None:
    lan = earned(tx).live(TAKEN_BACK).live(AGREED, CertificateEarned("bcdefghjkmnp", "", LESSONS))
    assert lan.stored.certificate == "bcdefghjkmnp"
    old, new = (certificates.find(tx, id_) for id_ in (EARNED.id, "bcdefghjkmnp"))
    assert old is not None
    assert new is not None
    assert (old.is_valid, new.is_valid) == (False, True)


def test_the_commune_revokes_with_a_reason(tx: Connection) -> None:
    lan = earned(tx)
    before = certificates.revoke(tx, EARNED.id, "gõ tên người khác", LATER)
    assert before == KeptCertificate(EARNED.id, EARNED.name, LESSONS, TODAY)
    after = certificates.find(tx, EARNED.id)
    assert after is not None
    assert (after.revoked_on, after.reason) == (LATER, "gõ tên người khác")
    assert lan.stored.certificate is None


def test_revoking_twice_keeps_the_first_day_and_reason(tx: Connection) -> None:
    earned(tx)
    certificates.revoke(tx, EARNED.id, "lần đầu", TODAY)
    before = certificates.revoke(tx, EARNED.id, "lần sau", LATER)
    assert before is not None
    assert not before.is_valid
    after = certificates.find(tx, EARNED.id)
    assert after is not None
    assert (after.revoked_on, after.reason) == (TODAY, "lần đầu")


def test_an_unknown_certificate_cannot_be_revoked(tx: Connection) -> None:
    assert certificates.revoke(tx, "zzzzzzzzzzzz", "nhầm", TODAY) is None


def test_erasing_the_learner_leaves_a_revoked_certificate_of_nobody(tx: Connection) -> None:
    lan = earned(tx)
    lan.today = LATER
    lan.live(LearnerErased())
    row = tx.execute(select(certificate)).one()
    assert tuple(row) == (EARNED.id, None, "", json.dumps(LESSONS, ensure_ascii=False), TODAY, LATER, ERASED)
    assert tx.execute(select(learner)).all() == []


def test_erasing_empties_the_name_of_one_the_commune_had_revoked(tx: Connection) -> None:
    lan = earned(tx)
    certificates.revoke(tx, EARNED.id, "gõ tên người khác", TODAY)
    lan.today = LATER
    lan.live(LearnerErased())
    found = certificates.find(tx, EARNED.id)
    assert found == KeptCertificate(EARNED.id, "", LESSONS, TODAY, TODAY, "gõ tên người khác")


def test_what_was_remembered_before_there_were_certificates_counts_for_one(empty_engine: Engine) -> None:
    url = empty_engine.url.render_as_string(hide_password=False)
    upgrade(url, "0002")
    with writing(empty_engine) as tx:
        before = MetaData()
        before.reflect(tx)
        lan = {"id": 1, "pseudonym": "p1", "joined_on": TODAY, "visit_on": TODAY, "address": "chị"}
        tx.execute(insert(before.tables["learner"]), [lan])
        for at, (days, kind, is_correct) in enumerate(REVIEWS):
            attempt = {"id": at, "learner_id": 1, "lesson": f"bài-{at}", "kind": kind}
            done = {"learner_id": 1, "lesson": f"bài-{at}", "pages": 2, "seen": "[]", "task_asked": 0, "reviews": 1}
            answer = {"attempt_id": at, "position": 0, "question": "câu-1", "choice": 1, "is_first_try": False}
            day = TODAY + timedelta(days=days)
            tx.execute(insert(before.tables["progress"]), [{**done, "finished_on": TODAY}])
            tx.execute(insert(before.tables["attempt"]), [{**attempt, "drawn": "[]", "fingerprint": "", "day": day}])
            attempt.pop("id")
            row = {**attempt, **answer, "is_correct": is_correct, "is_hurried": False, "day": day}
            tx.execute(insert(before.tables["answer"]), [row])
        tx.commit()
    upgrade(url)
    with reading(empty_engine) as tx:
        remembered = tx.scalars(select(progress.c.remembered).order_by(progress.c.lesson)).all()
    assert remembered == [True, False, False, False]
