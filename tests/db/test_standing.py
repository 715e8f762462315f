"""Standing sums are what the days of their period add up to, whatever happens and whenever."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from campaign.people import About, AgeBand, Group, Sex
from campaign.periods import Period, Phase
from campaign.units import UnitKind
from storage.by_day import count_days
from storage.standing import Activity, Standing
from storage.sums import Sums
from storage.unit import writing
from tests.db.commune import Commune, hamlet, settle

PHASES = (
    Phase("2025-2027", date(2025, 7, 1), date(2027, 12, 31)),
    Phase("2027-2030", date(2026, 12, 30), date(2030, 12, 31)),
)
HOMES = ("dong", "tay", "outside", None)
NEW_YEARS_EVE = date(2026, 12, 31)


@pytest.fixture
def commune(tx: Connection) -> Commune:
    settle(tx, hamlet("dong"), hamlet("tay"))
    return Commune(tx, date(2026, 11, 20), Standing(PHASES, lessons_to_complete=2))


def people(sums: Sums) -> tuple[int, int, int]:
    return sums.participants, sums.completers, sums.newcomers


def test_a_learner_is_one_participant_however_often_they_answer(commune: Commune) -> None:
    lan = commune.join("dong", counted=True)
    commune.learn(Activity(lan, answers=2), Activity(lan, answers=1))
    commune.learn(Activity(lan, answers=3, correct_first_try=2))
    once = Sums(participants=1, newcomers=1, unknown_age=1, answers=6, correct_first_try=2)
    assert commune.kept("Y2026") == {"dong": once}


def test_a_returning_learner_is_in_the_new_week_but_no_newcomer(commune: Commune) -> None:
    lan = commune.join("dong", counted=True)
    commune.learn(Activity(lan, answers=1))
    commune.today += timedelta(days=7)
    commune.learn(Activity(lan, answers=1))
    assert people(commune.kept("W2026-11-23")["dong"]) == (1, 0, 0)
    assert people(commune.kept("Y2026")["dong"]) == (1, 0, 1)


def test_in_the_week_of_new_year_nobody_is_new_twice(commune: Commune) -> None:
    commune.today = NEW_YEARS_EVE
    lan = commune.join("dong", counted=True)
    commune.learn(Activity(lan, answers=1))
    commune.today += timedelta(days=1)
    commune.learn(Activity(lan, answers=1))
    assert people(commune.kept("W2026-12-28")["dong"]) == (1, 0, 1)
    assert people(commune.kept("Y2027")["dong"]) == (1, 0, 1)


def test_finishing_the_last_lesson_needed_makes_a_completer(commune: Commune) -> None:
    lan = commune.join("dong", counted=True)
    commune.learn(Activity(lan, answers=3, lessons=1))
    assert commune.kept("Y2026")["dong"].completers == 0
    commune.learn(Activity(lan, answers=3, lessons=1))
    assert commune.kept("Y2026")["dong"].completers == 1
    commune.learn(Activity(lan, answers=3, lessons=1))
    assert commune.kept("Y2026")["dong"].completers == 1


def test_who_completed_earlier_completes_a_new_period_with_the_first_answer(commune: Commune) -> None:
    lan = commune.join("dong", counted=True)
    commune.learn(Activity(lan, answers=6, lessons=2))
    commune.today = date(2027, 1, 5)
    commune.learn(Activity(lan, practised=1))
    assert commune.kept("Y2027")["dong"] == Sums(practised=1)
    commune.learn(Activity(lan, answers=1, reviews=1))
    assert people(commune.kept("Y2027")["dong"]) == (1, 1, 1)


def test_moving_takes_the_running_periods_along_and_leaves_the_closed_ones(commune: Commune) -> None:
    lan = commune.join("dong", counted=True)
    commune.learn(Activity(lan, answers=4))
    commune.today += timedelta(days=7)
    commune.change(lan, home="tay", counted=True)
    assert set(commune.kept("Y2026")) == {"tay"}
    assert set(commune.kept("W2026-11-16")) == {"dong"}


def test_consent_moves_between_the_rows(commune: Commune) -> None:
    lan = commune.join()
    commune.learn(Activity(lan, answers=1))
    assert set(commune.kept("Y2026")) == {"uncounted"}
    commune.change(lan, home=None, counted=True)
    assert set(commune.kept("Y2026")) == {"?"}
    commune.change(lan, home="outside", counted=True)
    assert set(commune.kept("Y2026")) == {"outside"}
    commune.change(lan, home="dong", counted=False)
    assert set(commune.kept("Y2026")) == {"uncounted"}


def test_erasing_takes_the_running_share_and_no_closed_one(commune: Commune) -> None:
    lan = commune.join("dong", counted=True)
    commune.learn(Activity(lan, answers=4))
    commune.today += timedelta(days=7)
    commune.erase(lan)
    assert commune.kept("Y2026") == {}
    assert commune.kept("W2026-11-16")["dong"].answers == 4


def test_the_break_down_is_of_participants_and_completers(commune: Commune) -> None:
    lan, binh = commune.join("dong", counted=True), commune.join("dong", counted=True)
    commune.tell(lan, About(AgeBand.MINOR, Sex.FEMALE, Group.STUDENT))
    assert commune.kept("Y2026") == {}
    commune.learn(Activity(lan, answers=1, lessons=2, assisted=1), Activity(binh, answers=1))
    assert commune.kept("Y2026")["dong"] == Sums(
        participants=2, completers=1, newcomers=2, minors=1, minors_completed=1, unknown_age=1, women=1, students=1,
        answers=2, lessons=2, assisted=1,
    )  # fmt: skip


def test_what_is_told_later_moves_the_share_of_running_periods_only(commune: Commune) -> None:
    cuc = commune.join("tay", counted=True)
    commune.learn(Activity(cuc, answers=1))
    commune.today += timedelta(days=7)
    commune.tell(cuc, About(AgeBand.SENIOR, Sex.FEMALE, Group.WORKER))
    year, week = commune.kept("Y2026")["tay"], commune.kept("W2026-11-16")["tay"]
    assert (year.unknown_age, year.aged_60_plus, year.women, year.workers) == (0, 1, 1, 1)
    assert (week.unknown_age, week.aged_60_plus, week.women, week.workers) == (1, 0, 0, 0)


def test_who_no_longer_exists_is_passed_over(commune: Commune) -> None:
    commune.keeper.add(commune.tx, [Activity(4711, answers=1)], commune.today)
    commune.keeper.withdraw(commune.tx, [4711], commune.today)
    assert commune.kept("Y2026") == {}


ABOUT = st.builds(
    About,
    st.one_of(st.none(), st.sampled_from(AgeBand)),
    st.one_of(st.none(), st.sampled_from(Sex)),
    st.one_of(st.none(), st.sampled_from(Group)),
)
ACTION = st.one_of(
    st.tuples(st.just("join"), st.sampled_from(HOMES), st.sampled_from([None, True, True, False])),
    st.tuples(
        st.just("learn"),
        st.integers(0, 5),
        st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2), st.integers(0, 1), st.integers(0, 1)),
    ),
    st.tuples(st.just("tell"), st.integers(0, 5), ABOUT),
    st.tuples(st.just("change"), st.integers(0, 5), st.sampled_from(HOMES), st.sampled_from([None, True, False])),
    st.tuples(st.just("erase"), st.integers(0, 5)),
    st.tuples(st.just("sleep"), st.sampled_from([1, 1, 1, 3, 7, 30])),
)


@given(
    start=st.sampled_from([date(2026, 12, 26), date(2026, 12, 30), date(2026, 2, 27), date(2026, 9, 28)]),
    actions=st.lists(ACTION, min_size=4, max_size=24),
)
@settings(max_examples=50)
def test_the_sums_are_what_the_days_add_up_to(engine: Engine, start: date, actions: list[tuple[object, ...]]) -> None:
    with writing(engine) as tx:
        settle(tx, hamlet("dong"), hamlet("tay"))
        commune = Commune(tx, start, Standing(PHASES, lessons_to_complete=2))
        alive = [commune.join("dong", counted=True), commune.join()]
        closed: dict[str, dict[str, Sums]] = {}
        for action in actions:
            before = {period: commune.kept(period.key) for period in commune.running()}
            _do(commune, action, alive)
            after = {period: commune.kept(period.key) for period in commune.running()}
            if action[0] in ("join", "learn"):
                assert all(_has_only_grown(before[period], after[period]) for period in before)
            closed |= {period.key: sums for period, sums in before.items() if period.last < commune.today}
            for period, sums in after.items():
                assert sums == commune.counted_again(period)
                assert {row: s._replace(newcomers=0) for row, s in sums.items()} == _by_day(commune, period)
        assert {key: commune.kept(key) for key in closed} == closed


def _do(commune: Commune, action: tuple[object, ...], alive: list[int]) -> None:
    match action:
        case ("join", str() | None as home, bool() | None as counted):
            alive.append(commune.join(home, counted=counted))
        case ("learn", int(who), (int(answers), int(lessons), int(reviews), int(right), int(practised))) if alive:
            learner_id = alive[who % len(alive)]
            done = Activity(learner_id, answers + reviews, answers, reviews, right, lessons, practised, lessons)
            commune.learn(done)
        case ("tell", int(who), About() as about) if alive:
            commune.tell(alive[who % len(alive)], about)
        case ("change", int(who), str() | None as home, bool() | None as counted) if alive:
            commune.change(alive[who % len(alive)], home=home, counted=counted)
        case ("erase", int(who)) if alive:
            commune.erase(alive.pop(who % len(alive)))
        case ("sleep", int(days)):
            commune.today += timedelta(days=days)


def _has_only_grown(before: dict[str, Sums], after: dict[str, Sums]) -> bool:
    return all(
        now >= was for row, sums in before.items() for was, now in zip(sums, after.get(row, Sums()), strict=True)
    )


def _by_day(commune: Commune, period: Period) -> dict[str, Sums]:
    end = min(period.last, commune.today)
    counted = count_days(commune.tx, period.first, end, UnitKind.HAMLET, 2, lambda code: code)
    assert counted.total == _total(counted.rows)
    return {row: sums for row, sums in counted.rows.items() if any(sums)}


def _total(rows: dict[str, Sums]) -> Sums:
    total = Sums()
    for row, sums in rows.items():
        if row not in ("outside", "uncounted"):
            total = total.plus(sums)
    return total
