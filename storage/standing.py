"""Standing sums: what the days of a running period add up to, per row of the hamlet table.

Three doors, all inside the caller's transaction:

* `add` after learner days and progress were written, before `learner.answered_on` is;
* `withdraw` before a learner's unit, home, counting choice or what they told about themselves changes, or before the
  learner is erased;
* `restore` after that change was written.

Between `withdraw` and `restore` nothing else of these learners may be written, and when one transaction both moves
and adds, the move comes first or last, never in between: a share is read from the learner days as they stand.
A closed period is never touched again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from campaign.periods import Period, Phase, running
from storage.among import among
from storage.inserting import insert_or_add
from storage.sums import DAY_COLUMNS, Day, Sums, Told, is_newcomer, row_of, share
from storage.tables import learner, learner_day, progress, standing

LESSONS_TO_COMPLETE = 5


@dataclass(frozen=True, slots=True)
class Activity:
    """What a learner did in this transaction, as it was also added to the learner's day.

    `answers` are first answers to an (attempt, position), in lessons and reviews alike, so `reviews` are among them;
    `lessons` were finished for the first time; `practised` are small tasks reported as done; `assisted` are lessons
    with which the learner said somebody helped.
    """

    learner_id: int
    answers: int = 0
    correct_first_try: int = 0
    reviews: int = 0
    reviews_right: int = 0
    lessons: int = 0
    practised: int = 0
    assisted: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Keeps the sums. `phases` and `lessons_to_complete` come from the settings, once, at the start."""

    phases: tuple[Phase, ...] = ()
    lessons_to_complete: int = LESSONS_TO_COMPLETE

    def add(self, tx: Connection, activities: Sequence[Activity], today: date) -> None:
        """Add what these learners did today to every running period; those who no longer exist are passed over."""
        done = _by_learner(activities)
        people = _people(tx, done)
        periods = running(today, self.phases)
        newest = max(period.first for period in periods)
        already = _new_earlier(tx, people, done, periods, today)
        changes = defaultdict[tuple[str, str], Sums](Sums)
        work = defaultdict[str, Sums](Sums)
        for learner_id, person in people.items():
            did = done[learner_id]
            work[person.row] = work[person.row].plus(did)
            if person.answered_on is not None and person.answered_on >= newest and not did.lessons:
                continue  # in every period already, and completing nothing: most of the time
            is_first = _is_first_of_year(person, did, today)
            for period in periods:
                heads = self._heads(person, did, period.first, is_new=is_first and period not in already[learner_id])
                if any(heads):
                    changes[period.key, person.row] = changes[period.key, person.row].plus(heads)
        for row, sums in work.items():
            for period in periods:
                changes[period.key, row] = changes[period.key, row].plus(sums)
        _write(tx, changes)

    def withdraw(self, tx: Connection, learner_ids: Collection[int], today: date) -> None:
        """Take the share of these learners out of every running period."""
        _write(tx, {key: sums.negated() for key, sums in self._shares(tx, learner_ids, today).items()})

    def restore(self, tx: Connection, learner_ids: Collection[int], today: date) -> None:
        """Put the share of these learners into every running period, in the row where they stand now."""
        _write(tx, self._shares(tx, learner_ids, today))

    def kept(self, first: date, end: date, today: date) -> Period | None:
        """Return the period whose sums are those of the days from `first` to `end`, or None when none is kept."""
        periods = running(first, self.phases)
        return next((period for period in periods if period.first == first and min(period.last, today) == end), None)

    def _heads(self, person: "_Person", did: Sums, first: date, *, is_new: bool) -> Sums:
        """Return what a learner adds to the counts of people in the period that began on `first`."""
        was_in = person.answered_on is not None and person.answered_on >= first
        is_in = was_in or did.answers > 0
        had_completed = was_in and person.finished - did.lessons >= self.lessons_to_complete
        has_completed = is_in and person.finished >= self.lessons_to_complete
        return person.told.heads(is_in - was_in, has_completed - had_completed, int(is_new))

    def _shares(self, tx: Connection, learner_ids: Collection[int], today: date) -> dict[tuple[str, str], Sums]:
        """Return what these learners are of every running period, per period and row."""
        periods = running(today, self.phases)
        people = _people(tx, learner_ids)
        days = _days(tx, learner_ids, min(period.first for period in periods), today)
        shares = defaultdict[tuple[str, str], Sums](Sums)
        for learner_id, person in people.items():
            is_complete = person.finished >= self.lessons_to_complete
            for period in periods:
                one = share(days[learner_id], period.first, person.told, is_complete=is_complete)
                shares[period.key, person.row] = shares[period.key, person.row].plus(one)
        return shares


class _Person(NamedTuple):
    row: str
    answered_on: date | None
    finished: int
    told: Told


def _by_learner(activities: Iterable[Activity]) -> dict[int, Sums]:
    """Return what each learner did, as the part of a sum that counts no people."""
    done = defaultdict[int, Sums](Sums)
    for did in activities:
        done[did.learner_id] = done[did.learner_id].plus(
            Sums(
                answers=did.answers,
                correct_first_try=did.correct_first_try,
                reviews=did.reviews,
                reviews_right=did.reviews_right,
                lessons=did.lessons,
                practised=did.practised,
                assisted=did.assisted,
            )
        )
    return done


def _new_earlier(
    tx: Connection,
    people: Mapping[int, _Person],
    done: Mapping[int, Sums],
    periods: Sequence[Period],
    today: date,
) -> Mapping[int, Sequence[Period]]:
    """Return the periods in which a learner, now answering for the first time this year, was new in an earlier year.

    Only a period that reaches over a New Year can hold two such answers of one person, so this is rarely asked.
    """
    found = defaultdict[int, Sequence[Period]](tuple)
    for learner_id, person in people.items():
        if person.answered_on is not None and _is_first_of_year(person, done[learner_id], today):
            found[learner_id] = [period for period in periods if period.first <= person.answered_on]
    asked = [learner_id for learner_id, over in found.items() if over]
    first = min((period.first for over in found.values() for period in over), default=today)
    days = _days(tx, asked, first, today - timedelta(days=1))
    for learner_id in asked:
        found[learner_id] = [period for period in found[learner_id] if is_newcomer(days[learner_id], period.first)]
    return found


def _is_first_of_year(person: _Person, did: Sums, today: date) -> bool:
    """Say whether this is the learner's first answer of the calendar year."""
    return did.answers > 0 and (person.answered_on is None or person.answered_on.year < today.year)


_FINISHED = (
    select(func.count())
    .where(progress.c.learner_id == learner.c.id, progress.c.finished_on.is_not(None))
    .scalar_subquery()
)
_PEOPLE = select(
    learner.c.id,
    learner.c.unit_code,
    learner.c.is_outside,
    learner.c.is_counted,
    learner.c.answered_on,
    _FINISHED,
    *(learner.c[name] for name in Told._fields),
).where(among(learner.c.id, "ids"))


def _people(tx: Connection, learner_ids: Iterable[int]) -> dict[int, _Person]:
    """Return where these learners stand; those who do not exist are missing."""
    rows = tx.execute(_PEOPLE, {"ids": sorted(learner_ids)})
    return {
        learner_id: _Person(row_of(unit, is_outside=outside, is_counted=counted), answered_on, finished, Told(*told))
        for learner_id, unit, outside, counted, answered_on, finished, *told in rows
    }


_DAYS = select(learner_day.c.learner_id, learner_day.c.day, *(learner_day.c[name] for name in DAY_COLUMNS)).where(
    among(learner_day.c.learner_id, "ids"),
    learner_day.c.day.between(bindparam("first"), bindparam("last")),
)


def _days(tx: Connection, learner_ids: Collection[int], first: date, last: date) -> Mapping[int, list[Day]]:
    """Return the days of these learners from the New Year before `first`, so that a year's first answer is known."""
    days = defaultdict[int, list[Day]](list)
    if learner_ids:
        new_year = first.replace(month=1, day=1)
        for learner_id, *day in tx.execute(_DAYS, {"ids": sorted(learner_ids), "first": new_year, "last": last}):
            days[learner_id].append(Day(*day))
    return days


def _write(tx: Connection, changes: Mapping[tuple[str, str], Sums]) -> None:
    """Add the changes to the kept sums.

    Every batch of every process comes here, often more than once, and touches the same few rows: one lock for all of
    them, held until the transaction ends, is what keeps two processes from waiting for each other in a ring.
    """
    rows = [
        {"period": period, "row": row, **sums._asdict()} for (period, row), sums in sorted(changes.items()) if any(sums)
    ]
    if rows and tx.dialect.name == "postgresql":
        tx.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    insert_or_add(tx, standing, rows)


_LOCK = 14_122_001
"""Any number that this program takes for nothing else."""
