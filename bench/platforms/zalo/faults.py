"""Faults on demand: by chance with a seed, or the next few."""

import hashlib
from collections import Counter
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Fault(StrEnum):
    """What can go wrong with a call, or with an event (the last two)."""

    QUOTA = "quota"
    """The month's messages are used up: 429 in JSON, with status 200."""
    TOO_FAST = "too_fast"
    """The gateway wants fewer calls: 429 in HTML."""
    UNAUTHORIZED = "unauthorized"
    INTERNAL = "internal"
    """403, which Zalo's documentation calls "internal server error"."""
    REQUEST_TIMEOUT = "request_timeout"
    SERVER_ERROR = "server_error"
    BAD_GATEWAY = "bad_gateway"
    GATEWAY_TIMEOUT = "gateway_timeout"
    HTML = "html"
    RESET_BEFORE = "reset_before"
    RESET_AFTER = "reset_after"
    TIMEOUT_BEFORE = "timeout_before"
    TIMEOUT_AFTER = "timeout_after"
    DUPLICATED = "duplicated"
    LOST = "lost"


OF_EVENTS = (Fault.DUPLICATED, Fault.LOST)
OF_CALLS = tuple(fault for fault in Fault if fault not in OF_EVENTS)


class _Plain(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Scripted(_Plain):
    """The next so many calls or events that fit go wrong; `chat` is the platform's id of one."""

    fault: Fault
    times: int = Field(default=1, ge=1)
    method: str | None = None
    chat: str | None = None


class FaultPlan(_Plain):
    """All that shall go wrong; an empty plan is a platform in good order.

    `chance` is per call or event, `methods` keeps it to some calls (none named: all). `blocked` are chats whose
    messages are refused.
    """

    seed: int = 0
    chance: dict[Fault, float] = Field(default_factory=dict)
    methods: frozenset[str] = frozenset()
    next: tuple[Scripted, ...] = ()
    blocked: frozenset[str] = frozenset()
    hang_seconds: float = Field(default=30, ge=0)


class Faults:
    """The plan and how far it has come; chats that run side by side do not change each other's luck."""

    def __init__(self, plan: FaultPlan | None = None) -> None:
        self.set(plan or FaultPlan())

    def set(self, plan: FaultPlan) -> None:
        """Begin a plan anew."""
        self.plan = plan
        self.blocked = set(plan.blocked)
        self._scripts: list[tuple[Scripted, int]] = [(script, script.times) for script in plan.next]
        self._drawn: Counter[tuple[str, str | None]] = Counter()

    def clear(self) -> None:
        """Put the platform in good order."""
        self.set(FaultPlan())

    def script(self, fault: Fault, times: int = 1, method: str | None = None, chat: str | None = None) -> None:
        """Let the next so many calls or events that fit go wrong, after those already asked for."""
        self._scripts.append((Scripted(fault=fault, times=times, method=method, chat=chat), times))

    def remaining(self) -> FaultPlan:
        """Return the plan without what has already happened."""
        scripts = tuple(script.model_copy(update={"times": left}) for script, left in self._scripts)
        return self.plan.model_copy(update={"next": scripts, "blocked": frozenset(self.blocked)})

    def of_call(self, method: str, chat: str | None) -> Fault | None:
        """Return what goes wrong with a call, if anything."""
        if scripted := self._take(OF_CALLS, method, chat):
            return scripted
        if not self.plan.chance or (self.plan.methods and method not in self.plan.methods):
            return None
        luck = self._draw(method, chat)
        for fault in OF_CALLS:
            luck -= self.plan.chance.get(fault, 0)
            if luck < 0:
                return fault
        return None

    def of_event(self, chat: str, fault: Fault) -> bool:
        """Return whether this goes wrong with the next event of a chat."""
        if self._take((fault,), "", chat):
            return True
        return bool(self.plan.chance.get(fault)) and self._draw(fault, chat) < self.plan.chance[fault]

    def _take(self, faults: tuple[Fault, ...], method: str, chat: str | None) -> Fault | None:
        for place, (script, left) in enumerate(self._scripts):
            if script.fault in faults and script.method in {None, method} and script.chat in {None, chat}:
                if left == 1:
                    del self._scripts[place]
                else:
                    self._scripts[place] = (script, left - 1)
                return script.fault
        return None

    def _draw(self, what: str, chat: str | None) -> float:
        self._drawn[what, chat] += 1
        key = f"{self.plan.seed} {what} {chat} {self._drawn[what, chat]}"
        return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big") / 2**64
