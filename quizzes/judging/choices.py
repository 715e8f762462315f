"""Choices that give the answer away, or that do not differ enough."""

import re
from collections.abc import Iterator

from lessons import Problem
from lessons.folding import fold
from quizzes.load import QuestionPlace
from quizzes.model import Choice, Question

ABSOLUTE = re.compile(
    r"\b(luôn luôn|không bao giờ|bao giờ cũng|lúc nào cũng|tất cả|mọi|hoàn toàn|tuyệt đối|chắc chắn|nhất định)\b", re.I
)
"""Words that people have learned to distrust in an answer."""

_NOT = frozenset(["khong", "dung", "chua", "chang"])
"""Words that turn a choice into its opposite, however alike the two look."""
_ALIKE = 0.75
_FEWEST = 2
"""A choice of fewer words, such as a name, may well stand within another."""


def judge(question: Question, place: QuestionPlace) -> Iterator[Problem]:
    """Yield what lets people guess, and choices that mean nearly the same."""
    right = [choice for choice in question.choices if choice.correct]
    if _is_right_longest(question):
        message = "đáp án đúng dài hơn hẳn các lựa chọn khác nên dễ đoán, hãy viết gọn lại hoặc viết dài câu khác ra"
        yield place.problem(message, "choices")
    if not any(ABSOLUTE.search(choice.text) for choice in right):
        for at, choice in enumerate(question.choices):
            found = ABSOLUTE.search(choice.text)
            if found:
                message = f"lựa chọn {at + 1} có chữ “{found[0]}” nên dễ đoán là không đúng, hãy nói bớt chắc đi"
                yield place.problem(message, "choices", at, "text")
    yield from _overlaps(question, place)


def _is_right_longest(question: Question) -> bool:
    right = max((len(choice.text) for choice in question.choices if choice.correct), default=0)
    return all(len(choice.text) < right for choice in question.choices if not choice.correct)


def _overlaps(question: Question, place: QuestionPlace) -> Iterator[Problem]:
    for at, choice in enumerate(question.choices):
        for before, other in enumerate(question.choices[:at]):
            if _overlap(choice, other):
                message = f"lựa chọn {at + 1} gần giống lựa chọn {before + 1}, hãy viết cho khác hẳn nhau"
                yield place.problem(message, "choices", at, "text")


def _overlap(one: Choice, other: Choice) -> bool:
    shorter, longer = sorted((fold(one.text).split(), fold(other.text).split()), key=len)
    if (_NOT & set(shorter)) != (_NOT & set(longer)):
        return False
    if len(shorter) >= _FEWEST and f" {' '.join(shorter)} " in f" {' '.join(longer)} ":
        return True
    both, either = set(shorter) & set(longer), set(shorter) | set(longer)
    return len(both) / max(1, len(either)) >= _ALIKE
