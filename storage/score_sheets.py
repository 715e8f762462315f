"""The score sheets of units: read whole, written by adding rows; nothing that was said is ever changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, func, insert, select, update

from campaign.frozen import Taken, evidence_from_json, evidence_to_json
from campaign.sheet import Entry, Role, Stage, Step, StepError
from storage.tables import score_sheet, score_step, score_value


@dataclass(frozen=True)
class Sheet:
    """A sheet with all its entries and steps, oldest first; `id` is None until something is kept of it."""

    id: int | None
    unit: str
    stage: Stage
    entries: tuple[Entry, ...] = ()
    steps: tuple[Taken, ...] = ()


def of_table(tx: Connection, table_id: int) -> Mapping[str, Sheet]:
    """Return the sheets of a table by unit."""
    rows = tx.execute(select(score_sheet).where(score_sheet.c.table_id == table_id)).all()
    ids = [row.id for row in rows]
    entries, steps = defaultdict[int, list[Entry]](list), defaultdict[int, list[Taken]](list)
    for row in tx.execute(select(score_value).where(score_value.c.sheet_id.in_(ids)).order_by(score_value.c.id)):
        actual = None if row.actual is None else Decimal(row.actual)
        evidence = evidence_from_json(row.evidence)
        entry = Entry(row.criterion, Role(row.role), actual, row.at, row.by, row.reason, evidence)
        entries[row.sheet_id].append(entry)
    for row in tx.execute(select(score_step).where(score_step.c.sheet_id.in_(ids)).order_by(score_step.c.id)):
        steps[row.sheet_id].append(Taken(Step(row.step), row.at, row.by, Role(row.role), row.note))
    return {
        row.unit_code: Sheet(row.id, row.unit_code, Stage(row.stage), tuple(entries[row.id]), tuple(steps[row.id]))
        for row in rows
    }


def count_stages(tx: Connection, table_id: int) -> Mapping[Stage, int]:
    """Return how many sheets of a table stand at each stage; a unit of which nothing is kept is not among them."""
    columns = (score_sheet.c.stage, func.count())
    rows = tx.execute(select(*columns).where(score_sheet.c.table_id == table_id).group_by(score_sheet.c.stage))
    return {Stage(stage): count for stage, count in rows}


def take(
    tx: Connection, table_id: int, sheet: Sheet, stage: Stage, step: Taken | None, entries: Sequence[Entry]
) -> None:
    """Keep that a step was taken: the new stage, what was said with it, the values given."""
    sheet_id = _begin(tx, table_id, sheet)
    tx.execute(update(score_sheet).where(score_sheet.c.id == sheet_id).values(stage=stage.value))
    if step is not None:
        said = {"step": step.step.value, "at": step.at, "by": step.by, "role": step.role.value, "note": step.note}
        tx.execute(insert(score_step).values(sheet_id=sheet_id, **said))
    rows = [
        {
            "sheet_id": sheet_id,
            "criterion": entry.criterion,
            "role": entry.role.value,
            "actual": None if entry.actual is None else f"{entry.actual:f}",
            "at": entry.at,
            "by": entry.by,
            "reason": entry.reason,
            "evidence": evidence_to_json(entry.evidence),
        }
        for entry in entries
    ]
    if rows:
        tx.execute(insert(score_value), rows)


def _begin(tx: Connection, table_id: int, sheet: Sheet) -> int:
    if sheet.id is not None:
        # One after the other: who comes second sees the stage the first one left.
        locked = select(score_sheet.c.id, score_sheet.c.stage).where(score_sheet.c.id == sheet.id).with_for_update()
        if tx.execute(locked).one().stage != sheet.stage:
            raise StepError("Phiếu vừa được người khác chuyển bước; hãy xem lại phiếu rồi làm lại.")
        return sheet.id
    row = {"table_id": table_id, "unit_code": sheet.unit, "stage": sheet.stage.value}
    return int(tx.scalars(insert(score_sheet).values(row).returning(score_sheet.c.id)).one())
