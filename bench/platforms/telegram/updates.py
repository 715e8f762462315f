"""The updates that wait for the bot, in the order of their numbers."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pydantic import JsonValue

from bench.platforms.telegram.bell import Bell
from bench.platforms.telegram.faults import Fault, Faults

_NEVER_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(eq=False, slots=True)
class Update:
    """One update; a copy is delivered once although its number was confirmed before."""

    update_id: int
    chat: int
    kind: str
    payload: JsonValue
    is_copy: bool = False
    is_delivered: bool = False
    body: dict[str, JsonValue] = field(init=False)

    def __post_init__(self) -> None:
        self.body = {"update_id": self.update_id, self.kind: self.payload}


class Updates:
    """Takes what people do, and keeps it until the bot has it."""

    def __init__(self, faults: Faults, bell: Bell, first_id: int) -> None:
        self.allowed: frozenset[str] = frozenset()
        self.on_put: Callable[[Update], None] = lambda update: None
        self._faults = faults
        self._bell = bell
        self._next_id = first_id
        self._waiting: dict[Update, None] = {}
        self._held: set[asyncio.TimerHandle] = set()

    def __len__(self) -> int:
        return len(self._waiting) + len(self._held)

    def __iter__(self) -> Iterator[Update]:
        return iter(tuple(self._waiting))

    def put(self, kind: str, chat: int, payload: JsonValue) -> None:
        """Take an update, and what the faults make of it."""
        if not self._wants(kind):
            return
        update = self._number(kind, chat, payload)
        if self._faults.of_update(chat, Fault.DUPLICATED):
            self._later(lambda: self._add(Update(update.update_id, chat, kind, payload, is_copy=True)))
        if kind == "callback_query" and self._faults.of_update(chat, Fault.REIDENTIFIED):
            self._later(lambda: self._number(kind, chat, payload))

    def remove(self, update: Update) -> None:
        """Forget an update that the bot has."""
        self._waiting.pop(update, None)
        self._bell.ring()

    def confirm(self, offset: int) -> None:
        """Forget what is below the offset; a negative one keeps only the last few."""
        if offset < 0:
            for update in list(self._waiting)[:offset]:
                del self._waiting[update]
            return
        done = [
            update
            for update in self._waiting
            if update.update_id < offset and (update.is_delivered or not update.is_copy)
        ]
        for update in done:
            del self._waiting[update]
        if done:
            self._bell.ring()

    def first(self, limit: int) -> list[dict[str, JsonValue]]:
        """Return the bodies of the first few, in the order in which they shall arrive."""
        batch = [update for update, _ in zip(self._waiting, range(limit), strict=False)]
        for place in range(len(batch) - 1):
            one, other = batch[place], batch[place + 1]
            may_swap = one.chat != other.chat or self._faults.plan.within_chat
            if not one.is_delivered and may_swap and self._faults.of_update(one.chat, Fault.REORDERED):
                batch[place], batch[place + 1] = other, one
        for update in batch:
            update.is_delivered = True
        return [update.body for update in batch]

    def drop(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()
        for held in self._held:
            held.cancel()
        self._held.clear()
        self._bell.ring()

    def _wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in _NEVER_BY_DEFAULT

    def _number(self, kind: str, chat: int, payload: JsonValue) -> Update:
        update = Update(self._next_id, chat, kind, payload)
        self._next_id += 1
        self._add(update)
        return update

    def _add(self, update: Update) -> None:
        self._waiting[update] = None
        self.on_put(update)
        self._bell.ring()

    def _later(self, act: Callable[[], object]) -> None:
        def now() -> None:
            self._held.discard(held)
            act()

        held = asyncio.get_running_loop().call_later(self._faults.plan.hold_seconds, now)
        self._held.add(held)
