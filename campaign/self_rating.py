"""What learners say about how they get on with the phone, added up: after the first lesson, after five, and the change.

It is never scored and never shown of a person, a hamlet or any group: only of everybody who is counted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NAMES = ("cannot", "with_help", "alone", "teaches")
LEVELS = len(NAMES)
"""Answers to choose from, the more the better."""

_SMALL = range(1, 5)
"""So many people are not told about outside the office (design.md rule 12)."""


@dataclass(frozen=True, slots=True)
class SelfRating:
    """How many chose each answer, from the least to the most, the first and the second time.

    `better`, `same` and `worse` are those who answered both times.
    """

    first: tuple[int, ...] = (0,) * LEVELS
    fifth: tuple[int, ...] = (0,) * LEVELS
    better: int = 0
    same: int = 0
    worse: int = 0

    @property
    def both(self) -> int:
        """Return how many answered both times."""
        return self.better + self.same + self.worse

    def cells(self) -> Iterator[tuple[str, int]]:
        """Yield each number with its name: the answers of the first time and of the second, and the change."""
        for when, counts in (("first", self.first), ("fifth", self.fifth)):
            yield from ((f"{when}_{name}", count) for name, count in zip(NAMES, counts, strict=True))
        yield from (("both", self.both), ("better", self.better), ("same", self.same), ("worse", self.worse))

    @property
    def is_empty(self) -> bool:
        """Say whether nobody answered."""
        return not any((*self.first, *self.fifth))

    @property
    def has_small_cells(self) -> bool:
        """Say whether any of it is about one to four people; then all of it stays inside the office.

        Hiding only the small ones would not do: what is left tells them.
        """
        cells = (*self.first, *self.fifth, self.better, self.same, self.worse)
        apart = (sum(self.first) - self.both, sum(self.fifth) - self.both)
        return any(cell in _SMALL for cell in (*cells, *apart))


NOBODY = SelfRating()
"""What is said where nobody said anything."""


def add_up(pairs: Iterable[tuple[int | None, int | None, int]]) -> SelfRating:
    """Add up how many people gave which two answers; None where one was not given."""
    first, fifth = [0] * LEVELS, [0] * LEVELS
    better = same = worse = 0
    for before, after, people in pairs:
        if before:
            first[before - 1] += people
        if after:
            fifth[after - 1] += people
        if before and after:
            better += people * (after > before)
            same += people * (after == before)
            worse += people * (after < before)
    return SelfRating(tuple(first), tuple(fifth), better, same, worse)
