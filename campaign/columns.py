"""The columns of a score sheet: proposed by the program, claimed by the unit, reviewed, agreed by the council."""

from collections.abc import Iterable, Mapping, Sequence

from campaign.criteria import ScoreTable
from campaign.frozen import Frozen, FrozenSheet
from campaign.score import UnitScore, Value, misfits, score
from campaign.sheet import Entry, Role, newest


def entries_of(sheets: Iterable[FrozenSheet], *roles: Role) -> dict[str, Mapping[str, Entry]]:
    """Return the last entries of these roles, of every unit that has any."""
    found = {sheet.unit: newest(sheet.entries, *roles) for sheet in sheets}
    return {unit: entries for unit, entries in found.items() if entries}


def scores_of(table: ScoreTable, sheets: Sequence[FrozenSheet], *roles: Role) -> Mapping[str, UnitScore]:
    """Return the scores by the last entries of these roles; what cannot be scored yet counts nothing."""
    targets = {sheet.unit: sheet.targets for sheet in sheets}
    values = {
        unit: {code: Value(entry.actual, targets[unit].get(code)) for code, entry in entries.items()}
        for unit, entries in entries_of(sheets, *roles).items()
    }
    for wrong in list(misfits(table, values)):
        values[wrong.unit][wrong.criterion] = Value(None)
    return {one.unit: one for one in score(table, values)} if values else {}


def columns(frozen: Frozen) -> Mapping[Role, Mapping[str, UnitScore]]:
    """Return the scores of each column by unit; the council's are those that count.

    Some formulas compare units: what the council agreed on is held against all that was reviewed, as the ranking is,
    and not only against the units it came to so far.
    """
    made = {role: scores_of(frozen.table, frozen.sheets, role) for role in (Role.PROGRAM, Role.UNIT, Role.OFFICE)}
    counts = scores_of(frozen.table, frozen.sheets, Role.OFFICE, Role.COUNCIL)
    agreed = entries_of(frozen.sheets, Role.COUNCIL)
    return {**made, Role.COUNCIL: {unit: of for unit, of in counts.items() if unit in agreed}}
