"""Questions that were asked already, accents and a few words aside."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from lessons import Problem
from lessons.folding import fold
from quizzes.load import QuestionPlace
from quizzes.model import Question

Placed = tuple[Question, QuestionPlace]
_Pairs = frozenset[tuple[str, str]]

_ALIKE = 0.6
"""The share of word pairs two questions of a lesson may have in common; those of different lessons may repeat a story
on purpose, so that a rule is met again."""


def judge(questions: Sequence[Placed]) -> Iterator[Problem]:
    """Yield the questions that repeat an earlier one."""
    first, of_lesson = dict[str, QuestionPlace](), dict[Path, list[tuple[QuestionPlace, _Pairs]]]()
    for question, place in questions:
        words = fold(f"{question.situation} {question.ask}").split()
        pairs = frozenset(pairwise(words))
        before = of_lesson.setdefault(place.path, [])
        earlier = first.setdefault(" ".join(words), place)
        alike = next((other for other, theirs in before if _share(pairs, theirs) >= _ALIKE), None)
        if earlier is not place:
            yield place.problem(f"câu này trùng {_name(earlier)}, hãy bỏ một câu hoặc đổi chuyện khác", "situation")
        elif alike is not None:
            yield place.problem(f"câu này gần giống {_name(alike)}, hãy đổi sang chuyện khác", "situation")
        before.append((place, pairs))


def _share(one: _Pairs, other: _Pairs) -> float:
    return len(one & other) / max(1, len(one | other))


def _name(place: QuestionPlace) -> str:
    return f"{place.where} của {place.path.stem}"
