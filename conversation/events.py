"""What a learner can do, whatever the channel."""

from dataclasses import dataclass
from enum import StrEnum


class Medium(StrEnum):
    """What arrives and cannot be read."""

    VOICE = "voice"
    PICTURE = "picture"
    STICKER = "sticker"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Opened:
    """The chat was opened, perhaps from a poster that carries a join code."""

    join_code: str | None = None


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button was tapped; `button` is what the button carries (see `conversation.buttons`)."""

    button: str
    join_code: str | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """Words or digits were typed."""

    text: str
    join_code: str | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A voice note, a picture, a sticker or something else the assistant does not open."""

    medium: Medium


Event = Opened | Tapped | Typed | Unreadable
