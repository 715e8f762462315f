"""Accounts with passwords: a name has one, recovering it signs everybody out, closing it too."""

from datetime import timedelta

from sqlalchemy import Connection

from storage import accounts, audits, doors
from tests.db.people import NOW, TODAY

HASH, NEW = "$argon2id$một", "$argon2id$mới"
SEED = "JBSWY3DP"


def opened(tx: Connection, name: str = "Chị Hoa", role: str = "office", hashed: str = HASH) -> str | None:
    token = doors.invite(tx, role, NOW, 24, name)
    return accounts.take_invitation(tx, token, hashed, NOW)


def account(tx: Connection, name: str = "Chị Hoa") -> accounts.Account:
    found = accounts.find(tx, accounts.login_of(name))
    assert found is not None
    return found


def test_a_name_has_one_account_however_it_is_typed(tx: Connection) -> None:
    assert opened(tx) is not None
    assert accounts.create(tx, " CHỊ  hòa ", "office", "khác", NOW) is None
    assert accounts.get(tx, account(tx, "chi hoa").id) == account(tx)
    assert (account(tx).role, account(tx).password, account(tx).created_at) == ("office", HASH, NOW)


def test_an_invitation_says_whom_it_is_for_and_opens_no_other_role(tx: Connection) -> None:
    token = doors.invite(tx, "council", NOW, 24, "Chị Hoa")
    assert doors.invited(tx, token, NOW) == doors.Invited("council", "Chị Hoa")
    assert opened(tx) is not None
    assert accounts.take_invitation(tx, token, HASH, NOW) is None
    assert opened(tx, "") is None


def test_a_recovered_account_has_a_new_password_no_code_and_nobody_in_it(tx: Connection) -> None:
    first = opened(tx)
    assert first is not None
    accounts.set_code(tx, account(tx), SEED, 3, NOW)
    assert account(tx).code_secret == SEED
    assert opened(tx, hashed=NEW) is not None
    assert (account(tx).password, account(tx).code_secret) == (NEW, "")
    assert doors.visitor(tx, first, TODAY, NOW) is None
    assert [line.what for line in audits.newest(tx, 2)] == ["account_recovered", "code_on"]
    assert "account_created" in audits.kinds(tx)


def test_a_code_is_used_once_and_none_before_it(tx: Connection) -> None:
    opened(tx)
    assert [accounts.use_code(tx, account(tx), step) for step in (5, 5, 4, 6)] == [True, False, False, True]


def test_a_new_password_leaves_this_session_and_ends_the_others(tx: Connection) -> None:
    opened(tx)
    mine, other = (doors.open_session(tx, "office", NOW, account_id=account(tx).id) for _ in range(2))
    visitor = doors.visitor(tx, mine, TODAY, NOW)
    assert visitor is not None
    assert len(doors.sessions(tx, account(tx).id, TODAY, NOW)) == 3
    accounts.change_password(tx, account(tx), NEW, NOW, visitor.key)
    assert [one.key for one in doors.sessions(tx, account(tx).id, TODAY, NOW)] == [visitor.key]
    assert doors.visitor(tx, other, TODAY, NOW) is None
    doors.leave(tx, mine)
    assert doors.sessions(tx, account(tx).id, TODAY, NOW) == []


def test_a_session_of_nobody_is_given_to_an_account(tx: Connection) -> None:
    opened(tx)
    token = doors.open_session(tx, "office", NOW)
    before = doors.visitor(tx, token, TODAY, NOW)
    assert before is not None
    assert before.account is None
    doors.belongs_to(tx, before.key, account(tx).id)
    after = doors.visitor(tx, token, TODAY, NOW)
    assert after is not None
    assert (after.account, after.name) == (account(tx).id, "Chị Hoa")


def test_a_closed_account_stands_last_and_lets_nobody_in(tx: Connection) -> None:
    session = opened(tx, "Anh Ẩn")
    opened(tx)
    assert session is not None
    assert accounts.close(tx, account(tx, "Anh Ẩn").id, "Chị Hoa", NOW + timedelta(hours=1)) == "Anh Ẩn"
    assert accounts.close(tx, account(tx, "Anh Ẩn").id, "Chị Hoa", NOW) is None
    assert [one.name for one in accounts.everyone(tx)] == ["Chị Hoa", "Anh Ẩn"]
    assert doors.visitor(tx, session, TODAY, NOW) is None
