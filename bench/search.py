"""How often a typed question finds its lesson and its page: the hundred questions of the tests, asked of the course.

Of the hundred questions the odd ones were looked at while the search was tuned, the even ones were only scored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bench.figures import Figure
from lessons.load import load
from lessons.search import Hit, Index, index
from quizzes.load import load as load_bank

ROOT = Path(__file__).parents[1]
COURSE = load(ROOT / "lessons/content/vi")
QUESTIONS = ROOT / "tests/unit/search_questions.yaml"


@dataclass(frozen=True, slots=True)
class Question:
    """A typed question, the lesson that answers it, and the pages of it that do, from 0."""

    text: str
    lesson: str
    pages: frozenset[int]


@dataclass(frozen=True, slots=True)
class Score:
    """How many questions were asked; how many found their lesson among three, as the first, and on a right page."""

    asked: int
    among_three: int
    first: int
    right_page: int


def questions(file: Path = QUESTIONS) -> tuple[Question, ...]:
    """Read the hundred questions in the order of the file."""
    asked = yaml.safe_load(file.read_text(encoding="utf-8"))["asked"]
    return tuple(
        Question(one["text"], lesson, frozenset(page - 1 for page in one["pages"]))
        for lesson, every in asked.items()
        for one in every
    )


def shipped() -> Index:
    """Return the index over the course and the questions of the repository."""
    bank = load_bank(ROOT / "quizzes/content/vi")
    return index(COURSE, bank.by_page())


def score(asked: Sequence[Question], course: Index) -> Score:
    """Ask the questions and count what they find."""
    found = [(question, course.best(question.text)) for question in asked]
    hits = [(question, _hit(question, best)) for question, best in found]
    return Score(
        len(asked),
        sum(hit is not None for _, hit in hits),
        sum(best[:1] == (hit,) for (_, best), (_, hit) in zip(found, hits, strict=True)),
        sum(hit is not None and hit.page in question.pages for question, hit in hits),
    )


def figures() -> Iterator[Figure]:
    """Yield how many of the hundred questions are answered, altogether and of the half that was not looked at."""
    course, asked = shipped(), questions()
    for half, some in {"all": asked, "odd, tuned on": asked[::2], "even, held out": asked[1::2]}.items():
        counted = score(some, course)
        for name, right in (
            ("lesson among three", counted.among_three),
            ("lesson first", counted.first),
            ("page right", counted.right_page),
        ):
            yield Figure(f"search, {name} ({half})", f"of {counted.asked}", right, None, None)


def _hit(question: Question, best: Sequence[Hit]) -> Hit | None:
    return next((hit for hit in best if hit.lesson == question.lesson), None)
