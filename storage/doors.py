"""The way in for people with a role: an invitation is a link that opens once, a session is what it opens.

Only hashes are stored: who reads the database cannot walk in.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, delete, exists, insert, select, update

from storage.tables import invitation, session

SESSION_LIFE = timedelta(days=30)


def invite(tx: Connection, role: str, now: datetime, hours: float) -> str:
    """Make an invitation for a role and return its token, which is shown this once."""
    token = secrets.token_urlsafe(32)
    row = {"token_hash": _hash(token), "role": role, "expires_at": now + timedelta(hours=hours)}
    tx.execute(insert(invitation), row)
    return token


def spend(tx: Connection, token: str, now: datetime) -> str | None:
    """Spend an invitation and return the token of a new session, or None when it is unknown, spent or too old."""
    is_open = (
        invitation.c.token_hash == _hash(token),
        invitation.c.spent_at.is_(None),
        invitation.c.expires_at > now,
    )
    role = tx.scalar(update(invitation).where(*is_open).values(spent_at=now).returning(invitation.c.role))
    if role is None:
        return None
    opened = secrets.token_urlsafe(32)
    tx.execute(insert(session), {"token_hash": _hash(opened), "role": role, "expires_at": now + SESSION_LIFE})
    return opened


def session_role(tx: Connection, token: str, now: datetime) -> str | None:
    """Return the role of a session, or None when there is no such session any more."""
    is_alive = (session.c.token_hash == _hash(token), session.c.expires_at > now)
    return tx.scalar(select(session.c.role).where(*is_alive))


def leave(tx: Connection, token: str) -> None:
    """End a session: a copy of its token opens nothing any more."""
    tx.execute(delete(session).where(session.c.token_hash == _hash(token)))


def is_ever_opened(tx: Connection, role: str) -> bool:
    """Say whether an invitation for this role was ever spent."""
    is_spent = exists().where(invitation.c.role == role, invitation.c.spent_at.is_not(None))
    return bool(tx.scalar(select(is_spent)))


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
