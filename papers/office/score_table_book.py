"""A score table as a workbook, for a council to change in a spreadsheet: written and read back, cell by cell."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
import xlsxwriter
import yaml
from openpyxl.utils.exceptions import InvalidFileException

from campaign import table_file
from campaign.criteria import Criterion, Formula, GateOf, Rounding, ScoreTable
from campaign.indicators import WORDS, Indicator
from campaign.score import written
from campaign.table_shape import COUNTED, TYPED
from campaign.units import UnitKind
from lessons.csv_file import refusal
from lessons.fields import Fields, Place
from lessons.problems import ContentError, Problem
from papers.score_words import say

_GENERAL = (
    "year",
    "block",
    "name",
    "example",
    "rounding",
    "decimals",
    "kinds",
    "gate",
    "gate_of",
    "tie_breakers",
    "due",
)
_CRITERION = (
    "code", "parent", "name", "max", "formula", "target", "points", "min", "bands", "of", "without_target", "source",
    "evidence",
)  # fmt: skip
_PARAMS = ("target", "points", "min", "bands", "of", "without_target")
_WIDTHS = {"name": 44, "formula": 28, "source": 26, "evidence": 30, "bands": 18, "code": 7, "parent": 9}
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook knows no zone; the same table is the same file
_LISTS: dict[str, dict[str, str]] = {
    "formula": {one.value: say(f"formula.{one.value}") for one in Formula},
    "source": {TYPED: say("book.typed")} | {f"{COUNTED}{one.value}": WORDS.headings[one] for one in Indicator},
    "rounding": {one.value: say(f"book.rounding_{one.value}") for one in Rounding},
    "gate_of": {one.value: say(f"book.gate_{one.value}") for one in GateOf},
    "of": {"actual": say("book.of_actual"), "target": say("book.of_target")},
    "without_target": {"share_of_best": say("formula.share_of_best")},
    "example": {"true": say("book.yes"), "false": say("book.no")},
}
"""What the file calls something, and what the workbook calls it; both are understood when it is read."""


def write(table: ScoreTable) -> bytes:
    """Return the workbook of a table; the same table is the same file."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties({"created": _MADE, "title": table.name})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#D9F0E4"})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"})
    number = book.add_format({"valign": "top", "border": 1, "num_format": "0.######"})
    sheet = book.add_worksheet(say("book.criteria"))
    for column, name in enumerate(_CRITERION):
        sheet.write_string(0, column, say(f"book.{name}"), head)
        sheet.set_column(column, column, _WIDTHS.get(name, 10))
    for at, criterion in enumerate(_criteria(table.criteria), start=1):
        for column, name in enumerate(_CRITERION):
            value = criterion[name]
            if isinstance(value, Decimal):
                sheet.write_number(at, column, float(value), number)
            else:
                sheet.write_string(at, column, value, cell)
    _offer_lists(sheet, len(table.by_code))
    sheet.freeze_panes(1, 3)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    general = book.add_worksheet(say("book.general"))
    general.set_column(0, 0, 34)
    general.set_column(1, 1, 60)
    for row, (name, text) in enumerate(_general(table).items()):
        general.write_string(row, 0, say(f"book.{name}"), head)
        general.write_string(row, 1, text, cell)
    book.close()
    return made.getvalue()


def _offer_lists(sheet: xlsxwriter.worksheet.Worksheet, rows: int) -> None:
    for name in ("formula", "of", "without_target"):
        column = _CRITERION.index(name)
        choices = list(_LISTS[name].values())
        # A list longer than 255 letters is more than Excel takes; then people copy a cell that is there.
        if len(",".join(choices)) <= 255:
            sheet.data_validation(1, column, rows + 50, column, {"validate": "list", "source": choices})


def _criteria(criteria: Sequence[Criterion], parent: str = "") -> Iterator[dict[str, str | Decimal]]:
    for one in criteria:
        row: dict[str, str | Decimal] = dict.fromkeys(_CRITERION, "")
        row |= {"code": one.code, "parent": parent, "name": one.name, "max": one.maximum}
        if one.rule is not None:
            source = f"{COUNTED}{one.source.value}" if one.source else TYPED
            row |= {"formula": _LISTS["formula"][one.rule.formula], "source": _LISTS["source"][source]}
            numbers = {"target": one.rule.target, "points": one.rule.points, "min": one.rule.least}
            row |= {name: value for name, value in numbers.items() if value is not None}
            row["bands"] = "; ".join(f"{written(step.at_least)}: {written(step.points)}" for step in one.rule.steps)
            row["of"] = _LISTS["of"]["target" if one.rule.of_target else "actual"] if one.rule.steps else ""
            row["without_target"] = _LISTS["without_target"]["share_of_best"] if one.rule.without_target else ""
            row["evidence"] = one.evidence
        yield row
        yield from _criteria(one.children, one.code)


def _general(table: ScoreTable) -> dict[str, str]:
    return {
        "year": str(table.year),
        "block": table.block,
        "name": table.name,
        "example": _LISTS["example"]["true" if table.is_example else "false"],
        "rounding": _LISTS["rounding"][table.rounding],
        "decimals": str(table.decimals),
        "kinds": "; ".join(WORDS.kinds[kind] for kind in table.kinds),
        "gate": written(table.gate.percent) if table.gate else "",
        "gate_of": _LISTS["gate_of"][table.gate.of] if table.gate else "",
        "tie_breakers": "; ".join(table.tie_breakers),
        "due": table.due.isoformat() if table.due else "",
    }


def read(path: Path) -> ScoreTable:
    """Read a table from a workbook as `write` makes it.

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
        for name in {*_CRITERION, *_GENERAL}:
            for quoted in (f'"{name}"', f"“{name}”"):
                message = message.replace(quoted, f"“{say(f'book.{name}')}”")
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
    by_label = {say(f"book.{name}").casefold(): name for name in _GENERAL}
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
    known = {label.casefold(): value for value, label in _LISTS.get(name, {}).items()}
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
        where = {name: f"dòng {number}, cột {say(f'book.{name}')}" for name in _CRITERION}
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
        desk.cells |= {(*place, name): where[name] for name in _CRITERION}
        desk.cells |= {(*place, "params", name): where[name] for name in _PARAMS}
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
    missing = [name for name in _CRITERION if say(f"book.{name}").casefold() not in named]
    if missing:
        message = f"thiếu cột “{say(f'book.{missing[0]}')}”, hãy lấy tệp mới bằng lệnh export rồi chép lại"
        raise refusal(desk.path, 1, message)
    return {name: named.index(say(f"book.{name}").casefold()) for name in _CRITERION}


def _read_criterion(desk: _Desk, texts: Mapping[str, str], where: Mapping[str, str]) -> dict[str, object]:
    listed = {name: _listed(name, text) for name, text in texts.items()}
    criterion = _without_blanks(
        {name: listed[name] for name in ("code", "name", "max", "formula", "source", "evidence")}
    )
    params = _without_blanks({name: listed[name] for name in _PARAMS if name != "bands"})
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
