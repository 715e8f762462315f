"""A frozen block: everything its scores came from, in one text that is always written the same, and its hash.

Nothing outside of it is asked again: not the units, targets, learners or the program's texts of a later day. So a
year reproduces to the last digit after upgrades and changes of content.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from pydantic import TypeAdapter

from campaign.criteria import ScoreTable
from campaign.score import UnitScore, Value, score
from campaign.sheet import Entry, Evidence, Role, Step


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken with a sheet, and what was said with it."""

    step: Step
    at: datetime
    by: str
    role: Role
    note: str = ""


@dataclass(frozen=True, slots=True)
class FrozenSheet:
    """The sheet of a unit: every entry, the targets that held, the steps."""

    unit: str
    name: str
    entries: tuple[Entry, ...]
    targets: Mapping[str, Decimal]
    steps: tuple[Taken, ...]

    @property
    def sha256(self) -> str:
        """Return the one hash over its values and evidence."""
        return _hash_of_sheet(TypeAdapter(FrozenSheet).dump_python(self, mode="json"))


@dataclass(frozen=True, slots=True)
class Carried:
    """A unit that ended within the year: named with its last day and where its results are counted.

    `entries` are its figures up to that day; it has no rank.
    """

    unit: str
    name: str
    last: date
    into: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Frozen:
    """A block as it was frozen, or corrected afterwards (`revision` above 1, with a reason)."""

    table: ScoreTable
    adopted_on: date
    adopted_by: str
    as_of: date
    revision: int
    at: datetime
    by: str
    reason: str
    sheets: tuple[FrozenSheet, ...]
    scores: tuple[UnitScore, ...]
    carried: tuple[Carried, ...] = ()


def is_trial(year: int, adopted_on: date) -> bool:
    """Say whether a table was adopted after its year began: then the whole year is only tried."""
    return adopted_on > date(year, 1, 1)


def values_of(sheet: FrozenSheet) -> Mapping[str, Value]:
    """Return the values that count in a sheet."""
    decided = {entry.criterion: entry.actual for entry in sheet.entries if entry.role.is_authorised}
    return {code: Value(actual, sheet.targets.get(code)) for code, actual in decided.items()}


def scored(table: ScoreTable, sheets: Sequence[FrozenSheet]) -> tuple[UnitScore, ...]:
    """Return the scores of sheets by the values that count."""
    return score(table, {sheet.unit: values_of(sheet) for sheet in sheets})


def corrected(before: Frozen, unit: str, entries: Sequence[Entry], step: Taken) -> Frozen:
    """Return the block after a correction: the old entries stay, the new ones count, every rank is found again."""
    sheets = tuple(
        replace(sheet, entries=(*sheet.entries, *entries), steps=(*sheet.steps, step)) if sheet.unit == unit else sheet
        for sheet in before.sheets
    )
    return replace(
        before,
        revision=before.revision + 1,
        at=step.at,
        by=step.by,
        reason=step.note,
        sheets=sheets,
        scores=scored(before.table, sheets),
    )


def write(frozen: Frozen) -> str:
    """Return the text of a frozen block: the same block is the same text."""
    tree = _FROZEN.dump_python(frozen, mode="json")
    for sheet in tree["sheets"]:
        sheet["sha256"] = _hash_of_sheet(sheet)
    return _canonical(tree)


def sha256(text: str) -> str:
    """Return the hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> Frozen:
    """Read a frozen block again.

    Raises:
        ValueError: when a sheet is no longer what its hash says; it names the unit.
    """
    tree = json.loads(text)
    for sheet in tree["sheets"]:
        if sheet.pop("sha256") != _hash_of_sheet(sheet):
            raise ValueError(sheet["unit"])
    return _FROZEN.validate_python(tree)


def evidence_to_json(evidence: Sequence[Evidence]) -> str:
    """Return evidence as it is kept beside a value."""
    return _canonical(_EVIDENCE.dump_python(tuple(evidence), mode="json"))


def evidence_from_json(text: str) -> tuple[Evidence, ...]:
    """Read evidence again."""
    return _EVIDENCE.validate_json(text)


_FROZEN = TypeAdapter(Frozen)
_EVIDENCE = TypeAdapter(tuple[Evidence, ...])


def _canonical(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _hash_of_sheet(sheet: Mapping[str, object]) -> str:
    """Return the one hash over a sheet's values and evidence, as they are written."""
    return sha256(_canonical({name: sheet[name] for name in ("unit", "entries", "targets")}))
