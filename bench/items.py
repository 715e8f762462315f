"""How long item quality takes over a million answers: 75 real questions, answered by 40,000 people, on SQLite."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import office
from bench.figures import Figure, compare
from bench.ours import HERE
from quizzes.load import load_content
from quizzes.model import Question

ROUNDS = 3
_LESSONS = 5
_ASKED = 5
_TURNS = 3
"""One person in so many is asked the same five questions of a lesson, so that there are fifteen of each."""

_PEER = "ours with a tenth of the answers"
_ANSWERS = """UPDATE answer SET lesson = :lesson, question = :question, choice = learner_id % 3,
                                is_correct = learner_id % 7 != 0
              WHERE lesson = :kept AND position = :position AND learner_id % :turns = :turn"""
_ATTEMPTS = """UPDATE attempt SET lesson = :lesson, drawn = :drawn
               WHERE lesson = :kept AND learner_id % :turns = :turn"""


def figures() -> Iterator[Figure]:
    """Measure the whole command, in a commune and in the same one with a tenth of the answers, in turn."""
    with TemporaryDirectory() as name:
        communes = office.large_and_small(Path(name))
        for folder in communes:
            _ask_real_questions(folder)
        runs = [[_seconds(folder) for folder in communes] for _ in range(ROUNDS)]
        large, small = zip(*runs, strict=True)
        yield compare("content items of a million answers", "s", list(large), list(small), _PEER)


def _ask_real_questions(folder: Path) -> None:
    """Let the answers be to questions of the content, in an order in which choices were shown."""
    course, bank = load_content(HERE / "lessons/content/vi", HERE / "quizzes/content/vi")
    with closing(sqlite3.connect(folder / "data" / "hocso.sqlite3")) as tx, tx:
        pools = (pool for lesson in course if len((pool := bank.pool(lesson.id)).questions) >= _TURNS * _ASKED)
        for at, pool in enumerate(islice(pools, _LESSONS)):
            for turn in range(_TURNS):
                asked = pool.questions[turn * _ASKED : (turn + 1) * _ASKED]
                about = {"lesson": pool.lesson, "kept": f"bai-{at}", "turns": _TURNS, "turn": turn}
                tx.execute(_ATTEMPTS, {**about, "drawn": json.dumps([_drawn(one) for one in asked])})
                of_each = [{**about, "position": place, "question": one.id} for place, one in enumerate(asked)]
                tx.executemany(_ANSWERS, of_each)


def _drawn(question: Question) -> dict[str, object]:
    return {"question": question.id, "order": list(reversed(range(len(question.choices))))}


def _seconds(folder: Path) -> float:
    begun = time.monotonic()
    office.run(folder, "content", "items", "--format", "json", "--out", str(folder / "items.json"))
    seconds = time.monotonic() - begun
    judged = json.loads((folder / "items.json").read_text("utf-8"))["items"]
    if len(judged) != _LESSONS * _TURNS * _ASKED:
        raise RuntimeError(f"{len(judged)} questions were judged")
    return seconds
