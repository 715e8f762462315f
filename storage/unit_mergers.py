"""Merging one unit into another from a day on: what that would mean, and doing it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random

from sqlalchemy import Connection, func, select

from campaign.units import Unit
from storage import audits, homes, units
from storage.audits import Audit
from storage.standing import Standing
from storage.tables import leader, learner
from storage.units import Change, FieldChange, Plan


@dataclass(frozen=True, slots=True)
class Merger:
    """What merging means: `unit` ends with its `last` day and `into` answers for it from then on.

    `learners` and `helpers` go along; `adults` is both counts together, None where one of them is not known.
    """

    unit: Unit
    into: Unit
    last: date
    learners: int
    helpers: int
    adults: int | None


def plan(tx: Connection, unit: Unit, into: Unit, last: date) -> Merger:
    """Return what merging these two would mean; nothing is written."""
    learners = tx.scalar(select(func.count()).select_from(learner).where(learner.c.unit_code == unit.code))
    is_held = (leader.c.unit_code == unit.code, leader.c.to_day.is_(None))
    helpers = tx.scalar(select(func.count()).select_from(leader).where(*is_held))
    both = unit.adults + into.adults if unit.adults is not None and into.adults is not None else None
    return Merger(unit, into, last, learners or 0, helpers or 0, both)


def merge(tx: Connection, merger: Merger, by: str, today: date, now: datetime, keeper: Standing) -> None:
    """Do it: learners move as soon as the old unit is gone, at once when its last day has passed."""
    after = replace(merger.unit, valid_to=merger.last, merged_into=merger.into.code)
    fields = (FieldChange("valid_to", "", str(merger.last)), FieldChange("merged_into", "", merger.into.code))
    units.apply(tx, Plan(closed=(Change(after, fields),)), Random(0))  # noqa: S311 - nothing is drawn: none is new
    homes.follow_mergers(tx, today, keeper)
    audits.add(tx, Audit(now, by, "units_merged", f"{merger.unit.code} -> {merger.into.code}; {merger.last}"))
