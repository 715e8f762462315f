"""Freezing a block, reading what was frozen, and correcting it with a reason; every revision stays."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from campaign import frozen
from campaign.frozen import Frozen, Taken
from campaign.sheet import Entry, Evidence, Role, Stage, Step, StepError, deciding
from storage import audits, score_sheets
from storage.audits import Audit
from storage.score_desk import Actor, Block, Given, check_words, refuse_misfits, stage_name
from storage.tables import score_freeze

_BROKEN = (
    "Bản chốt lần {revision} đã bị sửa trong cơ sở dữ liệu, không khớp mã băm; hãy khôi phục từ bản sao lưu, không dùng"
    " bản này."
)


@dataclass(frozen=True)
class Revision:
    """A frozen block with the hash of its text."""

    frozen: Frozen
    sha256: str


def freeze(tx: Connection, of: Block, actor: Actor, today: date) -> Revision:
    """Freeze every sheet of a block: from now on its scores come from what is written down here.

    Raises:
        StepError: when the block was frozen before, a sheet is not confirmed, or somebody else than the council asks.
    """
    check_words(actor.name)
    if latest(tx, of.adopted.id) is not None:
        raise StepError(
            f"Khối {of.table.block} năm {of.table.year} đã chốt; muốn sửa điểm hãy dùng hocso score correct."
        )
    if actor.role is not Role.COUNCIL:
        raise StepError("Chốt điểm là việc của hội đồng, không phải của vai khác; hãy để hội đồng làm.")
    open_ones = [one for one in of.ranked if of.sheet(one.code).stage is not Stage.CONFIRMED]
    if open_ones or not of.ranked:
        names = "; ".join(f"{of.name(one)} [{one.code}] {stage_name(of.sheet(one.code).stage)}" for one in open_ones)
        raise StepError(
            f"Chưa chốt được khối {of.table.block}, còn đơn vị chưa thống nhất: {names or 'chưa có đơn vị'}."
        )
    taken = Taken(Step.FREEZE, actor.at, actor.name, actor.role)
    sheets = tuple(of.frozen_sheet(one, taken) for one in of.ranked)
    for one in sheets:
        actuals = {code: value.actual for code, value in frozen.values_of(one).items()}
        refuse_misfits(of.table, one.unit, actuals, one.targets, name=one.name)
    scores = frozen.scored(of.table, sheets)
    made = replace(of.so_far(today, actor.at), revision=1, by=actor.name, sheets=sheets, scores=scores)
    for unit in of.ranked:
        score_sheets.take(tx, of.adopted.id, of.sheet(unit.code), Stage.FROZEN, taken, ())
    return _keep(tx, of.adopted.id, made)


def correct(tx: Connection, of: Block, unit: str, actor: Actor, given: Mapping[str, Given], reason: str) -> Revision:
    """Correct values of a unit after freezing; what was frozen before stays as it was.

    Raises:
        StepError: when there is nothing frozen, no reason, or the program would no longer find the same scores.
    """
    check_words(actor.name, reason)
    before = latest(tx, of.adopted.id)
    if before is None:
        raise StepError(f"Khối {of.table.block} năm {of.table.year} chưa chốt; hãy dùng review hoặc confirm.")
    if actor.role is not Role.COUNCIL:
        raise StepError("Sửa điểm đã chốt là việc của hội đồng, không phải của vai khác; hãy để hội đồng làm.")
    if not reason.strip():
        raise StepError("Sửa điểm đã chốt phải có lý do; hãy ghi sau --reason.")
    held = {sheet.unit: sheet for sheet in before.frozen.sheets}
    if unit not in held:
        raise StepError(f"Bản chốt không có đơn vị mã “{unit}”; hãy chọn một trong: {', '.join(held)}.")
    actuals = {code: one.actual for code, one in given.items()}
    refuse_misfits(before.frozen.table, unit, actuals, held[unit].targets)
    _refuse_another_reckoning(before.frozen)
    old = deciding(held[unit].entries)
    entries = [
        Entry(code, actor.role, one.actual, actor.at, actor.name, reason, one.evidence or _evidence(old.get(code)))
        for code, one in given.items()
    ]
    taken = Taken(Step.CORRECT, actor.at, actor.name, actor.role, reason)
    after = frozen.corrected(before.frozen, unit, entries, taken)
    score_sheets.take(tx, of.adopted.id, of.sheet(unit), Stage.FROZEN, taken, entries)
    return _keep(tx, of.adopted.id, after)


def latest(tx: Connection, table_id: int) -> Revision | None:
    """Return a block as it was frozen last, None when it never was.

    Raises:
        StepError: when what is kept is not what was frozen.
    """
    found = revisions(tx, table_id)
    return found[-1] if found else None


def revisions(tx: Connection, table_id: int) -> Sequence[Revision]:
    """Return every revision of a frozen block, the oldest first.

    Raises:
        StepError: when what is kept is not what was frozen.
    """
    of_table = select(score_freeze).where(score_freeze.c.table_id == table_id).order_by(score_freeze.c.revision)
    return [_read(row.document, row.sha256, row.revision) for row in tx.execute(of_table)]


def stands(tx: Connection, of: Block, today: date, now: datetime, revision: int = 0) -> tuple[Frozen, str]:
    """Return a block as it was frozen, with its hash, or as it stands, with none; without a revision the last one.

    Raises:
        StepError: when there is no such revision, or what is kept is not what was frozen.
    """
    kept = revisions(tx, of.adopted.id)
    if revision and revision > len(kept):
        raise StepError(f"Chưa có bản chốt lần {revision}; mới có {len(kept)} bản.")
    if not kept:
        return of.so_far(today, now), ""
    chosen = kept[revision - 1]
    return chosen.frozen, chosen.sha256


def _read(document: str, sha256: str, revision: int) -> Revision:
    if frozen.sha256(document) != sha256:
        raise StepError(_BROKEN.format(revision=revision))
    try:
        return Revision(frozen.read(document), sha256)
    except ValueError as error:
        raise StepError(_BROKEN.format(revision=revision)) from error


def _refuse_another_reckoning(before: Frozen) -> None:
    if frozen.scored(before.table, before.sheets) != before.scores:
        raise StepError(
            "Bản Học số này tính ra điểm khác với bản đã chốt, nên không sửa được; hãy dùng lại bản đã chốt điểm, hoặc"
            " báo người viết chương trình."
        )


def _keep(tx: Connection, table_id: int, made: Frozen) -> Revision:
    made = replace(made, at=_to_the_second(made.at))
    document = frozen.write(made)
    sha256 = frozen.sha256(document)
    row = {"table_id": table_id, "revision": made.revision, "at": made.at, "by": made.by, "reason": made.reason}
    tx.execute(insert(score_freeze).values(**row, document=document, sha256=sha256))
    what = "score_frozen" if made.revision == 1 else "score_corrected"
    detail = {"year": made.table.year, "block": made.table.block, "revision": made.revision, "sha256": sha256}
    audits.add(tx, Audit(made.at, made.by, what, json.dumps(detail, ensure_ascii=False)))
    return Revision(frozen.read(document), sha256)


def _evidence(old: Entry | None) -> tuple[Evidence, ...]:
    """Return what a value rested on: a correction without evidence of its own keeps it."""
    return old.evidence if old else ()


def _to_the_second(at: datetime) -> datetime:
    return at.replace(microsecond=0)
