"""What a unit does with its own score sheet: finds it, has it counted anew, and hands in evidence."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from campaign.sheet import Entry, Evidence, Role, StepError, newest, takes_evidence
from campaign.units import Unit
from storage import proposals, score_desk, score_sheets, score_tables
from storage.score_desk import Actor, Block
from storage.standing import Standing


def blocks(tx: Connection, unit: str, today: date) -> Iterator[Block]:
    """Yield the blocks in which a unit is scored, the newest year first; never more than this year and the last."""
    for year in (today.year, today.year - 1):
        for adopted in score_tables.of_year(tx, year):
            of = score_desk.block(tx, adopted, today)
            if unit in {one.code for one in of.ranked}:
                yield of


def is_scored(tx: Connection, unit: Unit, today: date) -> bool:
    """Say whether a unit has a sheet of this year or the last, without reading it."""
    tables = (one.table for year in (today.year, today.year - 1) for one in score_tables.of_year(tx, year))
    return any(table.has_member(unit) for table in tables)


def counted_anew(tx: Connection, of: Block, unit: str, today: date, now: datetime, keeper: Standing) -> Block:
    """Return a block with what the program would propose for a unit now; nothing is kept."""
    own = [one for one in of.ranked if one.code == unit]
    proposed = proposals.propose(tx, of.table, own, today, now, keeper).get(unit, ())
    kept = of.sheet(unit)
    return replace(of, sheets={**of.sheets, unit: replace(kept, entries=(*kept.entries, *proposed))})


def keep_proposal(tx: Connection, of: Block, unit: str, today: date, now: datetime, keeper: Standing) -> None:
    """Keep what the program proposes for a unit now."""
    anew = counted_anew(tx, of, unit, today, now, keeper).sheet(unit)
    kept = of.sheet(unit)
    score_sheets.take(tx, of.adopted.id, kept, kept.stage, None, anew.entries[len(kept.entries) :])


def hand_in(tx: Connection, of: Block, unit: str, actor: Actor, criterion: str, piece: Evidence) -> None:
    """Add evidence to what a unit claims in a criterion; the value stays, and so does the stage.

    It is the unit's, also when the office scans what came on paper: evidence alone decides nothing.

    Raises:
        StepError: when the council has agreed already.
    """
    kept = of.sheet(unit)
    if not takes_evidence(kept.stage):
        name, stage = of.name(of.all_units.by_code[unit]), score_desk.stage_name(kept.stage)
        raise StepError(f"Phiếu của {name} {stage}, không nhận thêm minh chứng; hãy nói với Hội đồng.")
    old = newest(kept.entries, Role.UNIT).get(criterion) or newest(kept.entries, Role.PROGRAM).get(criterion)
    evidence = (*(old.evidence if old else ()), piece)
    entry = Entry(criterion, Role.UNIT, old.actual if old else None, actor.at, actor.name, "", evidence)
    score_sheets.take(tx, of.adopted.id, kept, kept.stage, None, (entry,))
