"""What `hocso content check` says: what cannot be served, what could be better, what waits for a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from lessons import COMMON, Lesson, Problem
from lessons import load as lesson_files
from lessons.load import ReadCourse
from quizzes import load as question_files
from quizzes.model import Choice, Pool, Question

BUBBLE_WORDS = 40
WHY_WORDS = 34
"""The conversation says a few words before the reason, in the same bubble."""
TASK_WORDS = 30
LATER_WORDS = 30
CHOICE_WORDS = 10
POOL = 8
DELAYED = 2
SOON = timedelta(days=60)
LONGEST = timedelta(days=366)
"""How long after its check a fact that can change may be served."""


@dataclass(frozen=True, slots=True)
class Report:
    """Errors keep the program from starting, warnings should be mended, tasks wait for a person."""

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    tasks: tuple[Problem, ...]


def check(lessons_folder: Path, quizzes_folder: Path, today: date) -> Report:
    """Judge all content as it would be served on this day."""
    lessons, questions = lesson_files.read(lessons_folder), question_files.read(quizzes_folder)
    errors = (*lessons.problems, *questions.problems, *question_files.strays(lessons, questions))
    warnings, tasks = list[Problem](), list[Problem]()
    for lesson in lessons.course:
        path, pool = lessons.paths[lesson.id], questions.bank.pool(lesson.id)
        warnings += _lesson_warnings(lesson, lessons)
        warnings += (Problem(path, None, "", message) for message in _pool_warnings(pool))
        tasks += (Problem(path, None, "", message) for message in _lesson_tasks(lesson, today))
        for question in pool.questions:
            place = questions.places[lesson.id, question.id]
            warnings += (place.problem(message) for message in _question_warnings(question))
            tasks += (place.problem(message) for message in _question_tasks(question, today))
    return Report(errors, tuple(warnings), tuple(tasks))


def count_words(text: str) -> int:
    """Count what stands between spaces, as design.md rule 3 does."""
    return len(text.split())


def page_bubble(lesson: Lesson, page: int) -> str:
    """Return a page, counted from 1, as a chat shows it."""
    return f"**{lesson.title}** · trang {page}/{len(lesson.pages)}\n{lesson.pages[page - 1]}"


def question_bubble(question: Question) -> str:
    """Return a question as a chat shows it, without its choices."""
    return f"{question.situation}\n**{question.ask}**"


def _lesson_warnings(lesson: Lesson, lessons: ReadCourse) -> Iterator[Problem]:
    path = lessons.paths[lesson.id]
    texts = [(f"trang {page}", page_bubble(lesson, page), BUBBLE_WORDS) for page in range(1, len(lesson.pages) + 1)]
    texts += [('mục "Làm thử"', lesson.task, TASK_WORDS), ('mục "Lần sau hỏi"', lesson.ask_later, LATER_WORDS)]
    for where, text, limit in texts:
        for message in _too_long(text, limit):
            yield Problem(path, lessons.lines.get((path, where)), where, message)
    for message in _expiry_warnings(lesson.sources, lesson.checked_on, lesson.expires_on):
        yield Problem(path, None, "", message)


def _pool_warnings(pool: Pool) -> Iterator[str]:
    if len(pool.questions) < POOL:
        yield f"mới có {len(pool.questions)} câu hỏi, hãy viết cho đủ {POOL} câu"
    delayed = sum(question.delayed for question in pool.questions)
    if delayed < DELAYED:
        yield f'mới có {delayed} câu để dành ôn lại, hãy ghi "delayed: true" cho ít nhất {DELAYED} câu'
    firsts = sum(question.choices[0].correct for question in pool.questions)
    if firsts > len(pool.questions) / 2:
        yield f"đáp án đúng đứng đầu ở {firsts} trên {len(pool.questions)} câu, hãy đổi chỗ bớt"


def _question_warnings(question: Question) -> Iterator[str]:
    yield from _too_long(question_bubble(question), BUBBLE_WORDS)
    for at, choice in enumerate(question.choices, start=1):
        for message in _too_long(choice.text, CHOICE_WORDS):
            yield f"lựa chọn {at} {message}"
        for message in _too_long(choice.why, WHY_WORDS):
            yield f'"why" của lựa chọn {at} {message}'
    if _is_right_longest(question.choices):
        yield "đáp án đúng dài hơn hẳn các lựa chọn khác nên dễ đoán, hãy viết gọn lại hoặc viết dài câu khác ra"
    yield from _expiry_warnings((question.source,), question.checked_on, question.expires_on)


def _too_long(text: str, limit: int) -> Iterator[str]:
    words = count_words(text)
    if words > limit:
        yield f"dài {words} chữ, hãy rút còn nhiều nhất {limit} chữ"


def _is_right_longest(choices: Sequence[Choice]) -> bool:
    right = max((len(choice.text) for choice in choices if choice.correct), default=0)
    return all(len(choice.text) < right for choice in choices if not choice.correct)


def _expiry_warnings(sources: Sequence[str], checked_on: date | None, expires_on: date | None) -> Iterator[str]:
    if all(source in ("", COMMON) for source in sources):
        return
    if checked_on is None or expires_on is None:
        yield "có nguồn bên ngoài nên có thể đổi, hãy ghi đủ checked_on và expires_on"
    elif expires_on - checked_on > LONGEST:
        yield "expires_on xa quá, hãy ghi nhiều nhất 12 tháng sau checked_on"


def _lesson_tasks(lesson: Lesson, today: date) -> Iterator[str]:
    if not lesson.sources:
        yield "bài chưa được dùng vì chưa ghi nguồn, hãy ghi sources"
    if not lesson.checked_by:
        yield "chưa có người kiểm tra, hãy đọc lại rồi ghi tên vào checked_by"
    yield from _expiry_tasks("bài", lesson.expires_on, today)


def _question_tasks(question: Question, today: date) -> Iterator[str]:
    if not question.source:
        yield "câu chưa được dùng vì chưa ghi nguồn, hãy ghi source"
    yield from _expiry_tasks("câu", question.expires_on, today)


def _expiry_tasks(what: str, expires_on: date | None, today: date) -> Iterator[str]:
    if expires_on is None:
        return
    day = f"{expires_on:%d/%m/%Y}"
    if expires_on < today:
        yield f"{what} đã hết hạn ngày {day} nên không được dùng, hãy xem lại rồi ghi hạn mới"
    elif expires_on - today <= SOON:
        yield f"{what} sẽ hết hạn ngày {day}, hãy xem lại rồi ghi hạn mới"
