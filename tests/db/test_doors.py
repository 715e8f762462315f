"""A link opens once and not for ever; what is stored opens nothing."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select, update

from storage import doors
from storage.doors import IDLE_LIFE, SESSION_LIFE
from storage.tables import invitation, session
from tests.db.people import NOW, TODAY

ONE_HOUR = timedelta(hours=1)
MOMENT = timedelta(seconds=1)


def _role(tx: Connection, token: str, now: datetime) -> str | None:
    found = doors.visitor(tx, token, TODAY, now)
    return found.role if found else None


def test_an_invitation_opens_a_session_with_its_role(tx: Connection) -> None:
    opened = doors.spend(tx, doors.invite(tx, "office", NOW, 24), NOW + ONE_HOUR)
    assert opened is not None
    assert _role(tx, opened, NOW + ONE_HOUR) == "office"


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
    assert _role(tx, token, NOW) is None


def test_an_invitation_is_no_session(tx: Connection) -> None:
    token = doors.invite(tx, "office", NOW, 24)
    doors.spend(tx, token, NOW)
    assert _role(tx, token, NOW) is None


def test_a_session_ends_however_often_it_is_used(tx: Connection) -> None:
    opened = doors.spend(tx, doors.invite(tx, "office", NOW, 24), NOW)
    assert opened is not None
    for days in range(0, 30, 5):
        found = doors.visitor(tx, opened, TODAY, NOW + timedelta(days=days))
        assert found is not None
        doors.touch(tx, found.key, NOW + timedelta(days=days))
    assert _role(tx, opened, NOW + SESSION_LIFE - MOMENT) == "office"
    assert _role(tx, opened, NOW + SESSION_LIFE) is None


def test_a_session_that_nobody_uses_ends_sooner(tx: Connection) -> None:
    opened = doors.spend(tx, doors.invite(tx, "office", NOW, 24), NOW)
    assert opened is not None
    assert _role(tx, opened, NOW + IDLE_LIFE - MOMENT) == "office"
    assert _role(tx, opened, NOW + IDLE_LIFE) is None


def test_a_session_an_older_program_opened_goes_on(tx: Connection) -> None:
    opened = doors.open_session(tx, "office", NOW)
    tx.execute(update(session).values(began_at=None, used_at=None))
    found = doors.visitor(tx, opened, TODAY, NOW + 2 * IDLE_LIFE)
    assert found is not None
    assert (found.role, found.name, found.is_stale) == ("office", "", True)


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
