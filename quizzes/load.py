"""Question files read into a bank, with every mistake told to the teacher at once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from unicodedata import combining, normalize

from pydantic import Field

from lessons import Course
from lessons import load as lesson_files
from lessons.fields import Blank, DayOrNone, Fields, Place, Schema, Text, fit, read_fields
from lessons.load import ReadCourse
from lessons.markup import read_markup, unknown_tokens
from lessons.problems import ContentError, Problem, in_order, read_text
from quizzes.model import Bank, Choice, Pool, Question

SUFFIX = ".yaml"
REGISTER = "ids.txt"
"""The file beside the questions that knows every id ever given."""
_CHOICES = (2, 3)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_STOP_WORD = "thoi"


class _File(Schema):
    questions: tuple[object, ...]


class _Question(Schema):
    id: Text
    page: Annotated[int, Field(ge=1)]
    situation: Text
    ask: Text
    choices: tuple[object, ...]
    delayed: bool = False
    source: Blank = ""
    checked_on: DayOrNone = None
    checked_by: Blank = ""
    expires_on: DayOrNone = None


class _Choice(Schema):
    text: Text
    correct: bool
    why: Text


@dataclass(frozen=True, slots=True)
class ReadBank:
    """What could be read, with the place of each question by (lesson id, question id), and the problems."""

    bank: Bank
    places: Mapping[tuple[str, str], "QuestionPlace"]
    problems: tuple[Problem, ...]
    paths: Mapping[str, Path] = field(default_factory=dict)
    """The file of each pool that could be read."""


@dataclass(frozen=True, slots=True)
class QuestionPlace:
    """Where a question stands: the fields of its file, the way to it and its name for people."""

    fields: Fields
    at: Place
    where: str

    @property
    def path(self) -> Path:
        """Return its file."""
        return self.fields.path

    def problem(self, message: str, *part: int | str) -> Problem:
        """Return a remark about this question, or about a part of it."""
        return Problem(self.path, self.fields.line((*self.at, *part)), self.where, message)


@dataclass(slots=True)
class _Desk:
    """Where one file is gone through: its questions and what was found wrong so far."""

    fields: Fields
    questions: list[Question] = field(default_factory=list)
    places: dict[str, QuestionPlace] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def note(self, place: Place, where: str, message: str, below: int = 0) -> None:
        self.problems.append(Problem(self.fields.path, self.fields.line(place) + below, where, message))


def load(folder: Path) -> Bank:
    """Read all question files of a folder.

    Raises:
        ContentError: with every problem of every file.
    """
    found = read(folder)
    if found.problems:
        raise ContentError(found.problems)
    return found.bank


def load_content(lessons_folder: Path, quizzes_folder: Path) -> tuple[Course, Bank]:
    """Read lessons and questions, and see that each question belongs to a page.

    Raises:
        ContentError: with every problem of both folders.
    """
    lessons, questions = lesson_files.read(lessons_folder), read(quizzes_folder)
    problems = [*lessons.problems, *questions.problems, *strays(lessons, questions)]
    if problems:
        raise ContentError(problems)
    return lessons.course, questions.bank


def read(folder: Path) -> ReadBank:
    """Read what can be read of a folder's question files, and say what cannot."""
    if not folder.is_dir():
        missing = Problem(folder, None, "", "không có thư mục câu hỏi này, hãy xem lại mục content trong config.yaml")
        return ReadBank(Bank({}), {}, (missing,))
    pools, places, problems = dict[str, Pool](), dict[tuple[str, str], QuestionPlace](), list[Problem]()
    paths = dict[str, Path]()
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name == REGISTER:
            continue
        if path.suffix != SUFFIX:
            problems.append(Problem(path, None, "", f"tệp câu hỏi phải có đuôi {SUFFIX}, hãy đổi tên hoặc bỏ đi"))
            continue
        try:
            desk = _read_file(path)
        except ContentError as error:
            problems.extend(error.problems)
            continue
        pools[path.stem], paths[path.stem] = Pool(path.stem, tuple(desk.questions)), path
        places |= {(path.stem, question): place for question, place in desk.places.items()}
        problems.extend(in_order(desk.problems))
    return ReadBank(Bank(pools), places, tuple(problems), paths)


def strays(lessons: ReadCourse, questions: ReadBank) -> Iterator[Problem]:
    """Yield the files without a lesson and the questions without a page."""
    unreadable = {problem.path.parent.name for problem in lessons.problems}
    for pool in questions.bank.pools.values():
        lesson = lessons.course.get(pool.lesson)
        places = [questions.places[pool.lesson, question.id] for question in pool.questions]
        if lesson is None and pool.lesson not in unreadable and places:
            message = "không có bài học nào trùng tên tệp này, hãy đổi tên tệp theo id của bài"
            yield Problem(places[0].path, None, "", message)
        for question, place in zip(pool.questions, places, strict=True):
            if lesson is not None and question.page > len(lesson.pages):
                message = f"page là {question.page} nhưng bài chỉ có {len(lesson.pages)} trang, hãy sửa lại"
                yield place.problem(message)


def _read_file(path: Path) -> _Desk:
    fields = read_fields(path, read_text(path))
    desk = _Desk(fields)
    for at, value in enumerate(fit(_File, fields.value, fields).questions):
        try:
            _read_question(desk, at, value)
        except ContentError as error:
            desk.problems.extend(error.problems)
    return desk


def _read_question(desk: _Desk, at: int, value: object) -> None:
    """Read one question.

    Raises:
        ContentError: when no question can be made of it; smaller problems are noted on the desk.
    """
    place: Place = ("questions", at)
    where = f"câu {at + 1}"
    fields = fit(_Question, value, desk.fields, place, where)
    if not _ID.fullmatch(fields.id):
        desk.note((*place, "id"), where, f'id "{fields.id}" chỉ gồm chữ thường không dấu, số, gạch ngang, hãy sửa lại')
    if fields.id in desk.places:
        desk.note((*place, "id"), where, f'id "{fields.id}" đã dùng ở {desk.places[fields.id].where}, hãy đặt id khác')
        return
    question = Question(
        id=fields.id,
        page=fields.page,
        situation=_marked_up(desk, (*place, "situation"), where, fields.situation),
        ask=_plain(desk, (*place, "ask"), where, fields.ask),
        choices=_read_choices(desk, (*place, "choices"), where, fields.choices),
        delayed=fields.delayed,
        source=fields.source,
        checked_on=fields.checked_on,
        expires_on=fields.expires_on,
    )
    desk.questions.append(question)
    desk.places[fields.id] = QuestionPlace(desk.fields, place, where)


def _read_choices(desk: _Desk, place: Place, where: str, values: Sequence[object]) -> tuple[Choice, ...]:
    choices, problems = list[Choice](), list[Problem]()
    for at, value in enumerate(values):
        here, name = (*place, at), f"{where}, lựa chọn {at + 1}"
        try:
            fields = fit(_Choice, value, desk.fields, here, name)
        except ContentError as error:
            problems.extend(error.problems)
            continue
        text = _plain(desk, (*here, "text"), name, fields.text)
        choices.append(Choice(text, fields.correct, _marked_up(desk, (*here, "why"), name, fields.why)))
    if problems:
        raise ContentError(problems)
    _check_choices(desk, place, where, choices)
    return tuple(choices)


def _check_choices(desk: _Desk, place: Place, where: str, choices: Sequence[Choice]) -> None:
    if len(choices) not in _CHOICES:
        desk.note(place, where, f"có {len(choices)} lựa chọn, hãy viết 2 hoặc 3")
    right = sum(choice.correct for choice in choices)
    if right == 0:
        desk.note(place, where, 'chưa có lựa chọn nào ghi "correct: true", hãy ghi cho đúng một lựa chọn')
    elif right > 1:
        desk.note(place, where, f'có {right} lựa chọn ghi "correct: true", hãy giữ đúng một')
    first = dict[str, int]()
    for at, choice in enumerate(choices):
        heard = _as_typed(choice.text)
        other = first.setdefault(heard, at)
        if other != at:
            desk.note((*place, at), where, f"lựa chọn {at + 1} trùng lựa chọn {other + 1}, hãy viết khác đi")
        if heard == _STOP_WORD:
            desk.note((*place, at), where, f'lựa chọn {at + 1} trùng lệnh "Thôi" (dừng nhắn tin), hãy viết khác đi')


def _plain(desk: _Desk, place: Place, where: str, text: str) -> str:
    for slip in unknown_tokens(text):
        desk.note(place, where, slip.message)
    if "**" in text or "\n" in text:
        desk.note(place, where, f'"{place[-1]}" là một dòng chữ thường, hãy bỏ dấu ** và chỗ xuống dòng')
    return text


def _marked_up(desk: _Desk, place: Place, where: str, text: str) -> str:
    marked_up, slips = read_markup(text)
    for slip in slips:
        desk.note(place, where, f'trong "{place[-1]}" {slip.message}', slip.line)
    return marked_up


def _as_typed(text: str) -> str:
    """Return a text as people type it in a hurry: without accents, capitals and marks."""
    letters = "".join(letter for letter in normalize("NFD", text.casefold()) if not combining(letter))
    return " ".join(re.findall(r"\w+", letters.replace("đ", "d")))


def lesson_of(problem: Problem) -> str:
    """Return the id of the lesson that a remark is about, whichever of its two files it is in."""
    return problem.path.parent.name if problem.path.name == lesson_files.FILE else problem.path.stem
