"""The participation table as CSV and JSON, the same figures under the same names.

What goes outside the office has no figures about one to four people, nor any that would tell them. The row of those
who chose no hamlet has the code "?" and, like the hamlets it is summed up with, the kind "hamlet".
"""

import csv
import io
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache

from campaign.indicators import WORDS, Indicator, Note, Rate
from campaign.self_rating import SelfRating
from campaign.small_cells import COUNTS, RATES, Hidden, Line, hide
from storage.figures import Figures, Table
from storage.sums import NO_HAMLET

Cell = str | int | float | None
Shape = Mapping[str, object]


class Audience(StrEnum):
    """Whom a file is for."""

    OFFICE = "office"
    OUTSIDE = "outside"


class Separator(StrEnum):
    """What stands between the cells of a CSV: where a decimal comma is usual, spreadsheets expect semicolons."""

    COMMA = "comma"
    SEMICOLON = "semicolon"


_SIGNS = {Separator.COMMA: ",", Separator.SEMICOLON: ";"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that begins so."""
_BOM = "\ufeff"
_NUMERATOR = "_numerator"


def to_json(table: Table, as_of: date, audience: Audience = Audience.OFFICE) -> str:
    """Return the table as JSON: counts are integers, rates percent with one decimal beside what they are rates of.

    `self_rating` counts the answers from "cannot" to "can teach others", after the first and after five lessons; for
    outside it is null where it would tell about one to four people, and `hidden` names the figures of a unit, and of
    the totals, that are null because they are hidden.
    """
    return json.dumps(shape(table, as_of, audience), ensure_ascii=False, indent=2) + "\n"


def shape(table: Table, as_of: date, audience: Audience) -> Shape:
    """Return what the JSON of a table holds."""
    hidden = hidden_in(table, audience)
    units = [
        {"code": row.code, "kind": row.kind.value, "name": row.name, **_told(row.figures, hidden, row.code)}
        for row in table.rows
    ]
    return {
        "as_of": as_of.isoformat(),
        "from": table.first.isoformat(),
        "to": table.last.isoformat(),
        "units": units,
        **totals_of(table, audience),
        "self_rating": _self_rating(self_rating_of(table, audience)),
        "notes": notes_of(table, audience),
    }


def totals_of(table: Table, audience: Audience) -> Shape:
    """Return the totals of a table, with the two figures below them."""
    below = {
        Indicator.LEARNING_UNCOUNTED.value: table.learning_uncounted,
        Indicator.OUTSIDE_COMMUNE.value: table.outside_commune,
    }
    return {"totals": {**_told(table.totals, hidden_in(table, audience)), **below}}


def notes_of(table: Table, audience: Audience) -> list[str]:
    """Return what has to be said below a table, with what is hidden from whom it is for."""
    return [*table.notes, *hidden_notes(table, audience)]


def hidden_notes(table: Table, audience: Audience) -> Iterator[str]:
    """Yield what has to be said about what is hidden in a table."""
    yield from note_of(hidden_in(table, audience))
    if self_rating_of(table, audience) is None:
        yield WORDS.note(Note.SELF_RATING_HIDDEN)


def self_rating_of(table: Table, audience: Audience) -> SelfRating | None:
    """Return what people said about themselves, None outside where a part of it is about one to four of them."""
    said = table.self_rating
    return None if audience is Audience.OUTSIDE and said.has_small_cells else said


def _self_rating(said: SelfRating | None) -> dict[str, object] | None:
    if said is None:
        return None
    return {
        "first": list(said.first),
        "fifth": list(said.fifth),
        "both": said.both,
        "better": said.better,
        "same": said.same,
        "worse": said.worse,
    }


def to_csv(
    table: Table,
    audience: Audience = Audience.OFFICE,
    *,
    bom: bool = False,
    separator: Separator = Separator.COMMA,
) -> str:
    """Return the table as CSV; `bom` is for spreadsheets that take a file without it for another alphabet.

    The column `row` says what a line is: `unit`, `no_hamlet`, `total`, and the two below the total. These hold
    people, in the column of participants. For outside, cells that are hidden are empty and a line `note` says so;
    another one says that a commune is invented.
    """
    return csv_of(list(_lines(table, hidden_in(table, audience))), bom=bom, separator=separator)


def csv_of(lines: Sequence[Mapping[str, Cell]], *, bom: bool, separator: Separator) -> str:
    """Return lines as CSV under the names of the first one's cells, with text that no spreadsheet runs."""
    text = io.StringIO(_BOM if bom else "", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.DictWriter(text, lines[0].keys(), restval="", lineterminator="\r\n", delimiter=_SIGNS[separator])
    writer.writeheader()
    writer.writerows({column: _harmless(cell, separator) for column, cell in line.items()} for line in lines)
    return text.getvalue()


def _lines(table: Table, hidden: Hidden | None) -> Iterator[Mapping[str, Cell]]:
    for row in table.rows:
        line = "no_hamlet" if row.code == NO_HAMLET else "unit"
        place: dict[str, Cell] = {"row": line, "code": row.code, "kind": row.kind.value, "name": row.name}
        yield {**place, "old_commune": row.old_commune, **_figures(row.figures, of_row(hidden, row.code))}
    place = {"row": "total", "code": "", "kind": table.kind.value, "name": WORDS.total, "old_commune": ""}
    yield {**place, **_figures(table.totals, of_row(hidden))}
    for indicator, people in (
        (Indicator.LEARNING_UNCOUNTED, table.learning_uncounted),
        (Indicator.OUTSIDE_COMMUNE, table.outside_commune),
    ):
        yield {"row": indicator.value, "name": WORDS.headings[indicator], Indicator.PARTICIPANTS.value: people}

    demo = (WORDS.note(Note.DEMO),) if table.is_demo else ()
    yield from ({"row": "note", "name": note} for note in (*demo, *note_of(hidden)))


@lru_cache(maxsize=16)  # a report asks about the same few tables for each of its lines
def hidden_in(table: Table, audience: Audience) -> Hidden | None:
    """Return what is hidden, None for the office, which sees everything."""
    if audience is Audience.OFFICE:
        return None
    return hide({row.code: _line(row.figures, is_rated=row.is_rated) for row in table.rows}, _line(table.totals))


def _line(figures: Figures, *, is_rated: bool = True) -> Line:
    cells = dict(figures.cells())
    numbers = {one: cell.numerator if isinstance(cell, Rate) else cell or 0 for one, cell in cells.items()}
    return Line({one: numbers[one] for one in (*COUNTS, *RATES)}, is_rated)


def of_row(hidden: Hidden | None, code: str | None = None) -> Collection[Indicator]:
    """Return what is hidden in a row, without a code in the total."""
    if hidden is None:
        return ()
    return hidden.total if code is None else hidden.rows[code]


def note_of(hidden: Hidden | None) -> Iterator[str]:
    """Yield what has to be said where something is hidden."""
    if hidden is not None and (hidden.total or any(hidden.rows.values())):
        yield WORDS.note(Note.HIDDEN)


def _told(figures: Figures, hidden: Hidden | None, code: str | None = None) -> dict[str, Cell | list[str]]:
    told: dict[str, Cell | list[str]] = dict(_figures(figures, of_row(hidden, code)))
    if hidden is not None:
        told["hidden"] = [name for name in _figures(figures, ()) if _is_hidden(name, of_row(hidden, code))]
    return told


def _is_hidden(name: str, hidden: Collection[Indicator]) -> bool:
    return name.removesuffix(_NUMERATOR) in hidden


def _figures(figures: Figures, hidden: Collection[Indicator]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for indicator, figure in figures.cells():
        if isinstance(figure, Rate):
            cells[indicator.value] = None if figure.percent is None else float(figure.percent)
            cells[f"{indicator.value}{_NUMERATOR}"] = figure.numerator
            cells[f"{indicator.value}_denominator"] = figure.denominator
        else:
            cells[indicator.value] = figure
    return {name: None if _is_hidden(name, hidden) else cell for name, cell in cells.items()}


def _harmless(cell: Cell, separator: Separator) -> Cell:
    if isinstance(cell, float) and separator is Separator.SEMICOLON:
        return str(cell).replace(".", ",")
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
