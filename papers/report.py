"""The report of the commune: what it is made from and what it says in figures, as JSON and as CSV.

The papers people read, docx and PDF, and the spreadsheet hold these figures and no others (papers/office).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaign.indicators import WORDS, Indicator, Rate
from campaign.reported import ACTIVITIES, COMMUNE, Known, Reported, SkillRate, of_commune, skill_rates
from papers.participation import (
    Audience,
    Cell,
    Separator,
    Shape,
    csv_of,
    hidden_in,
    of_row,
    self_rating_of,
    shape,
    totals_of,
)
from storage.figures import Table
from storage.reports import Found

COMPARED = (
    Indicator.PARTICIPANTS,
    Indicator.PARTICIPATION_RATE,
    Indicator.COMPLETERS,
    Indicator.COMPLETION_RATE,
    Indicator.LESSONS_COMPLETED,
    Indicator.SESSIONS_HELD,
    Indicator.SESSION_VISITS,
    Indicator.HOUSEHOLDS_REACHED,
    Indicator.VNEID_CONFIRMED,
)
"""What is compared with the year before, in this order."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who reports, to whom, and what stands around the text; `commune` carries its "xã"."""

    commune: str
    province: str
    office: str
    lessons_to_complete: int
    addressees: tuple[str, ...]
    bases: tuple[str, ...]
    signing: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """A target of a unit and what it reached: `actual` is None where it is unknown or may not be shown."""

    code: str
    name: str
    indicator: Indicator
    target: Decimal
    actual: Decimal | None

    @property
    def is_met(self) -> bool:
        """Say whether it is known to be reached."""
        return self.actual is not None and self.actual >= self.target


@dataclass(frozen=True, slots=True)
class Report:
    """A report of some days for somebody, made on a day."""

    found: Found
    issuer: Issuer
    made_on: date
    audience: Audience = Audience.OUTSIDE

    @property
    def activities(self) -> Mapping[Reported, Known]:
        """Return what was typed about the whole commune."""
        return of_commune(self.found.reported)

    @property
    def skills(self) -> tuple[SkillRate, ...]:
        """Return the five skill rates."""
        totals = self.found.hamlets.totals
        return skill_rates(self.activities, totals.adults, totals.vneid_confirmed, self.found.vneid_sources)

    @property
    def typed_units(self) -> tuple[tuple[str, str], ...]:
        """Return code and name of each unit about which something was typed for reports, in the tables' order."""
        typed = {code for code, _ in self.found.reported} - {COMMUNE}
        tables = (self.found.hamlets, *self.found.others)
        return tuple((row.code, place(row.name, row.old_commune)) for table in tables for row in table.rows
                     if row.code in typed)  # fmt: skip

    def seen(self, table: Table, indicator: Indicator) -> int | Rate | None:
        """Return a figure of a table's total as this reader may see it."""
        if indicator in of_row(hidden_in(table, self.audience)):
            return None
        return dict(table.totals.cells())[indicator]

    @property
    def aims(self) -> tuple[Aim, ...]:
        """Return the targets of the year, indicator by indicator, in the order of the tables."""
        found = []
        for table in (self.found.hamlets, *self.found.others):
            hidden = hidden_in(table, self.audience)
            for row in table.rows:
                unseen, name = of_row(hidden, row.code), place(row.name, row.old_commune)
                for indicator, figure in row.figures.cells():
                    target = self.found.targets.get((row.code, indicator))
                    if target is not None:
                        actual = None if indicator in unseen else _reached(figure)
                        found.append(Aim(row.code, name, indicator, target, actual))
        order = list(Indicator)
        return tuple(sorted(found, key=lambda aim: order.index(aim.indicator)))

    @property
    def received(self) -> int:
        """Return how many units have sent their yearly report."""
        return sum(one.state.is_received for one in self.found.board)


def _reached(figure: int | Rate | None) -> Decimal | None:
    """Return what is held against a target: of a rate its percentage."""
    if isinstance(figure, Rate):
        return figure.percent
    return None if figure is None else Decimal(figure)


def place(name: str, old_commune: str) -> str:
    """Return a unit's name, with its former commune because names repeat."""
    return f"{name} ({old_commune})" if old_commune else name


def to_json(report: Report) -> str:
    """Return every figure of the report as JSON."""
    found = report.found
    earlier = found.a_year_earlier
    written = {
        "about": found.span.name,
        "as_of": found.as_of.isoformat(),
        "from": found.span.first.isoformat(),
        "to": found.span.last.isoformat(),
        "for": report.audience.value,
        "participation": _table(report, found.hamlets),
        "others": [_table(report, table) for table in found.others],
        "a_year_earlier": None if earlier is None else {
            "from": earlier.first.isoformat(), "to": earlier.last.isoformat(), **totals_of(earlier, report.audience)
        },
        "skills": [_skill(one) for one in report.skills],
        "typed": {one.value: _known(report.activities.get(one)) for one in Reported},
        "typed_by_unit": [_typed(report, code, name) for code, name in report.typed_units],
        "targets": [
            {"unit": one.code, "indicator": one.indicator.value, "target": f"{one.target:f}",
             "actual": None if one.actual is None else f"{one.actual:f}", "met": one.is_met}
            for one in report.aims
        ],
        "reports": _board(report),
        "texts": {section.value: text for section, text in found.texts.items()},
    }  # fmt: skip
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def to_csv(report: Report, *, bom: bool = False, separator: Separator = Separator.COMMA) -> str:
    """Return every figure of the report as CSV, one a line; a rate has its two numbers beside it."""
    return csv_of(list(_lines(report)), bom=bom, separator=separator)


def _table(report: Report, table: Table) -> Shape:
    return {"kind": table.kind.value, **shape(table, report.found.as_of, report.audience)}


def _skill(one: SkillRate) -> Mapping[str, object]:
    percent = None if one.rate is None or one.rate.percent is None else float(one.rate.percent)
    numbers = {"percent": percent, "numerator": one.numerator, "denominator": one.denominator}
    return {"name": one.skill.value, **numbers, "sources": list(one.sources), "is_typed": True}


def _known(known: Known | None) -> Mapping[str, object] | None:
    if known is None:
        return None
    return {"value": known.value, "as_of": known.as_of.isoformat(), "sources": list(known.sources)}


def _typed(report: Report, code: str, name: str) -> Mapping[str, object]:
    known = {one.value: _known(report.found.reported.get((code, one))) for one in Reported}
    return {"code": code, "name": name, **known}


def _board(report: Report) -> Mapping[str, object] | None:
    if not report.found.board:
        return None
    units = [
        {"code": one.unit.code, "name": one.unit.name, "state": one.state.value,
         "received_on": one.received_on.isoformat() if one.received_on else None}
        for one in report.found.board
    ]  # fmt: skip
    return {"received": report.received, "units": units}


_EMPTY: Mapping[str, Cell] = dict.fromkeys(
    ("table", "code", "name", "figure", "heading", "value", "numerator", "denominator", "as_of", "source"), None
)


def _lines(report: Report) -> Iterator[Mapping[str, Cell]]:
    found = report.found
    for table in (found.hamlets, *found.others):
        for row in table.rows:
            hidden = of_row(hidden_in(table, report.audience), row.code)
            about = {"table": table.kind.value, "code": row.code, "name": place(row.name, row.old_commune)}
            yield from ({**_EMPTY, **about, **_cell(one, cell, one in hidden)} for one, cell in row.figures.cells())
        yield from _total_lines(report, table, table.kind.value)
    yield from _rated_lines(report)
    if found.a_year_earlier is not None:
        yield from _total_lines(report, found.a_year_earlier, "a_year_earlier")
    for skill in report.skills:
        percent = None if skill.rate is None or skill.rate.percent is None else float(skill.rate.percent)
        numbers = {"value": percent, "numerator": skill.numerator, "denominator": skill.denominator}
        source = "; ".join(skill.sources)
        yield {**_EMPTY, "table": "skills", "figure": skill.skill.value, **numbers, "source": source}
    yield from _typed_lines(report)
    for aim in report.aims:
        yield {**_EMPTY, "table": "targets", "code": aim.code, "name": aim.name, "figure": aim.indicator.value,
               "heading": WORDS.headings[aim.indicator], "value": None if aim.actual is None else float(aim.actual),
               "denominator": float(aim.target)}  # fmt: skip
    if found.board:
        yield {**_EMPTY, "table": "reports", "figure": "received", "value": report.received,
               "numerator": report.received, "denominator": len(found.board)}  # fmt: skip


def _total_lines(report: Report, table: Table, name: str) -> Iterator[Mapping[str, Cell]]:
    hidden = of_row(hidden_in(table, report.audience))
    about = {**_EMPTY, "table": name, "name": WORDS.total}
    yield from ({**about, **_cell(one, cell, one in hidden)} for one, cell in table.totals.cells())
    for one, people in (
        (Indicator.LEARNING_UNCOUNTED, table.learning_uncounted),
        (Indicator.OUTSIDE_COMMUNE, table.outside_commune),
    ):
        yield {**about, **_cell(one, people, False)}


def _rated_lines(report: Report) -> Iterator[Mapping[str, Cell]]:
    said, words = self_rating_of(report.found.hamlets, report.audience), WORDS.self_rating
    if said is not None and not said.is_empty:
        for name, people in said.cells():
            heading = ", ".join(words[part] for part in name.split("_", 1))
            yield {**_EMPTY, "table": "self_rating", "name": WORDS.total, "figure": name, "heading": heading,
                   "value": people}  # fmt: skip


def _cell(indicator: Indicator, figure: int | Rate | None, is_hidden: bool) -> Mapping[str, Cell]:
    named: dict[str, Cell] = {"figure": indicator.value, "heading": WORDS.headings[indicator]}
    if not isinstance(figure, Rate):
        return {**named, "value": None if is_hidden else figure}
    named["denominator"] = figure.denominator
    if is_hidden:
        return named
    percent = None if figure.percent is None else float(figure.percent)
    return {**named, "value": percent, "numerator": figure.numerator}


def _typed_lines(report: Report) -> Iterator[Mapping[str, Cell]]:
    whole = {("", WORDS.total): report.activities}
    units = {
        (code, name): {one: known for (unit, one), known in report.found.reported.items() if unit == code}
        for code, name in report.typed_units
    }
    for (code, name), typed in {**whole, **units}.items():
        for one in (*ACTIVITIES, *(one for one in Reported if one not in ACTIVITIES)):
            if known := typed.get(one):
                yield {
                    **_EMPTY, "table": "typed", "code": code, "name": name, "figure": one.value,
                    "heading": WORDS.reported[one], "value": known.value, "as_of": known.as_of.isoformat(),
                    "source": "; ".join(known.sources),
                }  # fmt: skip
