"""The units of the commune: importing `units.csv`, and reading what was imported.

An import is `read` the file, `plan` what it would change, `apply` the plan; the last two in one transaction.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, union, update

from campaign.units import Unit, UnitKind, Units
from lessons.problems import ContentError, Problem
from storage.tables import join_code, metadata, standing, unit
from storage.units_csv import COLUMNS, read, written

__all__ = ["COLUMNS", "Change", "FieldChange", "Plan", "apply", "current", "is_example", "plan", "read", "written"]

_EXAMPLE = "ví dụ"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One cell that becomes another, as written in the file."""

    column: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.column} từ “{self.old}” thành “{self.new}”"


@dataclass(frozen=True, slots=True)
class Change:
    """A unit as it will be, and what is different then."""

    unit: Unit
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    `closed` are units that get a last day; `removed` are examples nobody used, `skipped` examples that stand in a
    file of real units; `missing` are units the file does not name, which are left as they are.
    """

    added: tuple[Unit, ...] = ()
    changed: tuple[Change, ...] = ()
    closed: tuple[Change, ...] = ()
    removed: tuple[Unit, ...] = ()
    unchanged: tuple[Unit, ...] = ()
    skipped: tuple[Unit, ...] = ()
    missing: tuple[Unit, ...] = ()

    def sentences(self) -> Iterator[str]:
        """Yield what would be done, one sentence for each unit that is touched, then what is left alone."""
        yield from (f"Thêm {_named(one)}." for one in self.added)
        yield from (f"Sửa {_named(one.unit)}: {'; '.join(map(str, one.fields))}." for one in self.changed)
        yield from (f"Đóng {_named(one.unit)}: {'; '.join(map(str, one.fields))}." for one in self.closed)
        yield from (f"Bỏ đơn vị ví dụ {_named(one)}, chưa ai dùng." for one in self.removed)
        yield from (f"Không nhập {_named(one)}: cột source ghi là ví dụ." for one in self.skipped)
        if self.unchanged:
            yield f"{len(self.unchanged)} đơn vị không có gì thay đổi."
        if self.missing:
            codes = ", ".join(one.code for one in self.missing)
            yield f"{len(self.missing)} đơn vị không có trong tệp, giữ nguyên như cũ: {codes}."


def is_example(one: Unit) -> bool:
    """Say whether a unit is invented: its source begins with "ví dụ"."""
    return one.source.lower().startswith(_EXAMPLE)


def current(tx: Connection) -> Units:
    """Return all units, with the join codes of their posters."""
    with_codes = unit.outerjoin(join_code, join_code.c.unit_code == unit.c.code)
    rows = tx.execute(select(unit, join_code.c.code.label("join_code")).select_from(with_codes))
    return Units({row.code: _unit(row) for row in rows})


def plan(tx: Connection, units: Sequence[Unit], today: date, file: Path) -> Plan:
    """Return what importing these units, read from `file`, would change; nothing is written.

    Raises:
        ContentError: when the file contradicts what is already kept.
    """
    before = current(tx).by_code
    real = [one for one in units if not is_example(one)]
    wanted = {one.code: one for one in real or units}
    skipped = tuple(one for one in units if one.code not in wanted)
    examples = [one for code, one in before.items() if real and is_example(one) and code not in wanted]
    used = _used(tx) | {one.merged_into for one in wanted.values()}
    removed = tuple(one for one in examples if one.code not in used)
    known = before.keys() - {one.code for one in removed} | wanted.keys()
    _refuse_conflicts(tx, wanted, known, file)
    changes = [_change(before[code], one) for code, one in wanted.items() if code in before]
    changes += [_change(one, _ended(one, today)) for one in examples if one not in removed]
    different = [change for change in changes if change.fields]
    return Plan(
        added=tuple(one for code, one in wanted.items() if code not in before),
        changed=tuple(change for change in different if not _closes(change, before)),
        closed=tuple(change for change in different if _closes(change, before)),
        removed=removed,
        unchanged=tuple(change.unit for change in changes if not change.fields),
        skipped=skipped,
        missing=tuple(one for code, one in before.items() if code not in wanted and one not in examples),
    )


def apply(tx: Connection, plan: Plan, rng: Random) -> None:
    """Do what was planned in this transaction, and give every new unit a join code of its own."""
    tx.execute(delete(unit).where(unit.c.code.in_([one.code for one in plan.removed])))
    after = [change.unit for change in (*plan.changed, *plan.closed)]
    if plan.added:
        # A unit may be merged into one that comes later in the file: first all of them, then who went where.
        tx.execute(insert(unit), [{**_row(one), "merged_into": None} for one in plan.added])
    if rows := [{"this": one.code, **_row(one)} for one in (*plan.added, *after)]:
        tx.execute(update(unit).where(unit.c.code == bindparam("this")), rows)
    _give_join_codes(tx, plan.added, rng)


def _named(one: Unit) -> str:
    return f"{one.name} ({one.code})"


def _unit(row: Row[*tuple[object, ...]]) -> Unit:
    values = dict(row._mapping)
    return Unit(
        **{column: values[column] for column in COLUMNS} | {
            "kind": UnitKind(row.kind),
            "join_code": row.join_code or "",
        }
    )  # fmt: skip


def _row(one: Unit) -> dict[str, object]:
    values = {column: getattr(one, column) for column in COLUMNS if column != "join_code"}
    return values | {"kind": one.kind.value, "is_example": is_example(one)}


def _used(tx: Connection) -> set[str | None]:
    """Return the codes that something refers to; a kept sum does too, since its row needs a name."""
    pointing = (
        key.parent for table in metadata.sorted_tables for key in table.foreign_keys if key.column is unit.c.code
    )
    return set(tx.scalars(union(*(select(column) for column in (standing.c.row, *pointing)))))


def _refuse_conflicts(tx: Connection, wanted: Mapping[str, Unit], known: set[str], file: Path) -> None:
    taken = {row.code: row.unit_code for row in tx.execute(select(join_code))}
    own = {unit_code: code for code, unit_code in taken.items()}
    problems: list[Problem] = []
    for one in wanted.values():
        where = f"đơn vị {one.code}, cột"
        if one.merged_into and one.merged_into not in known:
            message = f"{one.merged_into} là đơn vị ví dụ sẽ bị bỏ, hãy ghi mã của một đơn vị thật"
            problems.append(Problem(file, None, f"{where} merged_into", message))
        if one.join_code and own.get(one.code, one.join_code) != one.join_code:
            message = f"đơn vị này đã có mã {own[one.code]} và không đổi được vì đã in ra, hãy để trống hoặc ghi mã ấy"
            problems.append(Problem(file, None, f"{where} join_code", message))
        elif taken.get(one.join_code, one.code) != one.code:
            message = f"mã {one.join_code} đã dùng cho đơn vị khác, hãy để trống để máy tự chọn"
            problems.append(Problem(file, None, f"{where} join_code", message))
    if problems:
        raise ContentError(problems)


def _change(old: Unit, new: Unit) -> Change:
    new = replace(new, join_code=old.join_code)
    pairs = ((column, getattr(old, column), getattr(new, column)) for column in COLUMNS)
    return Change(new, tuple(FieldChange(name, _text(was), _text(now)) for name, was, now in pairs if was != now))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _closes(change: Change, before: Mapping[str, Unit]) -> bool:
    return before[change.unit.code].valid_to is None and change.unit.valid_to is not None


def _ended(one: Unit, today: date) -> Unit:
    yesterday = today - timedelta(days=1)
    return one if one.valid_to and one.valid_to <= yesterday else replace(one, valid_to=yesterday)


def _give_join_codes(tx: Connection, added: Sequence[Unit], rng: Random) -> None:
    taken = {row.code: row.unit_code for row in tx.execute(select(join_code))}
    waiting = [one for one in added if one.code not in taken.values()]
    given = {one.code: one.join_code for one in waiting if one.join_code}
    free = sorted({str(number) for number in range(1000, 10_000)} - taken.keys() - set(given.values()))
    drawn = iter(rng.sample(free, len(waiting) - len(given)))
    rows = [{"unit_code": one.code, "code": given.get(one.code) or next(drawn)} for one in waiting]
    if rows:
        tx.execute(insert(join_code), rows)
