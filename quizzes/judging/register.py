"""The register of ids: every id ever given to a lesson or a question, so that one of a deleted item never comes back.

Answers are kept by id. A new question under an old id would look answered to whoever answered the old one, and its
figures would be mixed with those. The register is a text file with one id a line, `<lesson>` or `<lesson>/<question>`;
those that are gone have "đã bỏ" behind them. `hocso content ids` brings it up to date.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lessons import Problem
from lessons.load import ReadCourse
from lessons.problems import read_text
from quizzes.load import REGISTER, ReadBank

GONE = "đã bỏ"

_HEAD = """\
# Sổ id: mọi id đã đặt cho bài học và câu hỏi. Id không bao giờ dùng lại, kể cả khi bài hoặc câu đã bỏ,
# vì câu trả lời của bà con được ghi theo id. Thêm hay bỏ bài, câu hỏi xong thì chạy: hocso content ids
"""


@dataclass(frozen=True, slots=True)
class Register:
    """The ids of a file, each with its line; `gone` are those that must not come back."""

    live: Mapping[str, int]
    gone: Mapping[str, int]
    problems: tuple[Problem, ...] = ()

    def __contains__(self, id_: str) -> bool:
        return id_ in self.live or id_ in self.gone


@dataclass(frozen=True, slots=True)
class Judged:
    """What the register has to say."""

    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    tasks: tuple[Problem, ...] = ()


def read(folder: Path) -> Register | None:
    """Read the register of a folder of questions, or None when it has none.

    Raises:
        ContentError: when it cannot be read.
    """
    path = folder / REGISTER
    if not path.is_file():
        return None
    live, gone, problems = dict[str, int](), dict[str, int](), list[Problem]()
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        id_, _, rest = line.partition("#")[0].strip().partition(" ")
        if not id_:
            continue
        if rest.strip() not in ("", GONE):
            message = f'sau id chỉ được ghi "{GONE}", hãy sửa lại hoặc chạy hocso content ids'
            problems.append(Problem(path, number, "", message))
        (gone if rest else live)[id_] = number
    return Register(live, gone, tuple(problems))


def ids(lessons: ReadCourse, questions: ReadBank) -> frozenset[str]:
    """Return the ids the content has now."""
    return frozenset(lessons.paths) | {f"{lesson}/{question}" for lesson, question in questions.places}


def brought_up_to_date(register: Register | None, used: Iterable[str]) -> str:
    """Return the text of a register that knows these ids as the ones in use."""
    live = frozenset(used)
    known = live.union(register.live, register.gone) if register else live
    gone = (frozenset(register.live) | frozenset(register.gone)) - live if register else frozenset[str]()
    return _HEAD + "".join(f"{id_}  {GONE}\n" if id_ in gone else f"{id_}\n" for id_ in sorted(known))


def judge(lessons: ReadCourse, questions: ReadBank, folder: Path) -> Judged:
    """Compare the content with the register beside the questions."""
    register, path, used = read(folder), folder / REGISTER, ids(lessons, questions)
    if register is None:
        return Judged(tasks=(Problem(path, None, "", "chưa có sổ id, hãy chạy hocso content ids để lập"),))
    again = [
        _place(
            id_,
            lessons,
            questions,
            f'id "{id_}" là của một mục đã bỏ, câu trả lời cũ ghi theo id ấy, hãy đặt id khác',
        )
        for id_ in sorted(used & set(register.gone))
    ]
    new = [
        _place(id_, lessons, questions, f'id "{id_}" chưa ghi vào sổ {REGISTER}, hãy chạy hocso content ids')
        for id_ in sorted(used - set(register.live) - set(register.gone))
        if _is_used(id_, lessons)
    ]
    is_whole = not lessons.problems and not questions.problems
    missing = [
        Problem(path, register.live[id_], "", f'"{id_}" không còn nữa, hãy chạy hocso content ids để ghi là {GONE}')
        for id_ in sorted(set(register.live) - used)
        if is_whole
    ]
    return Judged(errors=tuple(again), warnings=(*register.problems, *new, *missing))


def _is_used(id_: str, lessons: ReadCourse) -> bool:
    """Say whether residents get the lesson of this id: while it is written, its ids may still change."""
    lesson = lessons.course.get(id_.partition("/")[0])
    return lesson is None or bool(lesson.sources)


def _place(id_: str, lessons: ReadCourse, questions: ReadBank, message: str) -> Problem:
    lesson, _, question = id_.partition("/")
    if question:
        return questions.places[lesson, question].problem(message, "id")
    path = lessons.paths[lesson]
    return Problem(path, lessons.lines.get((path, "id")), "", message)
