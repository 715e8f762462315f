"""The register of requests about people's data. The log of changes names a request by its number, never a person."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Row, insert, select, update

from campaign.data_requests import DataRequest, Kind, Way
from storage import audits
from storage.audits import Audit
from storage.tables import data_request


def add(tx: Connection, kind: Kind, way: Way, name: str, received_on: date, by: str, now: datetime) -> int:
    """Write a request down and return its number; the same one sent twice is written once."""
    row = {"kind": kind.value, "way": way.value, "name": name, "received_on": received_on}
    is_same = (data_request.c[column] == value for column, value in row.items())
    known: int | None = tx.scalar(select(data_request.c.id).where(*is_same, data_request.c.done_on.is_(None)).limit(1))
    if known is not None:
        return known
    kept = {**row, "recorded_at": now, "recorded_by": by}
    number = int(tx.scalars(insert(data_request).values(kept).returning(data_request.c.id)).one())
    audits.add(tx, Audit(now, by, "request_recorded", f"{number}: {kind}; {received_on}"))
    return number


def open_requests(tx: Connection) -> Sequence[DataRequest]:
    """Return the requests that are not done, the one whose day comes next first."""
    rows = tx.execute(select(data_request).where(data_request.c.done_on.is_(None)))
    return sorted(map(_request, rows), key=lambda one: (one.next_due or one.due, one.id))


def done_requests(tx: Connection, limit: int) -> Sequence[DataRequest]:
    """Return the requests that are done, the newest first."""
    is_done = select(data_request).where(data_request.c.done_on.is_not(None))
    return [_request(row) for row in tx.execute(is_done.order_by(data_request.c.id.desc()).limit(limit))]


def count_pressing(tx: Connection, today: date) -> int:
    """Return how many requests are due soon or late."""
    return sum(one.is_pressing(today) for one in open_requests(tx))


def answer(tx: Connection, number: int, on: date, by: str, now: datetime) -> bool:
    """Note that somebody was told their request has come; False when that was noted before, or it is done or gone."""
    is_open = (data_request.c.answered_on.is_(None), data_request.c.done_on.is_(None))
    noted = update(data_request).where(data_request.c.id == number, *is_open)
    if not tx.execute(noted.values(answered_on=on, answered_by=by)).rowcount:
        return False
    audits.add(tx, Audit(now, by, "request_answered", f"{number}: {on}"))
    return True


def finish(tx: Connection, number: int, on: date, by: str, now: datetime) -> bool:
    """Note that a request is done and forget who asked; False when it is done already, or gone."""
    is_open = (data_request.c.id == number, data_request.c.done_on.is_(None))
    if not tx.execute(update(data_request).where(*is_open).values(done_on=on, done_by=by, name="")).rowcount:
        return False
    audits.add(tx, Audit(now, by, "request_done", f"{number}: {on}"))
    return True


def _request(row: Row[*tuple[object, ...]]) -> DataRequest:
    told = (row.id, Kind(row.kind), Way(row.way), row.name, row.received_on)
    return DataRequest(*told, row.answered_on, row.answered_by, row.done_on, row.done_by)
