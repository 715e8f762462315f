"""How the pages of the score show a block and a sheet: points, values in words, who gave them, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from urllib.parse import quote

from campaign.columns import columns, entries_of
from campaign.criteria import Criterion, Formula
from campaign.frozen import Frozen, FrozenSheet
from campaign.score import UnitScore, written
from campaign.sheet import FILE, LINK, Entry, Evidence, Role, Stage, Step, deciding
from papers.score_papers import piece_written, reckoning
from papers.score_words import say
from papers.scores import points_written, remark
from storage.score_desk import Block, stage_name
from web.door import HOME

PATH = f"{HOME}/cham-diem"

COLUMNS = (Role.PROGRAM, Role.UNIT, Role.OFFICE, Role.COUNCIL)
"""The columns of a sheet, from the proposal to what was agreed."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit of a block as it stands; `rank` is "" where nobody authorised has given a value."""

    code: str
    name: str
    path: str
    rank: str
    totals: tuple[str, ...]
    counts: str
    stage: str
    remark: str


@dataclass(frozen=True, slots=True)
class Given:
    """What stands in one column of a criterion: the points, and the value they come from."""

    points: str
    value: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence in words, and where it is opened, "" for figures of the program."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Said:
    """One value somebody gave: when and who, what, why, and on what it rests."""

    when: str
    by: str
    value: str
    reason: str
    evidence: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion of a sheet; a group has points only."""

    code: str
    name: str
    maximum: str
    is_group: bool
    columns: tuple[Given, ...]
    how: str
    reckoning: str
    target: str
    asked: str
    history: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A criterion in a form: `value` is what holds unless something else is typed."""

    code: str
    name: str
    value: str
    is_yes_no: bool
    hint: str


def block_path(year: int, block: str) -> str:
    """Return the address of a block's page."""
    return f"{PATH}/{year}/{quote(block, safe='')}"


def ranked(of: Block, shown: Frozen) -> tuple[Ranked, ...]:
    """Return the units of a block as they are ranked, those without a rank last."""
    by_role, scores = columns(shown), {one.unit: one for one in shown.scores}
    names = {sheet.unit: sheet.name for sheet in shown.sheets}
    order = [*scores, *sorted(names.keys() - scores.keys())]
    return tuple(_ranked(of, shown, unit, names[unit], scores.get(unit), by_role) for unit in order)


def lines(shown: Frozen, sheet: FrozenSheet, zone: tzinfo, files: str) -> tuple[Line, ...]:
    """Return the criteria of a unit's sheet; below the address `files` its evidence is opened."""
    by_role = {role: of.get(sheet.unit) for role, of in columns(shown).items()}
    given = {role: entries_of([sheet], role).get(sheet.unit, {}) for role in COLUMNS}
    return tuple(_line(shown, sheet, one, by_role, given, zone, files) for one in shown.table.walk())


def fields(leaves: Iterable[Criterion], before: Mapping[str, Entry]) -> tuple[Field, ...]:
    """Return what a form asks for, with what a step goes on with where nothing is typed."""
    return tuple(
        Field(
            leaf.code,
            leaf.name,
            typed(leaf, before.get(leaf.code)),
            leaf.formula is Formula.YES_NO,
            leaf.evidence,
        )
        for leaf in leaves
    )


def typed(leaf: Criterion, entry: Entry | None) -> str:
    """Return a value as it is typed into a field, "" where there is none."""
    if entry is None or entry.actual is None:
        return ""
    if leaf.formula is Formula.YES_NO:
        return say("book.yes") if entry.actual else say("book.no")
    return written(entry.actual)


def when(at: datetime, zone: tzinfo) -> str:
    """Return a moment as people here write it."""
    return at.astimezone(zone).strftime("%H:%M %d/%m/%Y")


def steps(sheet: FrozenSheet, zone: tzinfo) -> tuple[Said, ...]:
    """Return the steps that were taken with a sheet, oldest first."""
    return tuple(
        Said(when(one.at, zone), one.by, say(f"step.{one.step}"), one.note, ())
        for one in sheet.steps
        if one.step is not Step.PROPOSE
    )


def _ranked(
    of: Block,
    shown: Frozen,
    unit: str,
    name: str,
    one: UnitScore | None,
    by_role: Mapping[Role, Mapping[str, UnitScore]],
) -> Ranked:
    totals = (points_written(by_role[role][unit].total) if unit in by_role[role] else "" for role in COLUMNS)
    return Ranked(
        unit,
        name,
        f"{block_path(shown.table.year, shown.table.block)}/{quote(unit, safe='')}",
        str(one.rank) if one else "",
        tuple(totals),
        points_written(one.total) if one else "",
        stage_name(Stage.FROZEN if shown.revision else of.sheet(unit).stage),
        remark(one) if one else "",
    )


def _line(
    shown: Frozen,
    sheet: FrozenSheet,
    one: Criterion,
    by_role: Mapping[Role, UnitScore | None],
    given: Mapping[Role, Mapping[str, Entry]],
    zone: tzinfo,
    files: str,
) -> Line:
    newest = deciding(sheet.entries).get(one.code) or next(
        (given[role][one.code] for role in (Role.UNIT, Role.PROGRAM) if one.code in given[role]), None
    )
    held = sheet.targets.get(one.code)
    return Line(
        one.code,
        one.name,
        written(one.maximum),
        bool(one.children),
        tuple(_given(one, by_role[role], given[role].get(one.code)) for role in COLUMNS),
        "" if one.formula is None else say(f"formula.{one.formula}"),
        "" if one.children else reckoning(shown, sheet, one, newest),
        "" if held is None else written(held),
        one.evidence,
        tuple(_history(sheet, one, zone, files)),
    )


def _given(one: Criterion, scored: UnitScore | None, entry: Entry | None) -> Given:
    if scored is None or (entry is None and not one.children):
        return Given("", "")
    return Given(points_written(scored.points[one.code]), "" if one.children else typed(one, entry))


def _history(sheet: FrozenSheet, leaf: Criterion, zone: tzinfo, files: str) -> Iterator[Said]:
    """Yield every value of a criterion, oldest first; a proposal that was made again only says the newest twice."""
    for entry in sheet.entries:
        if entry.criterion == leaf.code:
            by = f"{say(f'column.{entry.role}')}, {entry.by}"
            evidence = pieces(entry, files)
            yield Said(when(entry.at, zone), by, typed(leaf, entry) or "–", entry.reason, evidence)


def pieces(entry: Entry, files: str) -> tuple[Piece, ...]:
    """Return the evidence of a value; below the address `files` each file is opened."""
    return tuple(Piece(piece_written(one), _path(one, files)) for one in entry.evidence)


def _path(piece: Evidence, files: str) -> str:
    if piece.kind == FILE:
        return f"{files}/{piece.sha256}"
    return piece.name if piece.kind == LINK else ""
