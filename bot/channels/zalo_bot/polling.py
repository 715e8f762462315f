"""Fetching events, for development: Zalo forgets an event with the answer that carries it, and has no other copy.

What was fetched is therefore offered until it is kept. What people write while nobody asks may be lost: with a hook
it is not, and that is how the assistant serves people.
"""

import asyncio

import structlog

from bot.channels.zalo_bot.errors import ZaloError
from bot.channels.zalo_bot.halting import Halting
from bot.channels.zalo_bot.reception import Reception
from bot.channels.zalo_bot.request import Client
from bot.channels.zalo_bot.update import Update, fetched

log = structlog.get_logger()

_POLL_SECONDS = 25
_GRACE_SECONDS = 10.0
_MOST_WAITING = 64
_WAITS = (0.5, 1, 2, 5, 10, 30)
"""Seconds before the next try after the first, second … failure in a row."""


class Polling:
    """Fetches one account's events until it is cancelled."""

    def __init__(self, account: str, client: Client, reception: Reception, halting: Halting) -> None:
        self._account = account
        self._client = client
        self._reception = reception
        self._halting = halting
        self._waiting: asyncio.Queue[Update] = asyncio.Queue(_MOST_WAITING)

    async def run(self) -> None:
        """Fetch and hand in, side by side: an event comes alone, and is kept together with those that came since."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._fetch_all())
            both.create_task(self._keep_all())

    async def _fetch_all(self) -> None:
        failures, is_ready = 0, False
        while True:
            try:
                if not is_ready:
                    await self._client.delete_webhook()  # while one is set, asking brings nothing, and no error
                    is_ready = True
                update = fetched(await self._client.get_update(_POLL_SECONDS, _GRACE_SECONDS))
            except ZaloError as error:
                failures += 1
                quiet = self._halting.judge(error)
                if failures == 1 and quiet is None:
                    log.warning("polling_fails", account=self._account, reason=error.reason)
                await asyncio.sleep(_WAITS[min(failures, len(_WAITS)) - 1] if quiet is None else quiet)
                continue
            if failures:
                log.info("polling_again", account=self._account, failures=failures)
                failures = 0
            self._halting.went_well()
            if update is not None:
                await self._waiting.put(update)

    async def _keep_all(self) -> None:
        while True:
            updates = [await self._waiting.get()]
            while not self._waiting.empty():
                updates.append(self._waiting.get_nowait())
            await self._keep(updates)

    async def _keep(self, updates: list[Update]) -> None:
        failures = 0
        while True:
            try:
                await self._reception.take(updates)
            except Exception as error:
                failures += 1
                if failures == 1:
                    log.warning("fetched_not_kept", account=self._account, error=type(error).__name__)
                await asyncio.sleep(_WAITS[min(failures, len(_WAITS)) - 1])
            else:
                return
