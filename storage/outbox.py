"""What is to be sent, in the transaction that decided it; the sender takes it from here.

A row is in one of these states:

* `ready`: to be sent as soon as it is the head of its lane;
* `claimed`: a sender has it in hand;
* `later`: to be sent, but not before `not_before`; it holds its own lane and no other;
* `sent`: the platform took it;
* `maybe_sent`: it may have arrived, nobody knows, and it is not sent again;
* `never`: it cannot be sent, `reason` says why;
* `expired`: it made sense until `expires_at` and was not sent by then;
* `suppressed`: it was not to be sent any more, `reason` says why: the chat shut us out, or the same is said again.

The last five are final: the payload is emptied, and the next row of the lane may go. A row that may have arrived but
is harmless twice (`repeats` is left) goes back to `later` or `ready` instead, and the rest of its lane waits for it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    and_,
    bindparam,
    exists,
    or_,
    select,
    update,
)

from conversation import message as messages
from conversation.kept import prompt_from_json
from conversation.situation import Prompt
from storage import chats
from storage.among import are_among
from storage.drafts import CLAIMED, LATER, READY
from storage.drafts import Draft as Draft
from storage.drafts import Lane as Lane
from storage.drafts import Outgoing as Outgoing
from storage.drafts import add as add
from storage.drafts import add_claimed as add_claimed
from storage.tables import chat, outbox

_LONGEST = 200  # of a reason


_NOW = bindparam("now", type_=outbox.c.not_before.type)
_other = outbox.alias("other")
_earlier = outbox.alias("earlier")


def _is_due(row: FromClause) -> ColumnElement[bool]:
    """Say whether a waiting row may go, or be given up, now."""
    return or_(row.c.state == READY, row.c.not_before <= _NOW, row.c.expires_at <= _NOW)


def _is_open_before(earlier: FromClause, row: FromClause) -> ColumnElement[bool]:
    """Say whether `earlier` comes before a row in the same lane and is in no final state."""
    return and_(
        earlier.c.chat_id == row.c.chat_id,
        earlier.c.lane == row.c.lane,
        earlier.c.seq < row.c.seq,
        earlier.c.state.in_((READY, CLAIMED, LATER)),
    )


_IS_BEHIND = exists().where(_is_open_before(_other, outbox))
_IS_OVERTAKEN = exists().where(
    _other.c.chat_id == outbox.c.chat_id,
    _other.c.lane < outbox.c.lane,
    _other.c.state.in_((READY, CLAIMED, LATER)),
    or_(_other.c.state == CLAIMED, _is_due(_other)),
    ~exists().where(_is_open_before(_earlier, _other)),
)
_HEADS = (
    select(
        outbox.c.id,
        outbox.c.chat_id,
        chat.c.address,
        outbox.c.lane,
        outbox.c.seq,
        outbox.c.payload,
        outbox.c.prompt,
        outbox.c.tries,
        outbox.c.expires_at,
        chat.c.is_unreachable,
    )
    .join(chat, chat.c.id == outbox.c.chat_id)
    .where(
        outbox.c.account == bindparam("account"),
        outbox.c.chat_id.not_in(bindparam("held", expanding=True)),
        outbox.c.state.in_((READY, LATER)),
        _is_due(outbox),
        ~_IS_BEHIND,
        ~_IS_OVERTAKEN,
    )
    .order_by(outbox.c.lane, outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(of=outbox, skip_locked=True)
)
_AnyRow = Row[*tuple[object, ...]]
_LANES = {lane.value: lane for lane in Lane}
_FINAL = {"payload": None, "prompt": None, "not_before": None}


def claim(tx: Connection, account: str, now: datetime, limit: int, held: Collection[int] = ()) -> tuple[Outgoing, ...]:
    """Take the rows of an account that may be sent now, replies first, at most one of each chat and lane.

    A row is taken only when every earlier row of its lane is in a final state and no lower lane of its chat has
    anything to send now. Rows past `expires_at`, and those of chats that shut the account out, are given up on the
    way. Rows of the chats `held` are left as they are.
    """
    claimed: list[Outgoing] = []
    while len(claimed) < limit:
        asked = {"account": account, "now": now, "limit": limit - len(claimed), "held": sorted(held)}
        heads = tx.execute(_HEADS, asked).all()
        expired = [row.id for row in heads if row.expires_at is not None and row.expires_at <= now]
        unreachable = [row.id for row in heads if row.is_unreachable and row.id not in expired]
        good = [row for row in heads if row.id not in expired and not row.is_unreachable]
        read = [(row.id, _outgoing(row)) for row in good]
        taken = [outgoing for _, outgoing in read if outgoing is not None]
        _mark_claimed(tx, [outgoing.id for outgoing in taken], now)
        claimed += taken
        if len(taken) == len(heads):
            break
        _finish(tx, expired, "expired", "")
        _finish(tx, unreachable, "suppressed", "unreachable")
        _finish(tx, [row_id for row_id, outgoing in read if outgoing is None], "never", "unreadable")
    return tuple(claimed)


def _mark_claimed(tx: Connection, ids: Collection[int], now: datetime) -> None:
    if ids:
        marked = {"state": "claimed", "claimed_at": now, "tries": outbox.c.tries + 1}
        tx.execute(update(outbox).where(are_among(outbox.c.id, ids)).values(marked))


def _outgoing(row: _AnyRow) -> Outgoing | None:
    """Return a row of `_HEADS` as what is to be sent, or None when its message cannot be read any more."""
    try:
        message = messages.from_json(row.payload)
    except ValueError:
        return None
    asked = prompt_from_json(row.prompt)
    lane = _LANES[row.lane]
    return Outgoing(row.id, row.chat_id, row.address, lane, row.seq, message, asked, row.tries + 1, row.expires_at)


def mark_sent(tx: Connection, ids: Collection[int], now: datetime) -> None:
    """Note that the platform took these; what they ask is now what a typed digit answers."""
    _show(tx, [(row.chat_id, row.prompt, now) for row in _rows(tx, are_among(outbox.c.id, ids))])
    _finish(tx, ids, "sent", "")


def finish_sent(tx: Connection, ids: Collection[int]) -> None:
    """Note that the platform took these; the caller sees to it that what they ask counts as shown."""
    _finish(tx, ids, "sent", "")


def shown_by(rows: Sequence[Outgoing], at: datetime) -> dict[int, Prompt]:
    """Return what each of these chats was asked by the newest numbered message among these rows."""
    found: dict[int, Prompt] = {}
    for row in rows:
        if row.prompt is not None and (row.chat_id not in found or found[row.chat_id].id <= row.prompt.id):
            found[row.chat_id] = replace(row.prompt, shown_at=at)
    return found


def mark_maybe_sent(tx: Connection, ids: Collection[int], now: datetime, again_at: datetime) -> None:
    """Note that these may have arrived: what they ask counts as shown, and what is harmless twice goes out again."""
    rows = _rows(tx, are_among(outbox.c.id, ids), outbox.c.state == CLAIMED)
    _show(tx, [(row.chat_id, row.prompt, now) for row in rows])
    _doubt(tx, rows, {"state": "later", "not_before": again_at})


def mark_later(tx: Connection, ids: Collection[int], until: datetime, reason: str) -> None:
    """Note that these were surely not sent and may be from `until` on."""
    later = {"state": "later", "not_before": until, "claimed_at": None, "reason": reason[:_LONGEST]}
    tx.execute(update(outbox).where(*_in_hand(ids)).values(later))


def mark_never(tx: Connection, ids: Collection[int], reason: str) -> None:
    """Note that these cannot be sent, and why."""
    _finish(tx, ids, "never", reason, outbox.c.state == CLAIMED)


def mark_suppressed(tx: Connection, ids: Collection[int], reason: str) -> None:
    """Note that these were not to be sent any more when their turn came, and why."""
    _finish(tx, ids, "suppressed", reason, outbox.c.state == CLAIMED)


def release_stuck(tx: Connection, claimed_before: datetime) -> int:
    """Treat what a sender took before this moment and never marked as perhaps sent; return how many rows that were."""
    rows = _rows(tx, outbox.c.state == CLAIMED, outbox.c.claimed_at < claimed_before)
    _show(tx, [(row.chat_id, row.prompt, row.claimed_at) for row in rows])
    _doubt(tx, rows, {"state": "ready", "not_before": None})
    return len(rows)


def release_left(tx: Connection, account: str) -> int:
    """Take back what a sender that is no more had in hand; return how many rows that were.

    It may have sent them or not. What is harmless twice goes out again however often the program dies, and such a try
    is none that failed: the waits after the platform's own refusals begin with the first of them.
    """
    if tx.dialect.name == "postgresql":  # which still commits what it was asked to commit when the program was killed
        tx.exec_driver_sql("LOCK TABLE outbox IN SHARE ROW EXCLUSIVE MODE")
    rows = _rows(tx, outbox.c.state == CLAIMED, outbox.c.account == account)
    _show(tx, [(row.chat_id, row.prompt, row.claimed_at) for row in rows])
    _doubt(tx, rows, {"state": "ready", "not_before": None, "tries": outbox.c.tries - 1}, spent=0)
    return len(rows)


def _rows(tx: Connection, *where: ColumnElement[bool]) -> Sequence[_AnyRow]:
    columns = (outbox.c.id, outbox.c.chat_id, outbox.c.prompt, outbox.c.claimed_at, outbox.c.repeats)
    return tx.execute(select(*columns).where(*where).order_by(outbox.c.id)).all()


def _show(tx: Connection, asked: Sequence[tuple[int, str | None, datetime]]) -> None:
    prompts = ((chat_id, prompt_from_json(prompt), at) for chat_id, prompt, at in asked)
    chats.mark_all_shown(tx, [(chat_id, replace(prompt, shown_at=at)) for chat_id, prompt, at in prompts if prompt])


def _doubt(tx: Connection, rows: Sequence[_AnyRow], again: Mapping[str, object], spent: int = 1) -> None:
    """Send once more what may still be repeated, and give up the rest."""
    repeatable = [row.id for row in rows if row.repeats > 0]
    if repeatable:
        once_less = {**again, "repeats": outbox.c.repeats - spent, "claimed_at": None, "reason": "unsure"}
        tx.execute(update(outbox).where(*_in_hand(repeatable)).values(once_less))
    _finish(tx, [row.id for row in rows if row.repeats == 0], "maybe_sent", "unsure")


def _finish(tx: Connection, ids: Collection[int], state: str, reason: str, *where: ColumnElement[bool]) -> None:
    if ids:
        final = {"state": state, "reason": reason[:_LONGEST], **_FINAL}
        tx.execute(update(outbox).where(are_among(outbox.c.id, ids), *where).values(final))


def _in_hand(ids: Collection[int]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return are_among(outbox.c.id, ids), outbox.c.state == CLAIMED
