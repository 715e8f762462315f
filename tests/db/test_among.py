"""A list in a condition is asked of the index, however many rows the table has."""

from sqlalchemy import Connection, select

from storage.among import are_among
from storage.engine import open_engine
from storage.tables import chat, metadata
from storage.unit import reading, writing


def _plan(tx: Connection, addresses: list[str]) -> str:
    asked = select(chat.c.id).where(chat.c.account == "telegram:main", are_among(chat.c.address, addresses))
    compiled = asked.compile(tx.engine, compile_kwargs={"literal_binds": True})
    return " ".join(row.detail for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}"))


def test_sqlite_finds_chats_by_their_index() -> None:
    engine = open_engine("sqlite://")
    with writing(engine) as tx:
        metadata.create_all(tx)
        tx.commit()
    with reading(engine) as tx:
        assert "(account=? AND address=?)" in _plan(tx, ["7001", "ẫ"])
    engine.dispose()


def test_a_list_can_be_denied_too(tx: Connection) -> None:
    for address in ("7001", "7002", "ẫ 🌾"):
        tx.execute(chat.insert().values(account="telegram:main", address=address, state="{}"))
    others = select(chat.c.address).where(~are_among(chat.c.address, ["7001", "ẫ 🌾"]))
    assert tx.scalars(others).all() == ["7002"]
