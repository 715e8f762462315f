"""Two records of one person made one: every row moves, every sum is kept, and one person counts once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, func, insert, select

from campaign.consent import Purpose
from campaign.people import About, AgeBand, Sex
from campaign.periods import Phase
from campaign.units import UnitKind
from conversation.facts import (
    Addressed,
    CodeGiven,
    Consented,
    Described,
    Drew,
    Fact,
    LearnerErased,
    LessonFinished,
    MergedInto,
    PageSeen,
    Settled,
    TaskAnswered,
    TaskAsked,
    VisitOpened,
)
from conversation.learner import InHamlet, Outcome, Outside
from conversation.merging import merged
from quizzes import Kind
from storage import audits, chats, households, learners, merging
from storage.by_day import count_days
from storage.chats import ChatKey
from storage.figures import participation
from storage.learners import Record
from storage.standing import Standing
from storage.sums import DAY_COLUMNS, Sums
from storage.tables import (
    answer,
    certificate,
    consent,
    counting,
    help_request,
    household,
    learner,
    learner_day,
    membership,
    question,
)
from storage.tables import (
    attempt as attempts,
)
from storage.unit import writing
from tests.db.commune import Commune
from tests.db.people import (
    COUNT,
    KEY,
    LESSON,
    NOW,
    STANDING,
    TODAY,
    Person,
    answered,
    attempt,
    count,
    save_chat,
    settle,
    standing_rows,
)

REFUSED = replace(COUNT, choice=False)
WEB = ChatKey("browser:main", "lan")


@pytest.fixture(autouse=True)
def hamlets(request: pytest.FixtureRequest) -> None:
    if "tx" in request.fixturenames:
        settle(request.getfixturevalue("tx"), "dong", "tay")


def merge(newer: Person, older: Person, *after: Fact) -> None:
    """Let the newer record become a part of the older one, as the intake writes that."""
    assert newer.learner is not None
    assert older.id is not None
    assert older.learner is not None
    known = older.stored
    one = merged(known, newer.learner)
    record = Record(newer.id, (MergedInto(older.id), *after), newer.learner, one, {older.id: known})
    [gone_on] = learners.record(newer.tx, [record], newer.today, _now(newer.today), newer.standing)
    assert gone_on == older.id
    older.today, older.learner = newer.today, older.stored


def _now(today: date) -> datetime:
    return NOW + (today - TODAY)


def two(tx: Connection, home: str | None = "dong") -> tuple[Person, Person]:
    """Return the record chị Lan began on her phone, and the one she began on the web page a day later."""
    lan = Person(tx).join(home, counted=True).live(CodeGiven("4821773096"))
    return lan, Person(tx, TODAY + timedelta(days=1)).join()


def test_the_record_is_what_the_conversation_says_it_is(tx: Connection) -> None:
    lan, web = two(tx)
    lan.answer(1, True, False).live(PageSeen(LESSON, 2), TaskAsked(LESSON), TaskAnswered(LESSON, Outcome.NOT_YET))
    web.live(Addressed("chị"), PageSeen(LESSON, 4), TaskAsked(LESSON), TaskAnswered(LESSON, Outcome.DONE))
    web.answer(2, True, True, True).live(LessonFinished(LESSON), Consented(Purpose.REMIND, True, "v1"))
    expected = merged(lan.stored, web.stored)
    merge(web, lan)
    assert lan.stored == expected
    assert count(tx, learner) == 1


def test_answers_and_attempts_are_all_there_and_belong_to_one(tx: Connection) -> None:
    lan, web = two(tx)
    lan.answer(1, True, False)
    web.answer(2, True, True, True)
    merge(web, lan)
    assert set(tx.scalars(select(attempts.c.learner_id))) == {lan.id}
    assert tx.scalars(select(answer.c.learner_id)).all() == [lan.id] * 5


def test_what_was_done_on_one_day_in_both_is_added_up(tx: Connection) -> None:
    lan, web = two(tx)
    lan.today = web.today
    lan.answer(1, True, False)
    web.answer(2, True, kind=Kind.REVIEW).answer(3, True)
    merge(web, lan)
    [day] = tx.execute(select(learner_day)).all()
    assert (day.learner_id, day.answers, day.correct_first_try, day.reviews) == (lan.id, 4, 3, 1)


def test_one_person_counts_once_and_no_answer_is_lost(tx: Connection) -> None:
    lan, web = two(tx)
    lan.answer(1, True, False)
    web.live(Settled(InHamlet("dong")), COUNT).answer(2, True, True, True)
    assert standing_rows(tx) == {"dong": (2, 5)}
    merge(web, lan)
    assert standing_rows(tx) == {"dong": (1, 5)}


def test_a_lesson_finished_in_both_is_one_lesson_of_a_completer(tx: Connection) -> None:
    lan, web = two(tx)
    for person, number in ((lan, 1), (web, 2)):
        person.standing = replace(STANDING, lessons_to_complete=2)
        person.answer(number, True, True, True).live(PageSeen(LESSON, 2), LessonFinished(LESSON))
    merge(web, lan)
    commune = Commune(tx, web.today, web.standing)
    assert commune.kept("Y2026")["dong"]._replace(unknown_age=0) == Sums(
        participants=1, newcomers=1, answers=6, correct_first_try=6, lessons=2
    )


def test_the_home_of_the_older_record_holds(tx: Connection) -> None:
    lan, web = two(tx)
    web.live(Settled(Outside())).answer(1, True)
    merge(web, lan)
    assert lan.stored.home == InHamlet("dong")
    assert standing_rows(tx) == {"dong": (1, 1)}
    assert [row.unit_code for row in tx.execute(select(membership))] == ["dong"]


def test_the_newer_record_gives_the_home_that_the_older_one_lacks(tx: Connection) -> None:
    lan, web = two(tx, home=None)
    web.live(Settled(InHamlet("tay"))).answer(1, True)
    merge(web, lan)
    assert lan.stored.home == InHamlet("tay")
    [row] = tx.execute(select(membership)).all()
    assert (row.learner_id, row.from_day, row.to_day) == (lan.id, TODAY + timedelta(days=1), None)


@pytest.mark.parametrize("is_newer_last", [True, False])
def test_the_choice_made_last_holds_with_its_moment_and_wording(tx: Connection, is_newer_last: bool) -> None:
    lan, web = two(tx)
    web.live(Consented(Purpose.COUNT_IN_HAMLET, False, "v2"))
    later = Consented(Purpose.COUNT_IN_HAMLET, not is_newer_last, "v3")
    (web if is_newer_last else lan).live(later)
    merge(web, lan)
    assert lan.stored.consents[Purpose.COUNT_IN_HAMLET] is later.choice
    assert (tx.scalars(select(learner.c.is_counted)).one()) is later.choice
    holds = select(counting.c.choice).where(counting.c.to_day.is_(None))
    assert tx.scalars(holds).all() == [later.choice]
    pseudonym = tx.scalars(select(learner.c.pseudonym)).one()
    own = select(consent.c.version).where(consent.c.pseudonym == pseudonym, consent.c.purpose == "count_in_hamlet")
    assert tx.scalars(own.order_by(consent.c.id)).all()[-1] == "v3"


def test_a_refusal_to_tell_about_oneself_takes_back_what_the_older_record_knew(tx: Connection) -> None:
    lan, web = two(tx)
    lan.live(Consented(Purpose.ABOUT_ME, True, "v1"), Described(About(AgeBand.SENIOR, Sex.FEMALE, None)))
    web.live(Consented(Purpose.ABOUT_ME, False, "v1"))
    merge(web, lan)
    assert lan.stored.about == About()


def test_the_log_of_the_newer_record_stays_and_ends_with_a_withdrawal(tx: Connection) -> None:
    lan, web = two(tx)
    pseudonym = tx.scalars(select(learner.c.pseudonym).where(learner.c.id == web.id)).one()
    web.live(Consented(Purpose.REMIND, True, "v1"))
    merge(web, lan)
    log = select(consent.c.purpose, consent.c.choice).where(consent.c.pseudonym == pseudonym).order_by(consent.c.id)
    assert [tuple(row) for row in tx.execute(log)] == [("learn", True), ("remind", True), ("learn", False)]
    assert lan.stored.consents[Purpose.LEARN] is True


def test_facts_after_the_merger_are_about_the_older_record(tx: Connection) -> None:
    lan, web = two(tx)
    lan.answer(1, True)
    facts = (VisitOpened(), Drew(attempt(2)), answered(attempt(2), 0), Settled(InHamlet("tay")))
    merge(web, lan, *facts)
    assert lan.stored.home == InHamlet("tay")
    assert standing_rows(tx) == {"tay": (1, 2)}


def test_facts_before_the_merger_are_about_the_newer_record(tx: Connection) -> None:
    lan, web = two(tx)
    known = lan.stored
    assert lan.id is not None
    facts = (Addressed("chị"), MergedInto(lan.id))
    record = Record(web.id, facts, web.learner, None, {lan.id: known})
    assert learners.record(tx, [record], web.today, NOW, STANDING) == [lan.id]
    assert lan.stored.address == "chị"


def test_chats_of_both_go_on_as_one_learner(tx: Connection) -> None:
    lan, web = two(tx)
    save_chat(tx, KEY, learner_id=lan.id)
    save_chat(tx, WEB, learner_id=web.id)
    merge(web, lan)
    kept = chats.load(tx, [KEY, WEB], {}, web.today)
    assert {one.learner_id for one in kept.values()} == {lan.id}


def test_on_a_shared_phone_one_label_is_left(tx: Connection) -> None:
    lan, web = two(tx)
    chat_id, other_id = save_chat(tx, KEY, learner_id=web.id), save_chat(tx, WEB, learner_id=web.id)
    assert lan.id is not None
    assert web.id is not None
    for learner_id, label in ((lan.id, "Bà"), (web.id, "Mẹ")):
        row = {"chat_id": chat_id, "learner_id": learner_id, "label": label}
        tx.execute(insert(household).values(row))
    tx.execute(insert(household).values(chat_id=other_id, learner_id=web.id, label="Khác"))
    merge(web, lan)
    assert households.load(tx, [chat_id, other_id]) == {chat_id: ((lan.id, "Bà"),), other_id: ((lan.id, "Khác"),)}


def test_questions_requests_and_certificates_move_and_one_waits_once(tx: Connection) -> None:
    lan, web = two(tx)
    for person, day in ((lan, TODAY), (web, TODAY + timedelta(days=1))):
        tx.execute(insert(help_request).values(learner_id=person.id, asked_on=day))
        asked = {"text": "Quên mật khẩu ạ?", "asked_at": NOW, "asked_on": day, "state": "team"}
        tx.execute(insert(question).values(learner_id=person.id, **asked))
        paper = {"id": f"giay{day.day}", "name": "", "lessons": "[]", "issued_on": day}
        tx.execute(insert(certificate).values(learner_id=person.id, **paper))
    tx.execute(insert(help_request).values(learner_id=web.id, asked_on=TODAY, helped_on=TODAY))
    merge(web, lan)
    requests = select(help_request.c.asked_on, help_request.c.helped_on).where(help_request.c.learner_id == lan.id)
    assert {tuple(row) for row in tx.execute(requests)} == {(TODAY, None), (TODAY, TODAY)}
    assert count(tx, help_request) == 2
    assert tx.scalars(select(question.c.learner_id)).all() == [lan.id, lan.id]
    assert tx.scalars(select(certificate.c.learner_id)).all() == [lan.id, lan.id]
    assert tx.scalars(select(certificate.c.revoked_on)).all() == [None, None]


def test_a_line_without_names_says_that_it_was_done(tx: Connection) -> None:
    lan, web = two(tx)
    merge(web, lan)
    [line] = audits.newest(tx, 5)
    assert (line.at, line.by, line.what) == (_now(web.today), "learner", "merged")
    assert line.detail == f"learner {web.id} into {lan.id}"


def test_a_closed_period_keeps_what_it_said(tx: Connection) -> None:
    lan, web = two(tx)
    lan.answer(1, True)
    web.today = TODAY + timedelta(days=14)
    web.live(COUNT, Settled(InHamlet("dong"))).answer(2, True)
    closed = standing_rows(tx, "W2026-11-16")
    merge(web, lan)
    assert standing_rows(tx, "W2026-11-16") == closed == {"dong": (1, 1)}
    assert standing_rows(tx) == {"dong": (1, 2)}


def test_who_was_merged_is_not_among_those_who_erased_everything(tx: Connection) -> None:
    lan, web = two(tx)
    merge(web, lan)
    cuc = Person(tx).join()
    days = (TODAY, TODAY + timedelta(days=2))
    assert not any("đã xóa" in note for note in participation(tx, *days, web.today, STANDING).notes)
    cuc.live(LearnerErased())
    assert any("Có 1 người đã xóa" in note for note in participation(tx, *days, web.today, STANDING).notes)


def test_another_learner_is_left_alone(tx: Connection) -> None:
    lan, web = two(tx)
    cuc = Person(tx).join("tay", counted=True).answer(7, True)
    merge(web, lan)
    assert cuc.stored == cuc.learner
    assert standing_rows(tx) == {"tay": (1, 1)}


@pytest.mark.parametrize("target", [0, 1])
def test_a_record_that_is_not_there_or_the_same_is_refused(tx: Connection, target: int) -> None:
    lan = Person(tx).join()
    assert lan.id is not None
    with pytest.raises(ValueError, match="two learners"):
        merging.merge(tx, lan.id, (4711, lan.id)[target], TODAY, NOW, STANDING)


DEEDS = st.one_of(
    st.tuples(st.just("answer"), st.lists(st.booleans(), min_size=1, max_size=3), st.sampled_from(Kind)),
    st.tuples(st.just("finish"), st.sampled_from([LESSON, "000-bài-ữ", "008-otp"])),
    st.tuples(st.just("practise")),
    st.tuples(st.just("home"), st.sampled_from([InHamlet("dong"), InHamlet("tay"), Outside()])),
    st.tuples(st.just("count"), st.booleans()),
    st.tuples(st.just("sleep"), st.sampled_from([1, 1, 3, 7, 30])),
)
STEPS = st.lists(st.tuples(st.integers(0, 2), DEEDS), min_size=4, max_size=18)
PHASES = (Phase("2025-2027", date(2025, 7, 1), date(2027, 12, 31)),)


@given(start=st.sampled_from([TODAY, date(2026, 12, 27), date(2026, 9, 28)]), steps=STEPS, at=st.integers(0, 18))
@settings(max_examples=25)
def test_merging_keeps_every_sum(
    engine: Engine, start: date, steps: Sequence[tuple[int, tuple[object, ...]]], at: int
) -> None:
    with writing(engine) as tx:
        settle(tx, "dong", "tay")
        keeper = Standing(PHASES, lessons_to_complete=2)
        commune = Commune(tx, start, keeper)
        people = [Person(tx, start, standing=keeper) for _ in range(3)]
        people[0].join("dong", counted=True).live(CodeGiven("4821773096"))
        people[1].join()
        people[2].join("tay", counted=True)
        for number, (who, step) in enumerate(steps):
            if number == at:
                _merge_and_compare(commune, people)
            _do(commune, people[who], step, number, people)
            _assert_sums_are_what_days_add_up_to(commune)
        if len(people) == 3 and people[1].id != people[0].id:
            _merge_and_compare(commune, people)


def _do(commune: Commune, person: Person, step: tuple[object, ...], number: int, people: list[Person]) -> None:
    match step:
        case ("answer", list() as rights, Kind() as kind):
            person.answer(number + 1, *rights, kind=kind)
        case ("finish", str() as lesson) if person.learner and lesson not in person.learner.finished:
            person.live(PageSeen(lesson, 2), LessonFinished(lesson))
        case ("practise",):
            person.live(TaskAnswered(LESSON, Outcome.DONE))
        case ("home", InHamlet() | Outside() as home):
            person.live(Settled(home))
        case ("count", bool() as choice):
            person.live(replace(COUNT, choice=choice))
        case ("sleep", int() as days):
            commune.today += timedelta(days=days)
            for one in people:
                one.today = commune.today


def _merge_and_compare(commune: Commune, people: list[Person]) -> None:
    older, newer, cuc = people
    keys = [period.key for period in commune.running()]
    before = {key: _total(commune.kept(key)) for key in keys}
    both = {period.key: _took_part(commune, period.first, [older, newer]) for period in commune.running()}
    work = _work(commune.tx)
    merge(newer, older)
    people[1] = older
    assert _work(commune.tx) == work
    for key in keys:
        after = _total(commune.kept(key))
        assert after[-len(DAY_COLUMNS) :] == before[key][-len(DAY_COLUMNS) :]
        assert before[key].participants - after.participants == max(0, both[key] - 1)
    assert cuc.stored == cuc.learner
    assert older.stored == older.learner
    _assert_sums_are_what_days_add_up_to(commune)


def _took_part(commune: Commune, first: date, people: list[Person]) -> int:
    answering = select(learner_day.c.learner_id).where(learner_day.c.day >= first, learner_day.c.answers > 0)
    return len({one.id for one in people} & set(commune.tx.scalars(answering)))


def _work(tx: Connection) -> tuple[int, ...]:
    sums = select(*(func.sum(learner_day.c[name]) for name in DAY_COLUMNS))
    return (*(int(figure or 0) for figure in tx.execute(sums).one()), count(tx, answer), count(tx, attempts))


def _total(rows: dict[str, Sums]) -> Sums:
    total = Sums()
    for sums in rows.values():
        total = total.plus(sums)
    return total


def _assert_sums_are_what_days_add_up_to(commune: Commune) -> None:
    for period in commune.running():
        kept = commune.kept(period.key)
        assert kept == commune.counted_again(period)
        end = min(period.last, commune.today)
        by_day = count_days(commune.tx, period.first, end, UnitKind.HAMLET, 2, lambda code: code)
        assert {row: sums._replace(newcomers=0) for row, sums in kept.items()} == {
            row: sums for row, sums in by_day.rows.items() if any(sums)
        }
