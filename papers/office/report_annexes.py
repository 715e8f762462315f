"""The three annexes of the report: hamlets, the other units, and what the office typed."""

from collections.abc import Collection, Iterator, Mapping

from campaign.indicators import WORDS, Indicator, Note, Rate
from campaign.reported import Known, Reported
from papers.cards.drawing import Written
from papers.office.report_results import parts_of
from papers.office.report_tables import IN_ANNEX
from papers.office.words import day, number, say
from papers.participation import hidden_in, hidden_notes, note_of, of_row
from papers.report import Report, place
from storage.figures import Figures, Table
from storage.sums import NO_HAMLET


def hamlets(report: Report) -> dict[str, Written]:
    """Return the lines of the hamlets, their total, and the notes below."""
    table = report.found.hamlets
    hidden = hidden_in(table, report.audience)
    total = {**figures(table.totals, of_row(hidden)), "no": "", "name": WORDS.total, "remark": ""}
    below = [
        f"{WORDS.headings[Indicator.LEARNING_UNCOUNTED]}: {number(table.learning_uncounted)}. "
        f"{WORDS.headings[Indicator.OUTSIDE_COMMUNE]}: {number(table.outside_commune)}."
    ]
    unseen = tuple(f"{WORDS.headings[one]}: " for one in Indicator if one not in IN_ANNEX)
    seen = (note for note in table.notes if not note.startswith(unseen))
    notes = [*seen, *below, *hidden_notes(table, report.audience)]
    return {"rows": list(_rows(report, table)), "total": total, "notes": numbered(notes)}


def others(report: Report) -> dict[str, Written]:
    """Return the lines of agencies, schools, enterprises and associations, which no total adds up."""
    tables = report.found.others
    rows: list[Written] = [
        {**row, "no": str(at)} for at, row in enumerate((row for table in tables for row in _rows(report, table)), 1)
    ]
    notes = [say("report.apart")] if rows else [say("report.no_units")]
    hidden = [note for table in tables for note in note_of(hidden_in(table, report.audience))]
    more = [f"{WORDS.kinds[table.kind]}: {note}" for table in tables for note in _own_notes(table)]
    return {"rows": rows, "notes": numbered([*notes, *dict.fromkeys((*more, *hidden))])}


def typed(report: Report) -> dict[str, Written]:
    """Return what was typed for reports, of the whole commune and then of units."""
    rows = list(_typed_rows(say("report.whole"), report.activities))
    for code, name in report.typed_units:
        known = {one: figure for (unit, one), figure in report.found.reported.items() if unit == code}
        rows += _typed_rows(name, known)
    numbered_rows: list[Written] = [{**row, "no": str(at)} for at, row in enumerate(rows, 1)]
    return {"rows": numbered_rows, "notes": numbered([say("report.typed_how" if rows else "report.nothing_typed")])}


def figures(of: Figures, hidden: Collection[Indicator]) -> dict[str, Written]:
    """Return each indicator as text under its name, and under `<name>_of` the two numbers of a rate."""
    texts = dict[str, Written]()
    for indicator, figure in of.cells():
        is_hidden = indicator in hidden
        if isinstance(figure, Rate):
            is_known = figure.percent is not None and not is_hidden
            texts[indicator.value] = str(figure) if is_known else ""
            texts[f"{indicator.value}_of"] = parts_of(figure) if is_known else ""
        else:
            texts[indicator.value] = "" if figure is None or is_hidden else number(figure)
    return texts


def numbered(notes: list[str]) -> list[Written]:
    """Return notes with their numbers."""
    return [f"{at}. {note}" for at, note in enumerate(notes, 1)]


def _rows(report: Report, table: Table) -> Iterator[dict[str, Written]]:
    hidden = hidden_in(table, report.audience)
    for at, row in enumerate(table.rows, 1):
        is_unknown = not row.figures.adults and row.code != NO_HAMLET
        yield {
            **figures(row.figures, of_row(hidden, row.code)),
            "no": str(at),
            "name": place(row.name, row.old_commune),
            "kind": WORDS.kinds[row.kind],
            "remark": say("report.no_adults") if is_unknown else "",
        }


def _own_notes(table: Table) -> Iterator[str]:
    """Yield the notes of a table that are not about how columns are counted, which the first annex says."""
    counted = {WORDS.headings[indicator] for indicator in Indicator}
    general = {WORDS.note(Note.ONE_HOME), WORDS.note(Note.DEMO), WORDS.note(Note.EXAMPLES)}
    for note in table.notes:
        is_footnote = any(note.startswith(f"{heading}: ") for heading in counted)
        if not is_footnote and note not in general and "tính đến hết ngày" not in note:
            yield note


def _typed_rows(unit: str, known: Mapping[Reported, Known]) -> Iterator[dict[str, Written]]:
    for one in Reported:
        if figure := known.get(one):
            yield {
                "unit": unit,
                "figure": WORDS.reported[one],
                "value": number(figure.value),
                "as_of": day(figure.as_of),
                "source": "; ".join(figure.sources),
            }
