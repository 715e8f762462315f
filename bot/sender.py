"""Sending: takes outbox rows of one account, hands them to its channel, and writes down what became of each.

One transaction writes down what is finished and takes what may go next, so that under load both come in batches.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from bot.channels.channel import Channel, SendError
from bot.limits import UNLIMITED, Budget
from bot.moving_clock import Clock
from bot.retrying import Fate, Verdict, judge
from bot.writer import Writer
from storage import chats, outbox
from storage.chats import ChatKey
from storage.outbox import Outgoing

log = structlog.get_logger()

_AT_ONCE = 100
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

    There is one sender of an account at a time: it begins with what the last one left in hand.
    """

    def __init__(self, channel: Channel, writer: Writer, clock: Clock, budget: Budget | None = None) -> None:
        self._channel = channel
        self._writer = writer
        self._clock = clock
        self._budget = budget or Budget(UNLIMITED)
        self._woken = asyncio.Event()
        self._is_stopping = False
        self._in_hand: set[asyncio.Task[None]] = set()
        self._judged: list[_Judged] = []

    def wake(self) -> None:
        """Say that there may be something to send."""
        self._woken.set()

    def stop(self) -> None:
        """Take nothing more; `run` returns once what is in hand is written down."""
        self._is_stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Send until stopped; a database that fails is tried again."""
        is_begun = False
        while not self._is_stopping:
            self._woken.clear()
            try:
                if not is_begun:
                    await self._write(lambda tx: outbox.release_left(tx, self._channel.account))
                    is_begun = True
                await self._turn()
            except Exception as error:
                log.warning("sender_waits", account=self._channel.account, error=type(error).__name__)
                await asyncio.sleep(_LONGEST_REST)
            await self._rest()
        await self._finish(_LAST_SECONDS)

    async def send_waiting(self) -> int:
        """Send what may go now and return how many rows were taken; none is left claimed."""
        taken = await self._turn()
        await self._finish()
        return taken

    async def _turn(self) -> int:
        """Write down what is finished, take what may go, and begin to send it."""
        room = min(_AT_ONCE - len(self._in_hand), self._budget.room())
        if not self._judged and room <= 0:
            return 0
        judged, self._judged = self._judged, []
        held = self._budget.closed_chats()
        try:
            rows = await self._write(lambda tx: self._exchange(tx, judged, room, held))
        except BaseException:
            self._judged = judged + self._judged
            raise
        for row in rows:
            self._budget.take(row.chat_id)
            task = asyncio.create_task(self._send(row))
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)
        return len(rows)

    def _exchange(
        self, tx: Connection, judged: Sequence[_Judged], room: int, held: Collection[int]
    ) -> tuple[Outgoing, ...]:
        now = self._clock.now()
        self._mark(tx, judged)
        return outbox.claim(tx, self._channel.account, now, room, held)

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
        self._judged.append((row, verdict))
        self._woken.set()

    def _hold_back(self, row: Outgoing, error: SendError, verdict: Verdict) -> None:
        if error.is_account:
            self._budget.close_account(min(verdict.wait.total_seconds(), _LONGEST_CLOSING))
        elif error.retry_after is not None:
            self._budget.close(row.chat_id, error.retry_after)

    def _mark(self, tx: Connection, judged: Sequence[_Judged]) -> None:
        now = self._clock.now()
        outbox.mark_sent(tx, [row.id for row, verdict in judged if verdict.fate is Fate.SENT], now)
        for row, verdict in judged:
            match verdict.fate:
                case Fate.SENT:
                    continue
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
        judged, self._judged = self._judged, []
        if judged:
            await self._write(lambda tx: self._mark(tx, judged))

    async def _write(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.wrap_future(self._writer.write(work))
