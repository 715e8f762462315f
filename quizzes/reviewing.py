"""Reading again what can go out of date: what is due, and "Đã xem lại, vẫn đúng" written into the files."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lessons import Lesson
from lessons.editing import Edit, YamlFields, edited, read_raw
from lessons.load import ReadCourse
from quizzes.judging.validity import LONGEST, SOON, can_change
from quizzes.load import QuestionPlace, ReadBank
from quizzes.model import Pool, Question

MOST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Due:
    """What of a lesson should be read again: by `day`, or as soon as somebody can when nobody ever has.

    `questions` are the ids of its questions that are due then, `is_lesson` says whether its pages are.
    """

    day: date | None
    lesson: Lesson
    is_lesson: bool
    questions: tuple[str, ...]


def due(lessons: ReadCourse, questions: ReadBank, today: date) -> list[Due]:
    """Return what is due within the next 60 days, the earliest first, then what nobody has checked yet."""
    found = [one for lesson in lessons.course for one in _due(lesson, questions, today)]
    return sorted(found, key=lambda one: (one.day is None, one.day or today, one.lesson.order))


def _due(lesson: Lesson, questions: ReadBank, today: date) -> Iterator[Due]:
    pool = questions.bank.pool(lesson.id).questions
    days = {lesson.expires_on, *(question.expires_on for question in pool)} - {None}
    is_listed = False
    for day in sorted(day for day in days if day is not None and day - today <= SOON):
        is_lesson = lesson.expires_on == day
        is_listed |= is_lesson
        yield Due(day, lesson, is_lesson, tuple(question.id for question in pool if question.expires_on == day))
    if not lesson.checked_by and not is_listed:
        yield Due(None, lesson, True, ())


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Who read something again, on which day, and for how many months it holds; None for as long as before."""

    by: str
    on: date
    months: int | None


def said(lesson: Lesson, pool: Pool) -> tuple[Lesson, tuple[Question, ...]]:
    """Return a lesson and its questions without who read them and until when that holds: what a reader reads."""
    never = date.min
    unread = replace(lesson, checked_by="", checked_on=never, expires_on=None)
    return unread, tuple(replace(one, checked_on=None, expires_on=None) for one in pool.questions)


def lesson_file(lesson: Lesson, path: Path, reviewed: Reviewed) -> tuple[str, str]:
    """Return a lesson's file as it is and as it is after the review.

    Raises:
        ContentError: when it cannot be read.
    """
    text = read_raw(path)
    fields = YamlFields(text, is_front_matter=True)
    edits = list(_edits(fields, (), reviewed))
    if lesson.expires_on is not None or can_change(lesson.sources):
        edits += _renewed(fields, (), lesson.checked_on, lesson.expires_on, reviewed)
    return text, edited(text, edits)


def question_file(path: Path, asked: list[tuple[Question, QuestionPlace]], reviewed: Reviewed) -> tuple[str, str]:
    """Return a file of questions as it is and as it is after the review of these.

    Raises:
        ContentError: when it cannot be read.
    """
    text = read_raw(path)
    fields, edits = YamlFields(text), list[Edit]()
    for question, place in asked:
        edits += _edits(fields, place.at, reviewed)
        if question.expires_on is not None or can_change((question.source,)):
            edits += _renewed(fields, place.at, question.checked_on, question.expires_on, reviewed)
    return text, edited(text, edits)


def can_expire(question: Question) -> bool:
    """Say whether a question has to be read again some day."""
    return question.expires_on is not None or can_change((question.source,))


def _edits(fields: YamlFields, at: tuple[int | str, ...], reviewed: Reviewed) -> Iterator[Edit]:
    if fields.has((*at, "checked_by")):
        yield from _set(fields, (*at, "checked_on"), reviewed.on.isoformat(), "id")
        yield fields.set((*at, "checked_by"), reviewed.by)
    elif fields.has((*at, "checked_on")):
        yield fields.set((*at, "checked_on"), reviewed.on.isoformat())
        yield fields.add_after((*at, "checked_on"), "checked_by", reviewed.by)
    else:
        yield fields.add_after((*at, "id"), "checked_on", reviewed.on.isoformat())
        yield fields.add_after((*at, "id"), "checked_by", reviewed.by)


def _renewed(
    fields: YamlFields, at: tuple[int | str, ...], checked_on: date | None, expires_on: date | None, reviewed: Reviewed
) -> Iterator[Edit]:
    months = reviewed.months or _months_between(checked_on, expires_on)
    day = min(add_months(reviewed.on, months), reviewed.on + LONGEST)
    yield from _set(fields, (*at, "expires_on"), day.isoformat(), "id")


def _set(fields: YamlFields, place: tuple[int | str, ...], value: str, after: str) -> Iterator[Edit]:
    if fields.has(place):
        yield fields.set(place, value)
    else:
        yield fields.add_after((*place[:-1], after), str(place[-1]), value)


def _months_between(first: date | None, last: date | None) -> int:
    if first is None or last is None:
        return MOST_MONTHS
    return min(max((last.year - first.year) * 12 + last.month - first.month, 1), MOST_MONTHS)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
