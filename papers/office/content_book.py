"""All lessons and questions as a workbook that a teacher can edit: written, and read back cell by cell."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import cast

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from xlsxwriter.worksheet import Worksheet

from lessons import ContentError, Problem, Strand
from lessons.texts_file import read_texts
from papers.office.book import Book, height_of
from quizzes.row_merging import Brought
from quizzes.rows import CHOICES, LESSON_FIELDS, PAGES, QUESTION_FIELDS, Row

_WORDS = read_texts(Path(__file__).with_name("content_book.vi.yaml"))
_COLUMNS: Mapping[str, str] = _WORDS["columns"]
_SHEETS: Mapping[str, str] = _WORDS["sheets"]
_SAYINGS: Mapping[str, str] = _WORDS["problems"]
_YES_NO: Mapping[str, str] = {"true": _WORDS["yes"], "false": _WORDS["no"]}
_FIELDS = {
    "lessons": ("lesson", *LESSON_FIELDS, "fingerprint"),
    "questions": ("lesson", "question", *QUESTION_FIELDS, "fingerprint"),
}
_WIDTHS = {"lesson": 24, "question": 22, "radio": 80, "situation": 40, "sources": 30, "title": 24, "alt": 30}
_WIDE = {"forward", "task", *PAGES, *(f"why{at}" for at in range(1, CHOICES + 1))}
_WHOLE, _DAYS = {"order", "minutes", "page"}, {"checked_on", "expires_on"}
_NEEDED = {
    "lessons": ("title", "strand", "order", "minutes", "checked_on", "page1", "task", "ask_later"),
    "questions": ("question", "page", "situation", "ask", "text1", "why1", "text2", "why2", "right"),
}
_SPARE_ROWS = 200
"""Rows below the last question for which the lists to choose from are offered too."""


def write(rows: Sequence[Row], made_on: date) -> bytes:
    """Return the workbook of these rows."""
    book = Book(_SHEETS["lessons"], made_on)
    for name in ("lessons", "questions"):
        sheet = book.page(_SHEETS[name])
        own = [row for row in rows if bool(row.question) == (name == "questions")]
        _head(book, sheet, _FIELDS[name])
        for line, row in enumerate(own, start=1):
            cells = tuple(_cells(row, _FIELDS[name]))
            sheet.set_row(line, height_of(zip(map(str, cells), map(_width, _FIELDS[name]), strict=True)))
            for column, value in enumerate(cells):
                book.write(sheet, line, column, value, "cell", "wrap")
        _offer(sheet, _FIELDS[name], len(own) + _SPARE_ROWS)
        sheet.freeze_panes(1, 1 if name == "lessons" else 2)
        sheet.autofilter(0, 0, max(1, len(own)), len(_FIELDS[name]) - 1)
    guide = book.page(_SHEETS["guide"], is_wide=False)
    guide.set_column(0, 0, 100)
    for line, text in enumerate(_WORDS["guide"]):
        book.write(guide, line, 0, text, "wrap")
    return book.close()


def _head(book: Book, sheet: Worksheet, fields: Sequence[str]) -> None:
    for column, name in enumerate(fields):
        book.write(sheet, 0, column, _COLUMNS[name], "head")
        sheet.set_column(column, column, _width(name))


def _width(field: str) -> int:
    return _WIDTHS.get(field, 44 if field in _WIDE else 16)


def _cells(row: Row, fields: Sequence[str]) -> Iterator[str | int]:
    for name in fields:
        if name in ("lesson", "question", "fingerprint"):
            yield cast(str, getattr(row, name))
            continue
        value = row.values[name]
        if name == "delayed":
            value = _YES_NO.get(value, value)
        yield int(value) if name in _WHOLE | {"right"} and value.isdecimal() else value


def _offer(sheet: Worksheet, fields: Sequence[str], rows: int) -> None:
    lists = {
        "strand": [strand.value for strand in Strand],
        "right": [str(at) for at in range(1, CHOICES + 1)],
        "delayed": [*_YES_NO.values()],
    }
    for name, choices in lists.items():
        if name in fields:
            column = fields.index(name)
            sheet.data_validation(1, column, rows, column, {"validate": "list", "source": choices})


@dataclass(slots=True)
class _Desk:
    """Where a workbook is gone through: its rows, and what was found wrong."""

    path: Path
    rows: list[Brought] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def note(self, sheet: str, line: int, column: str, saying: str, **gaps: object) -> None:
        """Remark on a cell, or on a whole row without a column."""
        kind = "cell" if column else "row"
        where = _SAYINGS[kind].format(sheet=_SHEETS[sheet], line=line, column=_COLUMNS.get(column, ""))
        self.problems.append(Problem(self.path, None, where, _SAYINGS[saying].format(**gaps)))


def read(path: Path, lessons: Sequence[str]) -> list[Brought]:
    """Read the rows of a workbook; `lessons` are the ids there are.

    Raises:
        ContentError: with everything that is wrong, by sheet, row and column.
    """
    desk = _Desk(path)
    try:
        book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    except FileNotFoundError:
        raise ContentError([Problem(path, None, "", _SAYINGS["no_file"])]) from None
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise ContentError([Problem(path, None, "", _SAYINGS["no_book"])]) from None
    try:
        for name in ("lessons", "questions"):
            if _SHEETS[name] not in book.sheetnames:
                raise ContentError([Problem(path, None, "", _SAYINGS["no_sheet"].format(name=_SHEETS[name]))])
            _read_sheet(desk, name, book[_SHEETS[name]].iter_rows(values_only=True), lessons)
    finally:
        book.close()
    if desk.problems:
        raise ContentError(desk.problems)
    return desk.rows


def place(one: Brought) -> str:
    """Return where a row stands, for people."""
    return _SAYINGS["row"].format(sheet=_SHEETS["questions" if one.row.question else "lessons"], line=one.line)


def heading(name: str) -> str:
    """Return what the workbook calls a field."""
    return _COLUMNS[name]


def _read_sheet(desk: _Desk, name: str, lines: Iterator[tuple[object, ...]], lessons: Sequence[str]) -> None:
    heads = [_text(value) for value in next(lines, ())]
    missing = [one for one in _FIELDS[name] if _COLUMNS[one] not in heads]
    if missing:
        message = _SAYINGS["no_column"].format(sheet=_SHEETS[name], name=_COLUMNS[missing[0]])
        desk.problems.append(Problem(desk.path, None, "", message))
        return
    columns = {one: heads.index(_COLUMNS[one]) for one in _FIELDS[name]}
    first = dict[str, int]()
    for line, cells in enumerate(lines, start=2):
        told = {one: _text(cells[at]) if at < len(cells) else "" for one, at in columns.items()}
        if not any(told.values()):
            continue
        before = len(desk.problems)
        _judge(desk, name, line, told, lessons)
        values = {one: told[one] for one in (LESSON_FIELDS if name == "lessons" else QUESTION_FIELDS)}
        row = Row(told["lesson"], told.get("question", ""), values)
        other = first.setdefault(row.id, line)
        if other != line:
            desk.note(name, line, "", "twice", other=other)
        if len(desk.problems) == before:
            desk.rows.append(Brought(row, told["fingerprint"], line))


def _judge(desk: _Desk, name: str, line: int, told: dict[str, str], lessons: Sequence[str]) -> None:
    """Note what is wrong with a row, and say "true" and "false" where the workbook says yes and no."""
    if told["lesson"] not in lessons:
        desk.note(name, line, "lesson", "no_lesson")
    for one in _NEEDED[name]:
        if not told[one]:
            desk.note(name, line, one, "empty")
    for one, value in told.items():
        if value and one in _WHOLE and not (value.isdecimal() and int(value) > 0):
            desk.note(name, line, one, "whole")
        if value and one in _DAYS and not _is_day(value):
            desk.note(name, line, one, "day")
    if name == "lessons":
        if told["strand"] and told["strand"] not in list(Strand):
            desk.note(name, line, "strand", "strand")
        filled = [at for at, one in enumerate(PAGES) if told[one]]
        for at in range(1, max(filled, default=0)):
            if at not in filled:
                desk.note(name, line, PAGES[at], "gap")
    else:
        _judge_choices(desk, line, told)


def _judge_choices(desk: _Desk, line: int, told: dict[str, str]) -> None:
    spoken = {"true": "true", "false": "false", "": "false"}
    spoken |= {word.casefold(): value for value, word in _YES_NO.items()}
    if told["delayed"].casefold() in spoken:
        told["delayed"] = spoken[told["delayed"].casefold()]
    else:
        desk.note("questions", line, "delayed", "delayed")
    for at in range(CHOICES, 2, -1):
        if bool(told[f"text{at}"]) != bool(told[f"why{at}"]):
            desk.note("questions", line, f"why{at}" if told[f"text{at}"] else f"text{at}", "pair")
    right = told["right"]
    if right and (right not in [str(at) for at in range(1, CHOICES + 1)] or not told[f"text{right}"]):
        desk.note("questions", line, "right", "right")


def _text(value: object) -> str:
    """Return what a cell holds, as the file would have it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value).replace("\r\n", "\n").replace("_x000D_", "").strip()


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
