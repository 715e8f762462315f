"""Certificates: made in a turn, looked up by whoever checks one, revoked by their learner or by the commune.

A row is never deleted: its id is printed. What a revoked one still says is that it was revoked.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from campaign.consent import Purpose
from conversation.facts import CertificateEarned, Consented
from storage.lives import LearnerTurn
from storage.tables import certificate, learner

WITHDRAWN = "người học rút lại"
ERASED = "người học đã xóa dữ liệu"
"""Why a certificate was revoked when its learner did it; only those who run the program read it."""


@dataclass(frozen=True, slots=True)
class KeptCertificate:
    """A certificate as it is kept; `name` is "" where none was typed, `lessons` are ids in the order of finishing."""

    id: str
    name: str
    lessons: tuple[str, ...]
    issued_on: date
    revoked_on: date | None = None
    reason: str = ""

    @property
    def is_valid(self) -> bool:
        """Say whether it was not revoked."""
        return self.revoked_on is None


def record(tx: Connection, turns: Sequence[LearnerTurn], today: date) -> None:
    """Keep the certificates that were made in these turns, and revoke those of learners who took them back."""
    for turn in turns:
        for fact in turn.facts:
            match fact:
                case CertificateEarned():
                    tx.execute(insert(certificate), [_row(turn.learner_id, fact, today)])
                case Consented(purpose=Purpose.CERTIFICATE, choice=False):
                    _end(tx, [turn.learner_id], today, WITHDRAWN)


def find(tx: Connection, certificate_id: str) -> KeptCertificate | None:
    """Return a certificate, revoked or not, or None when there is none with this id."""
    row = tx.execute(select(certificate).where(certificate.c.id == certificate_id)).one_or_none()
    if row is None:
        return None
    lessons = tuple(json.loads(row.lessons))
    return KeptCertificate(row.id, row.name, lessons, row.issued_on, row.revoked_on, row.reason)


def revoke(tx: Connection, certificate_id: str, reason: str, today: date) -> KeptCertificate | None:
    """Revoke a certificate for the commune and return it as it was before, or None when there is none.

    One that was revoked before keeps its day and reason. The learner may earn another.
    """
    before = find(tx, certificate_id)
    if before is not None and before.is_valid:
        is_meant = certificate.c.id == certificate_id
        tx.execute(update(certificate).where(is_meant).values(revoked_on=today, reason=reason))
        tx.execute(update(learner).where(learner.c.certificate_id == certificate_id).values(certificate_id=None))
    return before


def forget(tx: Connection, learner_ids: Collection[int], today: date) -> None:
    """Revoke the certificates of learners who are erased; no name is kept, of one revoked before neither."""
    _end(tx, learner_ids, today, ERASED)


def _end(tx: Connection, learner_ids: Collection[int], today: date, reason: str) -> None:
    # The name was kept for the public page, which shows it no more.
    theirs = certificate.c.learner_id.in_(sorted(learner_ids))
    is_first = certificate.c.revoked_on.is_(None)
    tx.execute(update(certificate).where(theirs, is_first).values(revoked_on=today, reason=reason))
    tx.execute(update(certificate).where(theirs, func.length(certificate.c.name) > 0).values(name=""))


def _row(learner_id: int, fact: CertificateEarned, today: date) -> dict[str, object]:
    lessons = json.dumps(fact.lessons, ensure_ascii=False)
    return {"id": fact.id, "learner_id": learner_id, "name": fact.name, "lessons": lessons, "issued_on": today}
