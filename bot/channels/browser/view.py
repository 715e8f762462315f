"""A message turned into what the templates show: escaped text, paragraphs, and which buttons stand out."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.browser.lesson_pictures import Shown
from conversation.message import Head, Message, Text
from frame.blocks import Block, block_of

_MANY = 6
"""More options than these stand two to a line, when most of them are short."""

_SHORT = 14


@dataclass(frozen=True, slots=True)
class Sound:
    """The voice of a page: where it is, and what stands above its controls."""

    address: str
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: the only next step is filled and needs no number."""

    label: str
    number: int
    button: str
    is_filled: bool
    is_wide: bool


@dataclass(frozen=True, slots=True)
class View:
    """What one step shows."""

    own: str
    blocks: tuple[Block, ...]
    choices: tuple[Choice, ...]
    is_many: bool
    head: Head | None
    typing: str
    picture: Shown | None
    sound: Sound | None


def view_of(
    message: Message,
    phones: Sequence[str],
    picture: Shown | None = None,
    sound: Sound | None = None,
    site: str = "",
) -> View:
    """Return what a message shows; the phone numbers of the commune can be tapped to call.

    Addresses that begin with `site`, where the commune's own pages are, can be tapped too.
    """
    short = sum(len(option.label) <= _SHORT for option in message.options)
    return View(
        own=message.own,
        blocks=tuple(_bubble(bubble, phones, site) for bubble in message.bubbles),
        choices=tuple(
            Choice(
                label=option.label,
                number=option.number,
                button=option.button,
                is_filled=option.is_next_step and not message.asks_consent,
                is_wide=len(option.label) > _SHORT,
            )
            for option in message.options
        ),
        is_many=len(message.options) > _MANY and 2 * short > len(message.options),
        head=message.head,
        typing=message.typing,
        picture=picture,
        sound=sound,
    )


def _bubble(bubble: Text, phones: Sequence[str], site: str) -> Block:
    return block_of(bubble.text, phones, bubble.tone.value, site)
