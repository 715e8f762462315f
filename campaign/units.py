"""The units of a commune: hamlets, agencies, schools, enterprises and associations.

Names repeat and hamlets merge, so a unit is known by its code and lives between two dates.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class UnitKind(StrEnum):
    """What a unit is; only hamlets add up to the commune."""

    HAMLET = "hamlet"
    AGENCY = "agency"
    SCHOOL = "school"
    ENTERPRISE = "enterprise"
    ASSOCIATION = "association"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. `valid_to` is its last day; `adults` and `households` are counts the office typed."""

    code: str
    kind: UnitKind
    name: str
    old_commune: str = ""
    block: str = ""
    join_code: str = ""
    adults: int | None = None
    households: int | None = None
    source: str = ""
    as_of: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    merged_into: str | None = None

    @property
    def name_in_sentence(self) -> str:
        """Return the name as it stands within a sentence: "Xóm 3" → "xóm 3", but "UBND xã" as it is."""
        return self.name[:1].lower() + self.name[1:] if self.name[1:2].islower() else self.name

    def is_valid(self, day: date) -> bool:
        """Say whether the unit exists on this day."""
        return self.overlaps(day, day)

    def overlaps(self, first: date, last: date) -> bool:
        """Say whether the unit exists on any day from `first` to `last`, both inclusive."""
        begun = self.valid_from is None or self.valid_from <= last
        return begun and (self.valid_to is None or first <= self.valid_to)

    @property
    def number(self) -> int | None:
        """Return the number in the unit's name ("Xóm 3" → 3), or None when it has none."""
        found = re.search(r"\d+", self.name)
        return int(found.group()) if found else None


@dataclass(frozen=True, slots=True)
class Units:
    """All units of the commune by code."""

    by_code: Mapping[str, Unit]

    def get(self, code: str, day: date) -> Unit | None:
        """Return the unit that answers for this code on this day, following mergers; None when there is none."""
        unit = self.by_code.get(code)
        seen = set[str]()
        while unit is not None and not unit.is_valid(day) and unit.merged_into and unit.code not in seen:
            seen.add(unit.code)
            unit = self.by_code.get(unit.merged_into)
        return unit if unit is not None and unit.is_valid(day) else None

    def joined_by(self, join_code: str, day: date) -> Unit | None:
        """Return the unit whose poster carries this join code, following mergers; None when there is none."""
        found = next((unit for unit in self.by_code.values() if unit.join_code == join_code), None)
        return self.get(found.code, day) if found else None

    def hamlets(self, day: date, old_commune: str | None = None) -> tuple[Unit, ...]:
        """Return the hamlets of this day, of one former commune if given, numbered ones first."""
        hamlets = self.of_kinds(day, UnitKind.HAMLET)
        return tuple(hamlet for hamlet in hamlets if old_commune in (None, hamlet.old_commune))

    def of_kinds(self, day: date, *kinds: UnitKind) -> tuple[Unit, ...]:
        """Return the units of some kinds of this day, kind after kind, numbered ones first."""
        found = [unit for unit in self.by_code.values() if unit.kind in kinds and unit.is_valid(day)]
        return tuple(sorted(found, key=lambda unit: (kinds.index(unit.kind), in_order(unit))))

    def old_communes(self, day: date) -> tuple[str, ...]:
        """Return the names of the former communes that have hamlets on this day."""
        return tuple(sorted({hamlet.old_commune for hamlet in self.hamlets(day)}))


def in_order(unit: Unit) -> tuple[bool, int, str, str]:
    """Put numbered names first, by number, and the others in the order of the Vietnamese alphabet's base letters."""
    letters = unicodedata.normalize("NFD", unit.name.lower().replace("đ", "dz"))
    return unit.number is None, unit.number or 0, letters, unit.code
