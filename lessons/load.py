"""Lesson files read into a course, with every mistake told to the teacher at once."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field

from lessons import voices as recordings
from lessons.fields import Blank, Day, DayOrNone, Fields, Schema, Text, fit, read_fields, suggest
from lessons.markup import read_markup, unknown_tokens
from lessons.model import Course, Lesson, Picture, Strand
from lessons.picture import read_picture
from lessons.problems import ContentError, Problem, in_order, read_text

FILE = "lesson.md"
ID = re.compile(r"\d{3}-[a-z0-9]+(-[a-z0-9]+)*")
_BREAK = "---"
_HEAD = "## "
_TASK, _LATER, _RADIO, _FORWARD = "Làm thử", "Lần sau hỏi", "Loa", "Gửi một người"
_SECTIONS = (_TASK, _LATER, _RADIO, _FORWARD)
_PICTURE = re.compile(r"picture\.(svg|png)")


class _FrontMatter(Schema):
    id: Text
    title: Text
    strand: Strand
    order: Annotated[int, Field(ge=1)]
    minutes: Annotated[int, Field(ge=1)]
    sources: tuple[Text, ...] = ()
    checked_on: Day
    checked_by: Blank = ""
    expires_on: DayOrNone = None
    framework_ref: Blank = ""
    alt: Blank = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """A page or a section: its name for people, the line it begins on, its text as written."""

    where: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ReadCourse:
    """What could be read: the course, each lesson's file, the lines of fields, pages and sections, and the problems."""

    course: Course
    paths: Mapping[str, Path]
    lines: Mapping[tuple[Path, str], int]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Desk:
    """Where one lesson is put together: what was found wrong so far."""

    path: Path
    lines: dict[tuple[Path, str], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def note(self, line: int | None, where: str, message: str) -> None:
        self.problems.append(Problem(self.path, line, where, message))


def load(folder: Path) -> Course:
    """Read all lessons of a folder.

    Raises:
        ContentError: with every problem of every lesson.
    """
    found = read(folder)
    if found.problems:
        raise ContentError(found.problems)
    return found.course


def read(folder: Path) -> ReadCourse:
    """Read what can be read of a folder's lessons, and say what cannot."""
    if not folder.is_dir():
        missing = Problem(folder, None, "", "không có thư mục bài học này, hãy xem lại mục content trong config.yaml")
        return ReadCourse(Course(()), {}, {}, (missing,))
    lessons, paths, desks = list[Lesson](), dict[str, Path](), list[_Desk]()
    for place in sorted(folder.iterdir()):
        if place.is_dir() and not place.name.startswith("."):
            desk = _Desk(place / FILE)
            desks.append(desk)
            try:
                lesson = _lesson(desk)
                lessons.append(lesson)
                paths[lesson.id] = desk.path
            except ContentError as error:
                desk.problems.extend(error.problems)
    problems = [problem for desk in desks for problem in in_order(desk.problems)]
    problems += _same(lessons, paths, lambda lesson: lesson.order, "order {} đã dùng ở bài {}, hãy chọn số khác")
    problems += _same(lessons, paths, lambda lesson: lesson.number, "số bài {:03} đã dùng ở bài {}, hãy chọn số khác")
    if not desks:
        problems.append(Problem(folder, None, "", f"chưa có bài học nào, hãy thêm thư mục <số>-<tên>/{FILE}"))
    lines = {key: line for desk in desks for key, line in desk.lines.items()}
    course = Course(tuple(sorted(lessons, key=lambda lesson: (lesson.order, lesson.id))))
    return ReadCourse(course, paths, lines, tuple(problems))


def _same(
    lessons: list[Lesson], paths: Mapping[str, Path], key: Callable[[Lesson], Hashable], message: str
) -> Iterator[Problem]:
    first = dict[Hashable, str]()
    for lesson in lessons:
        other = first.setdefault(key(lesson), lesson.id)
        if other != lesson.id:
            yield Problem(paths[lesson.id], None, "", message.format(key(lesson), other))


def _lesson(desk: _Desk) -> Lesson:
    """Read one lesson.

    Raises:
        ContentError: when no lesson can be made of the file; smaller problems are noted on the desk.
    """
    fields, lines, start = _front(desk.path)
    front = fit(_FrontMatter, fields.value, fields)
    _check_front(desk, front, fields)
    heads = [at for at in range(start, len(lines)) if lines[at].startswith(_HEAD)]
    pages = _pages(lines, start, heads[0] if heads else len(lines))
    section = {name: _text(desk, part) for name, part in _sections(desk, lines, heads).items()}
    picture, voices, machine_voices = _recordings(desk, front.alt, len(pages))
    return Lesson(
        id=front.id,
        title=front.title,
        strand=front.strand,
        order=front.order,
        minutes=front.minutes,
        sources=front.sources,
        checked_on=front.checked_on,
        checked_by=front.checked_by,
        expires_on=front.expires_on,
        framework_ref=front.framework_ref,
        pages=tuple(_text(desk, page) for page in pages),
        task=section.get(_TASK, ""),
        ask_later=section.get(_LATER, ""),
        radio=section.get(_RADIO, ""),
        forward=section.get(_FORWARD, ""),
        picture=picture,
        voices=voices,
        machine_voices=machine_voices,
    )


def _front(path: Path) -> tuple[Fields, list[str], int]:
    lines = read_text(path).split("\n")
    ends = [at for at, line in enumerate(lines) if line.rstrip() == _BREAK]
    if len(ends) < 2 or ends[0] != 0:
        message = f'đầu tệp phải có phần khai báo giữa hai dòng "{_BREAK}" (id, title, ...), hãy thêm vào'
        raise ContentError([Problem(path, 1, "", message)])
    return read_fields(path, "\n".join(lines[1 : ends[1]]), 1), lines, ends[1] + 1


def _check_front(desk: _Desk, front: _FrontMatter, fields: Fields) -> None:
    line, folder = fields.line(("id",)), desk.path.parent.name
    desk.lines |= {(desk.path, name): fields.line((name,)) for name in _FrontMatter.model_fields}
    if not ID.fullmatch(front.id):
        message = f'id "{front.id}" phải có dạng 009-cuoc-goi-gia-danh, hãy sửa lại'
        raise ContentError([Problem(desk.path, line, "", message)])
    if front.id != folder:
        desk.note(line, "", f'id "{front.id}" khác tên thư mục "{folder}", hãy sửa cho giống')
    for name, text in (("title", front.title), ("alt", front.alt)):
        if "**" in text or unknown_tokens(text):
            desk.note(fields.line((name,)), "", f'"{name}" chỉ là chữ thường, hãy bỏ dấu ** và dấu ngoặc {{}}')


def _pages(lines: list[str], start: int, end: int) -> list[_Part]:
    breaks = [at for at in range(start, end) if lines[at].rstrip() == _BREAK]
    bounds = zip([start, *(at + 1 for at in breaks)], [*breaks, end], strict=True)
    return [
        _Part(f"trang {number}", first + 1, "\n".join(lines[first:last]))
        for number, (first, last) in enumerate(bounds, start=1)
    ]


def _sections(desk: _Desk, lines: list[str], heads: list[int]) -> dict[str, _Part]:
    sections = dict[str, _Part]()
    for head, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        title = lines[head].removeprefix(_HEAD).strip()
        if title not in _SECTIONS:
            desk.note(head + 1, "", f'không có mục "## {title}" ({suggest(title, list(_SECTIONS))}), hãy sửa tên')
        elif title in sections:
            desk.note(head + 1, "", f'mục "## {title}" có hai lần, hãy bỏ một')
        else:
            sections[title] = _Part(f'mục "{title}"', head + 2, "\n".join(lines[head + 1 : end]))
    for title in (_TASK, _LATER):
        if title not in sections:
            desk.note(None, "", f'chưa có mục "## {title}", hãy thêm vào cuối tệp')
    return sections


def _text(desk: _Desk, part: _Part) -> str:
    text, slips = read_markup(part.text)
    desk.lines[desk.path, part.where] = part.line
    for slip in slips:
        desk.note(part.line + slip.line, part.where, slip.message)
    if not text:
        desk.note(part.line, part.where, "còn để trống, hãy viết vào hoặc bỏ đi")
    return text


def _recordings(
    desk: _Desk, alt: str, pages: int
) -> tuple[Picture | None, dict[int, tuple[Path, ...]], frozenset[int]]:
    """Find the picture and the voices that stand beside the lesson, and the pages whose voice is a machine's."""
    pictures, voices, machine = list[Path](), dict[int, tuple[Path, ...]](), frozenset[int]()
    for file in sorted(desk.path.parent.iterdir()):
        page = recordings.page_of(file.name)
        if page is not None and 1 <= page <= pages:
            voices[page] = (*voices.get(page, ()), file)
        elif file.name == recordings.FILE:
            machine = _machine_pages(desk, file)
        elif page is not None:
            desk.note(None, "", f"có {file.name} nhưng bài chỉ có {pages} trang, hãy sửa tên hoặc bỏ tệp ấy")
        elif _PICTURE.fullmatch(file.name):
            pictures.append(file)
        elif file.name != FILE and not file.name.startswith("."):
            desk.note(None, "", f"không biết tệp {file.name} bên cạnh để làm gì, hãy sửa tên hoặc bỏ đi")
    if len(pictures) > 1:
        desk.note(None, "", "có hai hình picture, hãy giữ một")
    if bool(pictures) != bool(alt):
        desk.note(None, "", 'hình và lời tả hình ("alt") phải đi với nhau, hãy thêm cái còn thiếu')
    return (_picture(desk, pictures[0], alt) if pictures else None), voices, machine


def _picture(desk: _Desk, file: Path, alt: str) -> Picture | None:
    try:
        return read_picture(file, alt)
    except ContentError as error:
        desk.problems.extend(error.problems)
        return None


def _machine_pages(desk: _Desk, file: Path) -> frozenset[int]:
    try:
        return recordings.read_machine_pages(file)
    except ContentError as error:
        desk.problems.extend(error.problems)
        return frozenset()
