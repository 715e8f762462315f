"""Targets are planned, kept whole, noted in the log, and written as a file that can be read again."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection

from lessons.problems import ContentError
from storage import audits, targets
from storage.targets import Plan
from tests.db.commune import hamlet, settle

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
RATE = "participation_rate"
DONG, TAY = ("dong", RATE, 2026), ("tay", RATE, 2026)


@pytest.fixture(autouse=True)
def hamlets(tx: Connection) -> None:
    settle(tx, hamlet("dong", 200), hamlet("tay", 90))


def test_targets_are_added_changed_and_taken_away_and_the_log_says_which(tx: Connection) -> None:
    targets.hold(tx)
    targets.apply(tx, Plan({DONG: Decimal("12.5"), TAY: Decimal(40)}, {}, 0))
    plan = Plan({}, {DONG: (Decimal("12.5"), Decimal(50))}, 0, {TAY: Decimal(40)})
    targets.apply(tx, plan)
    targets.note(tx, plan, "chị Hoa ẫ", NOW)
    assert targets.of_year(tx, 2026) == {("dong", RATE): Decimal(50)}
    assert targets.years(tx) == [2026]
    [line] = audits.newest(tx, 5)
    assert (line.by, line.what) == ("chị Hoa ẫ", targets.CHANGED)
    assert line.detail == "Tỷ lệ tham gia (%), 2026: dong 12,5 → 50, tay 40 → –"


def test_what_is_written_is_read_again(tx: Connection, tmp_path: Path) -> None:
    targets.apply(tx, Plan({DONG: Decimal("2.125"), TAY: Decimal(40)}, {}, 0))
    file = tmp_path / "targets.csv"
    file.write_text(targets.as_csv(targets.of_year(tx, 2026), 2026), "utf-8", newline="")
    assert targets.plan(tx, targets.read(file), file) == Plan({}, {}, 2)


def test_no_rate_is_asked_to_be_more_than_everybody(tmp_path: Path) -> None:
    file = tmp_path / "targets.csv"
    file.write_text(f"unit,indicator,year,target\ndong,{RATE},2026,101\ndong,participants,2026,101\n", "utf-8")
    with pytest.raises(ContentError, match="dòng 2, cột target: chỉ tiêu của tỷ lệ không quá 100 phần trăm") as caught:
        targets.read(file)
    assert len(caught.value.problems) == 1
