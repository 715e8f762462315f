"""Opening the database, and saying whether its tables are those of this program."""

from collections.abc import Callable
from enum import Enum
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, select, table
from sqlalchemy import column as sql_column
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

HEAD = "0013"
"""The newest migration this program knows (a test compares it with the scripts, so that no server imports them)."""

WRITES = "hocso_writes"
"""The execution option that marks a transaction as a writing one."""

_BUSY_MILLISECONDS = 10_000

_POSTGRES = {
    "connect_timeout": 5,
    # A server that vanished is noticed when nothing is acknowledged for so long, or while nothing is said.
    "tcp_user_timeout": 15_000,
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "application_name": "hocso",
    "prepare_threshold": 3,
    "options": (
        f"-c lock_timeout={_BUSY_MILLISECONDS} -c statement_timeout=30000"
        " -c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
    ),
}
_POSTGRES_POOL = {"pool_size": 4, "max_overflow": 4, "pool_timeout": 10, "pool_pre_ping": True}
"""The writer, and a few pages at a time: several processes share what the server can bear."""


class SchemaState(Enum):
    """How the tables of a database stand to this program."""

    EMPTY = "empty"
    """No migration has ever run."""
    OLDER = "older"
    """Migrations are waiting to be run."""
    CURRENT = "current"
    NEWER = "newer"
    """A newer program migrated it: this one must not touch it."""


def open_engine(url: str) -> Engine:
    """Open a database by its address; nothing is read or written yet.

    `sqlite://` lives in memory, in one connection that any thread may use, but only one at a time.
    """
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        driven = address.set(drivername="postgresql+psycopg")
        return create_engine(driven, connect_args=_POSTGRES, **_POSTGRES_POOL)
    engine = _in_memory(address) if address.database in (None, "", ":memory:") else _in_file(address)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def sqlstate(error: DBAPIError) -> str | None:
    """Return the five letters by which PostgreSQL names an error, or None when it never answered, or is SQLite."""
    state = getattr(error.orig, "sqlstate", None)
    return state if isinstance(state, str) else None


def schema_state(engine: Engine) -> SchemaState:
    """Say whether the tables are older than, as, or newer than this program's. Revision ids sort by age."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return SchemaState.EMPTY
        found = connection.scalar(select(table("alembic_version", sql_column("version_num")).c.version_num))
    if found is None:
        return SchemaState.EMPTY
    if found == HEAD:
        return SchemaState.CURRENT
    return SchemaState.OLDER if str(found) < HEAD else SchemaState.NEWER


def _in_memory(address: URL) -> Engine:
    return create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False})


def _in_file(address: URL) -> Engine:
    Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    return create_engine(address)


def _prepare_sqlite(connection: SqliteConnection, entry: ConnectionPoolEntry) -> None:
    # The driver of Python 3.11 begins transactions by itself, late and never around a SELECT. None hands that over:
    # `_begin_sqlite` begins them.
    connection.isolation_level = None
    run: Callable[[str], object] = connection.execute
    run(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")  # first: the switch to WAL takes a lock
    run("PRAGMA journal_mode = WAL")
    run("PRAGMA synchronous = FULL")
    run("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and then wants to write fails at once when somebody wrote meanwhile, whatever the
    # time-out: one that will write asks for the lock when it begins.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
