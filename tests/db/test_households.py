"""Several learners of one phone in the database: labels, switching, and who is left when somebody goes."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from campaign.consent import Purpose
from conversation.facts import (
    CodeGiven,
    Consented,
    Fact,
    Joined,
    Labelled,
    LearnerErased,
    SteppedAside,
    SwitchedTo,
    TookUp,
)
from storage import chats, households, learners, retention, study_codes
from storage.chats import ChatKey
from storage.learners import Record
from storage.lives import lived
from tests.db.people import KEY, LEARN, NOW, STANDING, TODAY, Person, save_chat

OTHER = ChatKey("browser:main", "ông")


def phone(tx: Connection, key: ChatKey = KEY) -> tuple[int, Person]:
    """Return a chat in which bà learns."""
    ba = Person(tx).join()
    return save_chat(tx, key, learner_id=ba.id), ba


def step(chat_id: int, who: Person, *facts: Fact, others: tuple[Person, ...] = ()) -> int | None:
    """Write a step of this chat as the intake does; `after` is what follows the last change of persons."""
    changes = [at for at, fact in enumerate(facts) if isinstance(fact, SteppedAside | SwitchedTo | TookUp)]
    last = changes[-1] if changes else -1
    known = {one.id: one.stored for one in others if one.id is not None}
    begun = who.learner
    if changes:
        fact = facts[last]
        begun = known[fact.learner] if isinstance(fact, SwitchedTo | TookUp) else None
    after = lived(begun, facts[last + 1 :], TODAY)
    [after_id] = learners.record(who.tx, [Record(who.id, facts, who.learner, after, known)], TODAY, NOW, STANDING)
    households.record(who.tx, [(chat_id, facts, after_id)])
    return after_id


def test_a_phone_with_one_learner_has_no_labels(tx: Connection) -> None:
    chat_id, _ = phone(tx)
    assert households.load(tx, [chat_id]) == {}


def test_the_first_gets_a_label_and_the_second_joins_under_theirs(tx: Connection) -> None:
    chat_id, ba = phone(tx)
    assert step(chat_id, ba, Labelled("Bà")) == ba.id
    ong = step(chat_id, ba, SteppedAside(), Joined("Ông"), LEARN)
    assert ong is not None
    assert ong != ba.id
    assert households.load(tx, [chat_id]) == {chat_id: ((ba.id, "Bà"), (ong, "Ông"))}


def test_a_label_chosen_again_replaces_the_one_before(tx: Connection) -> None:
    chat_id, ba = phone(tx)
    step(chat_id, ba, Labelled("Bà"))
    step(chat_id, ba, Labelled("Mẹ"))
    assert households.load(tx, [chat_id]) == {chat_id: ((ba.id, "Mẹ"),)}


def test_a_record_taken_up_joins_with_its_label(tx: Connection) -> None:
    chat_id, ba = phone(tx)
    ong = Person(tx).join()
    assert ong.id is not None
    step(chat_id, ba, Labelled("Bà"))
    assert step(chat_id, ba, TookUp(ong.id, "Ông"), LEARN, others=(ong,)) == ong.id
    assert households.load(tx, [chat_id])[chat_id] == ((ba.id, "Bà"), (ong.id, "Ông"))


def test_a_record_taken_up_alone_has_no_label(tx: Connection) -> None:
    chat_id, ba = phone(tx)
    ong = Person(tx).join()
    assert ong.id is not None
    step(chat_id, ba, TookUp(ong.id), LEARN, others=(ong,))
    assert households.load(tx, [chat_id]) == {}


def test_each_phone_has_its_own_labels(tx: Connection) -> None:
    chat_id, ba = phone(tx)
    other_id, ong = phone(tx, OTHER)
    step(chat_id, ba, Labelled("Bà"))
    step(other_id, ong, Labelled("Bà"))
    found = households.load(tx, [chat_id, other_id, 4711])
    assert found == {chat_id: ((ba.id, "Bà"),), other_id: ((ong.id, "Bà"),)}


def test_a_label_for_nobody_is_refused(tx: Connection) -> None:
    chat_id, _ = phone(tx)
    for facts in ((Joined("Ông"), LearnerErased()), (Labelled("Ông"), SteppedAside())):
        with pytest.raises(ValueError, match="label"):
            households.record(tx, [(chat_id, facts, None)])


def test_who_is_erased_leaves_the_others_and_their_phone_stays(tx: Connection) -> None:
    chat_id, ba = phone(tx)
    step(chat_id, ba, Labelled("Bà"))
    ong = step(chat_id, ba, SteppedAside(), Joined("Ông"), LEARN)
    ba.live(LearnerErased())
    assert households.load(tx, [chat_id]) == {chat_id: ((ong, "Ông"),)}
    retention.sweep(tx, NOW + timedelta(days=2), TODAY)
    assert chats.load(tx, [KEY], {}, TODAY)[KEY].id == chat_id


def test_a_phone_that_nobody_is_left_on_goes_after_a_day(tx: Connection) -> None:
    chat_id, ba = phone(tx)
    step(chat_id, ba, Labelled("Bà"))
    ba.live(LearnerErased())
    retention.sweep(tx, NOW + timedelta(days=2), TODAY)
    assert chats.load(tx, [KEY], {}, TODAY)[KEY].id is None


def test_a_code_leads_to_its_learner(tx: Connection) -> None:
    lan = Person(tx).join().live(CodeGiven("4821773096"))
    Person(tx).join()
    assert study_codes.learner_of(tx, "4821773096") == lan.id
    assert study_codes.learner_of(tx, "4821773097") is None


def test_a_hundred_wrong_codes_within_an_hour_slow_the_commune_down(tx: Connection) -> None:
    now = NOW.replace(minute=10)
    study_codes.count_wrong(tx, now, 60)
    study_codes.count_wrong(tx, now + timedelta(minutes=20), 39)
    assert not study_codes.is_slowed(tx, now + timedelta(minutes=30))
    study_codes.count_wrong(tx, now + timedelta(minutes=30), 1)
    assert study_codes.is_slowed(tx, now + timedelta(minutes=30))
    assert not study_codes.is_slowed(tx, now + timedelta(hours=1))


def test_a_consent_on_another_phone_is_in_the_records_own_log(tx: Connection) -> None:
    chat_id, ba = phone(tx)
    ong = Person(tx).join()
    assert ong.id is not None
    again = Consented(Purpose.LEARN, True, "v-khác")
    step(chat_id, ba, TookUp(ong.id, "Ông"), again, others=(ong,))
    assert ong.stored.consents == {Purpose.LEARN: True}
