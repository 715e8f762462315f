"""What one account's sender has in hand, and what it sent that is not written down yet.

The writer's thread puts rows in and writes down what was sent; the loop sends. So the transaction that takes in what
people answered also notes that what they answer was sent, and hands over what they get next: one for a whole turn.
"""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.limits import Budget
from conversation.situation import Prompt
from storage import outbox
from storage.outbox import Draft, Outgoing

_AT_ONCE = 100

Hand = Callable[[Sequence[Outgoing], Collection[int]], None]


class Basket:
    """The rows between the writer's thread and the sender of one account.

    `hand` gets, on the writer's thread, rows to be sent and the chats in which more than these were left in the outbox.
    """

    def __init__(
        self, account: str, budget: Budget, hand: Callable[[Sequence[Outgoing], Collection[int]], None]
    ) -> None:
        self.account = account
        self.is_behind = True
        """Whether rows may wait in the outbox for room: what is new must not overtake them."""
        self._budget = budget
        self.hand_over = hand
        self._lock = threading.Lock()
        self._sent: list[Outgoing] = []
        self._marked = 0
        # Each is counted by one thread only.
        self._put_in, self._put_back = 0, 0

    @property
    def oldest_sent(self) -> Outgoing | None:
        """Return what was sent first of what is not written down."""
        with self._lock:
            return self._sent[0] if self._sent else None

    def put_back(self, row: Outgoing, *, is_sent: bool) -> None:
        """Say on the loop that a row is not in hand any more; one that was sent is written down by and by."""
        self._put_back += 1
        if is_sent:
            with self._lock:
                self._sent.append(row)

    def room(self) -> int:
        """Return how many rows may be put in now."""
        return max(0, min(_AT_ONCE - (self._put_in - self._put_back), self._budget.room()))

    def held(self) -> Collection[int]:
        """Return the chats that may get nothing now."""
        return self._budget.closed_chats()

    def mark_sent(self, tx: Connection, now: datetime) -> dict[int, Prompt]:
        """Write down what was sent, and return the newest numbered message that each of these chats was shown by it."""
        with self._lock:
            sent = list(self._sent)
        self._marked = len(sent)
        outbox.finish_sent(tx, [row.id for row in sent])
        return outbox.shown_by(sent, now)

    def add(
        self, tx: Connection, drafts: Sequence[Draft], addresses: Mapping[int, str], now: datetime
    ) -> Sequence[Outgoing]:
        """Keep messages to be sent, and claim at once those that may go now and for which there is room."""
        room = 0 if self.is_behind else self.room()
        rows = outbox.add_claimed(tx, drafts, addresses, now, room, self.held())
        self.is_behind = self.is_behind or len(rows) == room
        return rows

    def claim(self, tx: Connection, now: datetime) -> Sequence[Outgoing]:
        """Claim what waits in the outbox and may go now."""
        room = self.room()
        rows = outbox.claim(tx, self.account, now, room, self.held())
        self.is_behind = len(rows) == room
        return rows

    def keep(self, rows: Collection[Outgoing]) -> None:
        """Take note that a transaction was committed which wrote down what was sent and claimed these rows."""
        with self._lock:
            del self._sent[: self._marked]
        self._marked = 0
        self._put_in += len(rows)
        for row in rows:
            self._budget.take(row.chat_id)
            if row.message.picture is not None:
                self._budget.take(row.chat_id)  # it is a call of its own


Baskets = dict[str, Basket]
"""The baskets of the accounts that send from this process; only the writer's thread looks into it."""
