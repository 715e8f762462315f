"""Texts of which nothing is left while the office has not set a telephone number."""

from collections.abc import Iterator

from lessons import Problem
from lessons.contacts import without_unset
from quizzes.judging.passages import Passage


def judge(passage: Passage) -> Iterator[Problem]:
    """Yield a text that would be empty: each sentence with an unset number is left out."""
    if passage.own and not without_unset(passage.own, {}).strip("* \n"):
        yield passage.problem("chưa có số điện thoại thì chỗ này trống trơn, hãy viết thêm một câu không cần số")
