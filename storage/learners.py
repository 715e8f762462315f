"""Learners: writing the facts of a turn as the rows that are counted."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from campaign.consent import Purpose
from conversation.facts import LEAVING, Consented, MergedInto
from conversation.learner import Learner
from storage import awards, belongings, certificates, deeds, erasing, homes, merging, questions
from storage.homes import follow_mergers as follow_mergers
from storage.inserting import insert_absent, insert_rows, update_rows
from storage.kept_learners import load as load
from storage.lives import LearnerTurn, Life, learner_at_end, lived, lives
from storage.lives import Record as Record
from storage.standing import Standing
from storage.tables import consent, consent_text, learner


def keep_consent_text(tx: Connection, version: str, purpose: Purpose, text: str) -> None:
    """Keep the wording of a consent for ever; a version that is kept already stays as it was."""
    row = {"version": version, "purpose": purpose.value, "text": text}
    insert_absent(tx, consent_text, [row])


def record(
    tx: Connection, records: Sequence[Record], today: date, now: datetime, standing: Standing
) -> list[int | None]:
    """Write what happened to the learners of these turns, and return the id of each turn's learner after it.

    Raises:
        ValueError: when a record has facts about nobody, or two of them about the same learner: each of those needs a
            transaction of its own, for it was decided on what was before both.
    """
    all_lives = lives(records, today)
    _refuse_shared(all_lives)
    ids = [learner_at_end(one) for one in records]
    for part in range(max((life.part + 1 for life in all_lives), default=0)):
        of_part = [_known(tx, life, today) for life in all_lives if life.part == part]
        for index, turn in _record_part(tx, of_part, today, now, standing):
            if not isinstance(turn.facts[-1], LEAVING):
                ids[index] = turn.learner_id
    return ids


def _refuse_shared(all_lives: Sequence[Life]) -> None:
    indexes: dict[int, int] = {}
    for life in all_lives:
        last = life.facts[-1]
        for learner_id in (life.learner_id, last.learner if isinstance(last, MergedInto) else None):
            if learner_id is not None and indexes.setdefault(learner_id, life.index) != life.index:
                raise ValueError("two steps about one learner must be written one after the other")


def _known(tx: Connection, life: Life, today: date) -> Life:
    """Return a life with what its record is by now, where another has just become a part of it."""
    if not life.is_merged or life.learner_id is None:
        return life
    before = load(tx, [life.learner_id])[life.learner_id]
    return replace(life, before=before, after=lived(before, life.facts, today))


def _record_part(
    tx: Connection, some: Sequence[Life], today: date, now: datetime, standing: Standing
) -> list[tuple[int, LearnerTurn]]:
    """Write lives, at most one of each record; return the turns of those who joined, with their record's index."""
    pseudonyms = _pseudonyms(tx, some)
    _append_consents(tx, some, pseudonyms, now)
    erased = {life.learner_id for life in some if life.after is None and life.learner_id is not None}
    erasing.erase(tx, erased, today, now, standing)
    joined = _joined(tx, some, pseudonyms)
    known = [
        LearnerTurn(life.learner_id, life.facts, life.before, life.after)
        for life in some
        if life.after and life.learner_id is not None
    ]
    _write(tx, [*known, *(turn for _, turn in joined)], today, now, standing)
    for turn in known:
        last = turn.facts[-1]
        if isinstance(last, MergedInto):
            merging.merge(tx, turn.learner_id, last.learner, today, now, standing)
    return joined


def _write(tx: Connection, turns: Sequence[LearnerTurn], today: date, now: datetime, standing: Standing) -> None:
    """Write in the order the standing sums need: what moves a learner's share first, what adds to it last."""
    visits = {
        turn.learner_id: {"visit_on": turn.after.visit_on, "address": turn.after.address}
        for turn in turns
        if turn.before and (turn.before.visit_on, turn.before.address) != (turn.after.visit_on, turn.after.address)
    }
    update_rows(tx, learner, [{"id": learner_id, **visits[learner_id]} for learner_id in sorted(visits)])
    homes.move(tx, turns, today, standing)
    belongings.move(tx, turns, today)
    deeds.record(tx, turns, today, standing)
    certificates.record(tx, turns, today)
    awards.record(tx, turns)
    questions.record(tx, turns, today, now)


def _pseudonyms(tx: Connection, some: Sequence[Life]) -> list[str]:
    """Return the pseudonym of each life: a new one for who joins, that of others only if they consent to something."""
    asked = {
        life.learner_id
        for life in some
        if life.learner_id is not None and any(type(fact) is Consented for fact in life.facts)
    }
    known = dict[int | None, str]()
    if asked:
        found = tx.execute(select(learner.c.id, learner.c.pseudonym).where(learner.c.id.in_(sorted(asked))))
        known.update((learner_id, pseudonym) for learner_id, pseudonym in found)
    return [secrets.token_hex(16) if life.learner_id is None else known.get(life.learner_id, "") for life in some]


def _append_consents(tx: Connection, some: Sequence[Life], pseudonyms: Sequence[str], now: datetime) -> None:
    rows = [
        {
            "pseudonym": pseudonym,
            "at": now,
            "purpose": fact.purpose.value,
            "choice": fact.choice,
            "version": fact.version,
        }
        for life, pseudonym in zip(some, pseudonyms, strict=True)
        for fact in life.facts
        if type(fact) is Consented
    ]
    insert_rows(tx, consent, rows)


def _joined(tx: Connection, some: Sequence[Life], pseudonyms: Sequence[str]) -> list[tuple[int, LearnerTurn]]:
    """Return the turns of those who joined and are still there, with their record's index; they have a row now."""
    joining = [
        (life, life.after, pseudonym)
        for life, pseudonym in zip(some, pseudonyms, strict=True)
        if life.after and life.learner_id is None
    ]
    new = _join(tx, [(after, pseudonym) for _, after, pseudonym in joining])
    return [
        (life.index, LearnerTurn(learner_id, life.facts, None, after))
        for (life, after, _), learner_id in zip(joining, new, strict=True)
    ]


def _join(tx: Connection, joining: Sequence[tuple[Learner, str]]) -> Sequence[int]:
    if not joining:
        return []
    rows = [
        {
            "pseudonym": pseudonym,
            "joined_on": after.joined_on,
            "visit_on": after.visit_on,
            "address": after.address,
            **homes.columns(after),
        }
        for after, pseudonym in joining
    ]
    return tx.scalars(insert(learner).returning(learner.c.id, sort_by_parameter_order=True), rows).all()
