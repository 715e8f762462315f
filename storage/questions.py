"""Questions learners ask a person, and those who wait for somebody to come: from being asked to being seen.

A question goes to the team of the learner's hamlet, or to the office where nobody leads the hamlet today; after two
days of silence it goes on to the office. Its text and its answer are emptied once the learner has seen the answer.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, exists, func, or_, select, update

from campaign.consent import Purpose
from conversation.facts import Asked, HelpWanted, LetterRead
from conversation.learner import InHamlet, Learner, Letter
from conversation.team import Inquiry, WaitingPerson
from storage import units
from storage.among import are_among
from storage.inserting import insert_absent, insert_rows
from storage.lives import LearnerTurn
from storage.tables import chat, consent, help_request, household, leader, learner, outbox, question

PATIENCE = timedelta(days=2)
"""How long a question waits for the team before it goes on to the office (issue 4, item 2)."""

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class OfficeQuestion:
    """A question that waits for the office: `unit` is the learner's when it was asked, `since` from when on it waits.

    `since` is `asked_at` unless a team had it first.
    """

    id: int
    unit: str | None
    text: str
    asked_at: datetime
    since: datetime


class Recipient(NamedTuple):
    """The chat in which a learner can be written to; `seq` counts what was sent there, as `outbox.Draft` does."""

    account: str
    chat_id: int
    seq: int


def record(tx: Connection, turns: Sequence[LearnerTurn], today: date, now: datetime) -> None:
    """Keep what learners asked of people, and empty the questions whose answer was shown to who asked."""
    asked = [(turn, fact) for turn in turns for fact in turn.facts if type(fact) is Asked]
    wanted = [(turn, fact) for turn in turns for fact in turn.facts if type(fact) is HelpWanted]
    seen = [(turn, fact) for turn in turns for fact in turn.facts if type(fact) is LetterRead]
    if asked:
        led = _led(tx, {_unit(turn.after) for turn, _ in asked}, today)
        insert_rows(tx, question, [_question_row(turn, fact.text, led, today, now) for turn, fact in asked])
    insert_absent(
        tx,
        help_request,
        [{"learner_id": turn.learner_id, "lesson": fact.lesson, "asked_on": today} for turn, fact in wanted],
    )
    for turn, fact in seen:
        mark_read(tx, turn.learner_id, [fact.inquiry])


def mark_read(tx: Connection, learner_id: int, inquiries: Collection[int]) -> None:
    """Empty a learner's questions whose answer was seen: nobody needs the words any more."""
    is_it = (are_among(question.c.id, inquiries), question.c.learner_id == learner_id, question.c.state == "answered")
    tx.execute(update(question).where(*is_it).values(state="read", text="", answer=""))


def open_of(tx: Connection, unit_codes: Collection[str]) -> dict[str, tuple[Inquiry, ...]]:
    """Return the questions that wait for the teams of these units, the oldest first; units without any are missing."""
    found = defaultdict[str, tuple[Inquiry, ...]](tuple)
    asked = select(question.c.unit_code, question.c.id, question.c.text, question.c.asked_on)
    waiting = (question.c.state == "team", are_among(question.c.unit_code, unit_codes))
    for unit, *inquiry in tx.execute(asked.where(*waiting).order_by(question.c.id)) if unit_codes else ():
        found[unit] += (Inquiry(*inquiry),)
    return dict(found)


def waiting_of(tx: Connection, unit_codes: Collection[str]) -> dict[str, tuple[WaitingPerson, ...]]:
    """Return who of these units waits for help, the longest waiting first; units without anybody are missing.

    A name is there only while its owner agrees. Who has moved waits in the new unit.
    """
    found = defaultdict[str, tuple[WaitingPerson, ...]](tuple)
    rows = tx.execute(_WAITING.where(are_among(learner.c.unit_code, unit_codes))) if unit_codes else ()
    for unit, request, name, is_shown, lesson, since in rows:
        found[unit] += (WaitingPerson(request, name if is_shown else "", lesson, since),)
    return dict(found)


_MAY_BE_NAMED = (
    select(consent.c.choice)
    .where(consent.c.pseudonym == learner.c.pseudonym, consent.c.purpose == Purpose.SHOW_NAME_TO_LEADER.value)
    .order_by(consent.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_WAITING = (
    select(
        learner.c.unit_code,
        help_request.c.id,
        learner.c.name,
        _MAY_BE_NAMED,
        help_request.c.lesson,
        help_request.c.asked_on,
    )
    .join_from(help_request, learner)
    .where(help_request.c.helped_on.is_(None))
    .order_by(help_request.c.asked_on, help_request.c.id)
)


def count_waiting(tx: Connection, unit_codes: Collection[str]) -> dict[str, int]:
    """Return how many people of each of these units wait for help."""
    rows = (
        select(learner.c.unit_code, func.count())
        .join_from(help_request, learner)
        .where(help_request.c.helped_on.is_(None), are_among(learner.c.unit_code, unit_codes))
        .group_by(learner.c.unit_code)
    )
    counted = Counter({unit: count for unit, count in tx.execute(rows)} if unit_codes else {})
    return {unit: counted[unit] for unit in unit_codes}


def reply(tx: Connection, inquiry: int, text: str, by: str, now: datetime) -> int | None:
    """Answer a question that waits for a team or the office; return the learner who asked.

    None when it was answered already or is gone: then nothing is written.
    """
    is_waiting = (question.c.id == inquiry, question.c.state.in_(("team", "office")))
    answer = {"state": "answered", "answer": text, "answered_at": now, "answered_by": by[:_LONGEST_NAME]}
    answered = update(question).where(*is_waiting).values(answer).returning(question.c.learner_id)
    learner_id: int | None = tx.scalar(answered)
    return learner_id


def unread(tx: Connection) -> dict[int, tuple[Letter, ...]]:
    """Return the answers nobody has seen yet by the learner who asked, the oldest first."""
    found = defaultdict[int, tuple[Letter, ...]](tuple)
    answered = select(question.c.learner_id, question.c.id, question.c.text, question.c.answer, question.c.answered_by)
    for learner_id, *letter in tx.execute(answered.where(question.c.state == "answered").order_by(question.c.id)):
        found[learner_id] += (Letter(*letter),)
    return dict(found)


def help_done(tx: Connection, request: int, post: int, today: date) -> bool:
    """Note that the leader of this post helped who asked; False when somebody did already, or the request is gone.

    Whether the person waits in the leader's unit is for the caller to see.
    """
    waits = (help_request.c.id == request, help_request.c.helped_on.is_(None))
    return tx.execute(update(help_request).where(*waits).values(helped_on=today, helped_by=post)).rowcount == 1


def for_office(tx: Connection) -> tuple[OfficeQuestion, ...]:
    """Return the questions that wait for the office, the oldest first."""
    asked = select(
        question.c.id,
        question.c.unit_code,
        question.c.text,
        question.c.asked_at,
        func.coalesce(question.c.passed_at, question.c.asked_at),
    )
    rows = tx.execute(asked.where(question.c.state == "office").order_by(question.c.asked_at, question.c.id))
    return tuple(OfficeQuestion(*row) for row in rows)


def pass_to_office(tx: Connection, now: datetime) -> int:
    """Pass on what a team left unanswered for two days; return how many questions that were."""
    is_late = (question.c.state == "team", question.c.asked_at <= now - PATIENCE)
    return tx.execute(update(question).where(*is_late).values(state="office", passed_at=now)).rowcount


def recipients(tx: Connection, learner_ids: Collection[int]) -> dict[int, Recipient]:
    """Return the chat in which each of these learners was written to last; who has none is missing.

    It is the chat with the newest row in the outbox: that says when it was used, and only channels that send have any.
    A shared phone is left out, whoever learns there now: somebody else may hold it, and the letter is shown once its
    owner said so. So is a chat that cannot be reached, and one that was silent longer than the outbox is kept.
    """
    newest = select(outbox.c.chat_id, func.max(outbox.c.id).label("last")).group_by(outbox.c.chat_id).subquery()
    is_shared = exists().where(household.c.chat_id == chat.c.id)
    chats = (
        select(chat.c.learner_id, chat.c.account, chat.c.id, chat.c.seq)
        .join(newest, newest.c.chat_id == chat.c.id)
        .where(are_among(chat.c.learner_id, learner_ids), ~chat.c.is_unreachable, ~is_shared)
        .order_by(newest.c.last)
    )
    rows = tx.execute(chats) if learner_ids else ()
    return {learner_id: Recipient(*found) for learner_id, *found in rows}


def _question_row(
    turn: LearnerTurn, text: str, led: Collection[str | None], today: date, now: datetime
) -> dict[str, object]:
    unit = _unit(turn.after)
    return {
        "learner_id": turn.learner_id,
        "unit_code": unit,
        "text": text,
        "asked_at": now,
        "asked_on": today,
        "state": "team" if unit in led else "office",
    }


def _unit(of: Learner) -> str | None:
    return of.home.unit if isinstance(of.home, InHamlet) else None


def _led(tx: Connection, codes: Collection[str | None], today: date) -> frozenset[str | None]:
    """Return those of these units that somebody leads today, perhaps since before a merger."""
    holds = (leader.c.from_day <= today, or_(leader.c.to_day.is_(None), leader.c.to_day >= today))
    known = units.current(tx)
    led = {known.get(code, today) for code in tx.scalars(select(leader.c.unit_code).where(*holds))}
    return frozenset(code for code in codes if code and known.get(code, today) in led - {None})
