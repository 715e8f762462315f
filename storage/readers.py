"""Readers of the feed: a token each, for some scopes, until a day.

Only hashes are stored: who reads the database cannot read the feed.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import Connection, Row, insert, or_, select, update

from campaign.feed import Scope
from storage import audits
from storage.audits import Audit
from storage.tables import reader


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read until the end of a day; `read_on` is the last day on which they did."""

    id: int
    name: str
    scopes: frozenset[Scope]
    until: date
    is_revoked: bool
    read_on: date | None

    def may_read(self, scope: Scope, today: date) -> bool:
        """Say whether this part of the feed is open to them today."""
        return not self.is_revoked and today <= self.until and scope in self.scopes


def invite(tx: Connection, name: str, scopes: Collection[Scope], until: date, by: str, now: datetime) -> str:
    """Let somebody read until the end of a day, and return their token, which is shown this once."""
    token = secrets.token_urlsafe(32)
    row = {"token_hash": _hash(token), "name": name, "scopes": " ".join(sorted(scopes)), "until": until}
    tx.execute(insert(reader), {**row, "made_at": now})
    audits.add(tx, Audit(now, by, "reader_invited", f"{name}: {row['scopes']}; {until}"))
    return token


def find(tx: Connection, token: str) -> Reader | None:
    """Return whose token this is, revoked or too old ones too; None when it is nobody's."""
    row = tx.execute(select(reader).where(reader.c.token_hash == _hash(token))).one_or_none()
    return _reader(row) if row is not None else None


def note_read(tx: Connection, reader_id: int, today: date) -> None:
    """Keep that a reader read something today."""
    is_news = or_(reader.c.read_on.is_(None), reader.c.read_on < today)
    tx.execute(update(reader).where(reader.c.id == reader_id, is_news).values(read_on=today))


def everybody(tx: Connection) -> tuple[Reader, ...]:
    """Return all readers, also those who may not read any more, in the order in which they were invited."""
    return tuple(_reader(row) for row in tx.execute(select(reader).order_by(reader.c.id)))


def revoke(tx: Connection, reader_id: int, by: str, now: datetime) -> Reader | None:
    """Let a reader read no more, and return who it is; None when there is none of this id."""
    is_theirs = reader.c.id == reader_id
    row = tx.execute(select(reader).where(is_theirs)).one_or_none()
    if row is None:
        return None
    if row.revoked_at is None:
        tx.execute(update(reader).where(is_theirs).values(revoked_at=now))
        audits.add(tx, Audit(now, by, "reader_revoked", row.name))
    return _reader(row)


def _reader(row: Row[*tuple[object, ...]]) -> Reader:
    scopes = frozenset(map(Scope, row.scopes.split()))
    return Reader(row.id, row.name, scopes, row.until, row.revoked_at is not None, row.read_on)


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
