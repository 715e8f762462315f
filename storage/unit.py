"""One transaction. It is undone unless it is committed in so many words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from storage.engine import WRITES, sqlstate

T = TypeVar("T")

_TRIES = 4
_COLLISIONS = ("40001", "40P01")
"""What PostgreSQL says to one of two transactions that stand in each other's way: serialization, deadlock."""


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that may write; leaving without `tx.commit()` undoes it.

    On SQLite it holds the one write lock from the start, and waits up to 10 s for it.
    """
    with engine.connect() as tx:
        tx.execution_options(**{WRITES: True}).begin()
        yield tx


def committed(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Do work in a transaction and commit it; after a collision with another process it is undone and done again."""
    for tries_left in reversed(range(_TRIES)):
        try:
            with writing(engine) as tx:
                result = work(tx)
                tx.commit()
                return result
        except OperationalError as error:
            if not tries_left or sqlstate(error) not in _COLLISIONS:
                raise
    raise AssertionError("the last try returns or raises")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that only reads: it sees one moment of the database and holds nobody up."""
    with engine.connect() as tx:
        if tx.dialect.name == "postgresql":  # where each statement would see a moment of its own
            tx.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        tx.begin()
        yield tx
