"""Learners come back as the conversation left them, and every fact is a row that can be counted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, insert, select

from campaign.consent import Purpose
from conversation.facts import (
    Addressed,
    Assisted,
    Consented,
    Drew,
    Fact,
    Joined,
    LearnerErased,
    LessonFinished,
    PageSeen,
    Settled,
    TaskAnswered,
    TaskAsked,
    VisitOpened,
)
from conversation.learner import InHamlet, Outcome, Outside
from quizzes import Kind
from storage import chats, learners, outbox
from storage.chats import ChatKey
from storage.learners import Record
from storage.outbox import Draft
from storage.sums import NO_HAMLET, OUTSIDE, UNCOUNTED
from storage.tables import (
    answer,
    consent,
    consent_text,
    counting,
    learner,
    learner_day,
    membership,
    metadata,
    progress,
    standing,
)
from storage.tables import (
    attempt as attempts,
)
from storage.tables import outbox as outbox_table
from storage.unit import writing
from tests.db.people import (
    COUNT,
    KEY,
    LEARN,
    LESSON,
    NOW,
    STANDING,
    TODAY,
    Person,
    after,
    answered,
    attempt,
    count,
    message,
    save_chat,
    settle,
    standing_rows,
)

DONE = (PageSeen(LESSON, 2), LessonFinished(LESSON), TaskAsked(LESSON), TaskAnswered(LESSON, Outcome.DONE))
REFUSED = replace(COUNT, choice=False)


@pytest.fixture(autouse=True)
def hamlets(request: pytest.FixtureRequest) -> None:
    if "tx" in request.fixturenames:
        settle(request.getfixturevalue("tx"), "dong", "tay")


def day_of(person: Person) -> tuple[int, ...]:
    row = person.tx.execute(select(learner_day).where(learner_day.c.learner_id == person.id)).one()
    return tuple(row)[2:]


def test_who_joins_comes_back_as_the_conversation_left_them(tx: Connection) -> None:
    lan = Person(tx).join("dong", counted=True)
    assert lan.stored == lan.learner


def test_every_fact_survives_the_way_through_the_database(tx: Connection) -> None:
    lan = Person(tx).join("dong", counted=False).answer(1, True, False, True)
    lan.today += timedelta(days=3)
    lan.live(VisitOpened(), Addressed("chị"), *DONE, Settled(Outside())).answer(2, True, kind=Kind.REVIEW)
    assert lan.stored == lan.learner


def test_who_joins_gets_a_pseudonym_of_their_own(tx: Connection) -> None:
    for _ in range(3):
        Person(tx).join()
    pseudonyms = tx.scalars(select(learner.c.pseudonym)).all()
    assert [len(pseudonym) for pseudonym in pseudonyms] == [32, 32, 32]
    assert len(set(pseudonyms)) == 3


def test_a_turn_without_facts_changes_nothing(tx: Connection) -> None:
    lan = Person(tx).join()
    record = Record(lan.id, (), lan.learner, lan.learner)
    assert learners.record(tx, [record, Record(None, (), None, None)], TODAY, NOW, STANDING) == [lan.id, None]


def test_many_turns_at_once_keep_to_their_learners(tx: Connection) -> None:
    lan = Person(tx).join("dong", counted=True)
    facts: list[tuple[Fact, ...]] = [
        (Joined(), LEARN, Addressed("ông")),
        (Addressed("chị"), Drew(attempt(1)), answered(attempt(1), 0)),
        (Joined(), LEARN, Settled(InHamlet("tay")), COUNT, Drew(attempt(2)), answered(attempt(2), 0)),
    ]
    befores = [None, lan.learner, None]
    afters = [after(before, done, TODAY) for before, done in zip(befores, facts, strict=True)]
    ids = [None, lan.id, None]
    records = [Record(*row) for row in zip(ids, facts, befores, afters, strict=True)]
    stored = learners.record(tx, records, TODAY, NOW, STANDING)
    found = learners.load(tx, [learner_id for learner_id in stored if learner_id])
    assert [found[learner_id] for learner_id in stored if learner_id] == afters
    assert stored[1] == lan.id
    assert standing_rows(tx) == {"dong": (1, 1), "tay": (1, 1)}


def test_consents_are_appended_and_the_newest_counts(tx: Connection) -> None:
    lan = Person(tx).join(counted=True).live(REFUSED)
    rows = tx.execute(select(consent.c.purpose, consent.c.choice, consent.c.version).order_by(consent.c.id)).all()
    assert [tuple(row) for row in rows] == [
        ("learn", True, "v1"),
        ("count_in_hamlet", True, "v1"),
        ("count_in_hamlet", False, "v1"),
    ]
    assert lan.stored.consents == {Purpose.LEARN: True, Purpose.COUNT_IN_HAMLET: False}


def test_a_purpose_no_longer_asked_for_is_passed_over(tx: Connection) -> None:
    lan = Person(tx).join()
    pseudonym = tx.scalars(select(learner.c.pseudonym)).one()
    row = {"pseudonym": pseudonym, "at": NOW, "purpose": "xưa", "choice": True, "version": "v0"}
    tx.execute(insert(consent), row)
    assert lan.stored == lan.learner


def test_the_text_of_a_consent_is_kept_as_it_was_first(tx: Connection) -> None:
    for text in ("Bác đồng ý chứ ạ? 🌾", "Lời khác"):
        learners.keep_consent_text(tx, "v1", Purpose.LEARN, text)
    learners.keep_consent_text(tx, "v2", Purpose.LEARN, "Lời mới")
    kept = select(consent_text.c.text).order_by(consent_text.c.version)
    assert tx.scalars(kept).all() == ["Bác đồng ý chứ ạ? 🌾", "Lời mới"]


def test_a_day_adds_up_what_was_done_on_it(tx: Connection) -> None:
    lan = Person(tx).join("dong", counted=True).answer(1, True, False, True)
    lan.answer(2, True, kind=Kind.REVIEW).answer(3, False, kind=Kind.REVIEW).live(*DONE)
    assert day_of(lan) == (5, 3, 2, 1, 1, 1, 0)


def test_a_lesson_with_help_counts_once_and_by_the_first_answer(tx: Connection) -> None:
    lan = Person(tx).join("dong", counted=True).live(*DONE, Assisted(LESSON, True), Assisted(LESSON, True))
    lan.live(Assisted(LESSON, True))
    assert day_of(lan)[-1] == 1
    lan.live(Assisted("003-vneid", False)).live(Assisted("003-vneid", True))
    assert day_of(lan)[-1] == 1
    assert tx.scalars(select(standing.c.assisted).where(standing.c.period == "Y2026")).all() == [1]


def test_an_answer_to_a_question_met_before_is_no_first_try(tx: Connection) -> None:
    lan = Person(tx).join().live(Drew(attempt(1)), answered(attempt(1), 0, first=False))
    assert day_of(lan) == (1, 0, 0, 0, 0, 0, 0)


def test_the_same_position_answered_again_counts_nothing(tx: Connection) -> None:
    lan = Person(tx).join("dong", counted=True).answer(1, True)
    lan.live(answered(attempt(1), 0, right=False))
    assert day_of(lan)[0] == 1
    assert tx.scalars(select(answer.c.is_correct)).all() == [True]
    assert standing_rows(tx) == {"dong": (1, 1)}


def test_the_same_position_twice_in_one_turn_counts_once(tx: Connection) -> None:
    twice = (answered(attempt(1), 0), answered(attempt(1), 0, right=False))
    lan = Person(tx).join("dong", counted=True).live(Drew(attempt(1)), *twice)
    assert day_of(lan)[:2] == (1, 1)
    assert tx.scalars(select(answer.c.is_correct)).all() == [True]


def test_the_last_day_with_an_answer_is_kept(tx: Connection) -> None:
    lan = Person(tx).join().live(PageSeen(LESSON, 1))
    assert tx.scalars(select(learner.c.answered_on)).one() is None
    lan.answer(1, True)
    assert tx.scalars(select(learner.c.answered_on)).one() == TODAY
    lan.today += timedelta(days=1)
    lan.live(answered(attempt(1), 1))
    assert tx.scalars(select(learner.c.answered_on)).one() == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "row"),
    [
        ((Settled(InHamlet("tay")),), "tay"),
        ((Settled(Outside()),), OUTSIDE),
        ((Settled(None),), NO_HAMLET),
        ((REFUSED,), UNCOUNTED),
        ((REFUSED, COUNT), "dong"),
        ((Settled(InHamlet("tay")), Settled(InHamlet("dong"))), "dong"),
    ],
)
def test_a_change_takes_what_was_done_along(tx: Connection, facts: tuple[Fact, ...], row: str) -> None:
    Person(tx).join("dong", counted=True).answer(1, True, False).live(*facts)
    assert standing_rows(tx) == {row: (1, 2)}


def test_moving_and_answering_in_one_turn_counts_once_at_the_new_home(tx: Connection) -> None:
    lan = Person(tx).join("dong", counted=True).answer(1, True)
    lan.live(answered(attempt(1), 1), Settled(InHamlet("tay")), answered(attempt(1), 2))
    assert standing_rows(tx) == {"tay": (1, 3)}


def test_answers_given_before_the_consent_count_once_it_is_given(tx: Connection) -> None:
    lan = Person(tx).join("dong").answer(1, True)
    assert standing_rows(tx) == {UNCOUNTED: (1, 1)}
    lan.live(COUNT)
    assert standing_rows(tx) == {"dong": (1, 1)}


def intervals(tx: Connection, person: Person) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    homes = select(membership.c.unit_code, membership.c.from_day, membership.c.to_day).order_by(membership.c.from_day)
    choices = select(counting.c.choice, counting.c.from_day, counting.c.to_day).order_by(counting.c.from_day)
    return (
        [tuple(row) for row in tx.execute(homes.where(membership.c.learner_id == person.id))],
        [tuple(row) for row in tx.execute(choices.where(counting.c.learner_id == person.id))],
    )


def test_a_change_on_a_later_day_ends_what_held_before(tx: Connection) -> None:
    lan = Person(tx).join("dong", counted=True)
    lan.today += timedelta(days=2)
    lan.live(Settled(Outside()), REFUSED)
    assert intervals(tx, lan) == (
        [("dong", TODAY, date(2026, 11, 23)), (None, date(2026, 11, 24), None)],
        [(True, TODAY, date(2026, 11, 23)), (False, date(2026, 11, 24), None)],
    )


def test_a_change_on_the_same_day_replaces(tx: Connection) -> None:
    lan = Person(tx).join("dong", counted=True).live(Settled(InHamlet("tay")), REFUSED)
    assert intervals(tx, lan) == ([("tay", TODAY, None)], [(False, TODAY, None)])


def test_choosing_what_one_has_already_begins_nothing_new(tx: Connection) -> None:
    lan = Person(tx).join("dong", counted=True)
    lan.today += timedelta(days=2)
    lan.live(Settled(InHamlet("dong")), COUNT)
    assert intervals(tx, lan) == ([("dong", TODAY, None)], [(True, TODAY, None)])


homes = st.sampled_from([InHamlet("dong"), InHamlet("tay"), Outside(), None])
changes = st.builds(Settled, homes) | st.sampled_from([COUNT, REFUSED])


@given(st.lists(st.tuples(st.integers(0, 2), changes), max_size=12))
def test_at_any_day_at_most_one_row_holds_and_the_last_is_how_things_stand(
    engine: Engine, steps: list[tuple[int, Fact]]
) -> None:
    with writing(engine) as tx:
        settle(tx, "dong", "tay")
        lan = Person(tx).join()
        for days, change in steps:
            lan.today += timedelta(days=days)
            lan.live(change)
        assert lan.learner is not None
        homes, choices = intervals(tx, lan)
        for rows in (homes, choices):
            _assert_in_a_row(rows)
        unit = lan.learner.home.unit if isinstance(lan.learner.home, InHamlet) else None
        assert [row[0] for row in homes if row[2] is None] == ([unit] if lan.learner.home else [])
        assert [row[0] for row in choices if row[2] is None] == (
            [] if lan.learner.is_counted is None else [lan.learner.is_counted]
        )


def _assert_in_a_row(rows: list[tuple[object, ...]]) -> None:
    ends = [row[2] or date.max for row in rows]
    starts = [row[1] for row in rows]
    assert all(isinstance(day, date) for day in (*starts, *ends))
    assert all(start <= end for start, end in zip(starts, ends, strict=True))  # type: ignore[operator]
    assert all(end < start for end, start in zip(ends, starts[1:], strict=False))  # type: ignore[operator]


def test_who_erases_everything_leaves_only_consents_under_a_pseudonym(tx: Connection) -> None:
    lan = Person(tx).join("dong", counted=True).answer(1, True).live(*DONE)
    pseudonym = tx.scalars(select(learner.c.pseudonym)).one()
    lan.live(LearnerErased())
    assert lan.id is None
    gone = (learner, membership, counting, progress, attempts, answer, learner_day)
    assert [count(tx, table) for table in gone] == [0] * len(gone)
    assert set(tx.scalars(select(consent.c.pseudonym))) == {pseudonym}
    assert standing_rows(tx) == {}


def test_the_pseudonym_of_who_was_erased_is_in_no_other_table(tx: Connection) -> None:
    lan = Person(tx).join("dong", counted=True).answer(1, True)
    save_chat(tx, learner_id=lan.id)
    pseudonym = tx.scalars(select(learner.c.pseudonym)).one()
    lan.live(LearnerErased())
    for table in metadata.sorted_tables:
        if table is not consent:
            assert not [row for row in tx.execute(select(table)) if pseudonym in row]


def test_the_chats_of_who_was_erased_are_empty_and_say_nothing_more(tx: Connection) -> None:
    lan = Person(tx).join()
    chat_id = save_chat(tx, learner_id=lan.id, message=message())
    outbox.add(tx, [Draft(KEY.account, chat_id, 1, message(), None, TODAY)])
    lan.live(LearnerErased())
    kept = chats.load(tx, [KEY], {}, TODAY)[KEY]
    assert (kept.id, kept.learner_id, kept.learner) == (chat_id, None, None)
    assert chats.message(tx, KEY) == (0, None)
    assert outbox.claim(tx, KEY.account, NOW, 10) == ()
    assert tx.execute(select(outbox_table.c.state, outbox_table.c.payload)).one() == ("suppressed", None)


def test_what_a_sender_had_in_hand_for_who_was_erased_is_not_sent_again(tx: Connection) -> None:
    lan = Person(tx).join()
    chat_id = save_chat(tx, learner_id=lan.id)
    outbox.add(tx, [Draft(KEY.account, chat_id, 1, message(), None, TODAY)])
    outbox.claim(tx, KEY.account, NOW, 10)
    lan.live(LearnerErased())
    assert outbox.release_stuck(tx, NOW + timedelta(hours=1)) == 1
    assert tx.scalars(select(outbox_table.c.state)).all() == ["maybe_sent"]


def test_another_learner_stays_when_one_is_erased(tx: Connection) -> None:
    lan, cuc = Person(tx).join("dong", counted=True).answer(1, True), Person(tx).join("tay", counted=True)
    cuc.answer(2, True, False)
    save_chat(tx, ChatKey("browser:main", "cúc"), learner_id=cuc.id)
    lan.live(LearnerErased())
    assert cuc.stored == cuc.learner
    assert standing_rows(tx) == {"tay": (1, 2)}


def test_who_erases_and_joins_again_in_one_turn_is_somebody_new(tx: Connection) -> None:
    lan = Person(tx).join("dong", counted=True).answer(1, True)
    Person(tx).join()
    lan.live(answered(attempt(1), 1), LearnerErased(), Joined(), LEARN, Settled(InHamlet("tay")))
    assert lan.stored == lan.learner
    assert count(tx, learner) == 2
    assert len(set(tx.scalars(select(consent.c.pseudonym)))) == 3
    assert standing_rows(tx) == {}


def test_who_joins_and_erases_in_one_turn_leaves_only_consents(tx: Connection) -> None:
    lan = Person(tx).live(Joined(), LEARN, Drew(attempt(1)), answered(attempt(1), 0), LearnerErased())
    assert lan.id is None
    assert (count(tx, learner), count(tx, consent)) == (0, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda lan: Record(None, (PageSeen(LESSON, 1),), None, lan.learner),
        lambda lan: Record(None, (LEARN,), None, None),
        lambda lan: Record(lan.id, (Joined(),), lan.learner, lan.learner),
        lambda lan: Record(lan.id, (PageSeen(LESSON, 1),), None, lan.learner),
        lambda lan: Record(lan.id, (PageSeen(LESSON, 1),), lan.learner, None),
        lambda lan: Record(lan.id, (LearnerErased(), PageSeen(LESSON, 1)), lan.learner, lan.learner),
    ],
)
def test_facts_about_nobody_are_refused(tx: Connection, wrong: Callable[[Person], Record]) -> None:
    lan = Person(tx).join()
    with pytest.raises(ValueError, match="learner"):
        learners.record(tx, [wrong(lan)], TODAY, NOW, STANDING)


def test_withdrawing_reminders_is_kept(tx: Connection) -> None:
    lan = Person(tx).join().live(Consented(Purpose.REMIND, True, "v1")).live(Consented(Purpose.REMIND, False, "v1"))
    assert lan.stored.consents[Purpose.REMIND] is False
