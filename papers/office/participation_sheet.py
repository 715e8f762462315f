"""The participation table in a spreadsheet: totals and rates are formulas, so that an officer can check them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xlsxwriter.worksheet import Worksheet

from campaign.indicators import WORDS, Indicator, Note, Rate
from campaign.self_rating import NAMES
from campaign.small_cells import Hidden
from campaign.units import UnitKind
from papers.office.book import HEAD, RATE, Book, Formula, Value, cell, height_of, percent_of, sum_of
from papers.office.words import day, say
from papers.participation import Audience, hidden_in, notes_of, of_row, self_rating_of
from storage.figures import Figures, Table

_HEAD = 4
"""The row of the headings, counted from 0."""
_NOTE = 95
"""How wide the notes are."""
_PLACE = ("order", "code", "name", "old_commune")
_OF = {
    UnitKind.HAMLET: "hamlets",
    UnitKind.AGENCY: "agencies",
    UnitKind.SCHOOL: "schools",
    UnitKind.ENTERPRISE: "enterprises",
    UnitKind.ASSOCIATION: "associations",
}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the sheet: an indicator's figure, or a part of a rate."""

    heading: str
    indicator: Indicator
    part: str = ""


def to_xlsx(table: Table, as_of: date, commune: str, audience: Audience = Audience.OFFICE) -> bytes:
    """Return the table as a spreadsheet with its notes and a chart, the same figures as in CSV and JSON."""
    book = Book(say("sheet.title"), as_of)
    add_sheets(book, table, as_of, commune, audience)
    add_self_rating(book, table, audience)
    add_notes(book, (*notes_of(table, audience), say("sheet.how_checked")))
    return book.close()


def add_sheets(book: Book, table: Table, as_of: date, commune: str, audience: Audience) -> None:
    """Add the sheet of the table, and its chart where there is something to compare."""
    sheet = book.page(WORDS.kinds[table.kind])
    hidden = hidden_in(table, audience)
    _write_top(book, sheet, table, as_of, commune, hidden)
    lines = _Sheet(book, sheet, table, hidden)
    lines.write()
    rate = Indicator.PARTICIPATION_RATE
    told = [row.figures.participation_rate.percent is not None for row in table.rows]
    rated = [at for at, row in enumerate(table.rows) if told[at] and rate not in of_row(hidden, row.code)]
    if rated:
        _add_chart(book, sheet, table, rated, lines.at(rate))


def add_self_rating(book: Book, table: Table, audience: Audience) -> None:
    """Add a sheet of what people said about themselves, if anybody did and it may be told."""
    said, words = self_rating_of(table, audience), WORDS.self_rating
    if said is None or said.is_empty:
        return
    rows: list[tuple[Value, ...]] = [
        (words[name][0].upper() + words[name][1:], first, fifth)
        for name, first, fifth in zip(NAMES, said.first, said.fifth, strict=True)
    ]
    levels = range(HEAD + 1, HEAD + 1 + len(rows))
    sums = [sum_of(levels, column, sum(counts)) for column, counts in ((1, said.first), (2, said.fifth))]
    rows.append((words["answered"], *sums))
    rows += [(words[name], None, count) for name, count in said.cells() if name in ("both", "better", "same", "worse")]
    title = f"{words['name'].upper()} - {say('sheet.days_only', first=day(table.first), last=day(table.last))}"
    heads = [(say("sheet.answer"), 40), *((words[one][0].upper() + words[one][1:], 16) for one in ("first", "fifth"))]
    book.table(words["name"], title, heads, rows)


def add_notes(book: Book, notes: Sequence[str]) -> None:
    """Add a sheet that says how the columns are counted."""
    sheet = book.page(say("sheet.notes"), is_wide=False)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, _NOTE)
    for at, note in enumerate(notes):
        sheet.set_row(at, height_of(((note, _NOTE),)))
        book.write(sheet, at, 0, at + 1, "wrap")
        book.write(sheet, at, 1, note, "wrap")


def _write_top(book: Book, sheet: Worksheet, table: Table, as_of: date, commune: str, hidden: Hidden | None) -> None:
    title = f"{say('sheet.title')} {say(f'sheet.{_OF[table.kind]}').upper()} - {commune}"
    book.write(sheet, 0, 0, title, "title")
    days = say("sheet.days", first=day(table.first), last=day(table.last), day=day(as_of))
    book.write(sheet, 1, 0, days if hidden is None else f"{days} {say('sheet.outside')}")
    marks = [WORDS.note(note) for note in (Note.DEMO, Note.EXAMPLES)]
    book.write(sheet, 2, 0, " ".join(mark for mark in marks if mark in table.notes), "example")


class _Sheet:
    """Writes the lines of one table."""

    def __init__(self, book: Book, sheet: Worksheet, table: Table, hidden: Hidden | None) -> None:
        self._book, self._sheet, self._table, self._hidden = book, sheet, table, hidden
        self._columns = tuple(_columns(table.totals))
        self._at = {(one.indicator, one.part): len(_PLACE) + at for at, one in enumerate(self._columns)}
        self._first = _HEAD + 1

    def at(self, indicator: Indicator) -> int:
        """Return the column of an indicator."""
        return self._at[indicator, ""]

    def write(self) -> None:
        """Write headings, rows, total, and the two lines below it."""
        self._write_headings()
        for at, one in enumerate(self._table.rows):
            row = self._first + at
            place: tuple[Value, ...] = (at + 1, one.code, one.name, one.old_commune)
            for column, word in enumerate(place):
                self._book.write(self._sheet, row, column, word, "cell", "centre" if column == 0 else "cell")
            self._write_figures(row, one.figures, of_row(self._hidden, one.code), is_total=False)
        total = self._first + len(self._table.rows)
        for column, word in enumerate(("", "", WORDS.total, "")):
            self._book.write(self._sheet, total, column, word, "cell", "bold")
        self._write_figures(total, self._table.totals, of_row(self._hidden), is_total=True)
        self._write_below(total + 1)

    def _write_headings(self) -> None:
        for column, name in enumerate(_PLACE):
            self._book.write(self._sheet, _HEAD, column, say(f"sheet.{name}"), "head")
        for one in self._columns:
            self._book.write(self._sheet, _HEAD, self._at[one.indicator, one.part], one.heading, "head")
        last = len(_PLACE) + len(self._columns) - 1
        longest = max((len(row.name) for row in self._table.rows), default=0)
        for begin, end, width in ((0, 0, 5), (1, 1, 8), (2, 2, min(40, max(22, longest))), (3, 3, 13), (4, last, 10)):
            self._sheet.set_column(begin, end, width)
        self._sheet.fit_to_pages(2, 0)  # as one page the figures would be too small to read
        self._sheet.repeat_columns(0, len(_PLACE) - 1)
        self._sheet.set_row(_HEAD, 78)
        self._sheet.freeze_panes(_HEAD + 1, 3)
        self._sheet.repeat_rows(_HEAD)
        self._sheet.set_footer(f"&C{say('sheet.page')}")

    def _write_figures(self, row: int, figures: Figures, hidden: Collection[Indicator], *, is_total: bool) -> None:
        known = dict(figures.cells())
        weight = ("bold",) if is_total else ()
        for one in self._columns:
            figure = known[one.indicator]
            value: Value = None
            if one.indicator not in hidden or one.part == "denominator":
                value = self._value(row, one, figure, is_total=is_total)
            look = "rate" if isinstance(figure, Rate) and not one.part else "count"
            self._book.write(self._sheet, row, self._at[one.indicator, one.part], value, "cell", look, *weight)

    def _value(self, row: int, one: _Column, figure: int | Rate | None, *, is_total: bool) -> Value:
        if isinstance(figure, Rate) and not one.part:
            if figure.percent is None:
                return None
            return percent_of(*self._parts_of(row, one.indicator), float(figure.percent))
        number = _part(figure, one.part)
        return self._sum(one, number) if is_total and number is not None else number

    def _parts_of(self, row: int, rate: Indicator) -> tuple[str, str]:
        """Return the cells of a rate's two numbers."""
        whole = self._at.get((rate, "denominator"), self._at[Indicator.ADULTS, ""])
        return cell(row, self._at[rate, "numerator"]), cell(row, whole)

    def _sum(self, one: _Column, number: int) -> Value:
        """Return the total as a formula where the rows that are seen give it, else as the number alone."""
        is_of_adults = one.part == "numerator" and one.indicator is not Indicator.REMEMBERED
        rows = [at for at, row in enumerate(self._table.rows) if row.is_rated or not is_of_adults]
        seen = [
            _part(dict(self._table.rows[at].figures.cells())[one.indicator], one.part) or 0
            for at in rows
            if one.indicator not in of_row(self._hidden, self._table.rows[at].code)
        ]
        if not rows or len(seen) < len(rows) or sum(seen) != number:
            return number  # some are hidden, or one person belongs to several associations
        return sum_of([self._first + at for at in rows], self._at[one.indicator, one.part], number)

    def _write_below(self, row: int) -> None:
        below = {
            Indicator.LEARNING_UNCOUNTED: self._table.learning_uncounted,
            Indicator.OUTSIDE_COMMUNE: self._table.outside_commune,
        }
        for at, (indicator, people) in enumerate(below.items()):
            self._book.write(self._sheet, row + at, 2, WORDS.headings[indicator])
            self._book.write(self._sheet, row + at, self._at[Indicator.PARTICIPANTS, ""], people, "count")


def _part(figure: int | Rate | None, part: str) -> int | None:
    if not isinstance(figure, Rate):
        return figure
    return figure.numerator if part == "numerator" else figure.denominator


def _columns(figures: Figures) -> Iterator[_Column]:
    numerators: Mapping[Indicator, str] = {
        Indicator.PARTICIPATION_RATE: say("sheet.adults_taking_part"),
        Indicator.COMPLETION_RATE: say("sheet.adults_completing"),
        Indicator.REMEMBERED: say("sheet.right_reviews"),
    }
    for indicator, figure in figures.cells():
        if isinstance(figure, Rate):
            yield _Column(numerators[indicator], indicator, "numerator")
            if indicator is Indicator.REMEMBERED:  # the others are of the adults, who have a column
                yield _Column(say("sheet.reviews"), indicator, "denominator")
        yield _Column(WORDS.headings[indicator], indicator)


def _add_chart(book: Book, sheet: Worksheet, table: Table, rated: Sequence[int], column: int) -> None:
    """Add a sheet with the rates of participation as bars, in the order of the table; `rated` are rows of it."""
    page = book.page(f"{say('sheet.chart')} {WORDS.kinds[table.kind].lower()}")
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 10)
    page.set_row(0, 36)
    book.write(page, 0, 0, say("sheet.name"), "head")
    book.write(page, 0, 1, WORDS.headings[Indicator.PARTICIPATION_RATE], "head")
    for at, row in enumerate(rated, 1):
        one = table.rows[row]
        name = f"{one.name} ({one.old_commune})" if one.old_commune else one.name
        percent = float(one.figures.participation_rate.percent or 0)
        source = f"='{sheet.get_name()}'!{cell(_HEAD + 1 + row, column)}"
        book.write(page, at, 0, name, "cell")
        book.write(page, at, 1, Formula(source, percent), "cell", "rate")
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": [page.get_name(), 1, 0, len(rated), 0],
            "values": [page.get_name(), 1, 1, len(rated), 1],
            "fill": {"color": "#0B6B4F"},
            "gap": 40,
            "data_labels": {"value": True, "num_format": RATE},
        }
    )
    chart.set_title({"name": say("sheet.chart_title"), "name_font": {"size": 14}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "interval_unit": 1})
    chart.set_x_axis({"min": 0, "num_format": "0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_size({"width": 640, "height": max(320, 90 + 20 * len(rated))})
    page.insert_chart(0, 3, chart)
