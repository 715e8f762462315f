"""Delivers updates to the bot's webhook: each chat in order, tried again until it is taken."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass

import aiohttp

from bench.platforms.telegram.faults import Fault, Faults
from bench.platforms.telegram.updates import Update, Updates

HOOK_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LONGEST_PAUSE = 1.0
"""Seconds between two tries; the real one waits longer, but a test that kills the program should not."""


@dataclass(frozen=True, slots=True)
class Hook:
    """Where updates go, and what goes with them."""

    url: str
    secret: str = ""
    max_connections: int = 40


class Deliveries:
    """One lane per chat; a lane that fails holds up no other one."""

    def __init__(self, updates: Updates, faults: Faults, first_pause: float, within: float) -> None:
        self.hook: Hook | None = None
        self.last_error = ""
        self.last_error_at = 0
        self._updates = updates
        self._faults = faults
        self._first_pause = first_pause
        self._within = aiohttp.ClientTimeout(total=within)
        self._lanes: dict[int, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore(1)
        updates.on_put = self._take

    async def set(self, hook: Hook | None) -> None:
        """Begin to deliver what waits, or stop it."""
        await self.close()
        self.hook = hook
        if hook is None:
            return
        self._slots = asyncio.Semaphore(hook.max_connections)
        connector = aiohttp.TCPConnector(limit=hook.max_connections)
        self._session = aiohttp.ClientSession(connector=connector, timeout=self._within)
        for update in self._updates:
            self._take(update)

    async def close(self) -> None:
        """Stop delivering; what was not taken keeps waiting."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._lanes.clear()
        if self._session:
            await self._session.close()
            self._session = None

    def _take(self, update: Update) -> None:
        if self.hook is None or self._session is None:
            return
        if update.chat in self._lanes:
            self._lanes[update.chat].append(update)
            return
        lane = self._lanes[update.chat] = deque([update])
        task = asyncio.create_task(self._run(self._session, self.hook, lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, session: aiohttp.ClientSession, hook: Hook, lane: deque[Update]) -> None:
        while lane:
            if self._faults.of_update(lane[0].chat, Fault.REORDERED):
                await asyncio.sleep(self._faults.plan.hold_seconds)
                if self._faults.plan.within_chat:
                    lane.rotate(-1)
            update = lane[0]
            pause = self._first_pause
            while not await self._deliver(session, hook, update):
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            lane.popleft()
            if not lane:
                del self._lanes[update.chat]
            self._updates.remove(update)

    async def _deliver(self, session: aiohttp.ClientSession, hook: Hook, update: Update) -> bool:
        headers = {HOOK_HEADER: hook.secret} if hook.secret else {}
        try:
            async with (
                self._slots,
                session.post(hook.url, json=update.body, headers=headers, allow_redirects=False) as answer,
            ):
                await answer.read()
                if 200 <= answer.status < 300:
                    return True
                error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except TimeoutError:
            error = "Read timeout expired"
        except (aiohttp.ClientError, OSError):
            error = "Connection refused or broken"
        self.last_error, self.last_error_at = error, int(time.time())
        return False
