"""Sending: takes outbox rows of one account, hands them to its channel, and writes down what became of each.

One transaction writes down what is finished and takes what may go next, so that under load both come in batches. While
people answer, it is the intake's: see `bot.basket`.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from bot.basket import Basket
from bot.channels.channel import Channel, SendError
from bot.limits import UNLIMITED, Budget
from bot.moving_clock import Clock
from bot.retrying import Fate, Verdict, judge
from bot.writer import Writer
from storage import chats, outbox
from storage.chats import ChatKey
from storage.outbox import Outgoing

log = structlog.get_logger()

_UNWRITTEN_SECONDS = 0.1
"""After how many seconds, twice that at most, the sender itself writes down what was sent, if nothing came in."""

_LONGEST_REST = 1.0
"""How many seconds the sender sleeps when nobody wakes it: rows that wait for a later time are found then."""

_SHORTEST_REST = 0.05
"""How many seconds it sleeps at least when only the budget holds rows back, so that it takes more than one."""

_LAST_SECONDS = 10.0
"""How long calls in hand may still take when the program stops."""

_LONGEST_CLOSING = 30.0
_UNSURE_WAIT = timedelta(seconds=5)
"""How long after a message that may have arrived its one repetition waits."""

T = TypeVar("T")
_Judged = tuple[Outgoing, Verdict]


class Sender:
    """Sends one account's messages until it is stopped; at least once, in order within a chat's lane.

    There is one sender of an account at a time: it begins with what the last one left in hand. While it runs, the
    intake hands over to it most of what there is to send; it takes the rest from the outbox itself.
    """

    def __init__(self, channel: Channel, writer: Writer, clock: Clock, budget: Budget | None = None) -> None:
        self._channel = channel
        self._writer = writer
        self._clock = clock
        self._budget = budget or Budget(UNLIMITED)
        self._basket = Basket(channel.account, self._budget, self._hand_over)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        self._is_stopping = False
        self._in_hand: dict[asyncio.Task[None], int] = {}
        self._followed: set[int] = set()
        """Chats with something in hand behind which more may wait in the outbox."""
        self._judged: list[_Judged] = []
        self._reminder: asyncio.TimerHandle | None = None

    def wake(self) -> None:
        """Say that there may be something to send."""
        self._woken.set()

    def stop(self) -> None:
        """Take nothing more; `run` returns once what is in hand is written down."""
        self._is_stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Send until stopped; a database that fails is tried again."""
        self._loop = asyncio.get_running_loop()
        is_begun = False
        while not self._is_stopping:
            self._woken.clear()
            try:
                if not is_begun:
                    await self._write(lambda tx: outbox.release_left(tx, self._channel.account))
                    await asyncio.wrap_future(self._writer.open(self._basket))
                    is_begun = True
                await self._turn()
            except Exception as error:
                log.warning("sender_waits", account=self._channel.account, error=type(error).__name__)
                await asyncio.sleep(_LONGEST_REST)
            await self._rest()
        await asyncio.wrap_future(self._writer.close(self._basket))
        await self._finish(_LAST_SECONDS)

    async def send_waiting(self) -> int:
        """Send what may go now and return how many rows were taken; none is left claimed."""
        taken = await self._turn()
        await self._finish()
        return taken

    async def _turn(self) -> int:
        """Write down what is finished, take what may go, and begin to send it."""
        if not self._judged and self._basket.oldest_sent is None and not self._basket.room():
            return 0
        rows = await self._exchange(takes=True)
        self._begin(rows)
        self._followed.update(row.chat_id for row in rows)
        return len(rows)

    async def _exchange(self, *, takes: bool) -> Sequence[Outgoing]:
        """Write down what became of rows and, if it `takes` any, claim those that may go next."""
        judged, self._judged = self._judged, []

        def exchange(tx: Connection) -> Sequence[Outgoing]:
            now = self._clock.now()
            chats.mark_all_shown(tx, list(self._basket.mark_sent(tx, now).items()))
            self._mark(tx, judged, now)
            return self._basket.claim(tx, now) if takes else ()

        try:
            return await asyncio.wrap_future(self._writer.write(exchange, self._basket.keep))
        except BaseException:
            self._judged = judged + self._judged
            raise

    def _hand_over(self, rows: Sequence[Outgoing], left: Collection[int]) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._take_over, rows, left)

    def _take_over(self, rows: Sequence[Outgoing], left: Collection[int]) -> None:
        """Begin to send what the intake claimed; take what it left as soon as nothing is in hand before it."""
        self._begin(rows)
        self._followed.update(left)
        if self._basket.is_behind or set(left) - set(self._in_hand.values()):
            self._woken.set()

    def _begin(self, rows: Sequence[Outgoing]) -> None:
        for row in rows:
            task = asyncio.create_task(self._send(row))
            self._in_hand[task] = row.chat_id
            task.add_done_callback(self._in_hand.pop)

    async def _send(self, row: Outgoing) -> None:
        try:
            await self._channel.send(row.address, row.message)
            verdict = judge(None, row.tries)
        except SendError as error:
            verdict = judge(error, row.tries)
            self._hold_back(row, error, verdict)
            log.warning("not_sent", account=self._channel.account, outbox=row.id, fate=verdict.fate.value,
                        reason=error.reason)  # fmt: skip
        except Exception as error:  # whatever it was, this row must be marked
            log.exception("send_failed", account=self._channel.account, outbox=row.id)
            verdict = Verdict(Fate.MAYBE_SENT, reason=type(error).__name__)
        self._put_back(row, verdict)

    def _put_back(self, row: Outgoing, verdict: Verdict) -> None:
        """Have it written down: at once when something waits for that, otherwise in a while."""
        is_sent = verdict.fate is Fate.SENT
        self._basket.put_back(row, is_sent=is_sent)
        if not is_sent:
            self._judged.append((row, verdict))
        if not is_sent or self._basket.is_behind or row.chat_id in self._followed:
            self._followed.discard(row.chat_id)
            self._woken.set()
        elif self._reminder is None:
            self._remind()

    def _remind(self, oldest: Outgoing | None = None) -> None:
        """Wake the sender when what was sent has waited long enough for somebody else to write it down."""
        self._reminder = None
        if oldest is not None and self._basket.oldest_sent is oldest:
            self._woken.set()
        elif self._basket.oldest_sent is not None:
            loop = asyncio.get_running_loop()
            self._reminder = loop.call_later(_UNWRITTEN_SECONDS, self._remind, self._basket.oldest_sent)

    def _hold_back(self, row: Outgoing, error: SendError, verdict: Verdict) -> None:
        if error.is_account:
            self._budget.close_account(min(verdict.wait.total_seconds(), _LONGEST_CLOSING))
        elif error.retry_after is not None:
            self._budget.close(row.chat_id, error.retry_after)

    def _mark(self, tx: Connection, judged: Sequence[_Judged], now: datetime) -> None:
        for row, verdict in judged:
            match verdict.fate:
                case Fate.LATER:
                    outbox.mark_later(tx, [row.id], now + verdict.wait, verdict.reason)
                case Fate.MAYBE_SENT:
                    outbox.mark_maybe_sent(tx, [row.id], now, now + _UNSURE_WAIT)
                case Fate.NEVER:
                    outbox.mark_never(tx, [row.id], verdict.reason)
            if verdict.is_gone:
                chats.mark_reachable(tx, ChatKey(self._channel.account, row.address), False)

    async def _rest(self) -> None:
        """Sleep until somebody wakes us, or the budget lets something go."""
        waits = [self._budget.wait(), *self._budget.closed_chats().values()]
        seconds = min((wait for wait in waits if wait > 0), default=_LONGEST_REST)
        try:
            async with asyncio.timeout(min(max(seconds, _SHORTEST_REST), _LONGEST_REST)):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _finish(self, within: float | None = None) -> None:
        """Wait for the calls in hand and write down what became of them."""
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=within)
        if self._reminder is not None:
            self._reminder.cancel()
        if self._judged or self._basket.oldest_sent is not None:
            await self._exchange(takes=False)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.wrap_future(self._writer.write(work))
