"""Which lesson comes next."""

from collections.abc import Collection
from datetime import date

from lessons.model import Course, Lesson


def next_lesson(course: Course, finished: Collection[str], today: date) -> Lesson | None:
    """Return the first lesson of the course that is served today and not finished, or None when all are."""
    return next((lesson for lesson in course if lesson.id not in finished and lesson.is_served(today)), None)
