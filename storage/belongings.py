"""Where learners belong besides their hamlet: a workplace or school and any associations, from one day to another.

How it stands now is in columns of the learner (storage/homes.py); here is since when.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, select

from campaign.units import UnitKind
from conversation.learner import Learner
from storage import intervals
from storage.lives import LearnerTurn
from storage.tables import membership, unit

_KINDS = tuple(kind.value for kind in UnitKind if kind is not UnitKind.HAMLET)


def move(tx: Connection, turns: Sequence[LearnerTurn], today: date) -> None:
    """Write what changed about the workplaces, schools and associations of learners: what goes on is not touched."""
    left = defaultdict[str, set[int]](set)
    entered = list[tuple[int, str]]()
    for turn in turns:
        if turn.before and _chosen(turn.before) == _chosen(turn.after):  # nearly always
            continue
        before, after = _units(turn.before), _units(turn.after)
        for code in before - after:
            left[code].add(turn.learner_id)
        entered += ((turn.learner_id, code) for code in sorted(after - before))
    for code in sorted(left):
        is_theirs = (membership.c.unit_code == code, membership.c.kind.in_(_KINDS))
        intervals.begin(tx, membership, left[code], [], today, *is_theirs)
    if entered:
        kinds = _kinds(tx, {code for _, code in entered})
        rows = [{"learner_id": one, "kind": kinds[code], "unit_code": code} for one, code in entered]
        intervals.begin(tx, membership, (), rows, today)


def _chosen(of: Learner) -> tuple[str | None, frozenset[str]]:
    return of.workplace, of.associations


def _units(of: Learner | None) -> frozenset[str]:
    if of is None:
        return frozenset()
    return of.associations | {of.workplace} if of.workplace else of.associations


def _kinds(tx: Connection, codes: Collection[str]) -> Mapping[str, str]:
    rows = tx.execute(select(unit.c.code, unit.c.kind).where(unit.c.code.in_(sorted(codes))))
    return {row.code: row.kind for row in rows}
