"""What a fill-in form still asks its teacher to write, as in "[Viết trang 1 vào đây.]"."""

import re
from collections.abc import Iterator

from lessons import Problem
from quizzes.judging.passages import Passage

_ASKED = re.compile(r"\[[^\[\]]+\]")


def is_unwritten(text: str) -> bool:
    """Say whether a text still has words in square brackets, which no finished text has."""
    return bool(_ASKED.search(text))


def judge(passage: Passage) -> Iterator[Problem]:
    """Yield the text when it is still to be written."""
    found = _ASKED.search(passage.own)
    if found:
        yield passage.problem(f"chưa viết xong, hãy thay {found[0]} bằng lời của mình")
