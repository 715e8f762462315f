"""`hocso content review`: what is to be read again, and "Đã xem lại, vẫn đúng" in one step."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.commands.content_check import short, today
from bot.refusing import FAILED, MISUSED, Refused, sentences
from bot.replacing import replace_file
from bot.settings import Settings, load
from lessons import ContentError, Lesson
from lessons import load as lesson_files
from lessons.load import ReadCourse
from lessons.problems import ChangedError
from quizzes import load as question_files
from quizzes.load import QuestionPlace, ReadBank, load_content
from quizzes.model import Pool, Question
from quizzes.reviewing import (
    MOST_MONTHS,
    Due,
    Reviewed,
    can_expire,
    due,
    lesson_file,
    question_file,
    said,
)

_COMMAND = 'hocso content review {id} --by "Tên người xem"'


@dataclass(frozen=True, slots=True)
class _Read:
    """What was named: files of lessons with their lesson, files of questions with those to renew."""

    lessons: dict[Path, Lesson]
    questions: dict[Path, list[tuple[Question, QuestionPlace]]]


def review(environ: Mapping[str, str], names: list[str], by: str, months: int | None) -> None:
    """List what is due, or write into the files of what is named that it was read again and still holds."""
    if months is not None and not 1 <= months <= MOST_MONTHS:
        raise Refused(f"Hạn dài nhất là {MOST_MONTHS} tháng; hãy ghi --months từ 1 đến {MOST_MONTHS}.", MISUSED)
    if names and not by.strip():
        raise Refused('Chưa ghi ai đã xem lại; hãy thêm --by "Tên người xem".', MISUSED)
    with sentences():
        settings = load(environ)
        lessons = lesson_files.read(short(settings.content.lessons))
        questions = question_files.read(short(settings.content.quizzes))
        if not names:
            _list(due(lessons, questions, today(settings)))
            return
        if lessons.problems or questions.problems:
            raise ContentError((*lessons.problems, *questions.problems))
        read = _Read({}, {})
        for name in names:
            _take(name, lessons, questions, read)
        _write(read, Reviewed(" ".join(by.split()), today(settings), months), settings)


def _list(found: list[Due]) -> None:
    if not found:
        print("Chưa có bài hay câu nào đến hạn xem lại trong 60 ngày tới.")
        return
    print("Đọc lại từng mục dưới đây. Vẫn đúng thì gõ lệnh ở dưới mục ấy; không còn đúng thì sửa tệp trước.\n")
    for one in found:
        when = f"Hạn {one.day:%d/%m/%Y}" if one.day else "Chưa ai kiểm tra"
        print(f"{when}: {one.lesson.id} ({one.lesson.title}), {_what(one)}")
        print(f"    {_COMMAND.format(id=one.lesson.id)}")
    print(f"\nCó {len(found)} mục cần xem lại.")


def _what(one: Due) -> str:
    questions = f"{len(one.questions)} câu hỏi ({', '.join(one.questions)})" if one.questions else ""
    return " và ".join(part for part in ("bài" if one.is_lesson else "", questions) if part)


def _take(name: str, lessons: ReadCourse, questions: ReadBank, read: _Read) -> None:
    """Note what a name stands for: a lesson with its questions, one question, or a file."""
    path = Path(name)
    for lesson_id, file in lessons.paths.items():
        if path.exists() and path.resolve() == file.resolve():
            read.lessons[file] = next(lesson for lesson in lessons.course if lesson.id == lesson_id)
            return
    for lesson_id, file in questions.paths.items():
        if path.exists() and path.resolve() == file.resolve():
            _take_pool(lesson_id, questions, read)
            return
    lesson_name, _, question_id = name.strip().partition("/")
    number = re.fullmatch(r"[0-9]{1,3}", lesson_name)
    found = lessons.course.by_number(int(lesson_name)) if number else lessons.course.get(lesson_name)
    if found is None:
        raise Refused(f"Không có bài nào tên “{name}”; gõ hocso content review để xem các mục đến hạn.", FAILED)
    if not question_id:
        read.lessons[lessons.paths[found.id]] = found
        _take_pool(found.id, questions, read)
        return
    question = questions.bank.pool(found.id).get(question_id)
    if question is None:
        known = ", ".join(one.id for one in questions.bank.pool(found.id).questions)
        raise Refused(f"Bài {found.id} không có câu “{question_id}”; bài có các câu: {known}.", FAILED)
    place = questions.places[found.id, question_id]
    read.questions.setdefault(place.path, []).append((question, place))


def _take_pool(lesson_id: str, questions: ReadBank, read: _Read) -> None:
    pool = [one for one in questions.bank.pool(lesson_id).questions if can_expire(one)]
    if pool:
        placed = [(question, questions.places[lesson_id, question.id]) for question in pool]
        read.questions.setdefault(questions.paths[lesson_id], []).extend(placed)


def confirm(settings: Settings, served: Lesson, asked: Pool, reviewed: Reviewed) -> tuple[Lesson, Pool]:
    """Write into the files of a lesson as it is `served`, and its questions, that somebody read them and they hold.

    Return both as they are then.

    Raises:
        ChangedError: when the files say something else than what is served, and so was read.
        ContentError: when files cannot be read.
        OSError: when one cannot be written.
    """
    lessons, questions = lesson_files.read(settings.content.lessons), question_files.read(settings.content.quizzes)
    if lessons.problems or questions.problems:
        raise ContentError((*lessons.problems, *questions.problems))
    lesson, pool = lessons.course.get(served.id), questions.bank.pool(served.id)
    if lesson is None or said(lesson, pool) != said(served, asked):
        raise ChangedError(served.id)
    read = _Read({lessons.paths[lesson.id]: lesson}, {})
    _take_pool(lesson.id, questions, read)
    _replace(read, reviewed)
    course, bank = load_content(settings.content.lessons, settings.content.quizzes)
    return next(one for one in course if one.id == lesson.id), bank.pool(lesson.id)


def _replace(read: _Read, reviewed: Reviewed) -> None:
    changed = {path: lesson_file(lesson, path, reviewed) for path, lesson in read.lessons.items()}
    changed |= {path: question_file(path, _once(asked), reviewed) for path, asked in read.questions.items()}
    for path, (_, after) in changed.items():
        replace_file(path, after.encode())


def _write(read: _Read, reviewed: Reviewed, settings: Settings) -> None:
    _replace(read, reviewed)
    fresh = lesson_files.read(settings.content.lessons)
    count = sum(len(_once(asked)) for asked in read.questions.values())
    print(f"Đã ghi: {reviewed.by} xem lại ngày {reviewed.on:%d/%m/%Y}, {len(read.lessons)} bài và {count} câu hỏi.")
    for lesson in read.lessons.values():
        again = fresh.course.get(lesson.id)
        if again is not None and again.expires_on is not None:
            print(f"{lesson.id}: hạn mới {again.expires_on:%d/%m/%Y}.")


def _once(asked: list[tuple[Question, QuestionPlace]]) -> list[tuple[Question, QuestionPlace]]:
    return list({question.id: (question, place) for question, place in asked}.values())
