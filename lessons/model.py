"""What a lesson is: a few short pages, one small task, and where each fact comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

COMMON = "common"
"""The source of plain common sense and stable device knowledge."""


class Strand(StrEnum):
    """The five skill groups taught by the community digital teams (domain.md 1.3)."""

    PUBLIC_SERVICES = "dich-vu-cong"
    SHOPPING = "mua-ban"
    PAYMENT = "thanh-toan"
    SAFETY = "an-toan"
    FOUNDATION = "nen-tang"


@dataclass(frozen=True, slots=True)
class Picture:
    """The one picture of a lesson, shown on its first page; `width` and `height` are its own, in pixels.

    `alt` says in a sentence what is seen and what to do, for whoever does not see it.
    """

    file: Path
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson as its teacher wrote it.

    `pages`, `task`, `ask_later`, `radio` and `forward` are text whose only markup is `**strong**` and line
    breaks, with the tokens `{bác}`, `{Bác}`, `{xóm}` and `{contacts.<key>}` not yet filled.
    """

    id: str
    title: str
    strand: Strand
    order: int
    minutes: int
    sources: tuple[str, ...]
    checked_on: date
    checked_by: str
    expires_on: date | None
    framework_ref: str
    pages: tuple[str, ...]
    task: str
    ask_later: str
    radio: str = ""
    forward: str = ""
    picture: Picture | None = None
    voices: Mapping[int, tuple[Path, ...]] = field(default_factory=dict)
    """The recordings of each page, pages counted from 1."""
    machine_voices: frozenset[int] = frozenset()
    """The pages whose recording is read by a machine, which listeners are told."""

    @property
    def number(self) -> int:
        """Return the lesson's number, the first three digits of its id, which is never reused."""
        return int(self.id[:3])

    def is_served(self, today: date) -> bool:
        """Say whether the lesson may be shown: it has a source and has not expired."""
        return bool(self.sources) and (self.expires_on is None or today <= self.expires_on)


@dataclass(frozen=True)
class Course:
    """All lessons in the order they are learned."""

    lessons: tuple[Lesson, ...]

    def __iter__(self) -> Iterator[Lesson]:
        return iter(self.lessons)

    def get(self, lesson_id: str) -> Lesson | None:
        """Return the lesson with this id, or None if the course no longer has it."""
        return self._by_id.get(lesson_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Lesson]:
        return {lesson.id: lesson for lesson in reversed(self.lessons)}

    def by_number(self, number: int) -> Lesson | None:
        """Return the lesson with this number: printed addresses outlive a change of slug."""
        return next((lesson for lesson in self.lessons if lesson.number == number), None)
