"""Reading a CSV file that people make in a spreadsheet, whose every mistake is told by file, line and column."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from unicodedata import category, normalize

from lessons.problems import ContentError, Problem

_SAVE_AS_UTF8 = "trong Excel hãy bấm Lưu thành (Save As) và chọn kiểu “CSV UTF-8 (Comma delimited)”"
_JOINER = "\u200d"
"""The one invisible letter that is left alone: it holds some emoji together."""

_Value = TypeVar("_Value")


def refusal(path: Path, line: int | None, message: str) -> ContentError:
    """Return the refusal of a whole file for one reason."""
    return ContentError([Problem(path, line, "", message)])


def read_lines(
    path: Path, columns: Sequence[str], optional: Sequence[str] = ()
) -> Iterable[tuple[int, Mapping[str, str]]]:
    """Return each line that holds something, with its number and its cells by column, as a spreadsheet saves it.

    Commas, semicolons or tabs, with or without BOM; the columns in any order, those that are optional may be missing.

    Raises:
        ContentError: when the file cannot be read, or its first line names other columns.
    """
    text = _decode(path, columns)
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    names: list[str] = []
    found: list[tuple[int, Mapping[str, str]]] = []
    line = 1
    try:
        for cells in reader:
            if not names:
                names = _columns(path, cells, columns, optional)
            elif any(cell.strip() for cell in cells):
                if len(cells) > len(names):
                    message = f'có {len(cells)} ô mà chỉ có {len(names)} cột, ô nào có dấu phân cách thì đặt trong “"”'
                    raise refusal(path, line, message)
                given = dict(zip(names, cells + [""] * len(names), strict=False))
                found.append((line, {**dict.fromkeys(optional, ""), **given}))
            line = reader.line_num + 1
    except csv.Error:
        message = 'dấu ngoặc kép (") mở mà không đóng, hoặc đặt sai chỗ, hãy sửa lại ô có dấu ấy'
        raise refusal(path, line, message) from None
    return found


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one line; what is wrong with them goes to `problems`; `lengths` are the longest texts allowed."""

    path: Path
    line: int
    cells: Mapping[str, str]
    problems: list[Problem]
    lengths: Mapping[str, int] = field(default_factory=dict)

    def take(self, column: str, parse: Callable[[str], _Value]) -> _Value | None:
        """Return what a cell means, None when it is empty or wrong."""
        text = self.cells[column].replace("\u00a0", " ").strip()
        try:
            _refuse_hidden(text)
            if len(text) > self.lengths.get(column, len(text)):
                raise ValueError(f"dài quá {self.lengths[column]} chữ, hãy viết gọn lại")
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


def _decode(path: Path, columns: Sequence[str]) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise refusal(path, None, "không thấy tệp này, hãy xem lại tên tệp và thư mục") from None
    except OSError:
        raise refusal(path, None, "không mở được tệp này, hãy xem lại quyền đọc") from None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:400]:
        raise refusal(path, None, f"tệp lưu theo mã UTF-16 hoặc không phải tệp CSV, {_SAVE_AS_UTF8}")
    try:
        text = normalize("NFC", raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refusal(path, line, f"chữ không theo mã UTF-8 (có thể là CP1258), {_SAVE_AS_UTF8}") from None
    if not text.strip():
        raise refusal(path, None, f"tệp trống, dòng đầu phải là tên cột: {', '.join(columns)}")
    return text


def _columns(path: Path, cells: list[str], columns: Sequence[str], optional: Sequence[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    unknown = [name for name in names if name not in columns]
    missing = [name for name in columns if name not in names and name not in optional]
    if unknown:
        raise refusal(path, 1, f"không hiểu cột “{unknown[0]}”, các cột dùng được là: {', '.join(columns)}")
    if missing:
        raise refusal(path, 1, f"thiếu cột {', '.join(missing)}, hãy thêm vào dòng đầu, ô nào chưa có thì để trống")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise refusal(path, 1, f"cột {twice} có hai lần, hãy bỏ bớt một")
    return names


def _refuse_hidden(text: str) -> None:
    hidden = next((letter for letter in text if category(letter)[0] in "C" and letter != _JOINER), None)
    if hidden is not None or "\u2028" in text or "\u2029" in text:
        raise ValueError("có dấu xuống dòng hoặc ký tự ẩn, hãy xóa nội dung ô rồi gõ lại")
