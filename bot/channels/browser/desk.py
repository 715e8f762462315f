"""What the learner page needs from the program behind it."""

from dataclasses import dataclass
from typing import Protocol

from bot.incoming import Incoming
from conversation.message import Message


class ClosedError(Exception):
    """The program cannot read or keep anything just now."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The last message of a chat and the number of its step, which the next form sends back."""

    step: int
    message: Message


class Desk(Protocol):
    """Where the learner page brings what people do, and asks what to show."""

    async def take(self, incoming: Incoming) -> None:
        """Return once the event is kept, or was kept before under the same id, or is not of the chat's current step.

        Raises:
            ClosedError: when it could not be kept.
        """

    async def last(self, account: str, address: str) -> Seen | None:
        """Return the last step of a chat, or None when nothing is stored about it.

        Raises:
            ClosedError: when it could not be read.
        """

    def opening(self, join_code: str | None) -> Message:
        """Return the first card, for a visitor about whom nothing is stored."""

    def has_join_code(self, join_code: str) -> bool:
        """Say whether a unit of today is joined by this code."""
