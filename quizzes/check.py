"""What `hocso content check` says: what cannot be served, what could be better, what waits for a person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lessons import Lesson, Problem
from lessons import load as lesson_files
from lessons.load import ReadCourse
from quizzes import load as question_files
from quizzes.judging import (
    choices,
    hard_words,
    lengths,
    likeness,
    numbers,
    passages,
    pools,
    radio,
    register,
    unwritten,
    validity,
)
from quizzes.judging.likeness import Placed
from quizzes.judging.passages import Passage
from quizzes.load import ReadBank


@dataclass(frozen=True, slots=True)
class Report:
    """Errors have to be mended, warnings should be, tasks wait for a person."""

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    tasks: tuple[Problem, ...]


def check(lessons_folder: Path, quizzes_folder: Path, today: date) -> Report:
    """Judge all content as it would be served on this day.

    Raises:
        ContentError: when the list of hard words cannot be read.
    """
    lessons, questions = lesson_files.read(lessons_folder), question_files.read(quizzes_folder)
    errors = [*lessons.problems, *questions.problems, *question_files.strays(lessons, questions)]
    desk = _Desk(lessons, questions, hard_words.reader(hard_words.load()), today)
    for lesson in lessons.course:
        desk.judge(lesson)
    desk.warnings.extend(likeness.judge(desk.finished))
    ids = register.judge(lessons, questions, quizzes_folder)
    return Report((*errors, *ids.errors), (*desk.warnings, *ids.warnings), (*desk.tasks, *ids.tasks))


class _Desk:
    """Where an editor goes through one lesson after the other, pages first and then the questions."""

    def __init__(self, lessons: ReadCourse, questions: ReadBank, reader: hard_words.Reader, today: date) -> None:
        self._lessons = lessons
        self._questions = questions
        self._reader = reader
        self._today = today
        self.warnings: list[Problem] = []
        self.tasks: list[Problem] = []
        self.finished: list[Placed] = []

    def judge(self, lesson: Lesson) -> None:
        """Say what could be better about a lesson and its questions."""
        path, known = self._lessons.paths[lesson.id], set[str]()
        is_used = bool(lesson.sources)
        self._note(self._texts(passages.of_lesson(lesson, self._lessons), known), is_used=is_used)
        self._note(radio.judge(lesson, self._lessons), is_used=is_used)
        self._note(validity.lesson_warnings(lesson, self._lessons), is_used=is_used)
        self.tasks += validity.lesson_tasks(lesson, self._lessons, self._today)
        if lesson.picture is None:
            line = self._lessons.lines.get((path, "id"))
            message = "chưa có hình, hãy thêm picture.svg hoặc picture.png và alt"
            self._note([Problem(path, line, "", message)], is_used=is_used)
        pool = self._questions.bank.pool(lesson.id)
        file = self._questions.paths.get(lesson.id, path)
        self._note((Problem(file, 1, "", message) for message in pools.judge(pool)), is_used=is_used)
        self.tasks += (Problem(file, 1, "", message) for message in pools.tasks(pool, self._today))
        for question in pool.questions:
            self._judge_question((question, self._questions.places[lesson.id, question.id]), known, is_used=is_used)

    def _judge_question(self, placed: Placed, known: set[str], *, is_used: bool) -> None:
        question, place = placed
        if any(unwritten.is_unwritten(passage.own) for passage in passages.of_question(question, place)):
            message = "chưa viết xong, hãy thay các chỗ trong ngoặc vuông bằng lời của mình"
            self._note([place.problem(message)], is_used=is_used and bool(question.source))
            return
        is_asked = is_used and bool(question.source)
        self._note(self._texts(passages.of_question(question, place), set(known)), is_used=is_asked)
        self._note(validity.question_warnings(question, place), is_used=is_asked)
        self.tasks += validity.question_tasks(question, place, self._today)
        self._note(choices.judge(question, place), is_used=is_asked)
        self.finished.append(placed)

    def _texts(self, texts: Iterable[Passage], known: set[str]) -> Iterator[Problem]:
        for passage in texts:
            if unwritten.is_unwritten(passage.own):
                yield from unwritten.judge(passage)
            else:
                yield from lengths.judge(passage)
                yield from numbers.judge(passage)
                yield from self._reader.read(passage, known)

    def _note(self, remarks: Iterable[Problem], *, is_used: bool) -> None:
        """Note remarks; about what no resident gets yet, they are work in progress and no fault."""
        (self.warnings if is_used else self.tasks).extend(remarks)
