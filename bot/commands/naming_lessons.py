"""Which lessons a command is about, as somebody types them: by number, `9` or `009`, or by id."""

from collections.abc import Sequence

from bot.refusing import FAILED, Refused
from lessons import Course, Lesson


def named(course: Course, typed: Sequence[str]) -> tuple[Lesson, ...]:
    """Return the lessons that are named, each once, in the order typed; all of the course when none is.

    Raises:
        Refused: when there is no such lesson.
    """
    if not typed:
        return course.lessons
    return tuple({lesson.id: lesson for lesson in (_one(course, name.strip()) for name in typed)}.values())


def _one(course: Course, name: str) -> Lesson:
    found = course.by_number(int(name)) if name.isascii() and name.isdigit() else course.get(name)
    if found is None:
        sentence = f"Không có bài “{name}”; hãy ghi số bài, ví dụ 9, hoặc tên thư mục của bài."
        raise Refused(sentence, FAILED)
    return found
