"""Who is put forward for praise: proposed by the office, asked where it is a learner, decided by a person.

A learner's name stands in a list only while they agree to it; the log of changes never has it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from campaign.awards import AwardKind, Candidate
from campaign.consent import Purpose
from conversation.facts import AwardAgreed, Consented
from storage import audits
from storage.audits import Audit
from storage.lives import LearnerTurn
from storage.tables import award, learner

LONGEST_REASON = 200
"""Signs of the reason for a decision."""

_SUBJECT = {
    AwardKind.HAMLET: award.c.unit_code,
    AwardKind.LEADER: award.c.leader_id,
    AwardKind.LEARNER: award.c.learner_id,
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody the office proposed: `key` is that of the subject, `agreed` the learner's answer, None before one.

    `is_put_forward` is what was decided, None before, with the reason, by whom and when.
    """

    id: int
    kind: AwardKind
    key: str
    proposed_by: str
    proposed_at: datetime
    agreed: bool | None
    name: str
    is_put_forward: bool | None
    reason: str
    decided_by: str
    decided_at: datetime | None

    @property
    def may_be_put_forward(self) -> bool:
        """Say whether it may be decided to put them forward: a learner only while they agree to be named."""
        return self.kind is not AwardKind.LEARNER or bool(self.agreed)


def propose(tx: Connection, kind: AwardKind, key: str, year: int, by: str, now: datetime) -> bool:
    """Propose a candidate of a year; False when they were proposed before, whatever came of it.

    A learner is asked at the next visit, once for this year. `key` must be that of a candidate.
    """
    subject = _SUBJECT[kind]
    value = key if kind is AwardKind.HAMLET else int(key)
    if tx.scalar(select(award.c.id).where(award.c.year == year, subject == value)) is not None:
        return False
    row = {"year": year, "kind": kind.value, subject.name: value, "proposed_at": now, "proposed_by": by}
    tx.execute(insert(award).values(row))
    if kind is AwardKind.LEARNER:
        tx.execute(update(learner).where(learner.c.id == value).values(proposed_for=year))
    audits.add(tx, Audit(now, by, "award_proposed", f"{year}: {kind.value} {key}"))
    return True


def decide(tx: Connection, proposal_id: int, is_put_forward: bool, reason: str, by: str, now: datetime) -> bool:
    """Keep what was decided about a proposal; False when it is gone. The log keeps every decision."""
    decided = {"is_put_forward": is_put_forward, "reason": reason, "decided_by": by, "decided_at": now}
    changed = update(award).where(award.c.id == proposal_id).values(decided)
    row = tx.execute(changed.returning(award.c.year, award.c.kind)).one_or_none()
    if row is None:
        return False
    what = "award_put_forward" if is_put_forward else "award_left"
    audits.add(tx, Audit(now, by, what, f"{row.year}: {row.kind}, {proposal_id}"))
    return True


def of_year(tx: Connection, year: int) -> Mapping[tuple[AwardKind, str], Proposal]:
    """Return what was proposed in a year, by kind and key."""
    rows = tx.execute(select(award).where(award.c.year == year).order_by(award.c.id))
    found = {}
    for row in rows:
        kind = AwardKind(row.kind)
        key = str(row._mapping[_SUBJECT[kind]])
        found[kind, key] = Proposal(
            row.id,
            kind,
            key,
            row.proposed_by,
            row.proposed_at,
            row.agreed,
            row.name,
            row.is_put_forward,
            row.reason,
            row.decided_by,
            row.decided_at,
        )
    return found


def named(
    some: Sequence[Candidate], proposals: Mapping[tuple[AwardKind, str], Proposal], *, only_agreed: bool = False
) -> tuple[Candidate, ...]:
    """Return candidates with the names of those learners who agreed.

    With `only_agreed` other learners are left out: nobody outside the office reads how single learners did.
    """
    found = []
    for one in some:
        subject = one.subject
        if subject.kind is AwardKind.LEARNER:
            proposal = proposals.get((subject.kind, subject.key))
            has_agreed = proposal is not None and bool(proposal.agreed)
            if only_agreed and not has_agreed:
                continue
            name = proposal.name if proposal is not None and has_agreed else ""
            one = replace(one, subject=replace(subject, name=name))
        found.append(one)
    return tuple(found)


def record(tx: Connection, turns: Sequence[LearnerTurn]) -> None:
    """Keep what learners answered in these turns; a refusal or a withdrawal takes the name out of every year."""
    for turn in turns:
        theirs = award.c.learner_id == turn.learner_id
        for fact in turn.facts:
            match fact:
                case AwardAgreed(year, name):
                    tx.execute(update(award).where(theirs, award.c.year == year).values(agreed=True, name=name))
                case Consented(purpose=Purpose.AWARD, choice=False):
                    tx.execute(update(award).where(theirs).values(agreed=False, name=""))


def merge(tx: Connection, source_id: int, target_id: int, agreed: bool | None) -> None:
    """Give the proposals of a record to the one it becomes a part of; of two for a year the answered one stays.

    `agreed` is the choice that holds from now on: a refusal holds for all.
    """
    years: dict[int, tuple[bool, int]] = {}
    rows = select(award.c.id, award.c.year, award.c.agreed).where(award.c.learner_id.in_((source_id, target_id)))
    for row in tx.execute(rows.order_by(award.c.id)):
        known = years.get(row.year)
        if known is None or (row.agreed is not None and not known[0]):
            years[row.year] = row.agreed is not None, row.id
    kept = [award_id for _, award_id in years.values()]
    theirs = award.c.learner_id.in_((source_id, target_id))
    tx.execute(delete(award).where(theirs, award.c.id.not_in(kept)))
    tx.execute(update(award).where(award.c.learner_id == source_id).values(learner_id=target_id))
    if agreed is False:
        tx.execute(update(award).where(award.c.learner_id == target_id).values(agreed=False, name=""))
