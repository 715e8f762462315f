"""The participation table: who is in which row, what the rates are of, and what stands below."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection, insert, update

from campaign.indicators import Indicator, Rate
from campaign.people import About, AgeBand, Group, Sex
from campaign.periods import Phase
from campaign.units import Unit, UnitKind
from conversation.render import HamletFigures
from storage.figures import Figures, hamlet_progress
from storage.standing import Activity, Standing
from storage.tables import consent, membership, unit
from tests.db.commune import Commune, hamlet, settle
from tests.db.tabling import NEW_YEAR, TODAY, holds, learns, row, table, types


@pytest.fixture
def commune(tx: Connection) -> Commune:
    settle(tx, hamlet("dong", 200), hamlet("tay", 50), hamlet("moi", None))
    return Commune(tx, TODAY, Standing(lessons_to_complete=2))


def test_every_learner_is_in_exactly_one_row(commune: Commune) -> None:
    for home, counted in [("dong", True), ("tay", True), (None, True), ("dong", None), ("outside", True)]:
        learns(commune, home, counted)
    found = table(commune)
    people = {one.code: one.figures.participants for one in found.rows}
    assert people == {"dong": 1, "tay": 1, "moi": 0, "?": 1}
    assert found.totals.participants == 3
    assert (found.learning_uncounted, found.outside_commune) == (1, 1)


def test_all_indicators_of_a_row(commune: Commune) -> None:
    cuc = learns(
        commune, "tay", answers=7, correct_first_try=3, reviews=3, reviews_right=2, lessons=2, practised=1, assisted=1,
    )  # fmt: skip
    commune.tell(cuc, About(AgeBand.SENIOR, Sex.FEMALE, Group.OFFICIAL))
    holds(commune, "tay", present=20, first_timers=6)
    types(commune, "tay", Indicator.VNEID_CONFIRMED, 30)
    assert row(table(commune), "tay") == Figures(
        adults=50,
        participants=1,
        participation_rate=Rate(1, 50),
        completers=1,
        completion_rate=Rate(1, 50),
        women=1,
        aged_60_plus=1,
        officials=1,
        students=0,
        workers=0,
        minors=0,
        lessons_completed=2,
        questions_answered=7,
        correct_first_try=3,
        remembered=Rate(2, 3),
        practised=1,
        assisted=1,
        sessions_held=1,
        session_visits=20,
        session_first_timers=6,
        reached=7,
        households_reached=None,
        association_members=None,
        vneid_confirmed=30,
        unknown_age=0,
    )


def test_the_rate_of_the_total_is_no_mean_of_rates(commune: Commune) -> None:
    for home in ("dong", "tay", "tay", "tay"):
        learns(commune, home)
    totals = table(commune).totals
    assert totals.participation_rate == Rate(4, 250)
    assert totals.participation_rate.percent == Decimal("1.6")


def test_a_hamlet_without_adults_is_on_neither_side_of_the_rate(commune: Commune) -> None:
    for home in ("dong", "moi", None):
        learns(commune, home)
    found = table(commune)
    assert row(found, "moi").participation_rate.percent is None
    assert found.totals.participants == 3
    assert found.totals.participation_rate == Rate(2, 250)
    assert any("Xóm moi (Trà Lũ)" in note and "không tính vào tỷ lệ chung" in note for note in found.notes)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (NEW_YEAR, TODAY),
        (NEW_YEAR, date(2026, 12, 31)),
        (date(2026, 11, 1), TODAY),
        (date(2026, 10, 1), TODAY),
        (date(2026, 11, 16), date(2026, 11, 22)),
    ],
)
def test_a_table_of_a_kept_period_needs_no_learner_day(commune: Commune, first: date, last: date) -> None:
    assert commune.keeper.kept(first, min(last, TODAY), TODAY) is not None


@pytest.mark.parametrize(("first", "last"), [(date(2026, 11, 2), TODAY), (NEW_YEAR, date(2026, 11, 19))])
def test_other_days_are_added_up_from_learner_days(commune: Commune, first: date, last: date) -> None:
    assert commune.keeper.kept(first, last, TODAY) is None


def test_a_phase_is_kept_too() -> None:
    keeper = Standing((Phase("2025-2027", date(2025, 7, 1), date(2027, 12, 31)),))
    found = keeper.kept(date(2025, 7, 1), TODAY, TODAY)
    assert found is not None
    assert found.key == "P2025-2027"


def test_a_free_range_judges_homes_and_choices_at_its_end(commune: Commune) -> None:
    lan = learns(commune, "dong")
    binh = learns(commune, None, None)
    commune.today += timedelta(days=10)
    commune.change(lan, home="tay", counted=True)
    commune.change(binh, home="dong", counted=True)
    earlier = table(commune, TODAY, TODAY)
    assert (row(earlier, "dong").participants, earlier.learning_uncounted) == (1, 1)
    until_yesterday = table(commune, TODAY, commune.today - timedelta(days=1))
    assert (row(until_yesterday, "dong").participants, until_yesterday.learning_uncounted) == (1, 1)
    until_now = table(commune, TODAY)
    assert (row(until_now, "dong").participants, row(until_now, "tay").participants) == (1, 1)
    assert until_now.learning_uncounted == 0


def test_a_closed_week_stays_as_it_was_on_its_last_day(commune: Commune) -> None:
    lan = learns(commune, "dong", answers=5)
    before = table(commune, date(2026, 11, 16), date(2026, 11, 22))
    commune.today += timedelta(days=3)
    commune.erase(lan)
    after = table(commune, date(2026, 11, 16), date(2026, 11, 22))
    assert after.rows == before.rows


def test_completing_after_the_last_day_of_a_free_range_does_not_count_in_it(commune: Commune) -> None:
    lan = learns(commune, "dong", lessons=1)
    commune.today += timedelta(days=1)
    commune.learn(Activity(lan, answers=1, lessons=1))
    assert row(table(commune, TODAY, TODAY), "dong").completers == 0
    assert row(table(commune, TODAY), "dong").completers == 1


def test_a_merged_hamlet_is_answered_for_by_the_one_it_went_into(commune: Commune) -> None:
    learns(commune, "tay")
    ended = {"valid_to": TODAY, "merged_into": "dong"}
    commune.tx.execute(update(unit).where(unit.c.code == "tay").values(ended))
    assert row(table(commune), "tay").participants == 1
    commune.today += timedelta(days=1)
    for first in (NEW_YEAR, NEW_YEAR + timedelta(days=1)):
        found = table(commune, first)
        assert (row(found, "dong").participants, row(found, "tay").participants) == (1, 0)
        assert (found.totals.participants, found.totals.adults) == (1, 200)
        assert any("Xóm tay (Trà Lũ) đã nhập vào Xóm dong (Trà Lũ)" in note for note in found.notes)
    commune.today = date(2027, 1, 5)
    assert [one.code for one in table(commune, date(2027, 1, 1)).rows] == ["dong", "moi", "?"]


def test_those_of_a_hamlet_that_ended_without_a_successor_stay_in_the_total(commune: Commune) -> None:
    learns(commune, "tay")
    commune.tx.execute(update(unit).where(unit.c.code == "tay").values(valid_to=TODAY))
    commune.today += timedelta(days=1)
    for first in (NEW_YEAR, NEW_YEAR + timedelta(days=1)):
        found = table(commune, first)
        assert row(found, "?").participants == found.totals.participants == 1


def test_a_free_range_says_that_people_were_erased(commune: Commune) -> None:
    agreed = {"purpose": "learn", "choice": True, "version": "v1", "at": datetime(2026, 11, 3, 2, tzinfo=UTC)}
    commune.tx.execute(insert(consent).values(pseudonym="đã-xóa", **agreed))
    assert any("Có 1 người đã xóa dữ liệu" in note for note in table(commune, date(2026, 11, 2)).notes)
    assert not any("đã xóa" in note for note in table(commune, date(2026, 10, 1), date(2026, 10, 15)).notes)
    assert not any("đã xóa" in note for note in table(commune).notes)


def test_a_table_of_schools_counts_their_members_and_nobody_else(commune: Commune) -> None:
    settle(commune.tx, Unit("thcs", UnitKind.SCHOOL, "Trường THCS", adults=10))
    lan, _ = learns(commune, "dong"), learns(commune, "tay")
    cuc = learns(commune, "tay", counted=False)
    belongs = {"kind": "school", "unit_code": "thcs", "from_day": TODAY}
    commune.tx.execute(insert(membership), [{"learner_id": one, **belongs} for one in (lan, cuc)])
    found = table(commune, kind=UnitKind.SCHOOL)
    assert [(one.code, one.figures.participants) for one in found.rows] == [("thcs", 1)]
    assert found.totals.participation_rate == Rate(1, 10)
    assert found.learning_uncounted == 1
    assert table(commune).totals.participants == 2


def test_a_member_of_two_associations_is_one_person_in_their_total(commune: Commune) -> None:
    settle(commune.tx, *(Unit(code, UnitKind.ASSOCIATION, code) for code in ("phu-nu", "nong-dan")))
    lan = learns(commune, "dong")
    belongs = {"learner_id": lan, "kind": "association", "from_day": TODAY}
    commune.tx.execute(insert(membership), [{**belongs, "unit_code": code} for code in ("phu-nu", "nong-dan")])
    found = table(commune, kind=UnitKind.ASSOCIATION)
    assert [one.figures.participants for one in found.rows] == [1, 1]
    assert found.totals.participants == 1


def test_a_table_before_anybody_learned_is_all_zeros(commune: Commune) -> None:
    totals = table(commune).totals
    assert (totals.participants, totals.remembered.percent, totals.adults) == (0, None, 250)


def test_the_chat_reads_the_same_numbers(commune: Commune) -> None:
    for home in ("dong", "dong", "tay"):
        learns(commune, home)
    commune.today += timedelta(days=7)
    learns(commune, "dong")
    found = hamlet_progress(commune.tx, ["dong", "tay", "khong-co"], commune.today)
    assert found == {"dong": HamletFigures(3, 1, 200), "tay": HamletFigures(1, 0, 50)}
    assert found["dong"].participants == row(table(commune), "dong").participants


def test_the_chat_follows_a_merger(commune: Commune) -> None:
    learns(commune, "tay")
    ended = {"valid_to": TODAY, "merged_into": "dong"}
    commune.tx.execute(update(unit).where(unit.c.code == "tay").values(ended))
    commune.today += timedelta(days=1)
    found = hamlet_progress(commune.tx, ["tay"], commune.today)
    assert found == {"tay": HamletFigures(1, 1, 200)}


def test_in_the_first_week_of_a_year_the_newcomers_are_this_years(commune: Commune) -> None:
    commune.today = date(2026, 12, 31)
    for _ in range(3):
        lan = learns(commune, "dong")
    commune.today = date(2027, 1, 2)
    commune.learn(Activity(lan, answers=1))
    assert hamlet_progress(commune.tx, ["dong"], commune.today) == {"dong": HamletFigures(1, 1, 200)}
