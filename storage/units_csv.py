"""Reading `units.csv`, whose every mistake is told by file, line and column, all of them in one go."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TypeVar
from unicodedata import category, normalize

from campaign.units import Unit, UnitKind
from lessons.problems import ContentError, Problem
from storage.sums import OUTSIDE, UNCOUNTED

COLUMNS = tuple(field.name for field in fields(Unit))
"""The columns of the file are the fields of a unit."""

_SAVE_AS_UTF8 = "trong Excel hãy bấm Lưu thành (Save As) và chọn kiểu “CSV UTF-8 (Comma delimited)”"
_LENGTHS = {"name": 200, "old_commune": 200, "block": 200, "source": 400}
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}")
_JOIN_CODE = re.compile(r"[1-9][0-9]{3}")
_COUNT = re.compile(r"[0-9]{1,9}")
_DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_YEAR_MONTH_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_JOINER = "\u200d"
"""The one invisible letter that is left alone: it holds some emoji together."""

_Value = TypeVar("_Value")


def read(path: Path) -> list[Unit]:
    """Read a file of units, as a spreadsheet saves it: commas, semicolons or tabs, with or without BOM.

    Raises:
        ContentError: with everything that is wrong in it.
    """
    problems: list[Problem] = []
    lines: list[tuple[int, Unit]] = []
    for line, cells in _lines(path, _decode(path)):
        cell = _Cells(path, line, cells, problems)
        unit = _unit(cell)
        if unit is not None:
            lines.append((line, unit))
    problems.extend(_problems_between(path, lines))
    if problems:
        raise ContentError(sorted(problems, key=lambda problem: problem.line or 0))
    if not lines:
        raise _refusal(path, None, "tệp chưa có đơn vị nào, hãy thêm mỗi đơn vị một dòng dưới dòng tên cột")
    return [unit for _, unit in lines]


def _refusal(path: Path, line: int | None, message: str) -> ContentError:
    return ContentError([Problem(path, line, "", message)])


def _decode(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _refusal(path, None, "không thấy tệp này, hãy xem lại tên tệp và thư mục") from None
    except OSError:
        raise _refusal(path, None, "không mở được tệp này, hãy xem lại quyền đọc") from None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:400]:
        raise _refusal(path, None, f"tệp lưu theo mã UTF-16 hoặc không phải tệp CSV, {_SAVE_AS_UTF8}")
    try:
        text = normalize("NFC", raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refusal(path, line, f"chữ không theo mã UTF-8 (có thể là CP1258), {_SAVE_AS_UTF8}") from None
    if not text.strip():
        raise _refusal(path, None, f"tệp trống, dòng đầu phải là tên cột: {', '.join(COLUMNS)}")
    return text


def _lines(path: Path, text: str) -> Iterable[tuple[int, Mapping[str, str]]]:
    """Return each line that holds something, with its number and its cells by column."""
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    columns: list[str] = []
    found: list[tuple[int, Mapping[str, str]]] = []
    line = 1
    try:
        for cells in reader:
            if not columns:
                columns = _columns(path, cells)
            elif any(cell.strip() for cell in cells):
                if len(cells) > len(columns):
                    message = (
                        f'có {len(cells)} ô mà chỉ có {len(columns)} cột, ô nào có dấu phân cách thì đặt trong “"”'
                    )
                    raise _refusal(path, line, message)
                found.append((line, dict(zip(columns, cells + [""] * len(columns), strict=False))))
            line = reader.line_num + 1
    except csv.Error:
        message = 'dấu ngoặc kép (") mở mà không đóng, hoặc đặt sai chỗ, hãy sửa lại ô có dấu ấy'
        raise _refusal(path, line, message) from None
    return found


def _columns(path: Path, cells: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    unknown = [name for name in names if name not in COLUMNS]
    missing = [name for name in COLUMNS if name not in names]
    if unknown:
        raise _refusal(path, 1, f"không hiểu cột “{unknown[0]}”, các cột dùng được là: {', '.join(COLUMNS)}")
    if missing:
        raise _refusal(path, 1, f"thiếu cột {', '.join(missing)}, hãy thêm vào dòng đầu, ô nào chưa có thì để trống")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise _refusal(path, 1, f"cột {twice} có hai lần, hãy bỏ bớt một")
    return names


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of one line; what is wrong with them goes to `problems`."""

    path: Path
    line: int
    cells: Mapping[str, str]
    problems: list[Problem]

    def take(self, column: str, parse: Callable[[str], _Value]) -> _Value | None:
        """Return what a cell means, None when it is empty or wrong."""
        text = self.cells[column].replace("\u00a0", " ").strip()
        try:
            _refuse_hidden(text)
            if len(text) > _LENGTHS.get(column, len(text)):
                raise ValueError(f"dài quá {_LENGTHS[column]} chữ, hãy viết gọn lại")
            return parse(text) if text else None
        except ValueError as error:
            self.say(column, str(error))
            return None

    def need(self, column: str, parse: Callable[[str], _Value]) -> _Value | None:
        """Return what a cell means and remark when it is empty."""
        if not self.cells[column].strip():
            self.say(column, "ô này trống, hãy điền vào")
        return self.take(column, parse)

    def say(self, column: str, message: str) -> None:
        """Remark on a cell."""
        self.problems.append(Problem(self.path, self.line, f"cột {column}", message))


def _unit(cell: _Cells) -> Unit | None:
    code, kind, name = cell.need("code", _code), cell.need("kind", _kind), cell.need("name", str)
    valid_from, valid_to = cell.take("valid_from", _day), cell.take("valid_to", _day)
    merged_into = cell.take("merged_into", _code)
    if valid_from and valid_to and valid_to < valid_from:
        cell.say("valid_to", "ngày cuối đứng trước ngày đầu (valid_from), hãy sửa một trong hai")
    if merged_into and not valid_to:
        cell.say("valid_to", "đơn vị đã nhập vào nơi khác thì phải có ngày cuối cùng còn hiệu lực, hãy điền vào")
    rest = {column: cell.take(column, str) or "" for column in ("old_commune", "block", "source")}
    join_code, as_of = cell.take("join_code", _join_code) or "", cell.take("as_of", _day)
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


def _refuse_hidden(text: str) -> None:
    hidden = next((letter for letter in text if category(letter)[0] in "C" and letter != _JOINER), None)
    if hidden is not None or "\u2028" in text or "\u2029" in text:
        raise ValueError("có dấu xuống dòng hoặc ký tự ẩn, hãy xóa nội dung ô rồi gõ lại")


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


def _day(text: str) -> date:
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
