"""The people who help a unit: how they are invited, which posts they hold, what waits for them, what they do.

Whatever is asked for here, a chat reaches the units it holds a post of today, and no other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import assert_never

from sqlalchemy import ColumnElement, Connection, bindparam, insert, or_, select, update

from campaign import sessions
from campaign.units import Units
from conversation.team import (
    Deed,
    Helped,
    Inquiry,
    Invited,
    LeftPost,
    PageOpened,
    Post,
    Replied,
    Room,
    SessionRecorded,
    TookPost,
    WaitingPerson,
)
from storage import doors, guided_sessions, questions, units
from storage.among import among, are_among
from storage.tables import invitation, leader

INVITATION_LIFE = timedelta(days=7)

_ROLE = "leader"
_FIRST_CODE, _LAST_CODE = 10_000_000, 99_999_999
"""Eight digits, the first not 0 (design.md rule 3)."""


def invite(tx: Connection, unit: str, name: str, now: datetime, rng: Random) -> str:
    """Make an invitation to help a unit and return its code, which is shown this once."""
    code = str(rng.randint(_FIRST_CODE, _LAST_CODE))
    while tx.scalar(select(invitation.c.role).where(invitation.c.token_hash == _hash(code))) is not None:
        code = str(rng.randint(_FIRST_CODE, _LAST_CODE))
    row = {"token_hash": _hash(code), "role": _ROLE, "expires_at": now + INVITATION_LIFE}
    tx.execute(insert(invitation), {**row, "unit_code": unit, "name": name})
    return code


def invited(tx: Connection, code: str, now: datetime) -> Invited | None:
    """Return what a code invites to, or None when it is unknown, spent or too old."""
    columns = (invitation.c.token_hash, invitation.c.unit_code, invitation.c.name)
    row = tx.execute(select(*columns).where(*_is_open(_hash(code), now))).one_or_none()
    return Invited(*row) if row is not None and row.unit_code is not None else None


_POSTS = (
    select(leader.c.chat_id, leader.c.id, leader.c.unit_code, leader.c.name)
    .where(
        among(leader.c.chat_id, "chats"),
        leader.c.from_day <= bindparam("today"),
        or_(leader.c.to_day.is_(None), leader.c.to_day >= bindparam("today")),
    )
    .order_by(leader.c.chat_id, leader.c.id)
)


def posts(tx: Connection, chat_ids: Collection[int], today: date) -> dict[int, tuple[Post, ...]]:
    """Return the posts held in these chats today, one for each unit as it is today; chats without one are missing."""
    rows = tx.execute(_POSTS, {"chats": sorted(chat_ids), "today": today}).all() if chat_ids else []
    known = units.current(tx) if rows else Units({})
    found = defaultdict[int, dict[str, Post]](dict)
    for chat_id, post_id, code, name in rows:
        unit = known.get(code, today)
        if unit is not None:
            found[chat_id].setdefault(unit.code, Post(post_id, unit.code, name))
    return {chat_id: tuple(held.values()) for chat_id, held in found.items()}


def rooms(tx: Connection, unit_codes: Collection[str], today: date) -> dict[str, Room]:
    """Return what waits in these units, and their sessions that can still be put right."""
    if not unit_codes:
        return {}
    known = units.current(tx)
    families = {code: _family(known, code, today) for code in unit_codes}
    everyone = {code for family in families.values() for code in family}
    waiting, inquiries = questions.waiting_of(tx, everyone), questions.open_of(tx, everyone)
    oldest = today - sessions.OLDEST
    return {
        code: Room(
            code,
            tuple({one.id: one for each in family for one in waiting.get(each, ())}.values()),
            tuple({one.id: one for each in family for one in inquiries.get(each, ())}.values()),
            guided_sessions.recent(tx, family, known.by_code[code].adults, oldest),
        )
        for code, family in families.items()
        if code in known.by_code
    }


def follow(tx: Connection, deeds: Sequence[tuple[int, Deed]], today: date, now: datetime) -> frozenset[int]:
    """Do what leaders did, each in the chat with this id; a deed in a unit not held in that chat does nothing.

    Return the learners whose questions were answered.
    """
    answered = set[int | None]()
    for chat_id, deed in deeds:
        held = posts(tx, [chat_id], today).get(chat_id, ())
        if isinstance(deed, TookPost):
            _take(tx, chat_id, deed, [post.unit for post in held], today, now)
            continue
        post = next((post for post in held if post.id == deed.post), None)
        if post is not None:
            answered.add(_work(tx, chat_id, post, deed, today, now))
    return frozenset(learner for learner in answered if learner is not None)


def work_in(tx: Connection, post_id: int, deed: Deed, today: date, now: datetime) -> bool:
    """Do a deed in a post, from the page of its unit; False where nothing came of it.

    Nothing does when the post is not held today, or what the deed is about waits in another unit or not any more.
    """
    post = _held(tx, post_id, today)
    if post is None or isinstance(deed, TookPost | LeftPost | PageOpened):
        return False
    room = rooms(tx, [post.unit], today)[post.unit]
    match deed:
        case Helped(_, request):
            return _is_among(request, room.waiting) and questions.help_done(tx, request, post.id, today)
        case Replied(_, inquiry, text):
            return _is_among(inquiry, room.inquiries) and (
                questions.reply(tx, inquiry, text, post.name, now) is not None
            )
        case SessionRecorded(_, session, None):
            guided_sessions.record(tx, post, session, now)
            return True
    return False


def _held(tx: Connection, post_id: int, today: date) -> Post | None:
    """Return a post that is held today, with its unit as it is today."""
    is_held = (leader.c.from_day <= today, or_(leader.c.to_day.is_(None), leader.c.to_day >= today))
    row = tx.execute(select(leader.c.unit_code, leader.c.name).where(leader.c.id == post_id, *is_held)).one_or_none()
    unit = units.current(tx).get(row.unit_code, today) if row is not None else None
    return Post(post_id, unit.code, row.name) if row is not None and unit is not None else None


def _take(tx: Connection, chat_id: int, deed: TookPost, held: Collection[str], today: date, now: datetime) -> None:
    """Spend the invitation and begin the post; a second one of the same unit is not begun."""
    is_open = _is_open(deed.invitation.token_hash, now)
    columns = (invitation.c.unit_code, invitation.c.name)
    spent = tx.execute(update(invitation).where(*is_open).values(spent_at=now).returning(*columns)).one_or_none()
    unit = units.current(tx).get(spent.unit_code, today) if spent is not None else None
    if spent is None or unit is None or unit.code in held:
        return
    row = {"chat_id": chat_id, "unit_code": spent.unit_code, "name": spent.name, "version": deed.version}
    tx.execute(insert(leader), {**row, "from_day": today, "to_day": None})


def _work(
    tx: Connection,
    chat_id: int,
    post: Post,
    deed: LeftPost | Helped | Replied | SessionRecorded | PageOpened,
    today: date,
    now: datetime,
) -> int | None:
    """Do a deed of the unit of this post; return the learner whose question it answered, if it did."""
    match deed:
        case LeftPost():
            _leave(tx, chat_id, post, today)
        case PageOpened(_, token):
            doors.leader_link(tx, post.id, token, now)
        case Helped(_, request):
            if _is_among(request, rooms(tx, [post.unit], today)[post.unit].waiting):
                questions.help_done(tx, request, post.id, today)
        case Replied(_, inquiry, text):
            if _is_among(inquiry, rooms(tx, [post.unit], today)[post.unit].inquiries):
                return questions.reply(tx, inquiry, text, post.name, now)
        case SessionRecorded(_, session, corrects):
            if corrects is None:
                guided_sessions.record(tx, post, session, now)
            else:
                family = _family(units.current(tx), post.unit, today)
                guided_sessions.correct(tx, post, session, corrects, family, now)
        case _:
            assert_never(deed)
    return None


def _leave(tx: Connection, chat_id: int, post: Post, today: date) -> None:
    """End the post, and any other of this chat that has become one of the same unit: yesterday was the last day."""
    family = _family(units.current(tx), post.unit, today)
    is_open = or_(leader.c.to_day.is_(None), leader.c.to_day >= today)
    theirs = (leader.c.chat_id == chat_id, are_among(leader.c.unit_code, family), is_open)
    tx.execute(update(leader).where(*theirs).values(to_day=today - timedelta(days=1)))


def _family(known: Units, code: str, today: date) -> list[str]:
    """Return the codes for which this unit answers today: its own, and those of units that went into it."""
    answering = ((each, known.get(each, today)) for each in known.by_code)
    return [each for each, unit in answering if unit is not None and unit.code == code]


def _is_among(wanted: int, people: Iterable[WaitingPerson | Inquiry]) -> bool:
    return any(one.id == wanted for one in people)


def _is_open(token_hash: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        invitation.c.token_hash == token_hash,
        invitation.c.role == _ROLE,
        invitation.c.spent_at.is_(None),
        invitation.c.expires_at > now,
    )


def _hash(code: str) -> str:
    """Return what is stored; with the role in front it opens no page, whose tokens are hashed as they are."""
    return sha256(f"{_ROLE}:{code}".encode("utf-8", "surrogatepass")).hexdigest()
