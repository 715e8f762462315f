"""The first steps that the program cannot see by itself: who said when that one is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select

from storage import audits
from storage.audits import Audit
from storage.tables import confirmed_step


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Somebody's word that a step is done; `note` is what was typed about it, `day` the day it is of."""

    note: str
    day: date
    at: datetime
    by: str


def confirmed(tx: Connection) -> Mapping[str, Confirmed]:
    """Return what was confirmed, by step."""
    rows = tx.execute(select(confirmed_step))
    return {row.step: Confirmed(row.note, row.day, row.confirmed_at, row.confirmed_by) for row in rows}


def confirm(tx: Connection, step: str, word: Confirmed) -> None:
    """Keep somebody's word about a step; an earlier one is replaced, and stays in the log."""
    tx.execute(delete(confirmed_step).where(confirmed_step.c.step == step))
    row = {"step": step, "note": word.note, "day": word.day, "confirmed_at": word.at, "confirmed_by": word.by}
    tx.execute(insert(confirmed_step), row)
    detail = "; ".join(part for part in (f"{step}: {word.day}", word.note) if part)
    audits.add(tx, Audit(word.at, word.by, "step_confirmed", detail))


def take_back(tx: Connection, step: str, by: str, now: datetime) -> bool:
    """Take a word back; False when nobody had given it."""
    if not tx.execute(delete(confirmed_step).where(confirmed_step.c.step == step)).rowcount:
        return False
    audits.add(tx, Audit(now, by, "step_taken_back", step))
    return True
