"""What people do, until the bot has it: brought to its hook, or kept for the next that asks."""

import time
from collections import deque
from collections.abc import Callable

from pydantic import JsonValue

from bench.platforms.telegram.bell import Bell
from bench.platforms.zalo.faults import Fault, Faults

Event = dict[str, JsonValue]


class Events:
    """The events of one bot. With `keeps_unasked` off, what comes while nobody asks is gone, as some have seen."""

    def __init__(self, faults: Faults, bell: Bell, *, keeps_unasked: bool) -> None:
        self.on_put: Callable[[str, Event], bool] = lambda chat, event: False
        self._faults = faults
        self._bell = bell
        self._keeps_unasked = keeps_unasked
        self._asking = 0
        self._waiting: deque[Event] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, chat: str, event: Event) -> None:
        """Take an event, and what the faults make of it."""
        if self._faults.of_event(chat, Fault.LOST):
            return
        for _ in range(2 if self._faults.of_event(chat, Fault.DUPLICATED) else 1):
            if not self.on_put(chat, event) and (self._keeps_unasked or self._asking):
                self._waiting.append(event)
        self._bell.ring()

    async def next(self, seconds: float) -> Event | None:
        """Return the oldest event once there is one, and forget it."""
        give_up = time.monotonic() + seconds
        self._asking += 1
        try:
            while not self._waiting and time.monotonic() < give_up:
                await self._bell.wait(give_up - time.monotonic())
        finally:
            self._asking -= 1
        event = self._waiting.popleft() if self._waiting else None
        self._bell.ring()
        return event

    def drop(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()
        self._bell.ring()
