"""What is said of the questions that need a second look: sentences for teachers, the most pressing first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lessons.texts_file import read_texts
from quizzes.model import Bank, Question
from quizzes.quality import Judged

FILE = Path(__file__).with_name("quality.vi.yaml")


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A question as it is told about: its shares in whole per cent beside how many answers they rest on."""

    lesson: str
    question: str
    ask: str
    share: int
    first: int
    later_share: int
    later: int
    findings: tuple[str, ...]
    says: tuple[str, ...]


def lines(judged: Iterable[Judged], bank: Bank) -> Sequence[ItemLine]:
    """Return a line for each question that still exists, in the order given."""
    found = ((one, bank.pool(one.answers.lesson).get(one.answers.question)) for one in judged)
    return [_line(one, question) for one, question in found if question is not None]


def _line(one: Judged, question: Question) -> ItemLine:
    answers = one.answers
    share, later = _percent(answers.first.value), _percent(answers.later.value)
    choices = "”, “".join(question.choices[at].text for at in one.choices if at < len(question.choices))
    values = {"share": share, "of": answers.first.of, "later": later, "choices": choices}
    says = tuple(_sentences()[finding].format_map(values) for finding in one.findings)
    told = (answers.first.of, later, answers.later.of)
    return ItemLine(
        answers.lesson, question.id, f"{question.situation} {question.ask}", share, *told, tuple(one.findings), says
    )


def _percent(share: float) -> int:
    return int(100 * share + 0.5)


@cache
def _sentences(file: Path = FILE) -> Mapping[str, str]:
    kept: Mapping[str, str] = read_texts(file)
    return kept
