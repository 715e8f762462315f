"""A file on its way in: kept for the session that sent it, read again each time, and taken in only as it was shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from lessons.problems import ContentError, Problem, in_order
from storage.uploads import Upload

MOST_PROBLEMS = 50
"""Who has more mistakes than this has one mistake many times."""

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong in a file, and where."""

    where: str
    says: str


def read_from(upload: Upload, read: Callable[[Path], _Read]) -> _Read:
    """Read a file that was sent as one that lies in a folder.

    Raises:
        ContentError: with everything that is wrong in it.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(upload.content)
        return read(path)


def remarks(error: ContentError) -> Sequence[Remark]:
    """Return what is wrong, from the top of the file to its bottom."""
    return [_remark(problem) for problem in in_order(error.problems)[:MOST_PROBLEMS]]


def fingerprint(of: object) -> str:
    """Return what tells one plan from another: what is applied must be what was looked at."""
    return sha256(repr(of).encode()).hexdigest()[:32]


def _remark(problem: Problem) -> Remark:
    places = (f"Dòng {problem.line}" if problem.line else "", problem.where)
    says = problem.message[:1].upper() + problem.message[1:]
    return Remark(", ".join(place for place in places if place), f"{says}.")
