"""Making one record of two of the same person: every row of the one moves to the other, and no sum changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, exists, func, insert, select, update

from campaign.consent import Purpose
from campaign.units import UnitKind
from conversation.learner import Learner
from conversation.merging import merged
from storage import audits, awards, belongings, deeds, homes, intervals, kept_learners
from storage.audits import Audit
from storage.inserting import insert_or_add, insert_rows
from storage.lives import LearnerTurn
from storage.standing import Standing
from storage.tables import (
    answer,
    attempt,
    certificate,
    chat,
    consent,
    counting,
    help_request,
    household,
    learner,
    learner_day,
    membership,
    question,
)

_HOMES = frozenset((UnitKind.HAMLET.value, "outside"))
_WORKPLACES = frozenset((UnitKind.AGENCY.value, UnitKind.SCHOOL.value, UnitKind.ENTERPRISE.value))


def merge(tx: Connection, source_id: int, target_id: int, today: date, now: datetime, standing: Standing) -> None:
    """Let the record `source_id` become a part of `target_id`, an older one of the same person, and delete it.

    What was done is added up, day by day; homes and choices of the target hold, those of the source fill its gaps.
    Of two choices about one purpose the one made last holds, so that neither a refusal nor a change of mind is lost:
    it is appended to the target's log with the moment and wording it had. The source's log stays as it is and ends
    with the withdrawal of `learn`, for under that pseudonym nothing is kept any more. Running periods count one person
    from now on, closed ones are left as they are.

    Raises:
        ValueError: when both are the same record, or one of them does not exist.
    """
    people = kept_learners.load(tx, {source_id, target_id})
    if len(people) < 2:
        raise ValueError(f"there are no two learners {source_id} and {target_id} to be merged")
    standing.withdraw(tx, sorted(people), today)
    newer = replace(people[source_id], consents=_later_choices(tx, source_id, target_id))
    after = merged(people[target_id], newer)
    _append_choices(tx, source_id, target_id, people[target_id], after, now)
    _move_work(tx, source_id, target_id, after)
    _move_what_is_kept(tx, source_id, target_id)
    awards.merge(tx, source_id, target_id, after.consents.get(Purpose.AWARD))
    _fill_intervals(tx, source_id, target_id)
    answered_on = tx.scalar(select(func.max(learner.c.answered_on)).where(learner.c.id.in_((source_id, target_id))))
    tx.execute(delete(learner).where(learner.c.id == source_id))
    row = {"joined_on": after.joined_on, "visit_on": after.visit_on, "address": after.address}
    tx.execute(
        update(learner).where(learner.c.id == target_id).values(**row, answered_on=answered_on, **homes.columns(after))
    )
    _begin_choice(tx, target_id, after, today)
    _end_refused(tx, target_id, people[target_id], newer, after, today)
    standing.restore(tx, [target_id], today)
    audits.add(tx, Audit(now, "learner", "merged", f"learner {source_id} into {target_id}"))


def _choices(tx: Connection, learner_id: int) -> dict[str, Row[Any]]:
    """Return the row of the newest choice for each purpose."""
    rows = select(consent).join(learner, learner.c.pseudonym == consent.c.pseudonym).where(learner.c.id == learner_id)
    return {row.purpose: row for row in tx.execute(rows.order_by(consent.c.id))}


def _later_choices(tx: Connection, source_id: int, target_id: int) -> dict[Purpose, bool]:
    """Return the choices of the source about which the target said nothing, or said something earlier."""
    of_target = _choices(tx, target_id)
    return {
        Purpose(purpose): row.choice
        for purpose, row in _choices(tx, source_id).items()
        if purpose in set(Purpose) and (purpose not in of_target or _made(of_target[purpose]) < _made(row))
    }


def _made(row: Row[Any]) -> tuple[datetime, int]:
    return row.at, row.id


def _append_choices(
    tx: Connection, source_id: int, target_id: int, before: Learner, after: Learner, now: datetime
) -> None:
    """Append to the target's log what changes by the source's, and close that one."""
    found = select(learner.c.id, learner.c.pseudonym).where(learner.c.id.in_((source_id, target_id)))
    pseudonyms = {learner_id: pseudonym for learner_id, pseudonym in tx.execute(found)}
    of_source = _choices(tx, source_id)
    rows = [
        {"pseudonym": pseudonyms[target_id], "at": of_source[purpose].at, "purpose": purpose.value, "choice": choice,
         "version": of_source[purpose].version}
        for purpose, choice in after.consents.items()
        if before.consents.get(purpose) is not choice and purpose in of_source
    ]  # fmt: skip
    version = of_source[Purpose.LEARN].version if Purpose.LEARN in of_source else ""
    withdrawn = {"purpose": Purpose.LEARN.value, "choice": False, "version": version}
    insert_rows(tx, consent, [*rows, {"pseudonym": pseudonyms[source_id], "at": now, **withdrawn}])


def _move_work(tx: Connection, source_id: int, target_id: int, after: Learner) -> None:
    """Move what was done: attempts, answers, days, how far the lessons are."""
    for table in (attempt, answer):
        _give(tx, table, source_id, target_id)
    columns = [column for column in learner_day.c if column is not learner_day.c.learner_id]
    days = tx.execute(select(*columns).where(learner_day.c.learner_id == source_id)).all()
    insert_or_add(tx, learner_day, [{"learner_id": target_id, **day._asdict()} for day in days])
    deeds.keep_progress(tx, {(target_id, lesson): progress for lesson, progress in after.progress.items()})


def _move_what_is_kept(tx: Connection, source_id: int, target_id: int) -> None:
    """Move questions, requests, certificates and chats; a person waits for help once and has one label on a phone."""
    is_waiting = help_request.c.helped_on.is_(None)
    waits = exists().where(help_request.c.learner_id == target_id, is_waiting)
    if tx.scalar(select(waits)):
        tx.execute(delete(help_request).where(help_request.c.learner_id == source_id, is_waiting))
    shared = select(household.c.chat_id).where(household.c.learner_id == target_id)
    tx.execute(delete(household).where(household.c.learner_id == source_id, household.c.chat_id.in_(shared)))
    for table in (help_request, question, certificate, household, chat):
        _give(tx, table, source_id, target_id)


def _give(tx: Connection, table: Table, source_id: int, target_id: int) -> None:
    tx.execute(update(table).where(table.c.learner_id == source_id).values(learner_id=target_id))


def _fill_intervals(tx: Connection, source_id: int, target_id: int) -> None:
    """Let the source's homes and choices hold on the days on which the target has none."""
    held = _rows(tx, membership, target_id)
    more = _rows(tx, membership, source_id)
    for track in (_is_home, _is_workplace):
        _fill(tx, membership, target_id, [row for row in held if track(row)], [row for row in more if track(row)])
    for code in {row.unit_code for row in more if row.kind == UnitKind.ASSOCIATION.value}:
        _fill(tx, membership, target_id, [row for row in held if row.unit_code == code],
              [row for row in more if row.unit_code == code])  # fmt: skip
    _fill(tx, counting, target_id, _rows(tx, counting, target_id), _rows(tx, counting, source_id))


def _is_home(row: Row[Any]) -> bool:
    return row.kind in _HOMES


def _is_workplace(row: Row[Any]) -> bool:
    return row.kind in _WORKPLACES


def _rows(tx: Connection, table: Table, learner_id: int) -> Sequence[Row[Any]]:
    return tx.execute(select(table).where(table.c.learner_id == learner_id).order_by(table.c.from_day)).all()


def _fill(tx: Connection, table: Table, learner_id: int, held: Sequence[Row[Any]], more: Sequence[Row[Any]]) -> None:
    spans = [(row.from_day, row.to_day) for row in held]
    rows = [
        {**row._asdict(), "learner_id": learner_id, "from_day": first, "to_day": last}
        for row in more
        for first, last in intervals.outside(row.from_day, row.to_day, spans)
    ]
    if rows:
        tx.execute(insert(table), [{name: value for name, value in row.items() if name != "id"} for row in rows])


def _end_refused(tx: Connection, learner_id: int, older: Learner, newer: Learner, after: Learner, today: date) -> None:
    """Let the workplaces and associations end that may not be kept any more."""
    workplace = older.workplace or newer.workplace
    filled = replace(after, workplace=workplace, associations=older.associations | newer.associations)
    belongings.move(tx, [LearnerTurn(learner_id, (), filled, after)], today)


def _begin_choice(tx: Connection, learner_id: int, after: Learner, today: date) -> None:
    """Let the choice about counting that holds from now on begin today, if it is another than the one that held."""
    is_open = (counting.c.learner_id == learner_id, counting.c.to_day.is_(None))
    holds = tx.scalar(select(counting.c.choice).where(*is_open))
    if after.is_counted is not None and holds is not after.is_counted:
        row = {"learner_id": learner_id, "choice": after.is_counted}
        intervals.begin(tx, counting, [learner_id], [row], today)
