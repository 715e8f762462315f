"""Handing updates to the intake. Once all of them are kept the platform may be told so, and taps are acknowledged."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from sqlalchemy import Connection

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.update import Reach, Update, read
from bot.incoming import Incoming
from bot.writer import Writer
from storage import chats, inbox
from storage.chats import ChatKey


class Reception:
    """Takes in one account's updates."""

    def __init__(self, channel: TelegramChannel, writer: Writer, today: Callable[[], date]) -> None:
        self._channel = channel
        self._writer = writer
        self._today = today

    async def take(self, updates: Sequence[Update]) -> None:
        """Return once everything is kept, or was kept before.

        Raises:
            Exception: whatever the database raised; then some may be kept and some not, and all may be offered again.
        """
        offered: list[Awaitable[object]] = []
        events: list[Incoming] = []
        for one in (read(update, self._channel.account) for update in updates):
            if isinstance(one, Reach):
                offered += [self._writer.take(*events), self._note(one)]
                events = []
            elif one is not None:
                events.append(one)
        offered.append(self._writer.take(*events))
        for failure in await asyncio.gather(*offered, return_exceptions=True):
            if isinstance(failure, BaseException):
                raise failure
        for update in updates:
            if update.callback_query is not None:
                self._channel.acknowledge(update.callback_query.id)

    async def _note(self, reach: Reach) -> None:
        await asyncio.wrap_future(self._writer.write(lambda tx: _note(tx, reach, self._today())))


def _note(tx: Connection, reach: Reach, today: date) -> None:
    """Keep whether a chat can be reached; told again after the person came back, it must change nothing."""
    if inbox.unseen(tx, [inbox.Arrival(reach.account, reach.external_id)], today):
        chats.mark_reachable(tx, ChatKey(reach.account, reach.address), reach.is_reachable)
