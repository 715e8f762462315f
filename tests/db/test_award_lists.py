"""The lists for awards are gathered from what is stored: what the office confirmed, and nobody's name."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Connection, insert, update

from campaign.awards import AwardKind, Candidate, Criteria, Criterion, Measure, Part, Progress, Rule
from campaign.indicators import Rate
from campaign.signs import SignKind
from storage import awards
from storage.award_lists import AwardYear, candidates_of, years
from storage.standing import Activity, Standing
from storage.tables import guided_session, help_request, leader, learner, progress, unit
from tests.db.commune import Commune, hamlet, settle
from tests.db.people import NOW, save_chat

TODAY = date(2026, 12, 5)


def rules(kind: AwardKind, *criteria: tuple[Measure, int]) -> Criteria:
    made = tuple(Criterion(measure, Decimal(level)) for measure, level in criteria)
    return Criteria("thử", {kind: Rule(made, len(made))})


@pytest.fixture
def commune(tx: Connection) -> Commune:
    settle(tx, hamlet("D", name="Xóm Đông"), hamlet("T", name="Xóm Tây"))
    return Commune(tx, TODAY)


def found(tx: Connection, criteria: Criteria, year: int = 2026, *proposed: object) -> tuple[Candidate, ...]:
    [kind] = criteria.rules
    keys = [(kind, str(key)) for key in proposed]
    [some] = candidates_of(tx, criteria, AwardYear(year, TODAY, Standing()), proposed=keys).values()
    return some


def post(tx: Connection, unit: str, name: str) -> int:
    row = {"unit_code": unit, "name": name, "from_day": date(2026, 1, 1), "version": "v1"}
    return int(tx.scalars(insert(leader).values(row).returning(leader.c.id)).one())


def hold(tx: Connection, post_id: int, day: date, *, confirmed: datetime | None = NOW, **more: object) -> None:
    row = {"unit_code": "D", "day": day, "lesson": "009", "present": 12, "women": 6, "aged_60_plus": 3}
    row |= {"first_timers": 2, "recorded_at": NOW, "recorded_by": "Bình", "leader_id": post_id, "is_replaced": False}
    tx.execute(insert(guided_session).values({**row, "confirmed_at": confirmed, **more}))


def test_only_sessions_the_office_confirmed_speak_for_a_leader(commune: Commune) -> None:
    tx = commune.tx
    binh, cuc = post(tx, "D", "Anh Bình"), post(tx, "T", "Bà Cúc")
    for day in (1, 2, 3):
        hold(tx, binh, date(2026, 11, day))
        hold(tx, cuc, date(2026, 11, day), confirmed=None)
    hold(tx, binh, date(2026, 11, 4), is_replaced=True)
    hold(tx, binh, date(2026, 11, 5), confirmed=None, refused_at=NOW)
    hold(tx, binh, date(2025, 11, 5))
    [one] = found(tx, rules(AwardKind.LEADER, (Measure.SESSIONS, 1)))
    assert (one.subject.name, one.subject.key, one.subject.unit) == ("Anh Bình", str(binh), "Xóm Đông")
    assert [one.subject.amounts[each] for each in (Measure.SESSIONS, Measure.VISITS, Measure.FIRST_TIMERS)] == [
        3,
        36,
        6,
    ]


def test_somebody_helped_twice_is_one_person(commune: Commune) -> None:
    tx, cuc = commune.tx, post(commune.tx, "T", "Bà Cúc")
    lan = commune.join("D", counted=True)
    row = {"learner_id": lan, "asked_on": TODAY, "helped_on": TODAY, "helped_by": cuc}
    tx.execute(insert(help_request), [row, row])
    [one] = found(tx, rules(AwardKind.LEADER, (Measure.HELPED, 1)))
    assert one.subject.amounts[Measure.HELPED] == 1


def finish(commune: Commune, learner_id: int, *lessons: str, day: date = TODAY, **more: object) -> None:
    row = {"learner_id": learner_id, "pages": 5, "finished_on": day, "seen": "[]", "task_asked": 0, "reviews": 0}
    commune.tx.execute(insert(progress), [{**row, "lesson": one, **more} for one in lessons])


def test_a_learner_is_listed_without_the_name_that_was_typed_for_the_leader(commune: Commune) -> None:
    lan, other, uncounted = (commune.join("D", counted=counted) for counted in (True, True, False))
    commune.tx.execute(update(learner).values(name="Nguyễn Thị Lan"))
    finish(commune, lan, "001", "002", remembered=True)
    finish(commune, lan, "003", outcome="done")
    finish(commune, other, "001")
    finish(commune, other, "002", "003", day=date(2025, 12, 31))
    finish(commune, uncounted, "001", "002", "003")
    [one] = found(commune.tx, rules(AwardKind.LEARNER, (Measure.LESSONS, 2)))
    assert (one.subject.key, one.subject.called, one.rank) == (str(lan), "một người học ở Xóm Đông", None)
    assert one.subject.amounts[Measure.LESSONS_REMEMBERED] == Part(2, 3)
    assert one.subject.amounts[Measure.LESSONS_PRACTISED] == Part(1, 3)


def test_a_hamlet_is_compared_with_the_same_days_of_the_year_before(commune: Commune) -> None:
    commune.today = date(2025, 11, 1)
    lan = commune.join("D", counted=True)
    commune.learn(Activity(lan, answers=3))
    commune.today = date(2025, 12, 20)  # after the same day of this year
    commune.learn(Activity(commune.join("D", counted=True), answers=3))
    commune.today = TODAY
    commune.learn(Activity(lan, answers=3), *(Activity(commune.join("D", counted=True), answers=3) for _ in range(2)))
    criteria = rules(AwardKind.HAMLET, (Measure.PARTICIPATION_PROGRESS, 2))
    [one] = found(commune.tx, criteria)
    assert one.subject.amounts[Measure.PARTICIPATION_PROGRESS] == Progress(Rate(3, 100), Rate(1, 100))
    assert found(commune.tx, criteria, 2025) == ()


def test_a_hamlet_with_signs_is_listed_with_them(commune: Commune) -> None:
    commune.learn(Activity(commune.join("D", counted=True), answers=3))
    for _ in range(2):
        hold(commune.tx, post(commune.tx, "D", "Anh Bình"), TODAY, confirmed=None)
    [one] = found(commune.tx, rules(AwardKind.HAMLET, (Measure.PARTICIPANTS, 1)))
    assert [sign.kind for sign in one.subject.signs] == [SignKind.SESSION_DOUBLED]


def shown(some: tuple[Candidate, ...]) -> list[tuple[str, str, bool]]:
    return [(one.subject.key, one.subject.unit, one.is_reached) for one in some]


def test_a_proposed_leader_whose_sessions_were_refused_stays_with_what_is_left(commune: Commune) -> None:
    tx = commune.tx
    binh, cuc = post(tx, "D", "Anh Bình"), post(tx, "T", "Bà Cúc")
    hold(tx, cuc, TODAY)
    hold(tx, binh, TODAY, confirmed=None, refused_at=NOW)
    [reached, fallen] = found(tx, rules(AwardKind.LEADER, (Measure.SESSIONS, 1)), 2026, binh)
    assert shown((reached, fallen)) == [(str(cuc), "Xóm Tây", True), (str(binh), "Xóm Đông", False)]
    assert (fallen.subject.name, fallen.sentences()) == ("Anh Bình", ("Nay không còn số liệu để xét.",))


def test_a_leader_with_two_posts_stays_under_the_one_that_was_proposed(commune: Commune) -> None:
    tx = commune.tx
    chat = save_chat(tx)
    first, second = post(tx, "D", "Anh Bình"), post(tx, "D", "Anh Bình")
    tx.execute(update(leader).values(chat_id=chat))
    for one in (first, second):
        hold(tx, one, TODAY)
    criteria = rules(AwardKind.LEADER, (Measure.SESSIONS, 1))
    assert shown(found(tx, criteria, 2026, second)) == [(str(second), "Xóm Đông", True)]


def test_a_proposed_learner_with_too_few_lessons_now_stays_and_is_told_about_while_counted(commune: Commune) -> None:
    lan, silent = (commune.join("D", counted=counted) for counted in (True, False))
    for one in (lan, silent):
        finish(commune, one, "001")
    criteria = rules(AwardKind.LEARNER, (Measure.LESSONS, 2))
    assert found(commune.tx, criteria) == ()
    few, uncounted = found(commune.tx, criteria, 2026, lan, silent)
    assert shown((few, uncounted)) == [(str(lan), "Xóm Đông", False), (str(silent), "Xóm Đông", False)]
    assert few.sentences()[1].startswith("Chưa đạt: đã học xong 1 bài")
    assert uncounted.subject.amounts == {}


def test_a_proposed_hamlet_that_is_no_more_stays_by_its_name(commune: Commune) -> None:
    commune.tx.execute(update(unit).where(unit.c.code == "T").values(valid_to=date(2025, 12, 31), merged_into="D"))
    [fallen] = found(commune.tx, rules(AwardKind.HAMLET, (Measure.PARTICIPANTS, 1)), 2026, "T")
    assert (fallen.subject.called, fallen.is_reached, fallen.reasons) == ("Xóm Tây", False, ())


def test_the_years_begin_with_the_first_learner_or_the_first_proposal(commune: Commune) -> None:
    assert list(years(commune.tx, TODAY)) == [2026]
    commune.today = date(2025, 3, 1)
    commune.join("D")
    assert list(years(commune.tx, TODAY)) == [2025, 2026]
    awards.propose(commune.tx, AwardKind.HAMLET, "D", 2024, "Chị Hà", NOW)
    assert list(years(commune.tx, TODAY)) == [2024, 2025, 2026]
