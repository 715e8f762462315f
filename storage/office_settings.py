"""What the office set on its page over config.yaml: every change is kept, and of each setting the newest counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from storage import audits
from storage.audits import Audit
from storage.tables import setting_change

LONGEST = 200
"""Letters of a value or a note."""


class ChangedMeanwhileError(Exception):
    """Somebody else changed the same setting at the same moment; nothing may be kept of this change."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a setting, the `revision`-th of its name.

    `old` and `new` are what was in use before and after; with `is_from_file` it is config.yaml that counts again.
    """

    name: str
    revision: int
    old: str
    new: str
    is_from_file: bool
    note: str
    at: datetime
    by: str


_COLUMNS = (
    setting_change.c.name,
    setting_change.c.revision,
    setting_change.c.old,
    setting_change.c.new,
    setting_change.c.is_from_file,
    setting_change.c.note,
    setting_change.c.changed_at,
    setting_change.c.changed_by,
)


def newest(tx: Connection) -> Mapping[str, Change]:
    """Return the newest change of each setting that was ever changed, by its name."""
    among = select(setting_change.c.name, func.max(setting_change.c.revision).label("revision"))
    last = among.group_by(setting_change.c.name).subquery()
    is_last = (setting_change.c.name == last.c.name) & (setting_change.c.revision == last.c.revision)
    return {row.name: Change(*row) for row in tx.execute(select(*_COLUMNS).join(last, is_last))}


def chosen(tx: Connection) -> Mapping[str, str]:
    """Return what counts instead of config.yaml, by the name of the setting."""
    return {name: one.new for name, one in newest(tx).items() if not one.is_from_file}


def history(tx: Connection, limit: int) -> Sequence[Change]:
    """Return the newest changes, the newest first."""
    order = (setting_change.c.changed_at.desc(), setting_change.c.name, setting_change.c.revision.desc())
    return [Change(*row) for row in tx.execute(select(*_COLUMNS).order_by(*order).limit(limit))]


def record(tx: Connection, change: Change) -> None:
    """Keep a change and note it in the log.

    Raises:
        ChangedMeanwhileError: when another one was the `revision`-th; this transaction must be left then.
    """
    row = {
        "name": change.name,
        "revision": change.revision,
        "old": change.old,
        "new": change.new,
        "is_from_file": change.is_from_file,
        "note": change.note,
        "changed_at": change.at,
        "changed_by": change.by,
    }
    try:
        tx.execute(insert(setting_change), row)
    except IntegrityError as error:
        raise ChangedMeanwhileError(change.name) from error
    told = f"{change.name}: “{change.old}” → “{change.new}”"
    audits.add(tx, Audit(change.at, change.by, "setting_changed", "; ".join(filter(None, (told, change.note)))))
