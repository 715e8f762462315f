"""How many people an account has."""

from sqlalchemy import Connection, insert

from storage import channel_load
from storage.tables import chat


def _chat(tx: Connection, account: str, address: str) -> None:
    tx.execute(insert(chat).values(account=account, address=address, state="{}"))


def test_people_are_counted_by_account(tx: Connection) -> None:
    for address in ("a1", "b2", "c3"):
        _chat(tx, "zalo_bot:main", address)
    _chat(tx, "zalo_bot:xom-dong", "a1")
    _chat(tx, "telegram:main", "7001")
    assert channel_load.people(tx, "zalo_bot:main") == 3
    assert channel_load.people(tx, "zalo_bot:xom-dong") == 1


def test_an_account_without_people_has_none(tx: Connection) -> None:
    assert channel_load.people(tx, "zalo_bot:main") == 0
