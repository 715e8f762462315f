"""A list somebody keeps in a spreadsheet, as the text that the imports read: the first sheet, line for line."""

import csv
import io
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook

_MOST_LINES, _MOST_COLUMNS = 10_000, 60


def to_csv(file: Path) -> str:
    """Return the first sheet as CSV; formulas are read as what they showed when the file was saved.

    A line of the text is a line of the sheet, so that what is wrong in one is found in the other.

    Raises:
        Exception: of the library, when the file is no workbook.
    """
    book = load_workbook(file, read_only=True, data_only=True)
    try:
        told = io.StringIO()
        write = csv.writer(told, lineterminator="\r\n")
        for line in book.worksheets[0].iter_rows(max_row=_MOST_LINES, max_col=_MOST_COLUMNS, values_only=True):
            write.writerow(_without_end([_cell(value) for value in line]))
        return told.getvalue()
    finally:
        book.close()


def _cell(value: object) -> str:
    """Return a cell in one line, as somebody would type it."""
    match value:
        case None:
            return ""
        case bool():
            return "có" if value else "không"
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return repr(value).replace(".", ",")
        case datetime() | date():
            return f"{value:%Y-%m-%d}"
    return " ".join(str(value).split())


def _without_end(cells: Iterable[str]) -> list[str]:
    """Return a line without the empty cells at its end, which spreadsheets keep where once something stood."""
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept


if __name__ == "__main__":
    sys.stdout.buffer.write(to_csv(Path(sys.argv[1])).encode())
