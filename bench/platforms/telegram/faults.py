"""Faults on demand: by chance with a seed, or the next few."""

import hashlib
from collections import Counter
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Fault(StrEnum):
    """What can go wrong with a call, or with an update (the last three)."""

    TOO_MANY = "too_many"
    SERVER_ERROR = "server_error"
    BAD_GATEWAY = "bad_gateway"
    HTML = "html"
    RESET_BEFORE = "reset_before"
    RESET_AFTER = "reset_after"
    TIMEOUT_BEFORE = "timeout_before"
    TIMEOUT_AFTER = "timeout_after"
    DUPLICATED = "duplicated"
    REORDERED = "reordered"
    REIDENTIFIED = "reidentified"


OF_UPDATES = (Fault.DUPLICATED, Fault.REORDERED, Fault.REIDENTIFIED)
OF_CALLS = tuple(fault for fault in Fault if fault not in OF_UPDATES)


class _Plain(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Scripted(_Plain):
    """The next so many calls or updates that fit go wrong."""

    fault: Fault
    times: int = Field(default=1, ge=1)
    method: str | None = None
    chat: int | None = None


class FaultPlan(_Plain):
    """All that shall go wrong; an empty plan is a platform in good order.

    `chance` is per call or update, `methods` keeps it to some calls (none named: all), `within_chat` lets updates of
    one chat overtake each other, `hold_seconds` is how long a reordered update or a second copy is held back.
    """

    seed: int = 0
    chance: dict[Fault, float] = Field(default_factory=dict)
    methods: frozenset[str] = frozenset()
    next: tuple[Scripted, ...] = ()
    blocked: frozenset[int] = frozenset()
    retry_after: int = Field(default=1, ge=1)
    hang_seconds: float = Field(default=30, ge=0)
    hold_seconds: float = Field(default=0.2, ge=0)
    within_chat: bool = False


class Faults:
    """The plan and how far it has come.

    What happens to the n-th call of a chat depends on the seed, the method, the chat and n only: chats that run side
    by side do not change each other's luck.
    """

    def __init__(self, plan: FaultPlan | None = None) -> None:
        self.set(plan or FaultPlan())

    def set(self, plan: FaultPlan) -> None:
        """Begin a plan anew."""
        self.plan = plan
        self.blocked = set(plan.blocked)
        self._scripts: list[tuple[Scripted, int]] = [(script, script.times) for script in plan.next]
        self._drawn: Counter[tuple[str, int | None]] = Counter()

    def clear(self) -> None:
        """Put the platform in good order, blocked chats too."""
        self.set(FaultPlan())

    def script(self, fault: Fault, times: int = 1, method: str | None = None, chat: int | None = None) -> None:
        """Let the next so many calls or updates that fit go wrong, after those already asked for."""
        self._scripts.append((Scripted(fault=fault, times=times, method=method, chat=chat), times))

    def remaining(self) -> FaultPlan:
        """Return the plan without what has already happened."""
        scripts = tuple(script.model_copy(update={"times": left}) for script, left in self._scripts)
        return self.plan.model_copy(update={"next": scripts, "blocked": frozenset(self.blocked)})

    def of_call(self, method: str, chat: int | None) -> Fault | None:
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

    def of_update(self, chat: int, fault: Fault) -> bool:
        """Return whether this goes wrong with the next update of a chat."""
        if self._take((fault,), "", chat):
            return True
        return bool(self.plan.chance.get(fault)) and self._draw(fault, chat) < self.plan.chance[fault]

    def _take(self, faults: tuple[Fault, ...], method: str, chat: int | None) -> Fault | None:
        for place, (script, left) in enumerate(self._scripts):
            if script.fault in faults and script.method in {None, method} and script.chat in {None, chat}:
                if left == 1:
                    del self._scripts[place]
                else:
                    self._scripts[place] = (script, left - 1)
                return script.fault
        return None

    def _draw(self, what: str, chat: int | None) -> float:
        self._drawn[what, chat] += 1
        key = f"{self.plan.seed} {what} {chat} {self._drawn[what, chat]}"
        return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big") / 2**64
