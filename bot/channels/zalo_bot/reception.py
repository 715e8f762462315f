"""Handing events to the intake; once all of them are kept Zalo may be told so."""

from collections.abc import Sequence

from bot.channels.zalo_bot.update import Update, read
from bot.writer import Writer


class Reception:
    """Takes in one account's events."""

    def __init__(self, account: str, writer: Writer) -> None:
        self._account = account
        self._writer = writer

    async def take(self, updates: Sequence[Update]) -> None:
        """Return once everything is kept, or was kept before.

        Raises:
            Exception: whatever the database raised; nothing was kept then, and all may be offered again.
        """
        meant = [read(update, self._account) for update in updates]
        await self._writer.take(*(one for one in meant if one is not None))
