"""Erasing learners: everything that hangs on them goes.

Their consents stay under a pseudonym no table holds, their certificates without a name, as revoked.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Connection, delete, select, update

from storage import certificates
from storage.standing import Standing
from storage.tables import chat, learner, outbox


def erase(tx: Connection, learner_ids: Collection[int], today: date, now: datetime, standing: Standing) -> None:
    """Erase learners and their share of every running period.

    Their chats are emptied and due to be deleted: the one in which it was asked for is saved again after this, any
    other one is not. What still waited to be sent there is not sent, and what a sender has in hand is not repeated.
    """
    if not learner_ids:
        return
    ids = sorted(learner_ids)
    standing.withdraw(tx, ids, today)
    theirs = select(chat.c.id).where(chat.c.learner_id.in_(ids))
    waiting = (outbox.c.chat_id.in_(theirs), outbox.c.state.in_(("ready", "later")))
    tx.execute(update(outbox).where(*waiting).values(state="suppressed", payload=None, prompt=None, reason="erased"))
    in_hand = (outbox.c.chat_id.in_(theirs), outbox.c.state == "claimed")
    tx.execute(update(outbox).where(*in_hand).values(prompt=None, repeats=0))
    emptied = {"learner_id": None, "state": "", "shown": None, "message": None, "expires_at": now}
    tx.execute(update(chat).where(chat.c.learner_id.in_(ids)).values(emptied))
    certificates.forget(tx, ids, today)
    tx.execute(delete(learner).where(learner.c.id.in_(ids)))
