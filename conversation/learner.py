"""What is kept about a learner, as the conversation sees it, and how facts change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum, StrEnum
from types import MappingProxyType

from campaign.consent import Purpose
from campaign.people import About

DEFAULT_ADDRESS = "bác"

LESSONS_FOR_CERTIFICATE = 5
"""How many different lessons must be finished (issue 4, item 7)."""

_NOTHING_TOLD = About()


class Outcome(StrEnum):
    """The answer to "đã làm việc nhỏ chưa?"."""

    DONE = "done"
    NOT_YET = "not_yet"
    WANTS_HELP = "wants_help"


class Milestone(IntEnum):
    """After how many finished lessons a learner is asked how well they get on with the phone."""

    FIRST = 1
    FIFTH = 5


class Confidence(IntEnum):
    """How well somebody gets on with everyday things on the phone, in their own words, the more the better."""

    CANNOT = 1
    WITH_HELP = 2
    ALONE = 3
    TEACHES = 4


@dataclass(frozen=True, slots=True)
class Rating:
    """What a learner said about themselves on a day; `level` is None where the question was passed over."""

    day: date
    level: Confidence | None


@dataclass(frozen=True, slots=True)
class InHamlet:
    """The learner lives in this unit of the commune."""

    unit: str


@dataclass(frozen=True, slots=True)
class Outside:
    """The learner lives in another commune."""


Home = InHamlet | Outside | None
"""Where the learner lives; None until chosen."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a learner is in one lesson.

    `pages` is how many pages were seen; `seen` the questions ever answered in it; `task_asked` how often the small
    task was asked about, `task_asked_on` when last; `reviews` how many of the later questions were answered,
    `reviewed_on` when last; `assisted` whether somebody helped with the lesson, None where it was not asked.
    `remembered` when a later question was answered right so long after the lesson that it counts for a certificate;
    of two records merged, either is enough.
    """

    pages: int = 0
    finished_on: date | None = None
    seen: frozenset[str] = frozenset()
    outcome: Outcome | None = None
    task_asked: int = 0
    task_asked_on: date | None = None
    reviews: int = 0
    reviewed_on: date | None = None
    assisted: bool | None = None
    remembered: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """The answer to a question the learner asked; `inquiry` is the question's id."""

    inquiry: int
    text: str
    answer: str
    answered_by: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question the learner sent on a day, `is_open` while nobody answered it; what it said is not needed here."""

    day: date
    is_open: bool


@dataclass(frozen=True, slots=True)
class Learner:
    """One person. `visit_on` is the local day on which the last visit was opened.

    `name` is what was typed for the leader to see, "" where nothing was. `workplace` is an agency, school or
    enterprise, `associations` are units too. `study_code` is the "Mã học" once it was shown, `certificate` the id of a
    valid one. `letters` are answers that were not seen yet, `asked` all questions that were sent.
    `ratings` are what the learner said about themselves, never scored. `proposed_for` is the year for which the office
    would put the learner forward, until they were asked whether they want to be named.
    """

    joined_on: date
    visit_on: date
    address: str = DEFAULT_ADDRESS
    home: Home = None
    consents: Mapping[Purpose, bool] = field(default_factory=lambda: MappingProxyType({}))
    progress: Mapping[str, Progress] = field(default_factory=lambda: MappingProxyType({}))
    name: str = ""
    about: About = _NOTHING_TOLD
    workplace: str | None = None
    associations: frozenset[str] = frozenset()
    study_code: str | None = None
    certificate: str | None = None
    letters: tuple[Letter, ...] = ()
    asked: tuple[Question, ...] = ()
    ratings: Mapping[Milestone, Rating] = field(default_factory=lambda: MappingProxyType({}))
    proposed_for: int | None = None

    @property
    def is_counted(self) -> bool | None:
        """Return what was answered to `count_in_hamlet`, None while it was not."""
        return self.consents.get(Purpose.COUNT_IN_HAMLET)

    @property
    def finished(self) -> frozenset[str]:
        """Return the ids of the finished lessons."""
        return frozenset(lesson for lesson, progress in self.progress.items() if progress.finished_on)

    @property
    def has_earned_certificate(self) -> bool:
        """Say whether lessons enough are finished, and one of them was still remembered later."""
        is_remembered = any(done.remembered for done in self.progress.values())
        return is_remembered and len(self.finished) >= LESSONS_FOR_CERTIFICATE

    def at(self, lesson: str) -> Progress:
        """Return the progress in a lesson, an empty one if it was never opened."""
        return self.progress.get(lesson) or Progress()

    def with_progress(self, lesson: str, progress: Progress) -> "Learner":
        """Return the learner with the progress in one lesson replaced."""
        return replace(self, progress=MappingProxyType({**self.progress, lesson: progress}))

    def with_rating(self, milestone: Milestone, rating: Rating) -> "Learner":
        """Return the learner with what they said about themselves at a milestone."""
        return replace(self, ratings=MappingProxyType({**self.ratings, milestone: rating}))

    def with_consent(self, purpose: Purpose, choice: bool) -> "Learner":
        """Return the learner with one consent given or withdrawn."""
        return replace(self, consents=MappingProxyType({**self.consents, purpose: choice}))
