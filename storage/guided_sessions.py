"""Face-to-face sessions as leaders record them. A correction is a new row: what was recorded before stays."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from campaign.sessions import Flag, flags
from conversation.session_steps import next_step
from conversation.team import HeldSession, Post, Session
from storage import audits
from storage.among import among, are_among
from storage.audits import Audit
from storage.tables import guided_session as guided

_COLUMNS = ("day", "lesson", "place", "present", "women", "aged_60_plus", "first_timers")

_RECENT = (
    select(guided.c.id, guided.c.confirmed_at, guided.c.refused_at, *(guided.c[name] for name in _COLUMNS))
    .where(among(guided.c.unit_code, "codes"), guided.c.day >= bindparam("since"), ~guided.c.is_replaced)
    .order_by(guided.c.day.desc(), guided.c.id.desc())
)


def recent(tx: Connection, codes: Collection[str], adults: int | None, since: date) -> tuple[HeldSession, ...]:
    """Return the sessions of a unit since a day, the newest first, each as it was last put right.

    `codes` are the unit's own and those of units that went into it; `adults` is None where no number is known.
    """
    rows = tx.execute(_RECENT, {"codes": sorted(codes), "since": since}).all()
    on_day = Counter(row.day for row in rows if row.refused_at is None)
    held = []
    for session_id, confirmed_at, refused_at, *told in rows:
        session = Session(*told)
        others = [day for day, count in on_day.items() if count > (day == session.day)]
        odd = flags(told[0], told[3], others, adults) if refused_at is None else (Flag.REFUSED,)
        held.append(HeldSession(session_id, session, confirmed_at is not None, odd))
    return tuple(held)


def record(tx: Connection, post: Post, session: Session, now: datetime) -> None:
    """Keep a session; one of which not everything was told is not kept."""
    if next_step(session) is None:
        _insert(tx, post, session, None, now)


def correct(tx: Connection, post: Post, session: Session, corrects: int, codes: Collection[str], now: datetime) -> None:
    """Put a session of the unit right: both stay, and the log says what changed.

    Nothing happens when it belongs to another unit, or somebody else has put it right meanwhile. The office has to
    confirm what it says now, whatever it confirmed before.
    """
    if next_step(session) is not None:
        return
    is_it = (guided.c.id == corrects, are_among(guided.c.unit_code, codes), ~guided.c.is_replaced)
    columns = [guided.c[name] for name in _COLUMNS]
    before = tx.execute(update(guided).where(*is_it).values(is_replaced=True).returning(*columns)).one_or_none()
    if before is None:
        return
    session_id = _insert(tx, post, session, corrects, now)
    changes = [
        f"{name} {was!s} → {told!s}"
        for name, was, told in zip(_COLUMNS, before, _told(session).values(), strict=True)
        if was != told
    ]
    detail = f"{post.unit}: {corrects} → {session_id}; {'; '.join(changes)}"
    audits.add(tx, Audit(now, post.name, "session_corrected", detail))


def _insert(tx: Connection, post: Post, session: Session, replaces: int | None, now: datetime) -> int:
    row = {
        "unit_code": post.unit,
        **_told(session),
        "recorded_at": now,
        "leader_id": post.id,
        "recorded_by": post.name,
        "replaces": replaces,
        "is_replaced": False,
    }
    session_id: int = tx.scalars(insert(guided).returning(guided.c.id), row).one()
    return session_id


def _told(session: Session) -> dict[str, date | str | int | None]:
    return {
        "day": session.day,
        "lesson": session.lesson,
        "place": session.place,
        "present": session.present,
        "women": session.women,
        "aged_60_plus": session.aged_60_plus,
        "first_timers": session.first_timers,
    }
