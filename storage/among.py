"""`column IN (…)` for lists of any length in one statement, whose text is then always the same.

A mark for each value makes a statement of its own for each length; the driver of PostgreSQL reads each of those anew
and prepares none. Here the list is one JSON parameter, which both databases can unfold.
"""

import json
from collections.abc import Collection

from sqlalchemy import BigInteger, Boolean, ColumnElement, Dialect, Integer, Text, TypeDecorator, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType


class _Listed(TypeDecorator[Collection[int | str]]):
    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Collection[int | str] | None, dialect: Dialect) -> str:
        return json.dumps(sorted(value or ()), ensure_ascii=False)


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> "_Among":
        """Stand in a condition as it is: with the usual `= 1` behind it, SQLite would read the whole table."""
        return self


def among(column: ColumnElement[int] | ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Say that a column has one of the values that are given under this name when the statement is run."""
    return _Among(column, bindparam(name, type_=_Listed()))


def are_among(column: ColumnElement[int] | ColumnElement[str], values: Collection[int | str]) -> ColumnElement[bool]:
    """Say that a column has one of these values."""
    return _Among(column, bindparam(None, values, type_=_Listed()))


@compiles(_Among)
def _unfold(element: _Among, compiler: SQLCompiler, **options: object) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    if compiler.dialect.name == "sqlite":
        return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - compiled clauses
    kind = next(iter(element.clauses)).type
    cast = "bigint" if isinstance(kind, BigInteger | Integer) else "text"
    # As an array, so that the index is asked for each of these few values.
    return f"{column} = ANY (ARRAY(SELECT CAST(json_array_elements_text(CAST({values} AS json)) AS {cast})))"
