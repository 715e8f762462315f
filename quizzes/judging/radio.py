"""How long a loudspeaker script takes: it must be heard to its end, and say enough to be worth the call."""

from collections.abc import Iterator

from lessons import Lesson, Problem
from lessons.load import ReadCourse
from lessons.reading_aloud import LONGEST, SHORTEST, seconds
from quizzes.judging.unwritten import is_unwritten


def judge(lesson: Lesson, read: ReadCourse) -> Iterator[Problem]:
    """Yield what should be better about a lesson's script; one that is not written yet is judged as such elsewhere."""
    if not lesson.radio or is_unwritten(lesson.radio):
        return
    path, where, takes = read.paths[lesson.id], 'mục "Loa"', seconds(lesson.radio)
    line = read.lines.get((path, where))
    if takes < SHORTEST:
        yield Problem(path, line, where, f"đọc chừng {takes} giây, hãy viết thêm cho đủ {SHORTEST} giây")
    elif takes > LONGEST:
        yield Problem(path, line, where, f"đọc chừng {takes} giây, hãy rút còn nhiều nhất {LONGEST} giây")
