"""Opening a database, and transactions that are undone unless committed."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from storage import inbox
from storage.engine import HEAD, SchemaState, open_engine, schema_state
from storage.inbox import Arrival
from storage.migrations import upgrade
from storage.tables import chat, failure, metadata
from storage.tables import inbox as inbox_table
from storage.unit import reading, writing
from tests.db.people import NOW, TODAY, count

LAN = Arrival("telegram:main", "1")


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path}/sâu/hơn/hocso.db")
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)]
)
def test_a_sqlite_file_keeps_what_it_accepted(sqlite_file: Engine, pragma: str, value: str | int) -> None:
    with reading(sqlite_file) as tx:
        assert tx.scalar(text(f"PRAGMA {pragma}")) == value


def test_what_is_not_committed_is_undone(own_engine: Engine) -> None:
    with writing(own_engine) as tx:
        inbox.unseen(tx, [LAN], TODAY)
    with reading(own_engine) as tx:
        assert count(tx, inbox_table) == 0


def test_what_is_committed_stays(own_engine: Engine) -> None:
    with writing(own_engine) as tx:
        inbox.unseen(tx, [LAN], TODAY)
        tx.commit()
    with reading(own_engine) as tx:
        assert count(tx, inbox_table) == 1


def test_an_error_undoes_everything(own_engine: Engine) -> None:
    def fail_after_writing() -> None:
        with writing(own_engine) as tx:
            inbox.unseen(tx, [LAN], TODAY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_writing()
    with reading(own_engine) as tx:
        assert count(tx, inbox_table) == 0


def test_a_reader_sees_one_moment_while_somebody_writes(own_engine: Engine) -> None:
    with reading(own_engine) as reader, writing(own_engine) as writer:
        assert count(reader, inbox_table) == 0
        inbox.unseen(writer, [LAN], TODAY)
        writer.commit()
        assert count(reader, inbox_table) == 0
    with reading(own_engine) as later:
        assert count(later, inbox_table) == 1


def test_writers_who_read_first_wait_for_each_other(own_engine: Engine) -> None:
    """Ten threads count and add one: without the lock taken at the beginning some would fail or overwrite."""
    errors: list[Exception] = []

    def add_one(number: int) -> None:
        try:
            with writing(own_engine) as tx:
                count(tx, inbox_table)
                inbox.unseen(tx, [Arrival("telegram:main", str(number))], TODAY)
                tx.commit()
        except OperationalError as error:
            errors.append(error)

    threads = [threading.Thread(target=add_one, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(own_engine) as tx:
        assert (errors, count(tx, inbox_table)) == ([], 10)


def test_a_server_that_was_gone_and_is_back_is_used_again(own_engine: Engine) -> None:
    if own_engine.dialect.name == "sqlite":
        pytest.skip("a file has no connections to lose")
    with reading(own_engine) as tx:
        mine = tx.scalar(text("SELECT pg_backend_pid()"))
    other = open_engine(own_engine.url.render_as_string(hide_password=False))
    with writing(other) as tx:
        tx.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": mine})
    other.dispose()
    with writing(own_engine) as tx:
        assert inbox.unseen(tx, [LAN], TODAY) == {0}


def test_a_database_in_memory_is_the_same_in_another_thread() -> None:
    engine = open_engine("sqlite://")
    metadata.create_all(engine)
    found: list[set[int]] = []

    def arrive() -> None:
        with writing(engine) as tx:
            found.append(inbox.unseen(tx, [LAN], TODAY))
            tx.commit()

    for _ in range(2):
        thread = threading.Thread(target=arrive)
        thread.start()
        thread.join()
    engine.dispose()
    assert found == [{0}, set()]


def test_rows_that_point_nowhere_are_refused(tx: Connection) -> None:
    row = {"account": "telegram:main", "address": "lan", "state": "", "learner_id": 404}
    with pytest.raises(IntegrityError):
        tx.execute(insert(chat), row)


def test_a_moment_comes_back_in_utc_with_its_zone(tx: Connection) -> None:
    in_vietnam = NOW.astimezone(timezone(timedelta(hours=7)))
    tx.execute(insert(failure), {"account": "a", "external_id": "1", "at": in_vietnam, "error": "lỗi ẫ 🌾"})
    found = tx.scalars(select(failure.c.at)).one()
    assert (found, found.tzinfo) == (NOW, UTC)


def test_a_moment_without_a_zone_is_refused(tx: Connection) -> None:
    naive = datetime(2026, 11, 22, 8)  # noqa: DTZ001 - the point of the test
    with pytest.raises(StatementError, match="needs a time zone"):
        tx.execute(insert(failure), {"account": "a", "external_id": "1", "at": naive, "error": ""})


def test_a_day_stays_a_day(tx: Connection) -> None:
    inbox.unseen(tx, [LAN], date(2026, 2, 28))
    assert tx.scalars(select(inbox_table.c.day)).all() == [date(2026, 2, 28)]


def test_a_database_that_was_never_migrated_is_empty(empty_engine: Engine) -> None:
    assert schema_state(empty_engine) is SchemaState.EMPTY


def test_a_migrated_database_is_current(own_engine: Engine) -> None:
    assert schema_state(own_engine) is SchemaState.CURRENT


@pytest.mark.parametrize(
    ("revision", "state"), [("0000", SchemaState.OLDER), (HEAD, SchemaState.CURRENT), ("9999", SchemaState.NEWER)]
)
def test_revisions_tell_older_from_newer(own_engine: Engine, revision: str, state: SchemaState) -> None:
    with writing(own_engine) as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
        tx.commit()
    assert schema_state(own_engine) is state


def test_migrating_a_file_in_a_missing_folder_makes_the_folder(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/mới/100%/hocso.db"
    upgrade(url)
    engine = open_engine(url)
    assert schema_state(engine) is SchemaState.CURRENT
    engine.dispose()
