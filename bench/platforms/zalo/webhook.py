"""Brings events to the bot's hook: each chat in order, and by default once, for nobody has seen Zalo come again."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from enum import StrEnum

import aiohttp
from pydantic import JsonValue

from bench.platforms.telegram.bell import Bell
from bench.platforms.zalo.events import Event
from bench.platforms.zalo.record import Delivery, Record

HOOK_HEADER = "X-Bot-Api-Secret-Token"
_AGENT = "Java/1.8.0_192"
_PAUSE = 0.2
_CONNECTIONS = 64


class Shape(StrEnum):
    """How the body of a delivery looks: as seen, as documented, or the one and the other in turn."""

    FLAT = "flat"
    WRAPPED = "wrapped"
    ALTERNATE = "alternate"


@dataclass(frozen=True, slots=True)
class Hook:
    """Where events go, and what goes with them."""

    url: str
    secret: str


class Deliveries:
    """One lane per chat; a lane that fails holds up no other one."""

    def __init__(self, record: Record, bell: Bell, shape: Shape, tries: int, within: float) -> None:
        self.hook: Hook | None = None
        self.changed_at = int(time.time() * 1000)
        self._record = record
        self._bell = bell
        self._shape = shape
        self._tries = tries
        self._within = aiohttp.ClientTimeout(total=within)
        self._brought = 0
        self._lanes: dict[str, deque[Event]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    def __len__(self) -> int:
        return sum(map(len, self._lanes.values()))

    async def set(self, hook: Hook | None) -> None:
        """Begin to deliver, or stop it."""
        await self.close()
        self.hook = hook
        self.changed_at = int(time.time() * 1000)
        if hook is not None:
            connector = aiohttp.TCPConnector(limit=_CONNECTIONS)
            self._session = aiohttp.ClientSession(
                connector=connector, timeout=self._within, headers={"User-Agent": _AGENT}
            )

    async def close(self) -> None:
        """Stop delivering; what was not taken is gone."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._lanes.clear()
        if self._session:
            await self._session.close()
            self._session = None

    async def probe(self, *, has_secret: bool) -> dict[str, JsonValue]:
        """Call the hook with nothing in hand and return what Zalo says about it."""
        if self.hook is None or self._session is None:
            return {"ok": False, "url": "", "outcome": "webhook.err.other", "hint": "No webhook is set."}
        headers = {HOOK_HEADER: self.hook.secret} if has_secret else {}
        begun = time.monotonic()
        try:
            async with self._session.post(self.hook.url, headers=headers, allow_redirects=False) as answer:
                status = answer.status
        except TimeoutError:
            return _unreached(self.hook.url, "webhook.err.timeout")
        except (aiohttp.ClientError, OSError):
            return _unreached(self.hook.url, "webhook.err.conn")
        return {
            "ok": 200 <= status < 300,
            "url": self.hook.url,
            "status_code": status,
            "outcome": _outcome(status),
            "latency_ms": int((time.monotonic() - begun) * 1000),
            "hint": f"Your endpoint responded with {status}.",
        }

    def take(self, chat: str, event: Event) -> bool:
        """Bring an event in its turn; say whether there is a hook to bring it to."""
        if self.hook is None or self._session is None:
            return False
        if chat in self._lanes:
            self._lanes[chat].append(event)
            return True
        lane = self._lanes[chat] = deque([event])
        task = asyncio.create_task(self._run(self._session, self.hook, chat, lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def _run(self, session: aiohttp.ClientSession, hook: Hook, chat: str, lane: deque[Event]) -> None:
        while lane:
            for left in reversed(range(self._tries)):
                if await self._deliver(session, hook, chat, lane[0]) or not left:
                    break
                await asyncio.sleep(_PAUSE)
            lane.popleft()
            if not lane:
                del self._lanes[chat]
            self._bell.ring()

    async def _deliver(self, session: aiohttp.ClientSession, hook: Hook, chat: str, event: Event) -> bool:
        is_wrapped = self._shape is Shape.WRAPPED or (self._shape is Shape.ALTERNATE and self._brought % 2 == 1)
        self._brought += 1
        body: Event = {"ok": True, "result": event} if is_wrapped else event
        status = 0
        try:
            async with session.post(
                hook.url, json=body, headers={HOOK_HEADER: hook.secret}, allow_redirects=False
            ) as answer:
                await answer.read()
                status = answer.status
        except (aiohttp.ClientError, OSError, TimeoutError):
            pass
        self._record.deliveries.append(Delivery(chat, str(event.get("event_name")), is_wrapped, status))
        return 200 <= status < 300


def _unreached(url: str, outcome: str) -> dict[str, JsonValue]:
    return {"ok": False, "url": url, "outcome": outcome, "hint": "Your endpoint did not respond."}


def _outcome(status: int) -> str:
    if 200 <= status < 300:
        return "webhook.ok"
    if status in (403, 404):
        return f"webhook.http.{status}"
    return "webhook.http.5xx" if status >= 500 else "webhook.http.other"
