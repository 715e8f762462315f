"""How fast one account may call its platform. Rows that may not go yet are left where they are: no worker sleeps."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

_CROWD = 3
"""When this many chats are refused within `_CROWD_SECONDS`, the platform means the account."""

_CROWD_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Rates:
    """What a platform allows: `burst` calls at once and `per_second` afterwards, over all and in one chat."""

    per_second: float
    burst: int
    chat_per_second: float
    chat_burst: int

    @classmethod
    def of(cls, per_second: float, chat_per_second: float) -> "Rates":
        """Return the rates with bursts as Telegram's are: a second's calls over all, three seconds' in one chat."""
        return cls(per_second, max(1, int(per_second)), chat_per_second, max(1, int(3 * chat_per_second)))


TELEGRAM = Rates(per_second=30, burst=30, chat_per_second=1, chat_burst=3)
ZALO_BOT = Rates(per_second=5, burst=5, chat_per_second=1, chat_burst=3)
"""Zalo publishes no rate, and its gateway refuses who calls too fast: this is what the 50 people of a bot need."""

UNLIMITED = Rates(per_second=1e9, burst=10**9, chat_per_second=1e9, chat_burst=10**9)


class _Bucket:
    """So many at once, so many a second afterwards; kept as the moment at which it is full again."""

    __slots__ = ("full_at",)

    def __init__(self) -> None:
        self.full_at = 0.0

    def take(self, now: float, per_second: float) -> None:
        self.full_at = max(self.full_at, now) + 1 / per_second

    def opens_at(self, per_second: float, burst: int) -> float:
        return self.full_at - (burst - 1) / per_second


class Budget:
    """One account's budget for every call, and one for each of its chats. Any thread may ask and take."""

    def __init__(self, rates: Rates, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._rates = rates
        self._monotonic = monotonic
        self._lock = threading.RLock()
        self._account = _Bucket()
        self._chats: dict[int, _Bucket] = {}
        self._closed_until: dict[int, float] = {}
        self._account_closed_until = 0.0
        self._refused: deque[tuple[float, int]] = deque(maxlen=_CROWD)

    def room(self) -> int:
        """Return how many calls may be made now."""
        now = self._monotonic()
        if now < self._account_closed_until:
            return 0
        missing = max(0.0, self._account.full_at - now) * self._rates.per_second
        return max(0, int(self._rates.burst - missing + 1e-6))

    def wait(self) -> float:
        """Return the seconds until a call may be made."""
        opens_at = self._account.opens_at(self._rates.per_second, self._rates.burst)
        return max(0.0, opens_at - self._monotonic(), self._account_closed_until - self._monotonic())

    def closed_chats(self) -> dict[int, float]:
        """Return the chats in which no message may be sent now, each with the seconds until one may."""
        with self._lock:
            now = self._monotonic()
            for chat_id in [chat_id for chat_id, bucket in self._chats.items() if bucket.full_at <= now]:
                del self._chats[chat_id]
            for chat_id in [chat_id for chat_id, until in self._closed_until.items() if until <= now]:
                del self._closed_until[chat_id]
            rate, burst = self._rates.chat_per_second, self._rates.chat_burst
            waits = {chat_id: bucket.opens_at(rate, burst) - now for chat_id, bucket in self._chats.items()}
            for chat_id, until in self._closed_until.items():
                waits[chat_id] = max(waits.get(chat_id, 0.0), until - now)
            return {chat_id: wait for chat_id, wait in waits.items() if wait > 0}

    def take(self, chat_id: int) -> None:
        """Count a message to a chat."""
        with self._lock:
            now = self._monotonic()
            self._account.take(now, self._rates.per_second)
            self._chats.setdefault(chat_id, _Bucket()).take(now, self._rates.chat_per_second)

    def take_spare(self) -> bool:
        """Count a call that is no message, if enough is left for messages; say whether it may be made."""
        with self._lock:
            if self.room() < (self._rates.burst + 1) // 2:
                return False
            self._account.take(self._monotonic(), self._rates.per_second)
            return True

    def close(self, chat_id: int, seconds: float) -> None:
        """Take note that the platform refused a message to a chat and wants to wait.

        It does not say whether it means the chat or the account: several chats refused at nearly the same time mean
        the account.
        """
        with self._lock:
            now = self._monotonic()
            self._closed_until[chat_id] = max(self._closed_until.get(chat_id, 0.0), now + seconds)
            self._refused.append((now, chat_id))
            crowd = {chat for at, chat in self._refused if now - at <= _CROWD_SECONDS}
            if len(crowd) >= _CROWD:
                self.close_account(seconds)

    def close_account(self, seconds: float) -> None:
        """Make no call for so many seconds."""
        with self._lock:
            self._account_closed_until = max(self._account_closed_until, self._monotonic() + seconds)
