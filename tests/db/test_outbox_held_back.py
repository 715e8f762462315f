"""Rows of a chat are held back, given up, or taken back from a sender that died."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, select, text

from storage import chats, outbox
from storage.chats import ChatKey, SavedChat
from storage.outbox import Draft
from storage.tables import outbox as table
from storage.unit import committed, writing
from tests.db.people import KEY, NOW, TODAY, message, save_chat

CUC = ChatKey(KEY.account, "cúc")
ELSEWHERE = ChatKey("telegram:khác", "lan")


def put(tx: Connection, chat_id: int, seq: int, account: str = KEY.account, repeats: int = 1) -> None:
    outbox.add(tx, [Draft(account, chat_id, seq, message(), None, TODAY, repeats=repeats)])


def rows(tx: Connection) -> list[tuple[str, str]]:
    return [(row.state, row.reason) for row in tx.execute(select(table.c.state, table.c.reason).order_by(table.c.id))]


def test_chats_held_back_keep_their_rows_and_the_others_go(tx: Connection) -> None:
    lan, cuc = save_chat(tx), save_chat(tx, CUC)
    put(tx, lan, 1)
    put(tx, cuc, 1)
    assert [one.chat_id for one in outbox.claim(tx, KEY.account, NOW, 10, {lan})] == [cuc]
    assert [one.chat_id for one in outbox.claim(tx, KEY.account, NOW, 10, {lan: 0.5})] == []
    assert [one.chat_id for one in outbox.claim(tx, KEY.account, NOW, 10)] == [lan]


def test_everything_that_waits_for_an_unreachable_chat_is_given_up_with_a_reason(tx: Connection) -> None:
    lan, cuc = save_chat(tx), save_chat(tx, CUC)
    for seq in (1, 2, 3):
        put(tx, lan, seq)
    put(tx, cuc, 1)
    chats.mark_reachable(tx, KEY, False)
    assert [one.chat_id for one in outbox.claim(tx, KEY.account, NOW, 10)] == [cuc]
    assert rows(tx) == [("suppressed", "unreachable")] * 3 + [("claimed", "")]


@pytest.mark.parametrize("is_told", [True, False])
def test_who_writes_or_lets_us_in_again_is_reachable(tx: Connection, is_told: bool) -> None:
    lan = save_chat(tx)
    chats.mark_reachable(tx, KEY, False)
    if is_told:
        chats.mark_reachable(tx, KEY, True)
    else:
        kept = chats.load(tx, [KEY], {}, TODAY)[KEY]
        chats.save(tx, [SavedChat(lan, KEY, None, kept.chat, None, 1, 0)], NOW)
    put(tx, lan, 1)
    assert len(outbox.claim(tx, KEY.account, NOW, 10)) == 1


def test_nothing_is_remembered_about_a_chat_that_is_not_there(tx: Connection) -> None:
    chats.mark_reachable(tx, CUC, False)
    lan = save_chat(tx)
    put(tx, lan, 1)
    assert len(outbox.claim(tx, KEY.account, NOW, 10)) == 1


def test_what_a_dead_sender_held_goes_out_again_however_often_it_dies(tx: Connection) -> None:
    put(tx, save_chat(tx), 1)
    for _ in range(4):
        assert len(outbox.claim(tx, KEY.account, NOW + timedelta(hours=5), 10)) == 1
        assert outbox.release_left(tx, KEY.account) == 1
    assert rows(tx) == [("ready", "unsure")]


def test_a_try_that_a_kill_cut_short_is_none_that_failed(tx: Connection) -> None:
    put(tx, save_chat(tx), 1)
    for _ in range(4):
        outbox.claim(tx, KEY.account, NOW, 10)
        outbox.release_left(tx, KEY.account)
    assert [one.tries for one in outbox.claim(tx, KEY.account, NOW, 10)] == [1]


def test_what_is_committed_only_after_its_sender_died_is_taken_back_too(own_engine: Engine) -> None:
    if own_engine.dialect.name == "sqlite":
        pytest.skip("a program that is killed commits nothing to a file any more")
    with writing(own_engine) as dying, ThreadPoolExecutor(1) as pool:
        put(dying, save_chat(dying), 1)
        outbox.claim(dying, KEY.account, NOW, 10)
        released = pool.submit(committed, own_engine, lambda tx: outbox.release_left(tx, KEY.account))
        _wait_until_somebody_waits(own_engine, released)
        dying.commit()
        assert released.result(10) == 1


def _wait_until_somebody_waits(engine: Engine, done: Future[int]) -> None:
    """Return when a transaction waits for another one, or all is done."""
    waiting = text("SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database "
                   "WHERE NOT granted AND datname = current_database()")  # fmt: skip
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as looking:
        while not done.done() and not looking.scalar(waiting):
            pass


def test_what_is_not_harmless_twice_does_not(tx: Connection) -> None:
    put(tx, save_chat(tx), 1, repeats=0)
    outbox.claim(tx, KEY.account, NOW, 10)
    outbox.release_left(tx, KEY.account)
    assert rows(tx) == [("maybe_sent", "unsure")]


def test_what_another_accounts_sender_holds_stays_with_it(tx: Connection) -> None:
    put(tx, save_chat(tx, ELSEWHERE), 1, ELSEWHERE.account)
    outbox.claim(tx, ELSEWHERE.account, NOW, 10)
    assert outbox.release_left(tx, KEY.account) == 0
    assert rows(tx) == [("claimed", "")]
