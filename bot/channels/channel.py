"""What a channel that sends must offer, and how it says what became of a message."""

from pathlib import Path
from typing import Protocol

from conversation.message import Message
from conversation.pictures import Picture
from conversation.recordings import Recording


class SendError(Exception):
    """A message was not sent, or may not have been; says what to do next.

    `retry_after` is in seconds when the platform named a time; `is_gone` when this chat will take no message any
    more; `is_refused` when this message will never be taken, though the chat may take others; `is_unsure` when the
    message may have arrived all the same; `is_account` when what is wrong would be so for every chat.
    """

    def __init__(
        self,
        reason: str,
        *,
        retry_after: float | None = None,
        is_gone: bool = False,
        is_refused: bool = False,
        is_unsure: bool = False,
        is_account: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.is_gone = is_gone
        self.is_refused = is_refused
        self.is_unsure = is_unsure
        self.is_account = is_account


class Pictures(Protocol):
    """Where a channel gets a message's picture, in the form its platform takes."""

    async def drawn(self, picture: Picture) -> bytes | None:
        """Return the picture as a PNG, or None when there is nothing to show any more."""

    def url(self, picture: Picture) -> str | None:
        """Return an address from which the platform can fetch the picture, or None when nobody outside reaches us."""


class Recordings(Protocol):
    """Where a channel gets the voice of a page, in the form its platform takes."""

    def file(self, recording: Recording, *forms: str) -> Path | None:
        """Return the file in the first of these forms there is, or None when it is gone."""

    def url(self, recording: Recording, form: str) -> str | None:
        """Return an address from which the platform can fetch it, or None when it is gone or nobody reaches us."""


class Channel(Protocol):
    """Sends messages of one account."""

    @property
    def account(self) -> str:
        """Return the channel and its account, like "terminal:main"."""

    async def send(self, address: str, message: Message) -> None:
        """Send a message to a chat; return once it was accepted.

        Raises:
            SendError: when it was not accepted, or that is not known.
        """
