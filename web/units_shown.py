"""How the forms of the office show the units, and which one was chosen."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from campaign.indicators import WORDS
from campaign.units import Unit, UnitKind, Units
from storage import units
from web.forms import Form, Wrong
from web.look import Look


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit in a list to choose from."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """The units of one kind."""

    name: str
    choices: tuple[Choice, ...]


def choices(known: Units, today: date) -> tuple[Group, ...]:
    """Return the units of today to choose from, kind by kind."""
    groups = (Group(WORDS.kinds[kind], tuple(_choices(known, kind, today))) for kind in UnitKind)
    return tuple(group for group in groups if group.choices)


def unit_of(tx: Connection, form: Form, today: date) -> Unit:
    """Return the unit that was chosen.

    Raises:
        Wrong: when none was, or there is none of this code any more.
    """
    found = units.current(tx).get(form.text("unit"), today)
    if found is None:
        raise Wrong(form.phrases["no_unit"], "unit")
    return found


def note_of(unit: Unit, look: Look) -> str:
    """Return what stands beside a unit's name: its former commune, and whether it is an example."""
    notes = (unit.old_commune, look.texts["rows"]["example"] if units.is_example(unit) else "")
    return " · ".join(note for note in notes if note)


def _choices(known: Units, kind: UnitKind, today: date) -> list[Choice]:
    of_kind = known.of_kinds(today, kind)
    named = [unit.name for unit in of_kind]
    return [
        Choice(unit.code, f"{unit.name} ({unit.old_commune or unit.code})" if named.count(unit.name) > 1 else unit.name)
        for unit in of_kind
    ]
