"""Putting messages into the outbox, and handing out at once what may go at once; see `storage.outbox`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum

from sqlalchemy import Connection, String, literal_column, select, update

from conversation import message as messages
from conversation.kept import prompt_to_json
from conversation.message import Message
from conversation.situation import Prompt
from storage.among import among, are_among
from storage.inserting import insert_returning, insert_rows
from storage.tables import outbox


class Lane(IntEnum):
    """Why something is sent. A lower lane overtakes a higher one of the same chat."""

    REPLY = 0
    LEADER = 1
    LESSON = 2
    BROADCAST = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be sent. `seq` is taken from the chat row, `prompt` is what counts as shown once it arrived.

    `repeats` is how often it may go out again while nobody knows whether it arrived: 0 for what is not harmless twice.
    """

    account: str
    chat_id: int
    seq: int
    message: Message
    prompt: Prompt | None
    day: date
    lane: Lane = Lane.REPLY
    expires_at: datetime | None = None
    not_before: datetime | None = None
    repeats: int = 1


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed row: what to send and where; `tries` counts this one too."""

    id: int
    chat_id: int
    address: str
    lane: Lane
    seq: int
    message: Message
    prompt: Prompt | None
    tries: int
    expires_at: datetime | None


# The states are spelled in the statements, not bound: only so does a database see that its partial indexes serve them.
READY = literal_column("'ready'", String())
CLAIMED = literal_column("'claimed'", String())
LATER = literal_column("'later'", String())
_OPEN = (
    select(outbox.c.id, outbox.c.chat_id, outbox.c.state, outbox.c.tries, outbox.c.not_before)
    .where(
        among(outbox.c.chat_id, "chat_ids"),
        outbox.c.lane == literal_column(str(Lane.REPLY.value)),
        outbox.c.state.in_((READY, CLAIMED, LATER)),
    )
    .order_by(outbox.c.chat_id, outbox.c.seq)
)
_SOON = timedelta(seconds=2)
"""How long a reply that failed waits at most for its next try once its person does something: as after a first failure.

Not less, so that ten taps in a second are not ten tries.
"""

_SAID_AGAIN = {"state": "suppressed", "reason": "said again", "payload": None, "prompt": None, "not_before": None}


def add(tx: Connection, drafts: Sequence[Draft]) -> None:
    """Keep messages to be sent."""
    insert_rows(tx, outbox, [_draft_row(draft) for draft in drafts])


def add_claimed(
    tx: Connection,
    drafts: Sequence[Draft],
    addresses: Mapping[int, str],
    now: datetime,
    limit: int,
    held: Collection[int] = (),
) -> tuple[Outgoing, ...]:
    """Keep messages to be sent, and claim at once what `claim` would take of them; return that.

    `addresses` are those of their chats, who can be reached. A reply is claimed when nothing of its lane is open before
    it, so the drafts of a chat come in the order of their `seq`, in the transaction that took it from the chat.
    """
    blocked = {*held, *_open_chats(tx, drafts, now)}
    heads: dict[tuple[int, int], Draft] = {}
    for draft in drafts:
        if len(heads) < limit and draft.chat_id not in blocked and draft.lane is Lane.REPLY and not draft.not_before:
            heads[draft.chat_id, draft.seq] = draft
        blocked.add(draft.chat_id)
    claimed = {"state": "claimed", "claimed_at": now, "tries": 1}
    rows = [{**_draft_row(draft), **claimed} for draft in heads.values()]
    inserted = insert_returning(tx, outbox, rows, ("id", "chat_id", "seq"))
    add(tx, [draft for draft in drafts if (draft.chat_id, draft.seq) not in heads])
    return tuple(_handed(row_id, heads[chat_id, seq], addresses[chat_id]) for row_id, chat_id, seq in inserted)


def _open_chats(tx: Connection, drafts: Sequence[Draft], now: datetime) -> set[int]:
    """Return the chats in which replies are open; the last of them is put away if it waits and is now said again.

    Somebody who sees no answer taps again, and would see the same page once for every tap. What failed and stays is
    tried again soon: what is said now comes after it, and the phone is in somebody's hand.
    """
    replies = {draft.chat_id: draft for draft in reversed(drafts) if draft.lane is Lane.REPLY}
    rows = tx.execute(_OPEN, {"chat_ids": set(replies)}).all()
    last = {row.chat_id: row for row in rows}
    waiting = {row.id: replies[row.chat_id].message for row in last.values() if row.state != "claimed"}
    put_away = _said_again(tx, waiting)
    kept = [row for row in rows if row.id not in put_away]
    soon = now + _SOON
    _hurry(tx, [row.id for row in kept if row.state == "later" and row.tries and row.not_before > soon], soon)
    return {row.chat_id for row in kept}


def _hurry(tx: Connection, ids: Collection[int], until: datetime) -> None:
    if ids:
        tx.execute(update(outbox).where(are_among(outbox.c.id, ids)).values(not_before=until))


def _said_again(tx: Connection, waiting: Mapping[int, Message]) -> Collection[int]:
    """Put away the rows that say just what is said now, and return them."""
    if not waiting:
        return ()
    kept = tx.execute(select(outbox.c.id, outbox.c.payload).where(are_among(outbox.c.id, waiting))).all()
    same = {row_id for row_id, payload in kept if _says(payload, waiting[row_id])}
    if same:
        tx.execute(update(outbox).where(are_among(outbox.c.id, same)).values(_SAID_AGAIN))
    return same


def _says(payload: str, message: Message) -> bool:
    try:
        return messages.says_the_same(messages.from_json(payload), message)
    except ValueError:  # of another version: the sender gives it up
        return False


def _handed(row_id: int, draft: Draft, address: str) -> Outgoing:
    return Outgoing(
        row_id, draft.chat_id, address, draft.lane, draft.seq, draft.message, draft.prompt, 1, draft.expires_at
    )


def _draft_row(draft: Draft) -> dict[str, object]:
    return {
        "account": draft.account,
        "chat_id": draft.chat_id,
        "lane": draft.lane.value,
        "seq": draft.seq,
        "state": "later" if draft.not_before else "ready",
        "payload": messages.to_json(draft.message),
        "prompt": prompt_to_json(draft.prompt) if draft.prompt else None,
        "repeats": draft.repeats,
        "not_before": draft.not_before,
        "expires_at": draft.expires_at,
        "day": draft.day,
    }
