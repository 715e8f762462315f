"""Reading `units.csv`, whose every mistake is told by file, line and column, all in one go; and writing it."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from pathlib import Path

from campaign.units import Unit, UnitKind
from lessons.csv_file import Cells, read_lines, refusal
from lessons.problems import ContentError, Problem
from storage.sums import OUTSIDE, UNCOUNTED

COLUMNS = tuple(field.name for field in fields(Unit))
"""The columns of the file are the fields of a unit."""

_LENGTHS = {"name": 200, "old_commune": 200, "block": 200, "source": 400}
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}")
_JOIN_CODE = re.compile(r"[1-9][0-9]{3}")
_COUNT = re.compile(r"[0-9]{1,9}")
_DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_YEAR_MONTH_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def read(path: Path) -> list[Unit]:
    """Read a file of units, as a spreadsheet saves it: commas, semicolons or tabs, with or without BOM.

    Raises:
        ContentError: with everything that is wrong in it.
    """
    problems: list[Problem] = []
    lines: list[tuple[int, Unit]] = []
    for line, cells in read_lines(path, COLUMNS):
        cell = Cells(path, line, cells, problems, _LENGTHS)
        unit = _unit(cell)
        if unit is not None:
            lines.append((line, unit))
    problems.extend(_problems_between(path, lines))
    if problems:
        raise ContentError(sorted(problems, key=lambda problem: problem.line or 0))
    if not lines:
        raise refusal(path, None, "tệp chưa có đơn vị nào, hãy thêm mỗi đơn vị một dòng dưới dòng tên cột")
    return [unit for _, unit in lines]


def written(units: Iterable[Unit]) -> str:
    """Return units as a file that `read` takes, with the mark by which a spreadsheet knows its alphabet."""
    text = io.StringIO("\ufeff", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for unit in units:
        writer.writerow("" if (value := getattr(unit, name)) is None else str(value) for name in COLUMNS)
    return text.getvalue()


def _unit(cell: Cells) -> Unit | None:
    code, kind, name = cell.need("code", _code), cell.need("kind", _kind), cell.need("name", str)
    valid_from, valid_to = cell.take("valid_from", day_of), cell.take("valid_to", day_of)
    merged_into = cell.take("merged_into", _code)
    if valid_from and valid_to and valid_to < valid_from:
        cell.say("valid_to", "ngày cuối đứng trước ngày đầu (valid_from), hãy sửa một trong hai")
    if merged_into and not valid_to:
        cell.say("valid_to", "đơn vị đã nhập vào nơi khác thì phải có ngày cuối cùng còn hiệu lực, hãy điền vào")
    rest = {column: cell.take(column, str) or "" for column in ("old_commune", "block", "source")}
    join_code, as_of = cell.take("join_code", _join_code) or "", cell.take("as_of", day_of)
    adults, households = cell.take("adults", _count), cell.take("households", _count)
    if code is None or kind is None or name is None:
        return None
    return Unit(
        code, kind, name, rest["old_commune"], rest["block"], join_code,
        adults, households, rest["source"], as_of, valid_from, valid_to, merged_into,
    )  # fmt: skip


def _problems_between(path: Path, lines: list[tuple[int, Unit]]) -> Iterable[Problem]:
    """Yield what is wrong between lines: what may stand once stands twice, or what is named is not there."""
    codes, join_codes = dict[str, int](), dict[str, int]()
    known = {unit.code for _, unit in lines}
    for line, unit in lines:
        first = codes.setdefault(unit.code.lower(), line)
        if first != line:
            yield Problem(path, line, "cột code", f"mã {unit.code} đã có ở dòng {first}, mỗi đơn vị một mã riêng")
        first = join_codes.setdefault(unit.join_code, line) if unit.join_code else line
        if first != line:
            message = f"mã vào xóm {unit.join_code} đã có ở dòng {first}, hãy để trống để máy tự chọn mã khác"
            yield Problem(path, line, "cột join_code", message)
        if unit.merged_into == unit.code:
            yield Problem(path, line, "cột merged_into", "đơn vị không thể nhập vào chính nó, hãy ghi mã của nơi mới")
        elif unit.merged_into and unit.merged_into not in known:
            message = f"không có đơn vị mã {unit.merged_into} trong tệp, hãy sửa mã hoặc thêm dòng của đơn vị ấy"
            yield Problem(path, line, "cột merged_into", message)


def _code(text: str) -> str:
    if not _CODE.fullmatch(text) or text in (OUTSIDE, UNCOUNTED):
        message = (
            f"mã “{text}” không dùng được, hãy dùng chữ không dấu, số, gạch nối hoặc dấu chấm, nhiều nhất 32 ký tự"
        )
        raise ValueError(message)
    return text


def _kind(text: str) -> UnitKind:
    try:
        return UnitKind(text.lower())
    except ValueError:
        meant = "hamlet (xóm), agency (cơ quan), school (trường), enterprise (doanh nghiệp) hoặc association (hội)"
        raise ValueError(f"không hiểu loại “{text}”, hãy ghi {meant}") from None


def _count(text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise ValueError(f"“{text}” không phải là số đếm, hãy ghi chữ số viết liền như 1250, chưa có thì để trống")
    return int(text)


def _join_code(text: str) -> str:
    if not _JOIN_CODE.fullmatch(text):
        raise ValueError(f"“{text}” phải có đúng 4 chữ số, chữ số đầu khác 0, hoặc để trống để máy tự chọn")
    return text


def day_of(text: str) -> date:
    """Return the day written in a cell.

    Raises:
        ValueError: when it is none, with the sentence that says so.
    """
    try:
        if found := _YEAR_MONTH_DAY.fullmatch(text):
            year, month, day = map(int, found.groups())
        elif found := _DAY_MONTH_YEAR.fullmatch(text):
            day, month, year = map(int, found.groups())
        else:
            raise ValueError
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"“{text}” không phải là ngày, hãy ghi như 2026-11-22 hoặc 22/11/2026") from None
