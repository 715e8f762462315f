"""What is kept for a time goes when it is over, and nothing else does."""

from datetime import date, timedelta

from sqlalchemy import Connection, select

from conversation.facts import LearnerErased
from storage import chats, doors, failures, inbox, outbox, retention
from storage.chats import ChatKey
from storage.inbox import Arrival
from storage.outbox import Draft
from storage.retention import Swept
from storage.tables import consent, failure, invitation, session
from storage.tables import inbox as inbox_table
from storage.tables import outbox as outbox_table
from tests.db.people import KEY, NOW, TODAY, Person, count, message, save_chat

CUC = ChatKey("browser:main", "cúc")
NOTHING = Swept(chats=0, inbox=0, outbox=0, failures=0, invitations=0, sessions=0, consents=0)
DAY = timedelta(days=1)


def test_an_empty_database_has_nothing_to_sweep(tx: Connection) -> None:
    assert retention.sweep(tx, NOW, TODAY) == NOTHING


def test_a_chat_in_which_nobody_agreed_goes_after_a_day(tx: Connection) -> None:
    chat_id = save_chat(tx)
    outbox.add(tx, [Draft(KEY.account, chat_id, 1, message(), None, TODAY)])
    assert retention.sweep(tx, NOW + DAY - timedelta(seconds=1), TODAY).chats == 0
    assert retention.sweep(tx, NOW + DAY, TODAY).chats == 1
    assert chats.load(tx, [KEY], {}, TODAY)[KEY].id is None
    assert count(tx, outbox_table) == 0


def test_consents_of_a_learner_who_is_gone_are_kept_for_years_and_no_longer(tx: Connection) -> None:
    Person(tx).join()
    gone = Person(tx).join()
    gone.live(LearnerErased())
    assert retention.sweep(tx, NOW + 4 * 365 * DAY, TODAY).consents == 0
    assert retention.sweep(tx, NOW + 6 * 366 * DAY, TODAY).consents == 1
    assert count(tx, consent) == 1


def test_a_chat_with_a_learner_stays(tx: Connection) -> None:
    lan = Person(tx).join()
    save_chat(tx, learner_id=lan.id)
    assert retention.sweep(tx, NOW + 400 * DAY, TODAY + 400 * DAY) == NOTHING
    assert chats.load(tx, [KEY], {}, TODAY)[KEY].learner == lan.learner


def test_what_arrived_is_known_for_14_days(tx: Connection) -> None:
    inbox.unseen(tx, [Arrival(KEY.account, "1")], TODAY)
    assert retention.sweep(tx, NOW, TODAY + 14 * DAY).inbox == 0
    assert retention.sweep(tx, NOW, TODAY + 15 * DAY).inbox == 1
    assert count(tx, inbox_table) == 0


def test_what_was_sent_is_known_for_14_days(tx: Connection) -> None:
    chat_id = save_chat(tx, learner_id=Person(tx).join().id)
    outbox.add(tx, [Draft(KEY.account, chat_id, seq, message(), None, TODAY + seq * DAY) for seq in (1, 2)])
    assert retention.sweep(tx, NOW, TODAY + 16 * DAY).outbox == 1
    assert tx.scalars(select(outbox_table.c.seq)).all() == [2]


def test_failures_name_an_event_and_go_with_it(tx: Connection) -> None:
    failures.record(tx, KEY.account, "1", ValueError("x"), NOW)
    assert retention.sweep(tx, NOW + 14 * DAY, TODAY).failures == 0
    assert retention.sweep(tx, NOW + 15 * DAY, TODAY).failures == 1
    assert count(tx, failure) == 0


def test_invitations_and_sessions_that_open_nothing_go(tx: Connection) -> None:
    doors.spend(tx, doors.invite(tx, "office", NOW, 24), NOW)
    doors.spend(tx, doors.invite(tx, "office", NOW, 24), NOW + timedelta(hours=1))
    doors.invite(tx, "office", NOW, 24)
    doors.invite(tx, "office", NOW, 48)
    swept = retention.sweep(tx, NOW + DAY, TODAY)
    assert (swept.invitations, swept.sessions) == (2, 0)
    swept = retention.sweep(tx, NOW + 31 * DAY, TODAY)
    assert (swept.invitations, swept.sessions) == (1, 2)
    assert (count(tx, invitation), count(tx, session)) == (1, 0)


def test_that_somebody_ever_came_in_is_not_forgotten(tx: Connection) -> None:
    doors.spend(tx, doors.invite(tx, "office", NOW, 24), NOW)
    retention.sweep(tx, NOW + 400 * DAY, TODAY)
    assert doors.is_ever_opened(tx, "office")


def test_the_newest_day_is_that_of_the_last_arrival_or_deed(tx: Connection) -> None:
    assert retention.newest_day(tx) is None
    inbox.unseen(tx, [Arrival(KEY.account, "1")], TODAY)
    assert retention.newest_day(tx) == TODAY
    Person(tx, date(2026, 12, 1)).join().answer(1, True)
    assert retention.newest_day(tx) == date(2026, 12, 1)
