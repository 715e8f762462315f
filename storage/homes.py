"""Where learners belong and whether they are counted: how things stand now, and since when.

A change takes the learner's share of every running period along (design.md section 8).
"""

import json
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, insert, literal, select, update

from campaign.units import Unit, UnitKind, Units
from conversation.learner import Home, InHamlet, Learner, Milestone, Outside
from storage import intervals
from storage.inserting import update_rows
from storage.lives import LearnerTurn
from storage.standing import Standing
from storage.sums import Told
from storage.tables import counting, learner, membership
from storage.tables import unit as units

_OUTSIDE = "outside"
_HOME_KINDS = (UnitKind.HAMLET.value, _OUTSIDE)
_OF_THE_SHARE = ("unit_code", "is_outside", "is_counted", *Told._fields)
"""The columns that say where a learner's share of a sum goes, and among whom it counts."""


def columns(of: Learner) -> dict[str, object]:
    """Return how a learner stands now, as columns."""
    return {
        "unit_code": of.home.unit if isinstance(of.home, InHamlet) else None,
        "is_outside": isinstance(of.home, Outside),
        "is_counted": of.is_counted,
        "name": of.name,
        "age_band": of.about.age_band,
        "sex": of.about.sex,
        "people_group": of.about.group,
        "workplace_code": of.workplace,
        "associations": json.dumps(sorted(of.associations)),
        "study_code": of.study_code,
        "certificate_id": of.certificate,
        "proposed_for": of.proposed_for,
        **_rating_columns(of),
    }


def _rating_columns(of: Learner) -> dict[str, object]:
    columns: dict[str, object] = {}
    for milestone in Milestone:
        rating = of.ratings.get(milestone)
        columns[f"rating_{milestone}"] = int(rating.level) if rating and rating.level else None
        columns[f"rating_{milestone}_on"] = rating.day if rating else None
    return columns


def move(tx: Connection, turns: Sequence[LearnerTurn], today: date, standing: Standing) -> None:
    """Write what changed about where learners stand; those who joined have their own row written already."""
    settled = [one for one in turns if one.after.home != (one.before.home if one.before else None)]
    counted = [one for one in turns if one.after.is_counted != (one.before.is_counted if one.before else None)]
    changed = {one.learner_id: one for one in turns if one.before and columns(one.before) != columns(one.after)}
    moving = [learner_id for learner_id, one in changed.items() if _moves_share(one)]
    if moving:
        standing.withdraw(tx, moving, today)
    update_rows(tx, learner, [{"id": each, **columns(changed[each].after)} for each in sorted(changed)])
    _begin_memberships(tx, settled, today)
    _begin_counting(tx, counted, today)
    if moving:
        standing.restore(tx, moving, today)


def _moves_share(turn: LearnerTurn) -> bool:
    before, after = columns(turn.before) if turn.before else {}, columns(turn.after)
    return any(before.get(name) != after[name] for name in _OF_THE_SHARE)


def _begin_memberships(tx: Connection, settled: Sequence[LearnerTurn], today: date) -> None:
    ended = {one.learner_id for one in settled if one.before}
    rows = [_membership_row(one.learner_id, one.after.home) for one in settled if one.after.home]
    intervals.begin(tx, membership, ended, rows, today, membership.c.kind.in_(_HOME_KINDS))


def _membership_row(learner_id: int, home: Home) -> dict[str, object]:
    unit = home.unit if isinstance(home, InHamlet) else None
    return {"learner_id": learner_id, "kind": UnitKind.HAMLET.value if unit else _OUTSIDE, "unit_code": unit}


def _begin_counting(tx: Connection, counted: Sequence[LearnerTurn], today: date) -> None:
    ended = {one.learner_id for one in counted if one.before}
    rows = [
        {"learner_id": one.learner_id, "choice": one.after.is_counted}
        for one in counted
        if one.after.is_counted is not None
    ]
    intervals.begin(tx, counting, ended, rows, today)


_UNITS = select(units.c.code, units.c.valid_from, units.c.valid_to, units.c.merged_into)


def follow_mergers(tx: Connection, today: date, standing: Standing) -> int:
    """Move the learners of hamlets that are gone to the one each was merged into; return how many learners moved.

    What holds of the old hamlet ends on its last day and goes on the day after. A chain of mergers is followed link by
    link, so that every day in between has its own hamlet.
    """
    known = Units({row.code: Unit(kind=UnitKind.HAMLET, name="", **row._asdict()) for row in tx.execute(_UNITS)})
    into = {unit.code: successor.code for unit in known.by_code.values() if (successor := known.get(unit.code, today))}
    gone = [code for code, unit in known.by_code.items() if into.get(code, code) != code and unit.valid_to]
    return sum(_follow(tx, code, into[code], known, today, standing) for code in sorted(gone))


def _follow(tx: Connection, code: str, last: str, known: Units, today: date, standing: Standing) -> int:
    """Move the learners of one hamlet to the last of its chain; return how many there were."""
    ids = tx.scalars(select(learner.c.id).where(learner.c.unit_code == code)).all()
    if ids:
        standing.withdraw(tx, ids, today)
        tx.execute(update(learner).where(learner.c.unit_code == code).values(unit_code=last))
        while code != last:
            code = _follow_link(tx, known.by_code[code], today)
        standing.restore(tx, ids, today)
    return len(ids)


def _follow_link(tx: Connection, unit: Unit, today: date) -> str:
    """Let the memberships of a unit go on in the one it was merged into, and return that one's code."""
    successor = str(unit.merged_into)
    last = min(unit.valid_to or today, today - timedelta(days=1))
    is_open = (membership.c.unit_code == unit.code, membership.c.to_day.is_(None))
    tx.execute(update(membership).where(*is_open, membership.c.from_day > last).values(unit_code=successor))
    going_on = select(
        membership.c.learner_id, membership.c.kind, literal(successor), literal(last + timedelta(days=1))
    ).where(*is_open)
    tx.execute(insert(membership).from_select(["learner_id", "kind", "unit_code", "from_day"], going_on))
    tx.execute(update(membership).where(*is_open).values(to_day=last))
    return successor
