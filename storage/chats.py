"""Chats: where each one is in the conversation, and the last message a page shows again."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, update

from conversation import message as messages
from conversation.kept import chat_from_json, chat_to_json, prompt_from_json, prompt_to_json
from conversation.learner import Learner
from conversation.message import Message
from conversation.places import Welcome
from conversation.situation import Chat, Member, Prompt
from conversation.team import Post, Room
from quizzes import Attempt
from storage import attempts, households, learners, team
from storage.among import are_among
from storage.inserting import update_rows
from storage.tables import chat as chats

LIFE_WITHOUT_LEARNER = timedelta(hours=24)
"""How long a chat is kept in which nobody agreed to anything (design.md rule 2)."""


@dataclass(frozen=True, slots=True)
class ChatKey:
    """One chat: `account` is a channel and its account, like "browser:main"; `address` the chat on it."""

    account: str
    address: str

    @property
    def channel(self) -> str:
        """Return the channel, the part of the account before the colon."""
        return self.account.partition(":")[0]


@dataclass(frozen=True, slots=True)
class KeptChat:
    """A chat as it is kept, or as it begins when `id` is None.

    `attempts` are those asked for that belong to a learner of this phone; `step` counts its messages, `seq` its outbox
    rows. `household` are the learners of a shared phone, `posts` the roles held in this chat, `rooms` what waits there.
    """

    id: int | None
    learner_id: int | None
    chat: Chat
    learner: Learner | None
    attempts: Mapping[int, Attempt]
    step: int
    seq: int
    household: tuple[Member, ...] = ()
    posts: tuple[Post, ...] = ()
    rooms: Mapping[str, Room] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SavedChat:
    """A chat to be kept; `id` is None for a new one, `message` the one a page shows again.

    `is_lasting` when somebody agreed that it is kept: a learner, or a leader.
    """

    id: int | None
    key: ChatKey
    learner_id: int | None
    chat: Chat
    message: Message | None
    step: int
    seq: int
    is_lasting: bool = False


_CHATS = select(
    chats.c.account,
    chats.c.address,
    chats.c.id,
    chats.c.learner_id,
    chats.c.state,
    chats.c.shown,
    chats.c.step,
    chats.c.seq,
)


def load(
    tx: Connection,
    keys: Collection[ChatKey],
    tapped: Mapping[ChatKey, Collection[int]],
    today: date,
    reached: Mapping[int, Prompt] | None = None,
) -> dict[ChatKey, KeptChat]:
    """Return the chats with their learners and roles, and of the tapped attempts those of learners of the same phone.

    What numbered message `reached` which chat, any chat, is kept before they are read, as `mark_all_shown` does.

    On PostgreSQL the rows of chats, then of learners, are locked until the transaction ends, each in the order of ids.
    """
    if reached:
        _lock(tx, keys, reached)
        mark_all_shown(tx, list(reached.items()))
    rows = {ChatKey(row[0], row[1]): row for row in _rows(tx, keys)}
    chat_ids = [row.id for row in rows.values()]
    shared = households.load(tx, chat_ids)
    posts = team.posts(tx, chat_ids, today)
    rooms = team.rooms(tx, {post.unit for held in posts.values() for post in held}, today)
    learning = {row.learner_id for row in rows.values() if row.learner_id is not None}
    people = learners.load(tx, learning | {each for members in shared.values() for each, _ in members})
    found = attempts.load(tx, {attempt_id for key, ids in tapped.items() if key in rows for attempt_id in ids})
    kept = {}
    for key in keys:
        row = rows.get(key)
        if row is None:
            kept[key] = KeptChat(None, None, Chat(key.channel, Welcome()), None, {}, 0, 0)
            continue
        _, _, chat_id, learner_id, state, shown, step, seq = row
        learner = people.get(learner_id) if learner_id is not None else None
        chat = chat_from_json(state, key.channel, prompt_from_json(shown), has_learner=learner is not None)
        household = tuple(
            Member(each, label, people[each]) for each, label in shared.get(chat_id, ()) if each in people
        )
        ours = {learner_id, *(member.id for member in household)}
        mine = {
            attempt_id: found[attempt_id].attempt
            for attempt_id in tapped.get(key, ())
            if attempt_id in found and found[attempt_id].learner_id in ours
        }
        held = posts.get(chat_id, ())
        theirs = {post.unit: rooms[post.unit] for post in held if post.unit in rooms}
        kept[key] = KeptChat(chat_id, learner_id, chat, learner, mine, step, seq, household, held, theirs)
    return kept


def save(tx: Connection, rows: Sequence[SavedChat], now: datetime) -> list[int]:
    """Keep the chats and return their ids in the same order. One that is not lasting is kept for 24 hours.

    Who writes can be written to: what is saved counts as reachable again.
    """
    known = sorted((row for row in rows if row.id is not None), key=lambda row: row.id or 0)
    update_rows(tx, chats, [{"id": row.id, **_columns(row, now)} for row in known])
    new = sorted((row for row in rows if row.id is None), key=lambda row: (row.key.account, row.key.address))
    ids: dict[ChatKey, int] = {}
    if new:
        values = [{"account": row.key.account, "address": row.key.address, **_columns(row, now)} for row in new]
        inserted = tx.scalars(insert(chats).returning(chats.c.id, sort_by_parameter_order=True), values)
        ids = dict(zip((row.key for row in new), inserted, strict=True))
    return [row.id if row.id is not None else ids[row.key] for row in rows]


def message(tx: Connection, key: ChatKey) -> tuple[int, Message | None] | None:
    """Return the step a chat is at and the message it shows, or None when there is no such chat."""
    return last_messages(tx, [key]).get(key)


def last_messages(tx: Connection, keys: Collection[ChatKey]) -> dict[ChatKey, tuple[int, Message | None]]:
    """Return the step each chat is at and the message it shows; chats that do not exist are missing.

    The message is None when none was kept or it cannot be read any more; the step still counts then.
    """
    rows = tx.execute(_LAST.where(_are(keys))) if keys else ()
    return {ChatKey(account, address): (step, _readable(kept)) for account, address, step, kept in rows}


_LAST = select(chats.c.account, chats.c.address, chats.c.step, chats.c.message)


def _readable(kept: str | None) -> Message | None:
    try:
        return messages.from_json(kept) if kept else None
    except ValueError:
        return None


def mark_shown(tx: Connection, chat_id: int, prompt: Prompt) -> None:
    """Remember that a numbered message reached the person, at its `shown_at`, unless a newer one did already."""
    mark_all_shown(tx, [(chat_id, prompt)])


def mark_all_shown(tx: Connection, prompts: Sequence[tuple[int, Prompt]]) -> None:
    """Remember the newest numbered message that reached each of these chats.

    Ids grow with time. The same message shown again keeps the moment of its first showing: the guard against digits
    typed too soon counts from there.
    """
    newest: dict[int, Prompt] = {}
    for chat_id, prompt in prompts:
        if chat_id not in newest or newest[chat_id].id <= prompt.id:
            newest[chat_id] = prompt
    if not newest:
        return
    asked = select(chats.c.id, chats.c.shown).where(are_among(chats.c.id, newest))
    changed = []
    for chat_id, kept in tx.execute(asked.order_by(chats.c.id).with_for_update()):
        shown, prompt = prompt_from_json(kept), newest[chat_id]
        if shown is not None and shown.id == prompt.id:
            prompt = replace(prompt, shown_at=shown.shown_at or prompt.shown_at)
        if shown is None or shown.id <= prompt.id:
            changed.append({"id": chat_id, "shown": prompt_to_json(prompt)})
    update_rows(tx, chats, changed)


def take_seq(tx: Connection, chat_id: int) -> int:
    """Return the number of a message that is sent to a chat unasked, and count it."""
    taken: int | None = tx.scalar(
        update(chats).where(chats.c.id == chat_id).values(seq=chats.c.seq + 1).returning(chats.c.seq)
    )
    if taken is None:
        raise LookupError(f"there is no chat {chat_id}")
    return taken


def mark_reachable(tx: Connection, key: ChatKey, is_reachable: bool) -> None:
    """Remember whether anything can be sent to a chat, if there is such a chat."""
    is_it = (chats.c.account == key.account, chats.c.address == key.address)
    tx.execute(update(chats).where(*is_it).values(is_unreachable=not is_reachable))


def _rows(
    tx: Connection, keys: Collection[ChatKey]
) -> Sequence[Row[str, str, int, int | None, str, str | None, int, int]]:
    return tx.execute(_CHATS.where(_are(keys)).order_by(chats.c.id).with_for_update()).all() if keys else []


def _lock(tx: Connection, keys: Collection[ChatKey], ids: Collection[int]) -> None:
    """Lock all these chats in one order: locked some and then others, two transactions would wait in a ring."""
    if tx.dialect.name == "postgresql":
        them = select(chats.c.id).where(or_(_are(keys), are_among(chats.c.id, ids)))
        tx.execute(them.order_by(chats.c.id).with_for_update())


def _are(keys: Collection[ChatKey]) -> ColumnElement[bool]:
    """Say that a row is one of these chats."""
    by_account = defaultdict[str, list[str]](list)
    for key in keys:
        by_account[key.account].append(key.address)
    return or_(
        *(
            and_(chats.c.account == account, are_among(chats.c.address, addresses))
            for account, addresses in sorted(by_account.items())
        )
    )


def _columns(row: SavedChat, now: datetime) -> dict[str, object]:
    return {
        "learner_id": row.learner_id,
        "state": chat_to_json(row.chat),
        "shown": prompt_to_json(row.chat.shown) if row.chat.shown else None,
        "message": messages.to_json(row.message) if row.message else None,
        "step": row.step,
        "seq": row.seq,
        "expires_at": None if row.is_lasting else now + LIFE_WITHOUT_LEARNER,
        "is_unreachable": False,
    }
