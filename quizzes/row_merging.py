"""Rows from a workbook beside those of the files: what the teacher changed, and where both sides changed the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quizzes.rows import Row


class Take(StrEnum):
    """Whose version wins where both changed: the workbook's or the file's."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Brought:
    """A row of a workbook: its fingerprint when it was exported, "" for a new one, and the row of the sheet."""

    row: Row
    fingerprint: str
    line: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that changed on both sides; `theirs` is None when the file no longer has it."""

    mine: Brought
    theirs: Row | None

    def differences(self) -> dict[str, tuple[str, str]]:
        """Return the fields that differ, in the workbook and in the file."""
        other: Mapping[str, str] = self.theirs.values if self.theirs else {}
        pairs = {name: (value, other.get(name, "")) for name, value in self.mine.row.values.items()}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@dataclass(frozen=True, slots=True)
class Merged:
    """What to write: rows that replace others, new rows; and the conflicts nobody has decided."""

    changed: tuple[tuple[Row, Brought], ...]
    new: tuple[Brought, ...]
    conflicts: tuple[Conflict, ...]


def merge(brought: Sequence[Brought], known: Sequence[Row], take: Take | None) -> Merged:
    """Compare the rows of a workbook with those of the files."""
    files = {row.id: row for row in known}
    changed, new, conflicts = list[tuple[Row, Brought]](), list[Brought](), list[Conflict]()
    for one in brought:
        theirs = files.get(one.row.id)
        if one.fingerprint and one.row.fingerprint == one.fingerprint:
            continue  # nobody touched it in the workbook
        if theirs is not None and theirs.values == one.row.values:
            continue  # both say the same
        if theirs is None and not one.fingerprint:
            new.append(one)
        elif theirs is not None and theirs.fingerprint == one.fingerprint:
            changed.append((theirs, one))
        elif take is None:
            conflicts.append(Conflict(one, theirs))
        elif take is Take.MINE:
            if theirs is None:
                new.append(one)
            else:
                changed.append((theirs, one))
    return Merged(tuple(changed), tuple(new), tuple(conflicts))
