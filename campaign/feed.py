"""What somebody outside the commune may read of its figures."""

from enum import StrEnum


class Scope(StrEnum):
    """A part of the feed a reader was let in to."""

    PARTICIPATION = "participation"
    SCORES = "scores"
