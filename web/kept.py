"""An answer that is too dear for every look at a page, kept for some minutes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Kept(Generic[T]):
    """The answer as it was asked for last, for as long as it is `fresh_for`; one at a time asks anew."""

    fresh_for: timedelta
    _held: tuple[T, datetime] | None = None
    _lock: Lock = field(default_factory=Lock)

    def fresh(self, now: datetime, ask: Callable[[], T]) -> tuple[T, datetime]:
        """Return an answer that is not too old, and when it was asked for."""
        with self._lock:
            if self._held is None or not timedelta() <= now - self._held[1] <= self.fresh_for:
                self._held = ask(), now
            return self._held

    def forget(self) -> None:
        """Have the next one ask anew."""
        with self._lock:
            self._held = None
