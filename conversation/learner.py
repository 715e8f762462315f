"""What is kept about a learner, as the conversation sees it, and how facts change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from campaign.consent import Purpose

DEFAULT_ADDRESS = "bác"


class Outcome(StrEnum):
    """The answer to "đã làm việc nhỏ chưa?"."""

    DONE = "done"
    NOT_YET = "not_yet"
    WANTS_HELP = "wants_help"


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
    `reviewed_on` when last.
    """

    pages: int = 0
    finished_on: date | None = None
    seen: frozenset[str] = frozenset()
    outcome: Outcome | None = None
    task_asked: int = 0
    task_asked_on: date | None = None
    reviews: int = 0
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Learner:
    """One person. `visit_on` is the local day on which the last visit was opened."""

    joined_on: date
    visit_on: date
    address: str = DEFAULT_ADDRESS
    home: Home = None
    consents: Mapping[Purpose, bool] = field(default_factory=lambda: MappingProxyType({}))
    progress: Mapping[str, Progress] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_counted(self) -> bool | None:
        """Return what was answered to `count_in_hamlet`, None while it was not."""
        return self.consents.get(Purpose.COUNT_IN_HAMLET)

    @property
    def finished(self) -> frozenset[str]:
        """Return the ids of the finished lessons."""
        return frozenset(lesson for lesson, progress in self.progress.items() if progress.finished_on)

    def at(self, lesson: str) -> Progress:
        """Return the progress in a lesson, an empty one if it was never opened."""
        return self.progress.get(lesson) or Progress()

    def with_progress(self, lesson: str, progress: Progress) -> "Learner":
        """Return the learner with the progress in one lesson replaced."""
        return replace(self, progress=MappingProxyType({**self.progress, lesson: progress}))

    def with_consent(self, purpose: Purpose, choice: bool) -> "Learner":
        """Return the learner with one consent given or withdrawn."""
        return replace(self, consents=MappingProxyType({**self.consents, purpose: choice}))
