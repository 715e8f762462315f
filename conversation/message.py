"""A reply put into words: what channels send and pages show, and how it is kept as JSON.

Texts have `**strong**` and line breaks as their only markup; every channel turns those into its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from conversation.pictures import Picture
from conversation.recordings import Recording
from conversation.replies import Tone


@dataclass(frozen=True, slots=True)
class Text:
    """One bubble, worded."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Button:
    """One option, worded: `number` is the digit typed for it, `button` what a tap sends back.

    With the number 0 it is shown without one: it is tapped, or typed by its label.
    """

    label: str
    number: int
    button: str
    is_next_step: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """Where one is, worded; the bar reaches `done` of `total`, and there is none when `total` is 0."""

    title: str
    where: str = ""
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """One message, worded.

    `prompt` is the id of the numbered question it asks, if any; `own` what the person chose just before; `typing`
    the label of a field for words, where a channel has one; `asks_consent` asks for options that all look alike.
    `picture` is shown above the bubbles; `recording` is the voice of the page they show.
    """

    bubbles: tuple[Text, ...]
    options: tuple[Button, ...] = ()
    prompt: int | None = None
    asks_consent: bool = False
    head: Head | None = None
    own: str = ""
    typing: str = ""
    picture: Picture | None = None
    recording: Recording | None = None


def says_the_same(one: Message, other: Message) -> bool:
    """Return whether a person sees no difference: what buttons carry may differ, what they say may not."""
    return _as_seen(one) == _as_seen(other)


def _as_seen(message: Message) -> Message:
    options = tuple(replace(option, button="") for option in message.options)
    return replace(message, options=options, prompt=None, own="")


_ADAPTER = TypeAdapter(Message)


def to_json(message: Message) -> str:
    """Return the message as JSON, to be kept in a row."""
    return _ADAPTER.dump_json(message, exclude_defaults=True).decode()


def from_json(kept: str) -> Message:
    """Return the message kept as JSON.

    Raises:
        ValueError: when the JSON is not a message.
    """
    return _ADAPTER.validate_json(kept)


def spans(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the runs of a text, each with whether it is strong."""
    for at, run in enumerate(text.split("**")):
        if run:
            yield run, at % 2 == 1
