"""What a database is marked as: one that holds an invented commune says so wherever its figures are seen."""

from datetime import date

from sqlalchemy import Connection, exists, insert, select

from storage.tables import mark

_DEMO = "demo"


def mark_as_demo(tx: Connection, today: date) -> None:
    """Say for ever that nothing in this database is real."""
    tx.execute(insert(mark).values(name=_DEMO, since=today))


def is_demo(tx: Connection) -> bool:
    """Say whether the commune in this database is invented."""
    return bool(tx.scalar(select(exists().where(mark.c.name == _DEMO))))
