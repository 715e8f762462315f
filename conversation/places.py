"""Where a chat is in the conversation: a tagged union of frozen dataclasses.

What is shown at a place follows from the place and what is kept about the learner, so any place can be shown again.
"""

from dataclasses import dataclass

from quizzes import Attempt


@dataclass(frozen=True, slots=True)
class Welcome:
    """The first card: who speaks, what is kept, and the one tap that begins."""


@dataclass(frozen=True, slots=True)
class WhatIsKept:
    """The answer to "Xã giữ những gì?"."""


@dataclass(frozen=True, slots=True)
class Declined:
    """A kind goodbye to somebody under 16 or not now, with a trial of which nothing is kept."""


@dataclass(frozen=True, slots=True)
class TrialEnded:
    """The trial lesson is over."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A page of a lesson, from 0."""

    lesson: str
    page: int


@dataclass(frozen=True, slots=True)
class Rereading:
    """The page, from 0, of the first question missed, before a new attempt."""

    lesson: str
    page: int


@dataclass(frozen=True, slots=True)
class Answering:
    """A question waits for its answer."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Explained:
    """The reason for the last answer was given; `is_finish` when that answer finished the lesson."""

    attempt: Attempt
    is_finish: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """A lesson is done; `again` when it had been finished before."""

    lesson: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Practising:
    """The next visit's question whether the small task of a lesson was done."""

    lesson: str


@dataclass(frozen=True, slots=True)
class AskingToCount:
    """The consent `count_in_hamlet`; `unit` is the hamlet named in it, None when it is not known."""

    unit: str | None


@dataclass(frozen=True, slots=True)
class ChoosingCommune:
    """The short list of former communes."""


@dataclass(frozen=True, slots=True)
class ChoosingHamlet:
    """The short list of hamlets of one former commune."""

    old_commune: str


@dataclass(frozen=True, slots=True)
class Moving:
    """A learner who has a hamlet named another one: is that right?"""

    unit: str


@dataclass(frozen=True, slots=True)
class Menu:
    """The five things one can do."""


@dataclass(frozen=True, slots=True)
class ChoosingReview:
    """The list of finished lessons to go through again."""


@dataclass(frozen=True, slots=True)
class Results:
    """My own results."""


@dataclass(frozen=True, slots=True)
class AskingAPerson:
    """Whom to ask: the numbers in `contacts`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Form of address, hamlet, counting, my data."""


@dataclass(frozen=True, slots=True)
class ChoosingAddress:
    """How the assistant addresses the learner."""


@dataclass(frozen=True, slots=True)
class MyData:
    """What is kept about me."""


@dataclass(frozen=True, slots=True)
class Erasing:
    """Erase everything: are you sure?"""


@dataclass(frozen=True, slots=True)
class Erased:
    """Everything was erased."""


@dataclass(frozen=True, slots=True)
class Resting:
    """Enough for today."""


@dataclass(frozen=True, slots=True)
class Paused:
    """THÔI was said."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """Money was just sent to a swindler: what to do now, and nothing else."""


Place = (
    Welcome
    | WhatIsKept
    | Declined
    | TrialEnded
    | Reading
    | Rereading
    | Answering
    | Explained
    | Finished
    | Practising
    | AskingToCount
    | ChoosingCommune
    | ChoosingHamlet
    | Moving
    | Menu
    | ChoosingReview
    | Results
    | AskingAPerson
    | Settings
    | ChoosingAddress
    | MyData
    | Erasing
    | Erased
    | Resting
    | Paused
    | Emergency
)

STUDYING = (Reading, Rereading, Answering, Explained)
"""The places one comes back to after looking at something else."""
