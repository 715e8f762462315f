"""The targets of units, from `targets.csv`: unit, indicator, year, target.

`indicator` is the name of one, or the code of a criterion of an adopted table that people type.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from campaign.indicators import WORDS, Indicator
from campaign.score import written
from campaign.small_cells import RATES
from campaign.table_fields import number
from lessons.csv_file import Cells, read_lines, refusal
from lessons.fields import suggest
from lessons.problems import ContentError, Problem, in_order
from storage import audits, score_tables
from storage.audits import Audit
from storage.tables import target, unit

CHANGED = "targets_changed"
"""The word under which the log has a change of targets."""

COLUMNS = ("unit", "indicator", "year", "target")

Key = tuple[str, str, int]
"""Unit, indicator, year."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file."""

    line: int
    key: Key
    target: Decimal


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done; targets that a file does not name are left as they are, none is `removed` by one."""

    added: Mapping[Key, Decimal]
    changed: Mapping[Key, tuple[Decimal, Decimal]]
    unchanged: int
    removed: Mapping[Key, Decimal] = field(default_factory=dict)

    def sentences(self) -> Iterator[str]:
        """Yield what would be done, a sentence each."""
        for (code, indicator, year), new in self.added.items():
            yield f"Thêm chỉ tiêu {indicator} năm {year} của {code}: {written(new)}."
        for (code, indicator, year), (old, new) in self.changed.items():
            yield f"Sửa chỉ tiêu {indicator} năm {year} của {code}: từ {written(old)} thành {written(new)}."
        if self.unchanged:
            yield f"{self.unchanged} chỉ tiêu không có gì thay đổi."


def read(path: Path) -> Sequence[Line]:
    """Read a file of targets.

    Raises:
        ContentError: with everything that is wrong, by line and column.
    """
    problems: list[Problem] = []
    found = dict[Key, Line]()
    for line, given in read_lines(path, COLUMNS):
        cells = Cells(path, line, given, problems, {"unit": 32, "indicator": 32})
        code, indicator = cells.need("unit", str), cells.need("indicator", str)
        year, value = cells.need("year", _year), cells.need("target", _positive)
        if code is None or indicator is None or year is None or value is None:
            continue
        key = (code, indicator, year)
        if key in found:
            cells.say("indicator", f"chỉ tiêu này của {code} đã có ở dòng {found[key].line}, hãy bỏ một dòng")
        why = refused(indicator, value)
        if why is not None:
            cells.say("target", why)
        found[key] = Line(line, key, value)
    if problems:
        raise ContentError(in_order(problems))
    if not found:
        raise refusal(path, None, "tệp chưa có chỉ tiêu nào, hãy thêm mỗi chỉ tiêu một dòng dưới dòng tên cột")
    return list(found.values())


def plan(tx: Connection, lines: Sequence[Line], path: Path) -> Plan:
    """Return what importing these lines, read from `path`, would change; nothing is written.

    Raises:
        ContentError: when a line names a unit or an indicator that there is not.
    """
    units = set(tx.scalars(select(unit.c.code)))
    problems = list[Problem]()
    for one in lines:
        code, indicator, year = one.key
        known = {each.value for each in Indicator if not each.is_estimate} | score_tables.codes(tx, year)
        if code not in units:
            message = f"không có đơn vị mã “{code}” ({suggest(code, sorted(units))}), hãy sửa mã"
            problems.append(Problem(path, one.line, "cột unit", message))
        if indicator not in known:
            message = (
                f"không có chỉ số “{indicator}” ({suggest(indicator, sorted(known))}), hãy sửa tên; mã tiêu chí như 1.2"
                " chỉ dùng được khi bảng điểm năm ấy đã được thông qua"
            )
            problems.append(Problem(path, one.line, "cột indicator", message))
    if problems:
        raise ContentError(problems)
    rows = tx.execute(select(target))
    before = {(row.unit_code, row.indicator, row.year): Decimal(row.target) for row in rows}
    changed = {one.key: (before[one.key], one.target) for one in lines if before.get(one.key, one.target) != one.target}
    added = {one.key: one.target for one in lines if one.key not in before}
    return Plan(added, changed, len(lines) - len(changed) - len(added))


def apply(tx: Connection, plan: Plan) -> None:
    """Do what was planned in this transaction."""
    new = {**plan.added, **{key: after for key, (_, after) in plan.changed.items()}}
    for code, indicator, year in (*plan.changed, *plan.removed):
        tx.execute(
            delete(target).where(target.c.unit_code == code, target.c.indicator == indicator, target.c.year == year)
        )
    rows = [
        {"unit_code": code, "indicator": indicator, "year": year, "target": f"{value:f}"}
        for (code, indicator, year), value in new.items()
    ]
    if rows:
        tx.execute(insert(target), rows)


def note(tx: Connection, plan: Plan, by: str, now: datetime) -> None:
    """Note in the log what was done, in the words and numbers that people read."""
    cells = dict[tuple[str, int], list[str]]()
    for key, old, new in (
        *((key, "–", written(new)) for key, new in plan.added.items()),
        *((key, written(old), written(new)) for key, (old, new) in plan.changed.items()),
        *((key, written(old), "–") for key, old in plan.removed.items()),
    ):
        code, indicator, year = key
        cells.setdefault((indicator, year), []).append(f"{code} {old} → {new}")
    detail = "; ".join(f"{called(name)}, {year}: {', '.join(told)}" for (name, year), told in cells.items())
    audits.add(tx, Audit(now, by, CHANGED, detail))


def called(indicator: str) -> str:
    """Return what people call an indicator; the code of a criterion is its own name."""
    return WORDS.headings[Indicator(indicator)] if indicator in list(Indicator) else indicator


def refused(indicator: str, value: Decimal) -> str | None:
    """Return why a number cannot be the target of an indicator, None when it can."""
    if indicator in [one.value for one in RATES] and value > 100:
        return f"chỉ tiêu của tỷ lệ không quá 100 phần trăm, không phải “{written(value)}”, hãy sửa lại"
    return None


def parse(indicator: str, text: str) -> Decimal:
    """Return the target somebody typed.

    Raises:
        ValueError: with what to do, when it is no number or cannot be a target of this indicator.
    """
    value = _positive(text)
    if (why := refused(indicator, value)) is not None:
        raise ValueError(why)
    return value


def hold(tx: Connection) -> None:
    """Let nobody else change targets until this transaction ends; people go on learning meanwhile."""
    tx.execute(select(unit.c.code).order_by(unit.c.code).with_for_update(key_share=True))


def as_csv(found: Mapping[tuple[str, str], Decimal], year: int) -> str:
    """Return the targets of a year as a file that `read` takes, with the mark by which a spreadsheet knows it."""
    text = io.StringIO("\ufeff", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for (code, indicator), value in sorted(found.items()):
        writer.writerow((code, indicator, year, written(value)))
    return text.getvalue()


def years(tx: Connection) -> Sequence[int]:
    """Return the years that have targets."""
    return tx.scalars(select(target.c.year).distinct().order_by(target.c.year)).all()


def of_year(tx: Connection, year: int) -> Mapping[tuple[str, str], Decimal]:
    """Return the targets of a year by unit and indicator."""
    rows = tx.execute(select(target).where(target.c.year == year))
    return {(row.unit_code, row.indicator): Decimal(row.target) for row in rows}


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 2025 <= int(text) <= 2100):
        raise ValueError(f"“{text}” không phải là năm, hãy ghi như 2026")
    return int(text)


def _positive(text: str) -> Decimal:
    value = number(text)
    if value <= 0:
        raise ValueError(f"chỉ tiêu “{text}” phải lớn hơn 0, hãy sửa lại")
    return value
