"""Runs the migrations in one transaction, which is undone when any of them fails."""

from sqlite3 import Connection as SqliteConnection

from alembic import context
from sqlalchemy import Connection, event
from sqlalchemy.pool import ConnectionPoolEntry

from storage.engine import WRITES, open_engine
from storage.tables import metadata


def _migrate(url: str) -> None:
    engine = open_engine(url)
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:
        event.listen(engine, "connect", _leave_foreign_keys)
    try:
        with engine.connect() as tx:
            tx.execution_options(**{WRITES: True}).begin()
            if not is_sqlite:  # changing a large table takes what it takes
                tx.exec_driver_sql("SET LOCAL statement_timeout = 0")
            context.configure(connection=tx, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
            with context.begin_transaction():
                context.run_migrations()
            if is_sqlite:
                _check_foreign_keys(tx)
            tx.commit()
    finally:
        engine.dispose()


def _leave_foreign_keys(connection: SqliteConnection, entry: ConnectionPoolEntry) -> None:
    # Changing a table on SQLite means copying and dropping it, and a drop deletes the rows that point to it. The
    # switch does nothing inside a transaction, so it is set when the connection opens.
    connection.execute("PRAGMA foreign_keys = OFF")


def _check_foreign_keys(tx: Connection) -> None:
    broken = tx.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"{len(broken)} rows point to rows that are gone, first in table {broken[0][0]}")


_migrate(context.config.attributes["url"])
