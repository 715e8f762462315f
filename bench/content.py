"""How long `hocso content check` takes over all lessons and questions, beside merely reading them."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from bench.figures import Figure, compare
from quizzes.check import check
from quizzes.load import load_content

ROUNDS = 5
_ROOT = Path(__file__).parents[1]
_LESSONS, _QUIZZES = _ROOT / "lessons/content/vi", _ROOT / "quizzes/content/vi"


def figures() -> Iterator[Figure]:
    """Measure both in turn, in processor time."""
    today = date.today()  # noqa: DTZ011 - any day near the content's own will do
    judged, read = list[float](), list[float]()
    for _ in range(ROUNDS):
        judged.append(_seconds(lambda: check(_LESSONS, _QUIZZES, today)))
        read.append(_seconds(lambda: load_content(_LESSONS, _QUIZZES)))
    yield compare("content check of all lessons CPU", "s", judged, read, peer_name="ours, reading them only")


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
