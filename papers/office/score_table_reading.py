"""A score table read back from the workbook a council changed, cell by cell; a bad one is named by row and column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
import yaml
from openpyxl.utils.exceptions import InvalidFileException

from campaign import table_file
from campaign.criteria import ScoreTable
from campaign.indicators import WORDS
from campaign.units import UnitKind
from lessons.csv_file import refusal
from lessons.fields import Fields, Place
from lessons.problems import ContentError, Problem
from papers.office.score_table_book import CRITERION, GENERAL, LISTS, PARAMS
from papers.score_words import say


def read(path: Path) -> ScoreTable:
    """Read a table from a workbook as score_table_book.py makes it.

    Raises:
        ContentError: with everything that is wrong, by row and column.
    """
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except FileNotFoundError:
        raise refusal(path, None, "không thấy tệp này, hãy xem lại tên tệp và thư mục") from None
    except (InvalidFileException, BadZipFile, KeyError, ValueError):
        raise refusal(path, None, "không phải tệp Excel .xlsx, hãy lưu lại bằng Excel hoặc LibreOffice") from None
    missing = [name for name in ("criteria", "general") if say(f"book.{name}") not in book.sheetnames]
    if missing:
        raise refusal(path, None, f"thiếu trang tính “{say(f'book.{missing[0]}')}”, hãy lấy tệp mới bằng lệnh export")
    desk = _Desk(path)
    fields = _read_general(desk, book[say("book.general")].iter_rows(values_only=True))
    fields["criteria"] = _read_criteria(desk, book[say("book.criteria")].iter_rows(values_only=True))
    if desk.problems:
        raise ContentError(desk.problems)
    return table_file.read(_BookFields(path, fields, yaml.ScalarNode("", ""), 0, desk.cells))


@dataclass(frozen=True, slots=True)
class _BookFields(Fields):
    """Fields that came from cells: a remark names sheet, row and column."""

    cells: Mapping[Place, str]

    def line(self, place: Place) -> int:
        return 0

    def problem(self, place: Place, where: str, message: str) -> Problem:
        found = next((self.cells[place[:end]] for end in range(len(place), 0, -1) if place[:end] in self.cells), where)
        for name in {*CRITERION, *GENERAL}:
            for quoted in (f'"{name}"', f"“{name}”"):
                message = message.replace(quoted, f"“{say(f'book.{name}')}”")
        for value, label in (choice for choices in LISTS.values() for choice in choices.items()):
            message = message.replace(f"'{value}'", f"“{label}”")
        return Problem(self.path, None, found, message)


@dataclass(slots=True)
class _Desk:
    """Where a workbook is gone through: which cell each field came from, and what was found wrong."""

    path: Path
    cells: dict[Place, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def text(self, value: object) -> str:
        """Return what a cell holds, as text."""
        if isinstance(value, (date, datetime)):
            return value.date().isoformat() if isinstance(value, datetime) else value.isoformat()
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return f"{Decimal(repr(value)):f}".removesuffix(".0")
        return "" if value is None else str(value).strip()

    def note(self, where: str, message: str) -> None:
        """Remark on a cell."""
        self.problems.append(Problem(self.path, None, where, message))


_Rows = Iterator[tuple[object, ...]]


def _read_general(desk: _Desk, rows: _Rows) -> dict[str, object]:
    by_label = {say(f"book.{name}").casefold(): name for name in GENERAL}
    found = dict[str, str]()
    for number, row in enumerate(rows, start=1):
        label, value = (*row, None, None)[:2]
        name = by_label.get(desk.text(label).casefold())
        if name is not None:
            where = f"trang {say('book.general')}, dòng {number}"
            desk.cells[name,] = where
            found[name] = _listed(name, desk.text(value))
    desk.cells["gate", "percent"] = desk.cells.get(("gate",), "")
    desk.cells["gate", "of"] = desk.cells.get(("gate_of",), "")
    gate = {"percent": found.pop("gate", ""), "of": found.pop("gate_of", "")}
    kinds = {WORDS.kinds[kind].casefold(): kind.value for kind in UnitKind}
    lists = {
        "kinds": _parts(found.pop("kinds", "")),  # a kind may have a comma in its name
        "tie_breakers": _parts(found.pop("tie_breakers", "").replace(",", ";")),
    }
    lists["kinds"] = [kinds.get(kind.casefold(), kind) for kind in lists["kinds"]]
    said: dict[str, object] = {name: text for name, text in found.items() if text}
    return {**said, **lists, **({"gate": _without_blanks(gate)} if gate["percent"] else {})}


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _without_blanks(fields: Mapping[str, str]) -> dict[str, object]:
    return {name: text for name, text in fields.items() if text}


def _listed(name: str, text: str) -> str:
    """Return what the file calls what a cell names."""
    known = {label.casefold(): value for value, label in LISTS.get(name, {}).items()}
    return known.get(text.casefold(), text)


def _read_criteria(desk: _Desk, rows: _Rows) -> list[object]:
    """Return the tree of criteria; a row says below which one it stands."""
    columns = _columns(desk, next(rows, ()))
    below = {"": _Parent(("criteria",), None)}
    for number, row in enumerate(rows, start=2):
        values = {name: row[at] if at < len(row) else None for name, at in columns.items()}
        texts = {name: desk.text(value) for name, value in values.items()}
        if not any(texts.values()):
            continue
        where = {name: f"dòng {number}, cột {say(f'book.{name}')}" for name in CRITERION}
        for name, value in values.items():
            if isinstance(value, date):
                desk.note(where[name], "ô này thành ngày tháng, hãy đặt kiểu ô là Text (văn bản) rồi gõ lại")
        above = below.get(texts["parent"])
        if above is None:
            desk.note(where["parent"], f"không có mục mã “{texts['parent']}” ở phía trên, hãy sửa mã")
            continue
        place: Place = (*above.place, len(above.children))
        criterion = _read_criterion(desk, texts, where)
        desk.cells[place] = where["code"]
        desk.cells |= {(*place, name): where[name] for name in CRITERION}
        desk.cells |= {(*place, "params", name): where[name] for name in PARAMS}
        above.children.append(criterion)
        if above.fields is not None:
            above.fields["children"] = above.children
        below.setdefault(texts["code"], _Parent((*place, "children"), criterion))
    return below[""].children


@dataclass(frozen=True, slots=True)
class _Parent:
    """Where criteria may stand: below another one, whose fields these are, or at the top, which has none."""

    place: Place
    fields: dict[str, object] | None
    children: list[object] = field(default_factory=list)


def _columns(desk: _Desk, heads: Sequence[object]) -> dict[str, int]:
    named = [desk.text(head).casefold() for head in heads]
    missing = [name for name in CRITERION if say(f"book.{name}").casefold() not in named]
    if missing:
        message = f"thiếu cột “{say(f'book.{missing[0]}')}”, hãy lấy tệp mới bằng lệnh export rồi chép lại"
        raise refusal(desk.path, 1, message)
    return {name: named.index(say(f"book.{name}").casefold()) for name in CRITERION}


def _read_criterion(desk: _Desk, texts: Mapping[str, str], where: Mapping[str, str]) -> dict[str, object]:
    listed = {name: _listed(name, text) for name, text in texts.items()}
    criterion = _without_blanks(
        {name: listed[name] for name in ("code", "name", "max", "formula", "source", "evidence")}
    )
    params = _without_blanks({name: listed[name] for name in PARAMS if name != "bands"})
    if texts["bands"]:
        params["bands"] = [_band(desk, part, where["bands"]) for part in texts["bands"].split(";") if part.strip()]
    return {**criterion, "params": params} if params else criterion


def _band(desk: _Desk, text: str, where: str) -> dict[str, object]:
    at_least, colon, points = text.partition(":")
    if not colon:
        desk.note(
            where, f"bậc “{text.strip()}” phải có dạng mức: điểm, như 80: 7, các bậc cách nhau bằng dấu chấm phẩy"
        )
    return {"at_least": at_least.strip(), "points": points.strip()}
