"""Who takes part, sessions and typed figures in the participation table."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, update

from campaign.indicators import Indicator, Rate
from campaign.people import About, AgeBand, Group, Sex
from campaign.units import Unit, UnitKind
from storage.standing import Standing
from storage.tables import unit
from tests.db.commune import Commune, hamlet, settle
from tests.db.tabling import NEW_YEAR, NOW, TODAY, holds, learns, row, table, types


@pytest.fixture
def commune(tx: Connection) -> Commune:
    settle(tx, hamlet("dong", 200), hamlet("tay", 50), hamlet("moi", None))
    return Commune(tx, TODAY, Standing(lessons_to_complete=2))


def test_minors_take_part_but_are_in_no_rate(commune: Commune) -> None:
    for number in range(3):
        commune.tell(learns(commune, "dong", lessons=2), About(AgeBand.MINOR if number else None))
    found = table(commune)
    for figures in (row(found, "dong"), found.totals):
        assert (figures.participants, figures.completers, figures.minors) == (3, 3, 2)
        assert figures.participation_rate.numerator == figures.completion_rate.numerator == 1


def test_those_who_did_not_tell_their_age_are_adults_and_are_counted_in_a_note(commune: Commune) -> None:
    learns(commune, "dong")
    commune.tell(learns(commune, "dong"), About(AgeBand.YOUNG))
    found = table(commune)
    assert row(found, "dong").participation_rate == Rate(2, 200)
    assert any("Có 1 người tham gia chưa cho biết tuổi" in note for note in found.notes)


@pytest.mark.parametrize("first", [NEW_YEAR, NEW_YEAR + timedelta(days=1)])
def test_both_sources_break_participants_down_alike(commune: Commune, first: date) -> None:
    for sex in (Sex.FEMALE, Sex.MALE, None):
        commune.tell(learns(commune, "dong", lessons=2), About(AgeBand.MINOR, sex, Group.STUDENT))
    commune.tell(learns(commune, "dong", lessons=1, answers=0), About(AgeBand.SENIOR, Sex.FEMALE, Group.WORKER))
    found = row(table(commune, first), "dong")
    assert (found.women, found.students, found.minors, found.workers, found.aged_60_plus) == (1, 3, 3, 0, 0)
    assert (found.completers, found.completion_rate.numerator) == (3, 0)


def test_only_confirmed_sessions_count_and_the_others_wait(commune: Commune) -> None:
    holds(commune, "dong", present=10)
    holds(commune, "dong", present=99, confirmed_at=None)
    holds(commune, "dong", present=99, is_replaced=True)
    holds(commune, "dong", present=99, refused_at=NOW)
    found = table(commune)
    assert (found.totals.sessions_held, found.totals.session_visits) == (1, 10)
    assert any("Có 1 buổi hướng dẫn đang chờ" in note for note in found.notes)


def test_a_session_belongs_to_its_day_and_to_the_unit_that_answers_at_the_end(commune: Commune) -> None:
    settle(commune.tx, Unit("thcs", UnitKind.SCHOOL, "Trường THCS"))
    for code, day in (("tay", TODAY), ("dong", TODAY - timedelta(days=40)), ("thcs", TODAY)):
        holds(commune, code, day=day, first_timers=2)
    ended = {"valid_to": TODAY, "merged_into": "dong"}
    commune.tx.execute(update(unit).where(unit.c.code == "tay").values(ended))
    commune.today += timedelta(days=1)
    assert row(table(commune), "dong").sessions_held == 2
    found = table(commune, TODAY)
    assert (row(found, "dong").sessions_held, found.totals.session_first_timers, found.totals.reached) == (1, 2, 2)
    assert row(table(commune, kind=UnitKind.SCHOOL), "thcs").sessions_held == 1


def test_sessions_of_a_hamlet_that_ended_stay_in_the_total(commune: Commune) -> None:
    holds(commune, "tay")
    commune.tx.execute(update(unit).where(unit.c.code == "tay").values(valid_to=TODAY))
    commune.today += timedelta(days=1)
    found = table(commune)
    assert row(found, "?").sessions_held == found.totals.sessions_held == 1


def test_typed_figures_are_added_up_where_they_are_known(commune: Commune) -> None:
    types(commune, "dong", Indicator.HOUSEHOLDS_REACHED, 30)
    types(commune, "tay", Indicator.HOUSEHOLDS_REACHED, 12, as_of=TODAY - timedelta(days=9))
    found = table(commune)
    assert (found.totals.households_reached, found.totals.association_members) == (42, None)
    assert "Hộ có người tham gia của Xóm dong (Trà Lũ): theo Trưởng xóm, tính đến ngày 20/11/2026." in found.notes
    assert any(note.startswith("Hộ có người tham gia: chưa có số của Xóm moi (Trà Lũ),") for note in found.notes)
    assert not any(note.startswith("Hội viên đoàn thể tham gia: chưa có") for note in found.notes)


def test_a_closed_period_has_the_typed_figure_of_its_time(commune: Commune) -> None:
    types(commune, "dong", Indicator.VNEID_CONFIRMED, 30, as_of=TODAY - timedelta(days=9))
    types(commune, "dong", Indicator.VNEID_CONFIRMED, 50)
    earlier = table(commune, NEW_YEAR, TODAY - timedelta(days=1))
    assert (row(earlier, "dong").vneid_confirmed, row(table(commune), "dong").vneid_confirmed) == (30, 50)
