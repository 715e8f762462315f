"""What a channel hands to the intake: one event of one chat, with the id under which the platform knows it."""

from dataclasses import dataclass

from conversation.events import Event


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event as it came in.

    `account` is the channel and its account ("browser:main"), `address` the chat on it, `external_id` what makes the
    event the same event when the platform delivers it again.
    """

    account: str
    address: str
    external_id: str
    event: Event
