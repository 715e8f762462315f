"""What the assistant says, before it is put into words.

`decide` names texts by key; `render` fills them in, with figures that are only known once the day's sums are written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from conversation.pictures import Picture
from conversation.recordings import Recording


@dataclass(frozen=True, slots=True)
class Content:
    """A text of a lesson or quiz, whose own tokens are filled in too."""

    text: str


@dataclass(frozen=True, slots=True)
class Say:
    """One text by its key in `texts.vi.yaml`, with what goes into its gaps."""

    key: str
    values: Mapping[str, "Value"] = field(default_factory=dict)


Value = str | int | Content | Say | tuple[Say, ...]
"""What fills a gap; several texts are put on a line each."""


@dataclass(frozen=True, slots=True)
class HamletProgress:
    """How a hamlet is doing: worded by `render` once the figures are known.

    With `is_for_all` it is to be read by the whole hamlet, else by one learner.
    """

    unit: str
    is_for_all: bool = False


@dataclass(frozen=True, slots=True)
class HamletSummary:
    """The card of a leader's unit, as a text or as a picture: worded and drawn once the figures are known."""

    unit: str


class Tone(StrEnum):
    """How a bubble looks where a channel can show it."""

    PLAIN = "plain"
    WHY = "why"
    """The reason for an answer, amber whether right or wrong."""
    WARNING = "warning"
    """The emergency card and numbers not to send."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One block of text of at most 40 words."""

    say: "Say | HamletProgress | HamletSummary"
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: `button` is what it carries, `number` the digit typed for it."""

    label: Say
    number: int
    button: str
    is_next_step: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """Where one is: shown above the bubbles on a page. `done` of `total` is how far the bar reaches.

    With `is_in_text`, a channel without a header puts it in front of the first bubble.
    """

    title: Say
    where: Say | None = None
    done: int = 0
    total: int = 0
    is_in_text: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: bubbles, then the options of at most one prompt.

    `own` is the label of what the person just chose, for channels that show it; `typing` invites words or digits.
    """

    bubbles: tuple[Bubble, ...]
    options: tuple[Option, ...] = ()
    prompt: int | None = None
    asks_consent: bool = False
    heading: Heading | None = None
    own: Say | None = None
    typing: Say | None = None
    picture: HamletSummary | Picture | None = None
    recording: Recording | None = None
