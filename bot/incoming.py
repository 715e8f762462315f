"""What a channel hands to the intake: one event of one chat, with the id under which the platform knows it."""

from dataclasses import dataclass

from conversation.events import Event


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event as it came in.

    `account` is the channel and its account ("browser:main"), `address` the chat on it, `external_id` what makes the
    event the same event when the platform delivers it again. A page names the `step` it showed: an event of an older
    one, or of one that never was, is not taken.
    """

    account: str
    address: str
    external_id: str
    event: Event
    step: int | None = None
