"""Files that an officer sent and looks at before anything is taken in: one a session and kind, for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from storage.tables import upload

LIFE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    file_name: str
    content: bytes


def put(tx: Connection, session_key: str, kind: str, sent: Upload, now: datetime) -> None:
    """Keep a file in place of an earlier one of the same session and kind; those of yesterday go."""
    is_same = (upload.c.session_key == session_key) & (upload.c.kind == kind)
    tx.execute(delete(upload).where(is_same | (upload.c.sent_at <= now - LIFE)))
    row = {"session_key": session_key, "kind": kind, "file_name": sent.file_name, "content": sent.content}
    tx.execute(insert(upload), {**row, "sent_at": now})


def find(tx: Connection, session_key: str, kind: str, now: datetime) -> Upload | None:
    """Return the file of a session, None when there is none or it is too old."""
    is_it = (upload.c.session_key == session_key, upload.c.kind == kind, upload.c.sent_at > now - LIFE)
    row = tx.execute(select(upload.c.file_name, upload.c.content).where(*is_it)).one_or_none()
    return Upload(row.file_name, bytes(row.content)) if row else None


def drop(tx: Connection, session_key: str, kind: str) -> None:
    """Forget the file of a session."""
    tx.execute(delete(upload).where(upload.c.session_key == session_key, upload.c.kind == kind))
