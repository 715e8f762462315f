"""Copies a commune from SQLite to PostgreSQL, table by table, so that both are asked about the same people."""

from sqlalchemy import Connection, Table, func, insert, select

from storage.engine import open_engine
from storage.tables import metadata
from storage.unit import reading, writing

_AT_ONCE = 20_000


def copy(source: str, target: str) -> None:
    """Fill an empty, migrated database with all rows of another one."""
    from_engine, to_engine = open_engine(source), open_engine(target)
    with reading(from_engine) as old, writing(to_engine) as new:
        for table in metadata.sorted_tables:
            new.execute(table.delete())  # what migrations put in
            _copy(old, new, table)
        new.commit()
    with to_engine.connect() as new:
        new.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
    from_engine.dispose()
    to_engine.dispose()


def _copy(old: Connection, new: Connection, table: Table) -> None:
    rows = old.execution_options(stream_results=True).execute(select(table)).mappings()
    for part in rows.partitions(_AT_ONCE):
        new.execute(insert(table), [dict(row) for row in part])
    number = table.autoincrement_column
    if number is not None and new.dialect.name == "postgresql":
        newest = select(func.coalesce(func.max(number), 0) + 1).scalar_subquery()
        new.execute(select(func.setval(func.pg_get_serial_sequence(table.name, number.name), newest, False)))
