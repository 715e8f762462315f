"""The card of a leader: the numbers of the table, over eight weeks, and nothing about a few people."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, insert, update

from campaign.indicators import Indicator, Rate
from campaign.people import About, AgeBand, Sex
from campaign.units import Unit, UnitKind
from conversation.pictures import HamletCard
from papers.participation import to_csv, to_json
from storage.figures import hamlet_progress, summaries
from storage.standing import Activity, Standing
from storage.tables import help_request, membership, unit
from storage.unit import writing
from tests.db.commune import Commune, hamlet, settle
from tests.db.tabling import TODAY, holds, learns, row, table

SCHOOL = Unit("thcs", UnitKind.SCHOOL, "Trường THCS", adults=20)


@pytest.fixture
def commune(tx: Connection) -> Commune:
    return built(tx)


def built(tx: Connection) -> Commune:
    settle(tx, hamlet("dong", 200), hamlet("tay", 50), hamlet("moi", None), SCHOOL)
    return Commune(tx, TODAY, Standing(lessons_to_complete=2))


def card(commune: Commune, code: str = "dong") -> HamletCard:
    return summaries(commune.tx, [code], commune.today, commune.keeper, "xã Xuân Hưng")[code]


def belongs(commune: Commune, learner_id: int) -> None:
    of = {"learner_id": learner_id, "kind": "school", "unit_code": "thcs", "from_day": commune.today}
    commune.tx.execute(insert(membership).values(of))


def test_the_whole_card_of_a_hamlet(commune: Commune) -> None:
    for number in range(6):
        lan = learns(commune, "dong", lessons=2)
        if not number:
            commune.tx.execute(insert(help_request).values(learner_id=lan, asked_on=TODAY))
    holds(commune, "dong", present=17)
    assert card(commune) == HamletCard(
        commune="xã Xuân Hưng",
        hamlet="Xóm dong",
        as_of=TODAY,
        participants=6,
        adults=200,
        newcomers_this_week=6,
        completers=6,
        weeks=(0, 0, 0, 0, 0, 0, 0, 6),
        sessions_held=1,
        session_visits=17,
        waiting=1,
    )


@pytest.mark.parametrize("code", ["dong", "thcs"])
def test_the_weeks_are_those_in_which_people_began(commune: Commune, code: str) -> None:
    commune.today = TODAY - timedelta(weeks=8)
    for weeks in range(9):
        for _ in range(weeks % 3):
            belongs(commune, learns(commune, "dong"))
        if weeks < 8:
            commune.today += timedelta(weeks=1)
    found = card(commune, code)
    assert found.weeks == (1, 2, 0, 1, 2, 0, 1, 2)
    assert (found.newcomers_this_week, found.participants) == (2, 9)


@pytest.mark.parametrize("code", ["dong", "thcs"])
def test_nobody_is_new_twice_in_a_year_nor_in_the_week_of_new_year(commune: Commune, code: str) -> None:
    commune.today = date(2026, 12, 1)
    lan = learns(commune, "dong")
    belongs(commune, lan)
    for day in (date(2026, 12, 30), date(2027, 1, 2), date(2027, 1, 9)):
        commune.today = day
        commune.learn(Activity(lan, answers=1))
    assert card(commune, code).weeks == (0, 0, 1, 0, 0, 0, 1, 0)
    commune.today = date(2027, 1, 2)
    assert card(commune, code).weeks == (0, 0, 0, 1, 0, 0, 0, 1)


def test_completions_of_a_few_are_not_on_the_card(commune: Commune) -> None:
    assert card(commune).completers == 0
    for _ in range(4):
        learns(commune, "dong", lessons=2)
    assert card(commune).completers is None
    assert card(commune).completion_rate.percent is None
    learns(commune, "dong", lessons=2)
    assert card(commune).completers == 5


def test_a_few_minors_are_not_told_by_the_rate(commune: Commune) -> None:
    for _ in range(10):
        learns(commune, "dong")
    minors = [learns(commune, "dong") for _ in range(5)]
    for number, one in enumerate(minors, start=1):
        commune.tell(one, About(AgeBand.MINOR))
        assert card(commune).participants == 15
        assert card(commune).participation_rate == (Rate(10, 200) if number == 5 else Rate(15, None))


def test_the_card_follows_a_merger(commune: Commune) -> None:
    lan = learns(commune, "tay")
    commune.tx.execute(insert(help_request).values(learner_id=lan, asked_on=TODAY))
    holds(commune, "tay")
    ended = {"valid_to": TODAY, "merged_into": "dong"}
    commune.tx.execute(update(unit).where(unit.c.code == "tay").values(ended))
    commune.today += timedelta(days=1)
    found = card(commune, "tay")
    assert found == card(commune)
    assert (found.hamlet, found.participants, found.sessions_held, found.waiting) == ("Xóm dong", 1, 1, 1)
    assert found.newcomers_this_week == 1


def test_an_unknown_unit_has_no_card(commune: Commune) -> None:
    assert summaries(commune.tx, ["không-có"], TODAY, commune.keeper, "xã Xuân Hưng") == {}
    assert summaries(commune.tx, [], TODAY, commune.keeper, "xã Xuân Hưng") == {}


PERSON = st.tuples(
    st.sampled_from(["dong", "tay", "moi", None, "outside"]),
    st.sampled_from([True, True, True, False, None]),
    st.builds(About, st.one_of(st.none(), st.sampled_from(AgeBand)), st.one_of(st.none(), st.sampled_from(Sex))),
    st.integers(0, 2),
    st.booleans(),
)


@given(people=st.lists(PERSON, min_size=1, max_size=30), sessions=st.lists(st.integers(0, 9), max_size=4))
@settings(max_examples=25)
def test_card_chat_table_and_files_have_equal_numbers(
    engine: Engine, people: list[tuple[str | None, bool | None, About, int, bool]], sessions: list[int]
) -> None:
    with writing(engine) as tx:
        commune = built(tx)
        for home, counted, about, lessons, is_pupil in people:
            one = learns(commune, home, counted, lessons=lessons)
            commune.tell(one, about)
            if is_pupil:
                belongs(commune, one)
        for number, present in enumerate(sessions):
            holds(commune, ("dong", "thcs")[number % 2], present, first_timers=present // 2)
        for kind, codes in ((UnitKind.HAMLET, ("dong", "tay", "moi")), (UnitKind.SCHOOL, ("thcs",))):
            found = table(commune, kind=kind)
            in_json = {one["code"]: one for one in json.loads(to_json(found, TODAY))["units"]}
            in_csv = {one["code"]: one for one in csv.DictReader(io.StringIO(to_csv(found), newline=""))}
            cards = summaries(tx, codes, TODAY, commune.keeper, "xã Xuân Hưng")
            for code in codes:
                _assert_equal(cards[code], {**in_json[code]}, in_csv[code])
                assert row(found, code).participants == cards[code].participants
        in_chat = hamlet_progress(tx, ["dong"], TODAY)["dong"]
        on_card = summaries(tx, ["dong"], TODAY, commune.keeper, "xã Xuân Hưng")["dong"]
        assert (in_chat.participants, in_chat.newcomers) == (on_card.participants, on_card.newcomers_this_week)


def _assert_equal(card: HamletCard, in_json: dict[str, object], in_csv: dict[str, str]) -> None:
    told = {
        Indicator.PARTICIPANTS: card.participants,
        Indicator.ADULTS: card.adults,
        Indicator.SESSIONS_HELD: card.sessions_held,
        Indicator.SESSION_VISITS: card.session_visits,
    }
    if card.completers is not None:
        told[Indicator.COMPLETERS] = card.completers
    assert {one: in_json[one] for one in told} == told
    assert {one: in_csv[one] for one in told} == {one: "" if it is None else str(it) for one, it in told.items()}
    for rate, name in ((card.participation_rate, "participation_rate"), (card.completion_rate, "completion_rate")):
        if rate.percent is not None:
            assert (float(rate.percent), rate.numerator) == (in_json[name], in_json[f"{name}_numerator"])
