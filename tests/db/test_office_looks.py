"""What the office looks up: people by name, what today is like, whose a code is; and units merged for good."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, insert, select, update

from campaign.consent import Purpose
from campaign.reporting import Section
from conversation.facts import Consented, HelpWanted, Named
from storage import audits, lookups, named_people, overview, reports, unit_mergers
from storage.named_people import NamedLearner
from storage.standing import Activity
from storage.tables import leader, learner
from storage.units import current
from tests.db.commune import Commune, hamlet, settle
from tests.db.people import LESSON, NOW, TODAY, Person
from tests.db.people import settle as settle_codes
from tests.db.tabling import holds, row, table

CODE = "4444444444"
SHOW = Consented(Purpose.SHOW_NAME_TO_LEADER, True, "v2")


def test_only_who_agreed_to_these_words_is_found_by_name(tx: Connection) -> None:
    settle_codes(tx, "dong")
    lan = Person(tx).join("dong").live(SHOW, Named("Phạm Thị Lan"), HelpWanted(LESSON))
    Person(tx).join("dong").live(replace(SHOW, version="v1"), Named("Lan Cũ"))
    Person(tx).join("dong").live(SHOW, Named("Lan Thôi"), replace(SHOW, choice=False))
    assert named_people.learners(tx, "lan ph", "v2") == [NamedLearner("Phạm Thị Lan", "dong", True)]
    assert named_people.learners(tx, "Tư", "v2") == []
    lan.live(replace(SHOW, choice=False))
    assert named_people.learners(tx, "lan", "v2") == []


def test_the_first_page_tells_of_today_this_week_and_the_week_before(tx: Connection) -> None:
    settle(tx, hamlet("D"), hamlet("T"))
    commune = Commune(tx, TODAY - timedelta(weeks=1))
    lan = commune.join("D", counted=True)
    commune.learn(Activity(lan, answers=4))
    commune.today = TODAY
    commune.learn(Activity(lan, answers=2), Activity(commune.join("T", counted=True), answers=3))
    commune.learn(Activity(commune.join("T", counted=False), answers=9), Activity(commune.join("outside"), answers=9))
    holds(commune, "T", present=8)
    found = overview.pulse(tx, TODAY, commune.keeper)
    assert (found.learners_today, found.answers_today) == (2, 5)
    assert (found.week.participants, found.week_before.participants) == (2, 1)
    assert (found.held.sessions, found.held.visits) == (1, 8)
    assert found.new[-2:] == (1, 1)
    assert found.weeks["T"][-1] == 1


def test_merging_moves_people_from_the_day_after_the_last_and_the_total_stays(tx: Connection) -> None:
    settle(tx, hamlet("D", 40), hamlet("T", 60))
    commune = Commune(tx, TODAY)
    for home in ("D", "T", "T"):
        commune.learn(Activity(commune.join(home, counted=True), answers=1))
    tx.execute(insert(leader), {"unit_code": "T", "name": "Bà Cúc", "from_day": TODAY, "version": "v1"})
    units = current(tx).by_code
    merger = unit_mergers.plan(tx, units["T"], units["D"], TODAY - timedelta(days=1))
    assert (merger.learners, merger.helpers, merger.adults) == (2, 1, 100)
    unit_mergers.merge(tx, merger, "Chị Hoa", TODAY, NOW, commune.keeper)
    after = table(commune)
    assert [row(after, code).participants for code in ("D", "T")] == [3, 0]
    assert after.totals.participants == 3
    assert tx.scalars(select(learner.c.unit_code).distinct()).all() == ["D"]
    assert audits.newest(tx, 1)[0].what == "units_merged"


def test_a_typed_code_leads_to_the_record_that_it_is_of(tx: Connection) -> None:
    lan = Person(tx).join()
    assert lan.id is not None
    tx.execute(update(learner).where(learner.c.id == lan.id).values(study_code=CODE))
    found = lookups.look_up(tx, CODE, NOW).record
    assert found is not None
    assert found.id == lan.id
    assert lookups.look_up(tx, "4444444445", NOW).record is None
    assert lookups.look_up(tx, "12345678", NOW).invitation is None
    assert lookups.recall(tx, lan.id + 1).record is None


def test_what_the_office_wrote_is_kept_with_who_wrote_it_last(tx: Connection) -> None:
    reports.write_texts(tx, "Y2026", {Section.NEXT: "Mở lớp ẫ."}, "Chị Hoa", NOW)
    reports.write_texts(tx, "Y2026", {Section.NEXT: ""}, "Anh Nam", NOW + timedelta(hours=1))
    kept = reports.kept(tx, "Y2026")[Section.NEXT]
    assert (kept.text, kept.by, kept.at) == ("", "Anh Nam", NOW + timedelta(hours=1))
