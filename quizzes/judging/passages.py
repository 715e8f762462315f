"""The texts of a lesson and its questions, each with its place and how long it may be."""

from collections.abc import Iterator
from dataclasses import dataclass

from lessons import Lesson, Problem
from lessons.load import ReadCourse
from quizzes.load import QuestionPlace
from quizzes.model import Question

BUBBLE_WORDS = 40
WHY_WORDS = 34
"""The conversation says a few words before the reason, in the same bubble."""
TASK_WORDS = 30
LATER_WORDS = 30
CHOICE_WORDS = 10
FORWARD_WORDS = 60


@dataclass(frozen=True, slots=True)
class Passage:
    """One text as people get it, of at most `limit` words; `about` is a remark's place and the words before it.

    Without a limit only its sentences are measured: a loudspeaker script is judged by its seconds.

    `own` is the part the teacher wrote, without what the conversation adds. One that `stands_alone` is heard or read
    without the pages, so it explains its hard words itself.
    """

    about: Problem
    own: str
    limit: int | None
    shown: str = ""
    stands_alone: bool = False

    def problem(self, message: str) -> Problem:
        """Return a remark about this text."""
        about = self.about
        return Problem(about.path, about.line, about.where, f"{about.message} {message}".lstrip())


def of_lesson(lesson: Lesson, read: ReadCourse) -> Iterator[Passage]:
    """Yield the pages of a lesson, then its sections."""
    path = read.paths[lesson.id]

    def about(where: str) -> Problem:
        return Problem(path, read.lines.get((path, where)), where, "")

    for number, page in enumerate(lesson.pages, start=1):
        yield Passage(about(f"trang {number}"), page, BUBBLE_WORDS, page_bubble(lesson, number))
    yield Passage(about('mục "Làm thử"'), lesson.task, TASK_WORDS)
    yield Passage(about('mục "Lần sau hỏi"'), lesson.ask_later, LATER_WORDS)
    yield Passage(about('mục "Loa"'), lesson.radio, None, stands_alone=True)
    yield Passage(about('mục "Gửi một người"'), lesson.forward, FORWARD_WORDS, stands_alone=True)


def of_question(question: Question, place: QuestionPlace) -> Iterator[Passage]:
    """Yield the texts of a question in the order they are read."""
    bubble = question_bubble(question)
    yield Passage(place.problem("", "situation"), bubble.replace("**", ""), BUBBLE_WORDS, bubble)
    for at, choice in enumerate(question.choices):
        here = ("choices", at, "text")
        yield Passage(place.problem(f"lựa chọn {at + 1}", *here), choice.text, CHOICE_WORDS)
    for at, choice in enumerate(question.choices):
        here = ("choices", at, "why")
        yield Passage(place.problem(f'"why" của lựa chọn {at + 1}', *here), choice.why, WHY_WORDS)


def page_bubble(lesson: Lesson, page: int) -> str:
    """Return a page, counted from 1, as a chat shows it."""
    return f"**{lesson.title}** · trang {page}/{len(lesson.pages)}\n{lesson.pages[page - 1]}"


def question_bubble(question: Question) -> str:
    """Return a question as a chat shows it, without its choices."""
    return f"{question.situation}\n**{question.ask}**"
