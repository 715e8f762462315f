"""The participation table as the page shows it: cells in words, sorted as asked, and the finding above it."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.indicators import WORDS, Indicator, Rate
from campaign.units import Unit, UnitKind, Units
from storage.figures import Figures, Table, TableRow
from storage.sums import NO_HAMLET
from storage.units import is_example

_NAME = "name"
_MAIN = "main"
_PARTS: Mapping[str, tuple[Indicator, ...]] = {
    _MAIN: (
        Indicator.ADULTS,
        Indicator.PARTICIPANTS,
        Indicator.PARTICIPATION_RATE,
        Indicator.COMPLETERS,
        Indicator.COMPLETION_RATE,
        Indicator.LESSONS_COMPLETED,
        Indicator.QUESTIONS_ANSWERED,
        Indicator.CORRECT_FIRST_TRY,
        Indicator.REMEMBERED,
        Indicator.PRACTISED,
    ),
    "people": (
        Indicator.PARTICIPANTS,
        Indicator.WOMEN,
        Indicator.AGED_60_PLUS,
        Indicator.OFFICIALS,
        Indicator.STUDENTS,
        Indicator.WORKERS,
        Indicator.MINORS,
    ),
    "face_to_face": (
        Indicator.ASSISTED,
        Indicator.SESSIONS_HELD,
        Indicator.SESSION_VISITS,
        Indicator.SESSION_FIRST_TIMERS,
        Indicator.REACHED,
    ),
    "typed": (Indicator.HOUSEHOLDS_REACHED, Indicator.ASSOCIATION_MEMBERS, Indicator.VNEID_CONFIRMED),
}
"""The columns of each table of the page: all in one would be too wide to read."""
_AT_A_GLANCE = (Indicator.PARTICIPANTS, Indicator.PARTICIPATION_RATE, Indicator.COMPLETION_RATE)
"""The columns of the main table that a phone shows at first."""
_ALWAYS = (Indicator.PARTICIPANTS, Indicator.REACHED)
"""What has a figure as soon as anybody learns: no reason to show a table."""
_FEW = Decimal(10)
Phrases = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure; a rate shows its parts where the row does not show them already."""

    text: str
    of: str = ""
    percent: Decimal | None = None
    has_bar: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `code` is that of its unit."""

    name: str
    note: str
    cells: tuple[Cell, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column head; clicking it sorts by `sort`, the other way round if it already does.

    One that `is_more` is shown on a phone only to whoever asks for all columns.
    """

    heading: str
    footnote: str
    order: str
    sort: str
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the page; the main one has no title of its own."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row


@dataclass(frozen=True, slots=True)
class BigFigure:
    """One figure at the top of the page."""

    label: str
    text: str
    under: str


@dataclass(frozen=True, slots=True)
class BelowTotal:
    """A number of people outside the total."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Poster:
    """The code and the address on the poster of a hamlet."""

    name: str
    note: str
    code: str
    address: str


def number(count: int) -> str:
    """Return a count as it is written here, 7.952."""
    return f"{count:,}".replace(",", ".")


def percent(rate: Rate) -> str:
    """Return a rate as it is written here, 28,4%."""
    return str(rate) if rate.percent is None else f"{rate}%"


def parts(table: Table, units: Units, sort: str, lessons: int, texts: Mapping[str, Phrases]) -> tuple[Part, ...]:
    """Return the tables of the page, the main one first, and of the others those that have anything to show."""
    rows = sorted_rows(table, sort)
    return tuple(
        Part(
            "table" if key == _MAIN else key,
            "" if key == _MAIN else texts["parts"][key],
            _columns(table, of, sort, lessons, _AT_A_GLANCE if key == _MAIN else of),
            tuple(_row(row, units, texts["rows"]["example"], of) for row in rows),
            Row(WORDS.total, "", _cells(table.totals, of)),
        )
        for key, of in _PARTS.items()
        if key == _MAIN or _has_any(table, of)
    )


def _has_any(table: Table, indicators: Sequence[Indicator]) -> bool:
    figures = dict(table.totals.cells())
    return any(figures[one] not in (0, None) for one in indicators if one not in _ALWAYS)


def _columns(
    table: Table, indicators: Sequence[Indicator], sort: str, lessons: int, at_a_glance: Collection[Indicator]
) -> tuple[Column, ...]:
    """Return the column heads; figures are sorted from the highest, names from the first."""
    names = [(_NAME, WORDS.kinds[table.kind], "", False)]
    for indicator in indicators:
        heading = WORDS.headings[indicator].removesuffix(" (%)")
        is_more = indicator not in at_a_glance and sort.removeprefix("-") != indicator.value
        names.append((indicator.value, heading, WORDS.footnote(indicator, lessons=lessons), is_more))
    return tuple(
        Column(heading, footnote, _order(key, sort), f"-{key}" if sort == key else key, is_more)
        for key, heading, footnote, is_more in names
    )


def sorted_rows(table: Table, sort: str) -> Sequence[TableRow]:
    """Return the rows as asked; an unknown wish leaves them in order, "Chưa chọn xóm" always comes last."""
    key = sort.removeprefix("-")
    units = [row for row in table.rows if row.code != NO_HAMLET]
    rest = [row for row in table.rows if row.code == NO_HAMLET]
    if key == _NAME:
        return [*(reversed(units) if sort.startswith("-") else units), *rest]
    if key not in {indicator.value for indicator, _ in table.totals.cells()}:
        return [*units, *rest]
    known = [row for row in units if _figure(row, key) is not None]
    unknown = [row for row in units if _figure(row, key) is None]
    known.sort(key=lambda row: _figure(row, key) or Decimal(0), reverse=not sort.startswith("-"))
    return [*known, *unknown, *rest]


def _row(row: TableRow, units: Units, example: str, indicators: Sequence[Indicator]) -> Row:
    """Return a line of a table; `example` is the word for an invented unit."""
    note = _note(row.old_commune, units.by_code.get(row.code), example)
    return Row(row.name, note, _cells(row.figures, indicators), row.code)


def notes(table: Table, units: Units, example: str) -> Mapping[str, str]:
    """Return what stands beside the name of each unit, by its code."""
    return {row.code: _note(row.old_commune, units.by_code.get(row.code), example) for row in table.rows}


def below(table: Table) -> tuple[BelowTotal, ...]:
    """Return who learns outside the total."""
    return (
        BelowTotal(WORDS.headings[Indicator.LEARNING_UNCOUNTED], number(table.learning_uncounted)),
        BelowTotal(WORDS.headings[Indicator.OUTSIDE_COMMUNE], number(table.outside_commune)),
    )


def poster_of(hamlet: Unit, public_url: str, example: str) -> Poster:
    """Return what the poster of a hamlet says."""
    return Poster(hamlet.name, _note(hamlet.old_commune, hamlet, example), hamlet.join_code,
                  f"{public_url}/x/{hamlet.join_code}")  # fmt: skip


def is_empty(table: Table) -> bool:
    """Say whether nobody learned, counted or not."""
    return not (table.totals.participants or table.learning_uncounted or table.outside_commune)


def finding(table: Table, phrases: Phrases) -> str:
    """Return the heading of the page: what the figures say."""
    totals = table.totals
    if not totals.participants:
        return phrases["nobody" if is_empty(table) else "uncounted"]
    if totals.participation_rate.percent is None or table.kind is not UnitKind.HAMLET:
        key = "people" if table.kind is UnitKind.HAMLET else "people_of"
        return phrases[key].format(people=number(totals.participants), kind=_kind(table))
    return phrases["share"].format(percent=percent(totals.participation_rate))


def table_title(table: Table, phrases: Phrases) -> str:
    """Return the heading of the table: who leads, and how many have hardly begun."""
    rated = [(rate, row) for row in table.rows if (rate := row.figures.participation_rate.percent) is not None]
    leading = sorted((one for one in rated if one[0] > 0), key=lambda one: one[0], reverse=True)[:2]
    if not leading:
        return phrases["plain"].format(kind=_kind(table))
    names = Counter(row.name for row in table.rows)
    leaders = [f"{row.name} ({row.old_commune})" if names[row.name] > 1 else row.name for _, row in leading]
    few = sum(rate < _FEW for rate, _ in rated)
    title = phrases["leading"].format(names=phrases["and"].join(leaders))
    return title + phrases["few"].format(count=few, kind=_kind(table)) if few else title


def _kind(table: Table) -> str:
    """Return what these units are called within a sentence."""
    return WORDS.kinds[table.kind].lower()


def big_figures(figures: Figures, lessons: int, phrases: Phrases) -> tuple[BigFigure, ...]:
    """Return the figures at the top, each with what it is a part of."""
    joined, completed, remembered = figures.participation_rate, figures.completion_rate, figures.remembered
    answers = phrases["of_answers"].format(answers=number(figures.questions_answered))
    reviews = phrases["of_reviews"].format(parts=_parts(remembered)) if remembered.denominator else ""
    return (
        BigFigure(phrases["participants"], number(figures.participants), _of_adults(joined, phrases)),
        BigFigure(
            phrases["completers"].format(lessons=lessons),
            number(figures.completers),
            _of_adults(completed, phrases),
        ),
        BigFigure(phrases["remembered"], percent(remembered), reviews or phrases["no_reviews"]),
        BigFigure(phrases["lessons"], number(figures.lessons_completed), answers),
    )


def _of_adults(rate: Rate, phrases: Phrases) -> str:
    if not rate.denominator:
        return phrases["no_adults"]
    return phrases["of_adults"].format(share=percent(rate), parts=_parts(rate))


def _note(old_commune: str, unit: Unit | None, example: str) -> str:
    notes = (old_commune, example if unit and is_example(unit) else "")
    return " · ".join(note for note in notes if note)


def _order(key: str, sort: str) -> str:
    if sort.removeprefix("-") != key:
        return "none"
    return "ascending" if sort.startswith("-") != (key == _NAME) else "descending"


def _figure(row: TableRow, key: str) -> Decimal | None:
    figure = dict(row.figures.cells())[Indicator(key)]
    if isinstance(figure, Rate):
        return figure.percent
    return None if figure is None else Decimal(figure)


def _cells(figures: Figures, indicators: Sequence[Indicator]) -> tuple[Cell, ...]:
    cells = dict(figures.cells())
    beside = {(figures.participants, figures.adults), (figures.completers, figures.adults)}
    return tuple(_cell(indicator, cells[indicator], beside) for indicator in indicators)


def all_cells(figures: Figures) -> Iterator[tuple[Indicator, Cell]]:
    """Yield every indicator with its figure in words, rates with their parts."""
    for indicator, figure in figures.cells():
        yield indicator, _cell(indicator, figure, set())


def _cell(indicator: Indicator, figure: int | Rate | None, beside: set[tuple[int, int | None]]) -> Cell:
    if figure is None:
        return Cell("–")
    if not isinstance(figure, Rate):
        return Cell(number(figure))
    is_beside = (figure.numerator, figure.denominator) in beside or not figure.denominator
    has_bar = indicator is Indicator.PARTICIPATION_RATE
    return Cell(percent(figure), "" if is_beside else _parts(figure), figure.percent, has_bar)


def _parts(rate: Rate) -> str:
    return f"{number(rate.numerator)}/{number(rate.denominator or 0)}"
