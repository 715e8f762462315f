"""Sending: takes outbox rows of one account, hands them to its channel, and writes down what became of each."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.channels.channel import Channel, SendError
from bot.moving_clock import Clock
from bot.retrying import Fate, Verdict, judge
from bot.writer import Writer
from storage import outbox
from storage.outbox import Outgoing

log = structlog.get_logger()

_AT_ONCE = 30
_REST_SECONDS = 1.0
"""How long the sender sleeps when nobody wakes it: rows that wait for a later time are found then."""

_UNSURE_WAIT = timedelta(seconds=5)
"""How long after a message that may have arrived its one repetition waits."""

T = TypeVar("T")


class Sender:
    """Sends one account's messages until it is stopped; at least once, in order within a chat's lane."""

    def __init__(self, channel: Channel, writer: Writer, clock: Clock) -> None:
        self._channel = channel
        self._writer = writer
        self._clock = clock
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Say that there may be something to send."""
        self._woken.set()

    async def run(self) -> None:
        """Send until cancelled; a database that fails is tried again."""
        while True:
            try:
                sent = await self.send_waiting()
            except DBAPIError as error:
                log.warning("sender_waits", account=self._channel.account, error=type(error).__name__)
                sent = 0
            if sent:
                continue
            try:
                await asyncio.wait_for(self._woken.wait(), _REST_SECONDS)
            except TimeoutError:
                continue
            self._woken.clear()

    async def send_waiting(self) -> int:
        """Send what waits now and return how many rows were taken; none is left claimed."""
        now = self._clock.now()
        rows = await self._write(lambda tx: outbox.claim(tx, self._channel.account, now, _AT_ONCE))
        verdicts = await asyncio.gather(*(self._send(row) for row in rows))
        if rows:
            await self._write(lambda tx: self._mark(tx, list(zip(rows, verdicts, strict=True))))
        return len(rows)

    async def _send(self, row: Outgoing) -> Verdict:
        try:
            await self._channel.send(row.address, row.message)
        except SendError as error:
            verdict = judge(error, row.tries)
            log.warning("not_sent", account=self._channel.account, outbox=row.id, fate=verdict.fate.value)
            return verdict
        except Exception as error:  # the other rows of this round must still be marked
            log.exception("send_failed", account=self._channel.account, outbox=row.id)
            return Verdict(Fate.MAYBE_SENT, reason=type(error).__name__)
        return judge(None, row.tries)

    def _mark(self, tx: Connection, judged: Sequence[tuple[Outgoing, Verdict]]) -> None:
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

    async def _write(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.wrap_future(self._writer.write(work))
