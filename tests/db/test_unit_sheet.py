"""A unit's own sheet: found by its table, counted anew without being kept, evidence added until the council agrees."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, insert

from campaign.sheet import Evidence, Role, Step, StepError, newest
from campaign.table_file import parse
from storage import score_desk, score_tables, unit_sheet
from storage.score_desk import Actor, Block
from storage.standing import Activity, Standing
from storage.tables import target
from storage.units import current
from tests.db.commune import Commune, hamlet, settle
from tests.db.people import NOW, TODAY
from tests.edge.score_year import TABLE

BINH, HOA = Actor("Anh Bình", Role.UNIT, NOW), Actor("Chị Hoa", Role.OFFICE, NOW)
COUNCIL = Actor("Chủ tịch Hội đồng", Role.COUNCIL, NOW)
PIECE = Evidence("link", "https://zalo.me/g/sổ-loa-ẫ")


@pytest.fixture
def of(tx: Connection) -> Block:
    settle(tx, hamlet("01", 40, name="Xóm Đông"), hamlet("02", 50, name="Xóm Tây"))
    commune = Commune(tx, TODAY)
    commune.learn(*(Activity(commune.join("01", counted=True), answers=3) for _ in range(4)))
    score_tables.adopt(tx, parse(Path("bang.yaml"), TABLE), TODAY.replace(month=1, day=1), "Hội đồng", NOW)
    tx.execute(insert(target), {"unit_code": "01", "indicator": "participation_rate", "year": 2026, "target": "20"})
    return block_of(tx)


def block_of(tx: Connection) -> Block:
    [of] = unit_sheet.blocks(tx, "01", TODAY)
    return of


def test_a_unit_is_found_in_the_tables_that_are_of_its_kind(tx: Connection, of: Block) -> None:
    assert unit_sheet.is_scored(tx, current(tx).by_code["01"], TODAY)
    assert list(unit_sheet.blocks(tx, "không-có", TODAY)) == []
    assert list(unit_sheet.blocks(tx, "01", TODAY.replace(year=2028))) == []


def test_what_is_counted_anew_is_kept_only_when_asked(tx: Connection, of: Block) -> None:
    anew = unit_sheet.counted_anew(tx, of, "01", TODAY, NOW, Standing()).sheet("01")
    assert str(newest(anew.entries, Role.PROGRAM)["1"].actual) == "10.0"
    assert block_of(tx).sheet("01").entries == ()
    unit_sheet.keep_proposal(tx, of, "01", TODAY, NOW, Standing())
    assert str(newest(block_of(tx).sheet("01").entries, Role.PROGRAM)["1"].actual) == "10.0"


def test_evidence_is_added_until_the_council_agrees(tx: Connection, of: Block) -> None:
    unit_sheet.hand_in(tx, of, "01", BINH, "2.1", PIECE)
    kept = newest(block_of(tx).sheet("01").entries, Role.UNIT)["2.1"]
    assert (kept.actual, kept.evidence, kept.by) == (None, (PIECE,), "Anh Bình")
    for step, actor in (
        (Step.SUBMIT, BINH),
        (Step.REVIEW, Actor("Chị Hoa", Role.OFFICE, NOW)),
        (Step.CONFIRM, COUNCIL),
    ):
        score_desk.take(tx, block_of(tx), "01", step, actor, {})
    with pytest.raises(StepError, match="không nhận thêm minh chứng"):
        unit_sheet.hand_in(tx, block_of(tx), "01", BINH, "2.1", PIECE)
