"""Reports of units and texts of the office are kept as they came; the last word counts."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection

from campaign.reporting import Section, State, of_year
from storage import audits, reports
from storage.standing import Activity, Standing
from tests.db.commune import Commune, hamlet, settle

TODAY = date(2026, 12, 5)
NOW = datetime(2026, 12, 5, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def hamlets(tx: Connection) -> None:
    settle(tx, hamlet("dong"), hamlet("tay"), hamlet("cu", valid_to=date(2026, 6, 30), merged_into="dong"))


def states(tx: Connection, year: int = 2026) -> dict[str, State]:
    return {one.unit.code: one.state for one in reports.board(tx, year, TODAY)}


def test_a_report_that_came_is_on_the_board_of_its_year(tx: Connection) -> None:
    reports.receive(tx, "dong", 2026, date(2026, 12, 3), "Chị Hà", NOW)
    assert states(tx) == {"dong": State.RECEIVED, "tay": State.WAITING}
    assert states(tx, 2025)["dong"] is State.OVERDUE


def test_what_was_recorded_by_mistake_is_taken_back_and_both_stay_in_the_log(tx: Connection) -> None:
    reports.receive(tx, "dong", 2026, date(2026, 12, 3), "Chị Hà", NOW)
    reports.receive(tx, "dong", 2026, None, "Chị Hà", NOW)
    assert states(tx)["dong"] is State.WAITING
    assert [one.detail for one in audits.newest(tx, 2)] == ["dong: 2026; -", "dong: 2026; 2026-12-03"]


def test_the_last_text_of_a_section_counts_and_an_empty_one_takes_it_away(tx: Connection) -> None:
    written = {Section.DIRECTION: "Đã họp ẫ.", Section.NEXT: "Mở lớp."}
    assert reports.write_texts(tx, "Y2026", written, "Chị Hà", NOW) == 2
    assert reports.write_texts(tx, "Y2026", {**written, Section.NEXT: ""}, "Chị Hà", NOW) == 1
    assert reports.texts(tx, "Y2026") == {Section.DIRECTION: "Đã họp ẫ."}
    assert reports.texts(tx, "Y2025") == {}


def test_a_year_is_compared_with_the_year_before_when_somebody_learned_then(tx: Connection) -> None:
    assert reports.gather(tx, of_year(2026), TODAY, Standing()).a_year_earlier is None
    early = Commune(tx, date(2025, 11, 2))
    early.learn(Activity(early.join("dong", counted=True), answers=3))
    late = Commune(tx, date(2026, 11, 2))
    late.learn(*(Activity(late.join("dong", counted=True), answers=3) for _ in range(2)))
    found = reports.gather(tx, of_year(2026), TODAY, Standing())
    assert found.a_year_earlier is not None
    assert (found.a_year_earlier.totals.participants, found.hamlets.totals.participants) == (1, 2)
    assert found.others == ()
    assert [one.unit.code for one in found.board] == ["dong", "tay"]
