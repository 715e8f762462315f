"""The report as a spreadsheet: the tables of units with formulas, and the smaller tables of the report."""

from campaign.indicators import WORDS, Indicator, Rate
from campaign.reported import Reported
from papers.office.book import HEAD, Book, Value, cell, percent_of
from papers.office.participation_sheet import add_notes, add_self_rating, add_sheets
from papers.office.words import day, say
from papers.participation import hidden_in, note_of, notes_of
from papers.report import COMPARED, Report

Row = tuple[Value, ...]


def to_xlsx(report: Report) -> bytes:
    """Return the report as a spreadsheet."""
    found = report.found
    subject = say("report.subject", span=found.span.name, commune=report.issuer.commune)
    book = Book(subject.replace("\n", " "), report.made_on)
    tables = (found.hamlets, *found.others)
    for table in tables:
        add_sheets(book, table, found.as_of, report.issuer.commune, report.audience)
    add_self_rating(book, found.hamlets, report.audience)
    _add_skills(book, report)
    if found.a_year_earlier is not None:
        _add_compared(book, report)
    if report.aims:
        _add_aims(book, report)
    _add_typed(book, report)
    if found.board:
        _add_board(book, report)
    hidden = [note for table in found.others for note in note_of(hidden_in(table, report.audience))]
    told = dict.fromkeys((*notes_of(found.hamlets, report.audience), *hidden))
    notes = [*told, say("report.apart"), say("report.typed_how")]
    add_notes(book, (*notes, say("sheet.how_checked")))
    return book.close()


def _add_skills(book: Book, report: Report) -> None:
    rows = list[Row]()
    for at, one in enumerate(report.skills, HEAD + 1):
        rate, percent = one.rate, None
        if rate is not None and rate.percent is not None:
            percent = percent_of(cell(at, 1), cell(at, 2), float(rate.percent))
        rows.append((say(f"skills.{one.skill}"), one.numerator, one.denominator, percent, "; ".join(one.sources)))
    heads = ((say("columns.skill"), 60), (say("sheet.reached"), 12), (say("sheet.whole"), 12))
    more = ((say("columns.percent"), 12), (say("columns.source"), 45))
    book.table(say("sheet.skills"), say("columns.table_1"), (*heads, *more), rows)


def _add_compared(book: Book, report: Report) -> None:
    earlier = report.found.a_year_earlier
    if earlier is None:
        return
    rows = list[Row]()
    for one in COMPARED:
        figures = report.seen(report.found.hamlets, one), report.seen(earlier, one)
        rows += _compared_rows(one, *figures)
    heads = ((say("columns.figure"), 50), (say("columns.now"), 16), (say("columns.before"), 22))
    book.table(say("sheet.compared"), say("columns.table_2"), heads, rows)


def _add_aims(book: Book, report: Report) -> None:
    rows: list[Row] = [
        (one.name, WORDS.headings[one.indicator], None if one.actual is None else float(one.actual), float(one.target))
        for one in report.aims
    ]
    heads = ((say("columns.unit"), 40), (say("columns.figure"), 50), (say("sheet.reached"), 16))
    book.table(say("sheet.aims"), say("sheet.aims"), (*heads, (say("sheet.aim"), 16)), rows)


def _compared_rows(one: Indicator, now: int | Rate | None, before: int | Rate | None) -> list[Row]:
    """Return a figure of both years, and the two numbers of a rate below it."""
    name = WORDS.headings[one]
    if not isinstance(now, Rate) and not isinstance(before, Rate):
        return [(name, now, before)]
    rates = [rate if isinstance(rate, Rate) else None for rate in (now, before)]
    percents = [float(rate.percent) if rate and rate.percent is not None else None for rate in rates]
    numerators = [rate.numerator if rate else None for rate in rates]
    denominators = [rate.denominator if rate else None for rate in rates]
    of, out_of = (f"{name}: {say(f'sheet.{part}').lower()}" for part in ("reached", "whole"))
    return [(name, *percents), (of, *numerators), (out_of, *denominators)]


def _add_typed(book: Book, report: Report) -> None:
    places = [(say("report.whole"), report.activities)]
    for code, name in report.typed_units:
        places.append((name, {one: known for (unit, one), known in report.found.reported.items() if unit == code}))
    rows: list[Row] = [
        (place, WORDS.reported[one], known[one].value, day(known[one].as_of), "; ".join(known[one].sources))
        for place, known in places
        for one in Reported
        if one in known
    ]
    heads = ((say("columns.unit"), 30), (say("columns.figure"), 55), (say("columns.value"), 12))
    more = ((say("columns.as_of"), 16), (say("columns.source"), 45))
    book.table(say("sheet.typed"), say("report.annex_3"), (*heads, *more), rows)


def _add_board(book: Book, report: Report) -> None:
    rows: list[Row] = [
        (one.unit.code, one.unit.name, say(f"sheet.{one.state}"), day(one.received_on) if one.received_on else "")
        for one in report.found.board
    ]
    heads = ((say("sheet.code"), 10), (say("columns.unit"), 40), (say("sheet.state"), 22), (say("sheet.came"), 14))
    title = say("says.received", received=str(report.received), units=str(len(rows)), year=str(report.found.span.year),
                day=day(report.made_on))  # fmt: skip
    book.table(say("sheet.board"), title, heads, rows)
