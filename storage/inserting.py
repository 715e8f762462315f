"""Writing many rows with one statement: the most of what a turn costs is here, so it goes to the driver as it is.

SQLite takes the rows one after the other inside one call. To PostgreSQL each of them would be a message of its own,
so there they travel as one JSON parameter: less than half the work of the driver. Statements are made once.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Table
from sqlalchemy.engine import Dialect

Rows = Sequence[Mapping[str, object]]
"""Rows with the same columns in each."""


class _Known(Enum):
    """What to do about a row whose key is there already."""

    REFUSE = "refuse"
    SKIP = "skip"
    REPLACE = "replace"
    ADD = "add"


def insert_rows(tx: Connection, table: Table, rows: Rows) -> None:
    """Insert rows that are new."""
    _insert(tx, table, rows, _Known.REFUSE)


def insert_absent(tx: Connection, table: Table, rows: Rows) -> Sequence[Row[*tuple[Any, ...]]]:
    """Insert rows but pass over those whose key is there already; return the keys of the new ones."""
    if not rows:
        return []
    statement = _insertion(tx.dialect, table, tuple(rows[0]), _Known.SKIP, is_packed=True)
    keys = ", ".join(_quoted(column.name) for column in table.primary_key)
    return tx.exec_driver_sql(f"{statement} RETURNING {keys}", (_packed(rows),)).all()


def insert_returning(
    tx: Connection, table: Table, rows: Rows, columns: Sequence[str]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Insert rows that are new and return these columns of them, in any order."""
    if not rows:
        return []
    statement = _insertion(tx.dialect, table, tuple(rows[0]), _Known.REFUSE, is_packed=True)
    return tx.exec_driver_sql(f"{statement} RETURNING {', '.join(map(_quoted, columns))}", (_packed(rows),)).all()


def insert_or_replace(tx: Connection, table: Table, rows: Rows) -> None:
    """Insert rows, each over the one with the same key."""
    _insert(tx, table, rows, _Known.REPLACE)


def insert_or_add(tx: Connection, table: Table, rows: Rows) -> None:
    """Insert rows; their numbers are added to those of a row with the same key."""
    _insert(tx, table, rows, _Known.ADD)


def update_rows(tx: Connection, table: Table, rows: Rows) -> None:
    """Write over the columns named of the rows with these values of `id`."""
    if not rows:
        return
    columns = tuple(name for name in rows[0] if name != "id")
    _run(tx, _change(tx.dialect, table, columns), rows)


def _insert(tx: Connection, table: Table, rows: Rows, known: _Known) -> None:
    if rows:
        _run(tx, _insertion(tx.dialect, table, tuple(rows[0]), known), rows)


def _run(tx: Connection, statement: str, rows: Rows) -> None:
    tx.exec_driver_sql(statement, list(rows) if tx.dialect.name == "sqlite" else (_packed(rows),))


def _packed(rows: Rows) -> str:
    return json.dumps(rows, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    """Return a day or a moment as SQLite keeps it and PostgreSQL reads it."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be stored")


sqlite3.register_adapter(date, _plain)
sqlite3.register_adapter(datetime, _plain)


@cache
def _insertion(
    dialect: Dialect, table: Table, columns: tuple[str, ...], known: _Known, *, is_packed: bool = False
) -> str:
    target = f"INSERT INTO {table.name} ({', '.join(map(_quoted, columns))})"
    if is_packed or dialect.name != "sqlite":
        cells = ", ".join(f"r.{_quoted(name)}" for name in columns)
        rows = f"SELECT {cells} FROM {_source(dialect, table, columns)}"  # noqa: S608 - only our own names
    else:
        rows = f"VALUES ({', '.join(f':{name}' for name in columns)})"
    return f"{target} {rows}{_on_conflict(table, columns, known)}"


def _on_conflict(table: Table, columns: tuple[str, ...], known: _Known) -> str:
    if known is _Known.REFUSE:
        return ""
    if known is _Known.SKIP:
        return " ON CONFLICT DO NOTHING"
    keys = [column.name for column in table.primary_key]
    before = f"{table.name}.%s + " if known is _Known.ADD else ""
    changes = [
        f"{_quoted(name)} = {before.replace('%s', _quoted(name))}excluded.{_quoted(name)}"
        for name in columns
        if name not in keys
    ]
    return f" ON CONFLICT ({', '.join(map(_quoted, keys))}) DO UPDATE SET {', '.join(changes)}"


@cache
def _change(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> str:
    if dialect.name == "sqlite":
        changes = ", ".join(f"{_quoted(name)} = :{name}" for name in columns)
        return f"UPDATE {table.name} SET {changes} WHERE id = :id"  # noqa: S608 - only our own names
    changes = ", ".join(f"{_quoted(name)} = r.{_quoted(name)}" for name in columns)
    source = _source(dialect, table, ("id", *columns))
    return f"UPDATE {table.name} SET {changes} FROM {source} WHERE {table.name}.id = r.id"  # noqa: S608 - the same


def _source(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> str:
    """Return what reads rows out of a JSON parameter, under the name `r`."""
    if dialect.name == "sqlite":
        cells = ", ".join(f"json_extract(value, '$.{name}') AS {_quoted(name)}" for name in columns)
        return f"(SELECT {cells} FROM json_each(?)) AS r WHERE true"  # noqa: S608 - true: or ON would begin a join
    kinds = (table.c[name].type.compile(dialect) for name in columns)
    cells = ", ".join(f"{_quoted(name)} {kind}" for name, kind in zip(columns, kinds, strict=True))
    return f"json_to_recordset(CAST(%s AS json)) AS r ({cells})"


def _quoted(name: str) -> str:
    return f'"{name}"'
