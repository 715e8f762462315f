"""Learners: reading them, and writing the facts of a turn as the rows that are counted."""

import json
import secrets
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import Connection, insert, select

from campaign.consent import Purpose
from conversation.facts import Consented
from conversation.learner import Home, InHamlet, Learner, Outcome, Outside, Progress
from storage import deeds, erasing, homes
from storage.among import among
from storage.homes import follow_mergers as follow_mergers
from storage.inserting import insert_absent, insert_rows, update_rows
from storage.lives import LearnerTurn, Life, lives
from storage.lives import Record as Record
from storage.standing import Standing
from storage.tables import consent, consent_text, learner, progress

_PURPOSES = {purpose.value: purpose for purpose in Purpose}


_LEARNERS = (
    select(
        learner.c.id,
        learner.c.pseudonym,
        learner.c.joined_on,
        learner.c.visit_on,
        learner.c.address,
        learner.c.unit_code,
        learner.c.is_outside,
    )
    .where(among(learner.c.id, "ids"))
    .order_by(learner.c.id)
    .with_for_update()
)
_PROGRESS = select(
    progress.c.learner_id,
    progress.c.lesson,
    progress.c.pages,
    progress.c.finished_on,
    progress.c.seen,
    progress.c.outcome,
    progress.c.task_asked,
    progress.c.task_asked_on,
    progress.c.reviews,
    progress.c.reviewed_on,
).where(among(progress.c.learner_id, "ids"))
_CONSENTS = (
    select(consent.c.pseudonym, consent.c.purpose, consent.c.choice)
    .where(among(consent.c.pseudonym, "pseudonyms"))
    .order_by(consent.c.pseudonym, consent.c.id)
)


def load(tx: Connection, ids: Collection[int]) -> dict[int, Learner]:
    """Return the learners with these ids, locked on PostgreSQL; one that does not exist is left out."""
    rows = tx.execute(_LEARNERS, {"ids": sorted(ids)}).all() if ids else []
    if not rows:
        return {}
    lessons = _progress(tx, [row[0] for row in rows])
    consents = _consents(tx, [row[1] for row in rows])
    return {
        learner_id: Learner(
            joined_on,
            visit_on,
            address,
            _home(unit_code, is_outside=is_outside),
            MappingProxyType(consents[pseudonym]),
            MappingProxyType(lessons[learner_id]),
        )
        for learner_id, pseudonym, joined_on, visit_on, address, unit_code, is_outside in rows
    }


def _home(unit: str | None, *, is_outside: bool) -> Home:
    if is_outside:
        return Outside()
    return InHamlet(unit) if unit else None


def _consents(tx: Connection, pseudonyms: Sequence[str]) -> Mapping[str, dict[Purpose, bool]]:
    """Return the newest choice for each purpose; a purpose this program no longer asks for is left out."""
    found = defaultdict[str, dict[Purpose, bool]](dict)
    for pseudonym, purpose, choice in tx.execute(_CONSENTS, {"pseudonyms": pseudonyms}):
        if purpose in _PURPOSES:
            found[pseudonym][_PURPOSES[purpose]] = choice
    return found


def _progress(tx: Connection, ids: Sequence[int]) -> Mapping[int, dict[str, Progress]]:
    found = defaultdict[int, dict[str, Progress]](dict)
    for learner_id, lesson, pages, finished_on, seen, outcome, *tasks_and_reviews in tx.execute(
        _PROGRESS, {"ids": ids}
    ):
        found[learner_id][lesson] = Progress(
            pages,
            finished_on,
            frozenset(json.loads(seen)),
            Outcome(outcome) if outcome else None,
            *tasks_and_reviews,
        )
    return found


def keep_consent_text(tx: Connection, version: str, purpose: Purpose, text: str) -> None:
    """Keep the wording of a consent for ever; a version that is kept already stays as it was."""
    row = {"version": version, "purpose": purpose.value, "text": text}
    insert_absent(tx, consent_text, [row])


def record(
    tx: Connection, records: Sequence[Record], today: date, now: datetime, standing: Standing
) -> list[int | None]:
    """Write what happened to the learners of these turns, and return the id of each turn's learner after it.

    Raises:
        ValueError: when a record has facts about nobody.
    """
    all_lives = lives(records)
    pseudonyms = _pseudonyms(tx, all_lives)
    _append_consents(tx, all_lives, pseudonyms, now)
    ended = [life for life in all_lives if life.after is None]
    erasing.erase(tx, {life.learner_id for life in ended if life.learner_id is not None}, today, now, standing)
    ids = [one.learner_id for one in records]
    for life in ended:
        ids[life.index] = None
    turns = _turns(tx, all_lives, pseudonyms)
    for index, turn in turns:
        ids[index] = turn.learner_id
    _write(tx, [turn for _, turn in turns], today, standing)
    return ids


def _write(tx: Connection, turns: Sequence[LearnerTurn], today: date, standing: Standing) -> None:
    """Write in the order the standing sums need: what moves a learner's share first, what adds to it last."""
    visits = {
        turn.learner_id: {"visit_on": turn.after.visit_on, "address": turn.after.address}
        for turn in turns
        if turn.before and (turn.before.visit_on, turn.before.address) != (turn.after.visit_on, turn.after.address)
    }
    update_rows(tx, learner, [{"id": learner_id, **visits[learner_id]} for learner_id in sorted(visits)])
    homes.move(tx, turns, today, standing)
    deeds.record(tx, turns, today, standing)


def _pseudonyms(tx: Connection, all_lives: Sequence[Life]) -> list[str]:
    """Return the pseudonym of each life: a new one for who joins, that of others only if they consent to something."""
    asked = {
        life.learner_id
        for life in all_lives
        if life.learner_id is not None and any(type(fact) is Consented for fact in life.facts)
    }
    known = dict[int | None, str]()
    if asked:
        found = tx.execute(select(learner.c.id, learner.c.pseudonym).where(learner.c.id.in_(sorted(asked))))
        known.update((learner_id, pseudonym) for learner_id, pseudonym in found)
    return [secrets.token_hex(16) if life.learner_id is None else known.get(life.learner_id, "") for life in all_lives]


def _append_consents(tx: Connection, all_lives: Sequence[Life], pseudonyms: Sequence[str], now: datetime) -> None:
    rows = [
        {
            "pseudonym": pseudonym,
            "at": now,
            "purpose": fact.purpose.value,
            "choice": fact.choice,
            "version": fact.version,
        }
        for life, pseudonym in zip(all_lives, pseudonyms, strict=True)
        for fact in life.facts
        if type(fact) is Consented
    ]
    insert_rows(tx, consent, rows)


def _turns(tx: Connection, all_lives: Sequence[Life], pseudonyms: Sequence[str]) -> list[tuple[int, LearnerTurn]]:
    """Return the turns of the learners who are still there, with their record's index; who joined has a row now."""
    joining = [
        (life, life.after, pseudonym)
        for life, pseudonym in zip(all_lives, pseudonyms, strict=True)
        if life.after and life.learner_id is None
    ]
    new = _join(tx, [(after, pseudonym) for _, after, pseudonym in joining])
    joined = [
        (life.index, LearnerTurn(learner_id, life.facts, None, after))
        for (life, after, _), learner_id in zip(joining, new, strict=True)
    ]
    known = [
        (life.index, LearnerTurn(life.learner_id, life.facts, life.before, life.after))
        for life in all_lives
        if life.after and life.learner_id is not None
    ]
    return known + joined


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
