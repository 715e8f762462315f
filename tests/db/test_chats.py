"""Chats come back as they were saved, with their learner and the attempts that are theirs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event, select, update

from conversation.places import Answering, Menu, Reading, Welcome
from conversation.situation import Chat, Guesses, Prompt
from quizzes import Answer
from storage import chats
from storage.chats import ChatKey, KeptChat, SavedChat
from storage.tables import chat as table
from storage.unit import writing
from tests.db.people import KEY, LESSON, NOW, TODAY, Person, attempt, message, save_chat, settle

CUC = ChatKey("browser:main", "cúc 🌾")
PROMPT = Prompt(5, ("tiếp", "thôi"), (1, 2), "v1", NOW)


def load(tx: Connection, key: ChatKey = KEY, *tapped: int) -> KeptChat:
    return chats.load(tx, [key], {key: tapped}, TODAY)[key]


def test_a_chat_nobody_knows_yet_is_at_the_first_card(tx: Connection) -> None:
    assert load(tx, CUC) == KeptChat(None, None, Chat("browser", Welcome()), None, {}, 0, 0)


def test_nothing_asked_is_nothing_loaded(tx: Connection) -> None:
    assert chats.load(tx, [], {}, TODAY) == {}


def test_a_chat_comes_back_as_it_was_saved(tx: Connection) -> None:
    kept = Chat("telegram", Answering(attempt()), Menu(), PROMPT, replace(PROMPT, id=4), "dong", Guesses(2, NOW))
    chat_id = save_chat(tx, chat=kept, step=3, seq=8)
    assert load(tx) == KeptChat(chat_id, None, kept, None, {}, 3, 8)


def test_a_saved_chat_is_changed_in_its_place(tx: Connection) -> None:
    chat_id = save_chat(tx)
    moved = SavedChat(chat_id, KEY, None, Chat("telegram", Reading(LESSON, 1)), None, 2, 1)
    assert chats.save(tx, [moved], NOW) == [chat_id]
    assert load(tx) == KeptChat(chat_id, None, moved.chat, None, {}, 2, 1)


def test_ids_come_back_in_the_order_of_the_rows(tx: Connection) -> None:
    old = save_chat(tx)
    new = [
        SavedChat(None, ChatKey("zalo_bot:main", name), None, Chat("zalo_bot", Menu()), None, 0, 0) for name in "cab"
    ]
    known = SavedChat(old, KEY, None, Chat("telegram", Menu()), None, 1, 0)
    ids = chats.save(tx, [new[0], known, new[1], new[2]], NOW)
    found = chats.load(tx, [row.key for row in new] + [KEY], {}, TODAY)
    assert ids == [found[key].id for key in (new[0].key, KEY, new[1].key, new[2].key)]


def test_the_same_address_on_two_accounts_is_two_chats(tx: Connection) -> None:
    other = ChatKey("zalo_bot:main", KEY.address)
    ids = {save_chat(tx), save_chat(tx, other)}
    assert {kept.id for kept in chats.load(tx, [KEY, other, CUC], {}, TODAY).values()} == ids | {None}


def test_without_a_learner_a_chat_lives_for_a_day(tx: Connection) -> None:
    save_chat(tx)
    assert tx.scalars(select(table.c.expires_at)).all() == [NOW + timedelta(hours=24)]


def test_with_a_learner_a_chat_stays(tx: Connection) -> None:
    save_chat(tx, learner_id=Person(tx).join().id)
    assert tx.scalars(select(table.c.expires_at)).all() == [None]


def test_a_chat_comes_with_its_learner(tx: Connection) -> None:
    settle(tx, "dong")
    lan = Person(tx).join("dong", counted=True)
    save_chat(tx, learner_id=lan.id)
    kept = load(tx)
    assert (kept.learner_id, kept.learner) == (lan.id, lan.learner)


def test_a_tapped_attempt_comes_with_its_answers(tx: Connection) -> None:
    lan = Person(tx).join().answer(7, True, False)
    save_chat(tx, learner_id=lan.id)
    expected = attempt(7).with_answer(Answer(1, True)).with_answer(Answer(1, False))
    assert load(tx, KEY, 7, 404).attempts == {7: expected}


def test_the_attempt_of_another_learner_does_not_come(tx: Connection) -> None:
    Person(tx).join().answer(7, True)
    save_chat(tx, learner_id=Person(tx).join().id)
    save_chat(tx, CUC)
    assert load(tx, KEY, 7).attempts == {}
    assert load(tx, CUC, 7).attempts == {}


def test_each_chat_of_a_batch_gets_its_own_attempts(tx: Connection) -> None:
    lan, cuc = Person(tx).join().answer(7, True), Person(tx).join().answer(8, False)
    save_chat(tx, learner_id=lan.id)
    save_chat(tx, CUC, learner_id=cuc.id)
    found = chats.load(tx, [KEY, CUC], {KEY: [7, 8], CUC: [8]}, TODAY)
    assert {key: set(kept.attempts) for key, kept in found.items()} == {KEY: {7}, CUC: {8}}


def test_state_that_cannot_be_read_starts_again(tx: Connection) -> None:
    save_chat(tx, learner_id=Person(tx).join().id)
    save_chat(tx, CUC)
    tx.execute(update(table).values(state='{"version":1,"place":{"at":"Xa xôi"}}', shown="{", message="{"))
    assert load(tx).chat == Chat("telegram", Menu())
    assert load(tx, CUC).chat == Chat("browser", Welcome())


def test_a_page_shows_the_last_message_of_its_chat(tx: Connection) -> None:
    assert chats.message(tx, CUC) is None
    save_chat(tx, CUC, message=message(), step=4)
    assert chats.message(tx, CUC) == (4, message())


@pytest.mark.parametrize("kept", [None, "{", '{"bubbles": 3}'])
def test_the_step_counts_even_when_the_message_cannot_be_read(tx: Connection, kept: str | None) -> None:
    save_chat(tx, CUC, step=4)
    tx.execute(update(table).values(message=kept))
    assert chats.message(tx, CUC) == (4, None)


def test_what_was_shown_is_remembered(tx: Connection) -> None:
    chats.mark_shown(tx, save_chat(tx), PROMPT)
    assert load(tx).chat.shown == PROMPT


def test_an_older_prompt_does_not_come_after_a_newer_one(tx: Connection) -> None:
    chat_id = save_chat(tx)
    chats.mark_shown(tx, chat_id, PROMPT)
    chats.mark_shown(tx, chat_id, replace(PROMPT, id=4))
    assert load(tx).chat.shown == PROMPT


def test_a_prompt_shown_again_keeps_the_moment_of_its_first_showing(tx: Connection) -> None:
    chat_id = save_chat(tx)
    chats.mark_shown(tx, chat_id, PROMPT)
    chats.mark_shown(tx, chat_id, replace(PROMPT, shown_at=NOW + timedelta(minutes=1), is_repeated=True))
    assert load(tx).chat.shown == replace(PROMPT, is_repeated=True)


def test_of_many_prompts_at_once_the_newest_counts(tx: Connection) -> None:
    lan, cuc = save_chat(tx), save_chat(tx, CUC)
    shown = [(lan, replace(PROMPT, id=number)) for number in (3, 9, 6)]
    chats.mark_all_shown(tx, [*shown, (cuc, PROMPT)])
    found = chats.load(tx, [KEY, CUC], {}, TODAY)
    assert [found[key].chat.shown for key in (KEY, CUC)] == [replace(PROMPT, id=9), PROMPT]


@given(st.lists(st.integers(1, 6), min_size=1))
def test_what_is_shown_never_goes_back(engine: Engine, ids: list[int]) -> None:
    with writing(engine) as tx:
        chat_id = save_chat(tx)
        for prompt_id in ids:
            chats.mark_shown(tx, chat_id, replace(PROMPT, id=prompt_id))
        assert load(tx).chat.shown == replace(PROMPT, id=max(ids))


def test_a_batch_costs_no_more_statements_than_one_chat(tx: Connection) -> None:
    people = {ChatKey("telegram:main", str(number)): Person(tx).join().answer(number, True) for number in range(20)}
    for key, person in people.items():
        save_chat(tx, key, learner_id=person.id)
    taps = {key: [number] for number, key in enumerate(people)}
    assert _statements(tx, taps) == _statements(tx, {KEY: [3], next(iter(taps)): [0]}) == 9


def _statements(tx: Connection, taps: dict[ChatKey, list[int]]) -> int:
    seen: list[str] = []

    def note(*executed: object) -> None:
        seen.append(str(executed[2]))

    event.listen(tx, "before_cursor_execute", note)
    chats.load(tx, list(taps), taps, TODAY)
    event.remove(tx, "before_cursor_execute", note)
    return len(seen)


def test_messages_sent_unasked_are_numbered_one_after_the_other(tx: Connection) -> None:
    chat_id = save_chat(tx)
    assert [chats.take_seq(tx, chat_id) for _ in range(3)] == [1, 2, 3]
    with pytest.raises(LookupError):
        chats.take_seq(tx, chat_id + 1)
