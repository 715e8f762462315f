"""Where a fact comes from, who checked it, and how long it may be served."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from lessons import COMMON, Lesson, Problem
from lessons.load import ReadCourse
from quizzes.load import QuestionPlace
from quizzes.model import Question

SOON = timedelta(days=60)
LONGEST = timedelta(days=366)
"""How long after its check a fact that can change may be served."""


def can_change(sources: Sequence[str]) -> bool:
    """Say whether something is based on more than plain common sense."""
    return any(source not in ("", COMMON) for source in sources)


def lesson_warnings(lesson: Lesson, read: ReadCourse) -> Iterator[Problem]:
    """Yield what is wrong with a lesson's dates."""
    path = read.paths[lesson.id]
    for message in _warnings(lesson.sources, lesson.checked_on, lesson.expires_on):
        yield Problem(path, read.lines.get((path, "expires_on")), "", message)


def question_warnings(question: Question, place: QuestionPlace) -> Iterator[Problem]:
    """Yield what is wrong with a question's dates."""
    for message in _warnings((question.source,), question.checked_on, question.expires_on):
        yield place.problem(message, "expires_on")


def lesson_tasks(lesson: Lesson, read: ReadCourse, today: date) -> Iterator[Problem]:
    """Yield what a person has to look up or read again."""
    path = read.paths[lesson.id]

    def task(field: str, message: str) -> Problem:
        return Problem(path, read.lines.get((path, field)), "", message)

    if not lesson.sources:
        yield task("sources", "bài chưa được dùng vì chưa ghi nguồn, hãy ghi sources")
    if not lesson.checked_by:
        yield task("checked_by", "chưa có người kiểm tra, hãy đọc lại rồi ghi tên vào checked_by")
    for message in _tasks("bài", lesson.expires_on, today):
        yield task("expires_on", message)


def question_tasks(question: Question, place: QuestionPlace, today: date) -> Iterator[Problem]:
    """Yield what a person has to look up or read again."""
    if not question.source:
        yield place.problem("câu chưa được dùng vì chưa ghi nguồn, hãy ghi source", "source")
    for message in _tasks("câu", question.expires_on, today):
        yield place.problem(message, "expires_on")


def _warnings(sources: Sequence[str], checked_on: date | None, expires_on: date | None) -> Iterator[str]:
    if not can_change(sources):
        return
    if checked_on is None or expires_on is None:
        yield "có nguồn bên ngoài nên có thể đổi, hãy ghi đủ checked_on và expires_on"
    elif expires_on - checked_on > LONGEST:
        yield "expires_on xa quá, hãy ghi nhiều nhất 12 tháng sau checked_on"


def _tasks(what: str, expires_on: date | None, today: date) -> Iterator[str]:
    if expires_on is None:
        return
    day = f"{expires_on:%d/%m/%Y}"
    if expires_on < today:
        yield f"{what} đã hết hạn ngày {day} nên không được dùng, hãy xem lại rồi ghi hạn mới"
    elif expires_on - today <= SOON:
        yield f"{what} sẽ hết hạn ngày {day}, hãy xem lại rồi ghi hạn mới"
