"""Lessons read over in the office: what the check says of their files, and that somebody read one and it holds.

What judges and writes content is imported when somebody asks: the server starts without it.
"""

from datetime import date
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.surroundings import Surroundings
from lessons.problems import ChangedError

if TYPE_CHECKING:
    from quizzes.check import Report


def remarks(settings: Settings, today: date) -> "Report":
    """Return what the check says of all content.

    Raises:
        ContentError: when the check itself cannot be made.
    """
    from quizzes.check import check

    return check(settings.content.lessons, settings.content.quizzes, today)


def confirm(settings: Settings, surroundings: Surroundings, lesson_id: str, by: str, today: date) -> None:
    """Write that somebody read a lesson over as it is taught, and teach it with its new days from now on.

    Other processes of a cluster take them over when they start again.

    Raises:
        ChangedError: when its files say something else by now.
        ContentError, OSError: when files cannot be read, or written.
    """
    from bot.commands import content_review
    from quizzes.reviewing import Reviewed

    world = surroundings.world()
    lesson = world.course.get(lesson_id)
    if lesson is None:
        raise ChangedError(lesson_id)
    pool = world.bank.pool(lesson_id)
    surroundings.renew(*content_review.confirm(settings, lesson, pool, Reviewed(by, today, None)))
