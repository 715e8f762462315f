"""`INSERT ... ON CONFLICT`, which both databases know but SQLAlchemy spells once for each.

The statements are made once: making one costs more than running it for a learner.
"""

from functools import cache

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert


def insert_absent(tx: Connection, table: Table) -> Insert:
    """Return an INSERT that passes over rows whose key is there already."""
    return _absent(tx.dialect.name, table)


def insert_or_replace(tx: Connection, table: Table) -> Insert:
    """Return an INSERT that writes over the row with the same key."""
    return _replacing(tx.dialect.name, table)


def insert_or_add(tx: Connection, table: Table) -> Insert:
    """Return an INSERT that adds its numbers to those of the row with the same key."""
    return _adding(tx.dialect.name, table)


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def _absent(dialect: str, table: Table) -> Insert:
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _replacing(dialect: str, table: Table) -> Insert:
    insert = _insert(dialect, table)
    new = {column.name: insert.excluded[column.name] for column in table.c if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=new)


@cache
def _adding(dialect: str, table: Table) -> Insert:
    insert = _insert(dialect, table)
    sums = {column.name: column + insert.excluded[column.name] for column in table.c if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=sums)
