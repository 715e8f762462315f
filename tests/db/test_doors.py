"""A link opens once and not for ever; what is stored opens nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from storage import doors
from storage.doors import SESSION_LIFE
from storage.tables import invitation, session
from tests.db.people import NOW

ONE_HOUR = timedelta(hours=1)
MOMENT = timedelta(seconds=1)


def test_an_invitation_opens_a_session_with_its_role(tx: Connection) -> None:
    opened = doors.spend(tx, doors.invite(tx, "office", NOW, 24), NOW + ONE_HOUR)
    assert opened is not None
    assert doors.session_role(tx, opened, NOW + ONE_HOUR) == "office"


def test_an_invitation_opens_once(tx: Connection) -> None:
    token = doors.invite(tx, "office", NOW, 24)
    assert doors.spend(tx, token, NOW) is not None
    assert doors.spend(tx, token, NOW) is None


def test_an_invitation_opens_until_its_hour(tx: Connection) -> None:
    early, late = doors.invite(tx, "office", NOW, 24), doors.invite(tx, "office", NOW, 24)
    assert doors.spend(tx, early, NOW + timedelta(hours=24) - MOMENT) is not None
    assert doors.spend(tx, late, NOW + timedelta(hours=24)) is None


@pytest.mark.parametrize("token", ["", "văn phòng 🌾", "x" * 10_000, "\x00", "\ud800"])
def test_a_made_up_token_opens_nothing(tx: Connection, token: str) -> None:
    doors.invite(tx, "office", NOW, 24)
    assert doors.spend(tx, token, NOW) is None
    assert doors.session_role(tx, token, NOW) is None


def test_an_invitation_is_no_session(tx: Connection) -> None:
    token = doors.invite(tx, "office", NOW, 24)
    doors.spend(tx, token, NOW)
    assert doors.session_role(tx, token, NOW) is None


def test_a_session_ends(tx: Connection) -> None:
    opened = doors.spend(tx, doors.invite(tx, "office", NOW, 24), NOW)
    assert opened is not None
    assert doors.session_role(tx, opened, NOW + SESSION_LIFE - MOMENT) == "office"
    assert doors.session_role(tx, opened, NOW + SESSION_LIFE) is None


def test_nobody_came_in_until_an_invitation_of_the_role_was_spent(tx: Connection) -> None:
    token = doors.invite(tx, "office", NOW, 24)
    assert not doors.is_ever_opened(tx, "office")
    doors.spend(tx, token, NOW)
    assert doors.is_ever_opened(tx, "office")
    assert not doors.is_ever_opened(tx, "council")


def test_no_token_is_stored(tx: Connection) -> None:
    token = doors.invite(tx, "office", NOW, 24)
    opened = doors.spend(tx, token, NOW)
    kept = [*tx.execute(select(invitation)).one(), *tx.execute(select(session)).one()]
    assert token not in kept
    assert opened not in kept


def test_tokens_are_long_and_differ(tx: Connection) -> None:
    tokens = {doors.invite(tx, "office", NOW, 24) for _ in range(5)}
    assert len(tokens) == 5
    assert all(len(token) >= 43 for token in tokens)
