"""What the office decides about face-to-face sessions: which count, which do not, and those it records itself."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select, update

from campaign.sessions import Flag, flags
from campaign.units import Unit, Units
from conversation.team import Session
from storage import audits, units
from storage.among import are_among
from storage.audits import Audit
from storage.tables import guided_session as guided

_TOLD = ("day", "lesson", "place", "present", "women", "aged_60_plus", "first_timers")

_IS_LAST_WORD = ~guided.c.is_replaced
_IS_WAITING = guided.c.confirmed_at.is_(None) & guided.c.refused_at.is_(None)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A session of a unit as it was recorded, by whom and when."""

    id: int
    unit: Unit
    session: Session
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WaitingSession:
    """A session the office has not judged yet; `before` is what it said until it was put right.

    What the office thought of it then: `was_confirmed`, or `refused_for` a reason, "" where it was not.
    """

    recorded: Recorded
    flags: tuple[Flag, ...]
    before: Session | None = None
    was_confirmed: bool = False
    refused_for: str = ""


@dataclass(frozen=True, slots=True)
class JudgedSession:
    """A session that counts, or does not for the reason in `refusal`; `by` is empty where that was not kept."""

    recorded: Recorded
    is_confirmed: bool
    at: datetime
    by: str
    refusal: str


def count_waiting(tx: Connection) -> int:
    """Return how many sessions wait for the office."""
    return tx.scalar(select(func.count()).select_from(guided).where(_IS_LAST_WORD, _IS_WAITING)) or 0


def waiting(tx: Connection, today: date, limit: int) -> tuple[WaitingSession, ...]:
    """Return the sessions that wait for the office, the newest first, with what looks odd about each."""
    return _with_flags(tx, today, _newest(_IS_WAITING).limit(limit))


def judged(tx: Connection, today: date, limit: int, skip: int = 0) -> tuple[JudgedSession, ...]:
    """Return the sessions the office has judged, the newest first, after the first `skip` of them."""
    rows = tx.execute(_newest(~_IS_WAITING).limit(limit).offset(skip)).all()
    known = units.current(tx)
    return tuple(
        JudgedSession(
            _recorded(row, known, today),
            row.refused_at is None,
            row.refused_at or row.confirmed_at,
            row.confirmed_by,
            row.refusal,
        )
        for row in rows
    )


def confirm(tx: Connection, session_id: int, by: str, now: datetime) -> bool:
    """Let a session count, also one that did not; False when it counts already, was put right since, or is gone."""
    yes = {"confirmed_at": now, "confirmed_by": by, "refused_at": None, "refusal": ""}
    return _judge(tx, session_id, guided.c.confirmed_at.is_(None), yes, Audit(now, by, "session_confirmed", ""))


def confirm_plain(tx: Connection, session_ids: Collection[int], by: str, today: date, now: datetime) -> int:
    """Let those of these waiting sessions count about which nothing looks odd; return how many those were."""
    wanted = _with_flags(tx, today, _newest(_IS_WAITING, are_among(guided.c.id, session_ids)))
    return sum(confirm(tx, one.recorded.id, by, now) for one in wanted if not one.flags)


def refuse(tx: Connection, session_id: int, reason: str, by: str, now: datetime) -> bool:
    """Do not count a session, also one that counted; False when it does not already, was put right, or is gone."""
    no = {"confirmed_at": None, "confirmed_by": "", "refused_at": now, "refusal": reason}
    return _judge(tx, session_id, guided.c.refused_at.is_(None), no, Audit(now, by, "session_refused", reason))


def is_recorded(tx: Connection, unit: str, session: Session) -> bool:
    """Say whether just this session of a unit is recorded."""
    is_same = (guided.c.unit_code == unit, *(guided.c[name] == getattr(session, name) for name in _TOLD))
    return tx.scalar(select(guided.c.id).where(_IS_LAST_WORD, *is_same).limit(1)) is not None


def record(tx: Connection, unit: str, session: Session, by: str, now: datetime) -> bool:
    """Record a session for a unit that cannot do so itself; False when just this one is recorded already.

    It waits to be confirmed as those of leaders do.
    """
    if is_recorded(tx, unit, session):
        return False
    told = {name: getattr(session, name) for name in _TOLD}
    row = {"unit_code": unit, **told, "recorded_at": now, "recorded_by": by, "is_replaced": False}
    session_id = tx.scalar(insert(guided).values(row).returning(guided.c.id))
    audits.add(tx, Audit(now, by, "session_recorded", f"{unit}: {session_id}"))
    return True


def _judge(
    tx: Connection, session_id: int, is_not_yet: ColumnElement[bool], verdict: Mapping[str, object], done: Audit
) -> bool:
    is_it = (guided.c.id == session_id, _IS_LAST_WORD, is_not_yet)
    unit = tx.scalar(update(guided).where(*is_it).values(verdict).returning(guided.c.unit_code))
    if unit is None:
        return False
    detail = f"{unit}: {session_id}" + (f"; {done.detail}" if done.detail else "")
    audits.add(tx, Audit(done.at, done.by, done.what, detail))
    return True


def _newest(*which: ColumnElement[bool]) -> Select[*tuple[object, ...]]:
    before = guided.alias("before")
    earlier = (before.c[name].label(f"before_{name}") for name in (*_TOLD, "confirmed_at", "refusal"))
    return (
        select(guided, *earlier)
        .outerjoin_from(guided, before, before.c.id == guided.c.replaces)
        .where(_IS_LAST_WORD, *which)
        .order_by(guided.c.day.desc(), guided.c.id.desc())
    )


def _with_flags(tx: Connection, today: date, asked: Select[*tuple[object, ...]]) -> tuple[WaitingSession, ...]:
    rows = tx.execute(asked).all()
    known = units.current(tx)
    counted = _count_by_day(tx, rows, known, today)
    found = []
    for row in rows:
        recorded = _recorded(row, known, today)
        day, present = row.day, row.present
        others = [day] if counted[recorded.unit.code, day] > 1 else []
        before = None if row.before_day is None else Session(*(getattr(row, f"before_{name}") for name in _TOLD))
        odd = flags(day, present, others, recorded.unit.adults)
        found.append(
            WaitingSession(recorded, odd, before, row.before_confirmed_at is not None, row.before_refusal or "")
        )
    return tuple(found)


def _count_by_day(
    tx: Connection, rows: Sequence[Row[*tuple[object, ...]]], known: Units, today: date
) -> Counter[tuple[str, date]]:
    """Return how many sessions each unit had on the days of these, without those that do not count."""
    if not rows:
        return Counter()
    days = [row.day for row in rows]
    counts = (
        select(guided.c.unit_code, guided.c.day, func.count())
        .where(_IS_LAST_WORD, guided.c.refused_at.is_(None), guided.c.day.between(min(days), max(days)))
        .group_by(guided.c.unit_code, guided.c.day)
    )
    counted = Counter[tuple[str, date]]()
    for code, day, count in tx.execute(counts):
        counted[_unit(known, code, today).code, day] += count
    return counted


def _recorded(row: Row[*tuple[object, ...]], known: Units, today: date) -> Recorded:
    session = Session(*(getattr(row, name) for name in _TOLD))
    return Recorded(row.id, _unit(known, row.unit_code, today), session, row.recorded_by, row.recorded_at)


def _unit(known: Units, code: str, today: date) -> Unit:
    """Return the unit that answers for this one today, or it itself where it ended without a successor."""
    return known.get(code, today) or known.by_code[code]
