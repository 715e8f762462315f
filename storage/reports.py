"""Reports: which units have sent theirs, what the office wrote for the commune's, and what it is made from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection, insert, select

from campaign.indicators import Indicator
from campaign.reported import Known, Reported
from campaign.reporting import Section, Span, Standing, due, standings
from campaign.units import UnitKind
from storage import audits, figures, targets, typed_figures, units
from storage.audits import Audit
from storage.figures import Table
from storage.heavy import Ask, answer, together
from storage.standing import Standing as Sums
from storage.tables import report_received, report_text


@dataclass(frozen=True, slots=True)
class Found:
    """What a report is made from. `others` are the tables of the kinds of which the commune has units.

    `a_year_earlier` are the hamlets over the same days of the year before, None where there is nothing to compare.
    `board` and `targets` are empty unless the report is about a year.
    """

    span: Span
    as_of: date
    hamlets: Table
    others: tuple[Table, ...]
    a_year_earlier: Table | None
    reported: Mapping[tuple[str, Reported], Known]
    vneid_sources: tuple[str, ...]
    texts: Mapping[Section, str]
    board: tuple[Standing, ...]
    targets: Mapping[tuple[str, Indicator], Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """A section as the office wrote it last."""

    text: str
    by: str
    at: datetime


def gather(tx: Connection, span: Span, today: date, keeper: Sums, ask: Ask = answer) -> Found:
    """Return what a report of these days is made from, as it stands today.

    Raises:
        NotYetError: when `ask` lets another process count, and it is not done.
    """
    as_of = min(span.last, today)
    before = span.a_year_earlier(as_of)

    def table(first: date, last: date, kind: UnitKind = UnitKind.HAMLET) -> Callable[[], Table]:
        return lambda: figures.participation(tx, first, last, today, keeper, kind, ask)

    kinds = (kind for kind in UnitKind if kind is not UnitKind.HAMLET)
    wanted = [table(span.first, span.last), *(table(span.first, span.last, kind) for kind in kinds)]
    hamlets, *others = together(*wanted, *([table(*before)] if before else []))
    earlier = others.pop() if before else None
    return Found(
        span,
        as_of,
        hamlets,
        tuple(one for one in others if one.rows),
        earlier if earlier is not None and _has_something(earlier) else None,
        typed_figures.reported(tx, span.first, as_of),
        typed_figures.vneid_sources(tx, as_of),
        texts(tx, span.key),
        board(tx, span.year, today) if span.year else (),
        _targets(tx, span.year) if span.year else {},
    )


def _targets(tx: Connection, year: int) -> Mapping[tuple[str, Indicator], Decimal]:
    """Return the targets of a year for what the program counts, by unit and indicator."""
    found = targets.of_year(tx, year)
    return {(code, Indicator(name)): aim for (code, name), aim in found.items() if name in list(Indicator)}


def board(tx: Connection, year: int, today: date) -> tuple[Standing, ...]:
    """Return how the units that have to report about a year stand today: all that exist on its last day for reports."""
    known = units.current(tx)
    rows = select(report_received.c.unit_code, report_received.c.received_on)
    in_order = rows.where(report_received.c.year == year).order_by(report_received.c.id)
    newest: dict[str, date | None] = {code: day for code, day in tx.execute(in_order)}
    received = {code: day for code, day in newest.items() if day is not None}
    return standings(known.of_kinds(due(year), *UnitKind), received, year, today)


def receive(tx: Connection, unit: str, year: int, day: date | None, by: str, now: datetime) -> None:
    """Record that a unit's report of a year came on a day; without one, that it did not come after all."""
    row = {"unit_code": unit, "year": year, "received_on": day, "recorded_at": now, "recorded_by": by}
    tx.execute(insert(report_received), row)
    audits.add(tx, Audit(now, by, "report_received", f"{unit}: {year}; {day or '-'}"))


def texts(tx: Connection, span: str) -> dict[Section, str]:
    """Return what the office wrote for a report; what it emptied is missing."""
    rows = (
        select(report_text.c.section, report_text.c.text).where(report_text.c.span == span).order_by(report_text.c.id)
    )
    written = {section: text for section, text in tx.execute(rows)}
    return {section: written[section] for section in Section if written.get(section)}


def kept(tx: Connection, span: str) -> dict[Section, Kept]:
    """Return what the office wrote for a report, with who wrote it last and when; what it emptied is there too."""
    rows = tx.execute(select(report_text).where(report_text.c.span == span).order_by(report_text.c.id))
    return {Section(row.section): Kept(row.text, row.written_by, row.written_at) for row in rows}


def write_texts(tx: Connection, span: str, written: Mapping[Section, str], by: str, now: datetime) -> int:
    """Keep what the office wrote and return how many sections are other than before."""
    before = texts(tx, span)
    changed = {section: text for section, text in written.items() if before.get(section, "") != text}
    for section, text in changed.items():
        row = {"span": span, "section": section.value, "text": text, "written_at": now, "written_by": by}
        tx.execute(insert(report_text), row)
    if changed:
        audits.add(tx, Audit(now, by, "report_written", f"{span}: {', '.join(changed)}"))
    return len(changed)


def _has_something(table: Table) -> bool:
    totals = table.totals
    return bool(totals.participants or totals.sessions_held or table.learning_uncounted)
