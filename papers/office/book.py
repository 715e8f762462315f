"""A workbook with the looks that all our spreadsheets share; formulas carry the value they give."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

FONT = "Times New Roman"
_A4 = 9
_NARROW = 1.1
"""Letters of our font in the width of one digit, by which columns are measured, with some to spare."""
_LINE, _HIGHEST = 15.0, 409.0
"""The points a line of text takes, and the most a spreadsheet gives a row."""
_COUNT = "[$-42A]#,##0"
"""A whole number, with the thousands of Việt Nam where the program that shows it knows that country's."""
RATE = "[$-42A]#,##0.0"
"""A percentage with one decimal."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the number it gives: programs that do not calculate show the number."""

    text: str
    value: int | float


Value = str | int | float | Formula | None

HEAD = 2
"""The row of the headings of a plain table, counted from 0."""


class Book:
    """A workbook in memory."""

    def __init__(self, title: str, made_on: date) -> None:
        self._bytes = BytesIO()
        # What looks like a formula or an address in a name stays text.
        never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.workbook = Workbook(self._bytes, {"in_memory": True, **never})
        self.workbook.set_properties({"title": title, "created": datetime.combine(made_on, time(), UTC)})
        self._formats: dict[tuple[str, ...], Format] = {}

    def page(self, name: str, *, is_wide: bool = True) -> Worksheet:
        """Return a new sheet that prints on A4 paper, as wide as one page."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_paper(_A4)
        if is_wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
        return sheet

    def table(self, name: str, title: str, heads: Sequence[tuple[str, int]], rows: Sequence[Sequence[Value]]) -> None:
        """Add a sheet with a title, headings with the widths of their columns, and rows from HEAD + 1 on."""
        sheet = self.page(name)
        self.write(sheet, 0, 0, title, "title")
        for column, (head, width) in enumerate(heads):
            sheet.set_column(column, column, width)
            self.write(sheet, HEAD, column, head, "head")
        sheet.set_row(HEAD, 36)
        sheet.freeze_panes(HEAD + 1, 1)
        sheet.repeat_rows(HEAD)
        for at, row in enumerate(rows, HEAD + 1):
            for column, value in enumerate(row):
                look = "folded" if isinstance(value, str) else "rate" if _is_rate(value) else "count"
                self.write(sheet, at, column, value, "cell", look)
            texts = (value if isinstance(value, str) else "" for value in row)
            sheet.set_row(at, height_of(zip(texts, (width for _, width in heads), strict=True)))

    def write(self, sheet: Worksheet, row: int, column: int, value: Value, *looks: str) -> None:
        """Write one cell; `looks` are words like "bold" and "rate"."""
        match value:
            case None:
                sheet.write_blank(row, column, None, self.look(*looks))
            case Formula(text, known):
                sheet.write_formula(row, column, text, self.look(*looks, "number"), known)
            case str():
                sheet.write_string(row, column, value, self.look(*looks, "text"))
            case _:
                sheet.write_number(row, column, value, self.look(*looks, "number"))

    def look(self, *looks: str) -> Format:
        """Return the format of some looks, the same one each time."""
        if looks not in self._formats:
            chosen: dict[str, str | int | bool] = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
            for look in looks:
                chosen |= _LOOKS[look]
            self._formats[looks] = self.workbook.add_format(chosen)
        return self._formats[looks]

    def close(self) -> bytes:
        """Return the workbook as the bytes of an .xlsx file."""
        self.workbook.close()
        return self._bytes.getvalue()


_LOOKS: dict[str, dict[str, str | int | bool]] = {
    "cell": {"border": 1},
    "head": {"border": 1, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#D9F0E4"},
    "bold": {"bold": True},
    "title": {"bold": True, "font_size": 14},
    "example": {"bold": True, "font_color": "#9C2A00"},
    "wrap": {"text_wrap": True, "valign": "top"},
    "folded": {"text_wrap": True},
    "centre": {"align": "center"},
    "count": {"num_format": _COUNT},
    "rate": {"num_format": RATE},
    # Somebody who opens such a cell to correct it would otherwise turn a name like "=Xóm" into a formula.
    "text": {"quote_prefix": True},
    "number": {},
    "part": {"num_format": "[$-42A]#,##0.0##"},
    "typed": {"num_format": "@"},
}


def _is_rate(value: Value) -> bool:
    return isinstance(value.value if isinstance(value, Formula) else value, float)


def height_of(cells: Iterable[tuple[str, float]]) -> float:
    """Return the points a row needs for texts in columns of these widths: not every program finds that by itself."""
    lines = max(sum(1 + int(len(part) / width / _NARROW) for part in text.split("\n")) for text, width in cells)
    return min(lines * _LINE, _HIGHEST)


def cell(row: int, column: int) -> str:
    """Return the name of a cell: "C5"."""
    return str(xl_rowcol_to_cell(row, column))


def sum_of(rows: Sequence[int], column: int, value: int) -> Formula:
    """Return the sum of these rows of a column, ascending: neighbours are named as one range."""
    runs = list[list[int]]()
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    ranges = [f"{cell(run[0], column)}:{cell(run[-1], column)}" for run in runs]
    return Formula(f"=SUM({','.join(ranges)})", value)


def percent_of(numerator: str, denominator: str, value: float) -> Formula:
    """Return the percentage of two cells with one decimal, half up.

    Rounded as a whole number of tenths: 1000 · n / d is exact where it lies half-way, 100 · n / d often is not.
    """
    return Formula(f"=ROUND(1000*{numerator}/{denominator},0)/10", value)
