"""One transaction. It is undone unless it is committed in so many words."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from storage.engine import WRITES


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that may write; leaving without `tx.commit()` undoes it.

    On SQLite it holds the one write lock from the start, and waits up to 10 s for it.
    """
    with engine.connect() as tx:
        tx.execution_options(**{WRITES: True}).begin()
        yield tx


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that only reads: it sees one moment of the database and holds nobody up."""
    with engine.connect() as tx:
        if tx.dialect.name == "postgresql":  # where each statement would see a moment of its own
            tx.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        tx.begin()
        yield tx
