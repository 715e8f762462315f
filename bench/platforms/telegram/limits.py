"""How many messages Telegram takes: 30 a second over all, per chat three at once and then one a second."""

import math
from dataclasses import dataclass, field

_GRACE = 0.05
"""Seconds a call may come early: calls that left a second apart may arrive a little closer together."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second afterwards."""

    burst: int
    per_second: float


@dataclass(slots=True)
class Limits:
    """The buckets of one bot; a rate that is None is not limited."""

    overall: Rate | None = Rate(30, 30)
    per_chat: Rate | None = Rate(3, 1)
    _full_at: dict[int | None, float] = field(default_factory=dict)
    """When each bucket is full again; None is the key of the one for all chats."""

    @classmethod
    def off(cls) -> "Limits":
        """Return limits that limit nothing."""
        return cls(None, None)

    def wait(self, chat: int | None, now: float) -> int:
        """Return 0 and count the call, or the whole seconds it came too soon and count nothing."""
        buckets = [(None, self.overall)] if chat is None else [(None, self.overall), (chat, self.per_chat)]
        rates = [(key, rate) for key, rate in buckets if rate is not None]
        early = max((self._early(key, rate, now) for key, rate in rates), default=0)
        if early > _GRACE:
            return math.ceil(early)
        for key, rate in rates:
            self._full_at[key] = max(self._full_at.get(key, now), now) + 1 / rate.per_second
        return 0

    def _early(self, key: int | None, rate: Rate, now: float) -> float:
        return self._full_at.get(key, now) - now - (rate.burst - 1) / rate.per_second
