"""The score tables a council adopted: of a year and block the newest counts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, Row, func, insert, select

from campaign import frozen
from campaign.criteria import ScoreTable
from campaign.sheet import Stage, StepError
from campaign.table_file import parse
from campaign.table_shape import to_json
from storage import audits
from storage.audits import Audit
from storage.tables import score_sheet, score_table


@dataclass(frozen=True)
class Adopted:
    """A table with the council's decision; `entered_at` is when it was told to the program."""

    id: int
    table: ScoreTable
    adopted_on: date
    adopted_by: str
    entered_at: datetime

    @property
    def is_trial(self) -> bool:
        """Say whether it was adopted after its year began."""
        return frozen.is_trial(self.table.year, self.adopted_on)


def adopt(tx: Connection, table: ScoreTable, adopted_on: date, by: str, now: datetime) -> Adopted:
    """Keep a table as the one of its year and block; sheets begun by an earlier one must not have been handed in.

    Raises:
        StepError: with the sentence that says why not.
    """
    refusal = why_not(tx, table)
    if refusal is not None:
        raise StepError(refusal)
    row = {"year": table.year, "block": table.block, "document": to_json(table)}
    decided = {"adopted_on": adopted_on, "adopted_by": by, "entered_at": now}
    tx.execute(insert(score_table).values({**row, **decided}))
    detail = json.dumps({"year": table.year, "block": table.block}, ensure_ascii=False)
    audits.add(tx, Audit(now, by, "score_table_adopted", detail))
    kept = adopted(tx, table.year, table.block)
    if kept is None:
        raise LookupError("the row that was just written is not there")
    return kept


def why_not(tx: Connection, table: ScoreTable) -> str | None:
    """Return the sentence that says why a table cannot be adopted any more, None when it can."""
    before = adopted(tx, table.year, table.block)
    count = _handed_in(tx, before.id) if before is not None else 0
    if not count:
        return None
    return (
        f"Chưa thay được bảng điểm khối {table.block} năm {table.year}: đã có {count} đơn vị nộp phiếu theo bảng cũ;"
        " hãy chốt theo bảng cũ, bảng mới dùng cho năm sau."
    )


def adopted(tx: Connection, year: int, block: str) -> Adopted | None:
    """Return the table that counts for a year and block, None when none was adopted."""
    of_block = select(score_table).where(score_table.c.year == year, score_table.c.block == block)
    row = tx.execute(of_block.order_by(score_table.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _adopted(row)


def hold(tx: Connection, table_id: int) -> None:
    """Let nobody else change the sheets of a table until this transaction ends; SQLite has one writer anyhow."""
    tx.execute(select(score_table.c.id).where(score_table.c.id == table_id).with_for_update())


def of_year(tx: Connection, year: int) -> Sequence[Adopted]:
    """Return the tables that count in a year, by the name of their block."""
    newest = select(func.max(score_table.c.id)).where(score_table.c.year == year).group_by(score_table.c.block)
    rows = tx.execute(select(score_table).where(score_table.c.id.in_(newest)).order_by(score_table.c.block))
    return [_adopted(row) for row in rows]


def years(tx: Connection) -> Sequence[int]:
    """Return the years that have a table, the newest first."""
    return tx.scalars(select(score_table.c.year).distinct().order_by(score_table.c.year.desc())).all()


def codes(tx: Connection, year: int) -> set[str]:
    """Return the codes of all criteria that are scored in a year."""
    return {leaf.code for one in of_year(tx, year) for leaf in one.table.leaves}


def _handed_in(tx: Connection, table_id: int) -> int:
    begun = (score_sheet.c.table_id == table_id, score_sheet.c.stage != Stage.DRAFT.value)
    return tx.scalar(select(func.count()).where(*begun)) or 0


def _adopted(row: Row[*tuple[object, ...]]) -> Adopted:
    table = parse(Path(f"bảng điểm khối {row.block} năm {row.year}"), row.document)
    return Adopted(row.id, table, row.adopted_on, row.adopted_by, row.entered_at)
