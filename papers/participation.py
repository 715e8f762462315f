"""The participation table as CSV and JSON, the same figures under the same names.

The row of those who chose no hamlet has the code "?" and, like the hamlets it is summed up with, the kind "hamlet".
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date

from campaign.indicators import WORDS, Indicator, Rate
from storage.figures import Figures, Table
from storage.sums import NO_HAMLET

Cell = str | int | float | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that begins so."""
_BOM = "\ufeff"


def to_json(table: Table, as_of: date) -> str:
    """Return the table as JSON: counts are integers, rates percent with one decimal beside what they are rates of."""
    units = [
        {"code": row.code, "kind": row.kind.value, "name": row.name, **_figures(row.figures)} for row in table.rows
    ]
    below = {
        Indicator.LEARNING_UNCOUNTED.value: table.learning_uncounted,
        Indicator.OUTSIDE_COMMUNE.value: table.outside_commune,
    }
    shape = {
        "as_of": as_of.isoformat(),
        "from": table.first.isoformat(),
        "to": table.last.isoformat(),
        "units": units,
        "totals": {**_figures(table.totals), **below},
        "notes": list(table.notes),
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def to_csv(table: Table, *, bom: bool = False) -> str:
    """Return the table as CSV; `bom` is for spreadsheets that take a file without it for another alphabet.

    The column `row` says what a line is: `unit`, `no_hamlet`, `total`, and the two below the total. These hold
    people, in the column of participants.
    """
    lines = list(_lines(table))
    text = io.StringIO(_BOM if bom else "", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.DictWriter(text, lines[0].keys(), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({column: _harmless(cell) for column, cell in line.items()} for line in lines)
    return text.getvalue()


def _lines(table: Table) -> Iterator[Mapping[str, Cell]]:
    for row in table.rows:
        of_row = "no_hamlet" if row.code == NO_HAMLET else "unit"
        place: dict[str, Cell] = {"row": of_row, "code": row.code, "kind": row.kind.value, "name": row.name}
        yield {**place, "old_commune": row.old_commune, **_figures(row.figures)}
    place = {"row": "total", "code": "", "kind": table.kind.value, "name": WORDS.total, "old_commune": ""}
    yield {**place, **_figures(table.totals)}
    for indicator, people in (
        (Indicator.LEARNING_UNCOUNTED, table.learning_uncounted),
        (Indicator.OUTSIDE_COMMUNE, table.outside_commune),
    ):
        yield {"row": indicator.value, "name": WORDS.headings[indicator], Indicator.PARTICIPANTS.value: people}


def _figures(figures: Figures) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for indicator, figure in figures.cells():
        if isinstance(figure, Rate):
            cells[indicator.value] = None if figure.percent is None else float(figure.percent)
            cells[f"{indicator.value}_numerator"] = figure.numerator
            cells[f"{indicator.value}_denominator"] = figure.denominator
        else:
            cells[indicator.value] = figure
    return cells


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
