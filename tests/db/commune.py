"""A small commune in a real database, in which people learn, move and change their minds, as storage writes it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from sqlalchemy import Connection, delete, func, insert, select, update

from campaign.people import About, AgeBand, Group, Sex
from campaign.periods import Period, running
from campaign.units import Unit, UnitKind
from storage import units
from storage.intervals import begin
from storage.standing import Activity, Standing
from storage.sums import DAY_COLUMNS, OUTSIDE, UNCOUNTED, Sums
from storage.tables import counting, learner, learner_day, membership, progress
from storage.tables import standing as standing_table
from storage.units import Plan


def hamlet(code: str, adults: int | None = 100, **more: object) -> Unit:
    """Return a hamlet named after its code."""
    values = {"name": f"Xóm {code}", "old_commune": "Trà Lũ", "adults": adults} | more
    return Unit(code=code, kind=UnitKind.HAMLET, **values)  # type: ignore[arg-type]


def settle(tx: Connection, *these: Unit) -> None:
    """Put units into the database."""
    units.apply(tx, Plan(added=these), Random(1))


@dataclass
class Commune:
    """Writes as storage does; `today` moves on as the test says."""

    tx: Connection
    today: date
    keeper: Standing = field(default_factory=Standing)

    def join(self, home: str | None = None, *, counted: bool | None = None) -> int:
        """Add a learner: `home` is a hamlet's code, "outside" or not chosen."""
        pseudonym = f"p{self.tx.scalar(select(func.max(learner.c.id))) or 0}-{self.today}"
        rows = {"pseudonym": pseudonym, "joined_on": self.today, "visit_on": self.today, "address": "bác"}
        learner_id = int(self.tx.scalars(insert(learner).values(rows).returning(learner.c.id)).one())
        self.change(learner_id, home=home, counted=counted)
        return learner_id

    def change(self, learner_id: int, *, home: str | None, counted: bool | None) -> None:
        """Let a learner live elsewhere or choose otherwise."""
        self.keeper.withdraw(self.tx, [learner_id], self.today)
        is_outside = home == OUTSIDE
        row = {"unit_code": None if is_outside else home, "is_outside": is_outside, "is_counted": counted}
        self.tx.execute(update(learner).where(learner.c.id == learner_id).values(row))
        kind = OUTSIDE if is_outside else "hamlet"
        homes = [{"learner_id": learner_id, "kind": kind, "unit_code": row["unit_code"]}] if home else []
        begin(self.tx, membership, [learner_id], homes, self.today)
        choices = [] if counted is None else [{"learner_id": learner_id, "choice": counted}]
        begin(self.tx, counting, [learner_id], choices, self.today)
        self.keeper.restore(self.tx, [learner_id], self.today)

    def tell(self, learner_id: int, about: About) -> None:
        """Let a learner tell something about themselves."""
        self.keeper.withdraw(self.tx, [learner_id], self.today)
        row = {"age_band": about.age_band, "sex": about.sex, "people_group": about.group}
        self.tx.execute(update(learner).where(learner.c.id == learner_id).values(row))
        self.keeper.restore(self.tx, [learner_id], self.today)

    def learn(self, *activities: Activity) -> None:
        """Let learners do something today."""
        for did in activities:
            self._write_day(did)
            self._finish(did.learner_id, did.lessons)
        self.keeper.add(self.tx, activities, self.today)
        answering = [did.learner_id for did in activities if did.answers]
        self.tx.execute(update(learner).where(learner.c.id.in_(answering)).values(answered_on=self.today))

    def erase(self, learner_id: int) -> None:
        """Erase a learner."""
        self.keeper.withdraw(self.tx, [learner_id], self.today)
        self.tx.execute(delete(learner).where(learner.c.id == learner_id))

    def running(self) -> Sequence[Period]:
        """Return the periods that today is in."""
        return running(self.today, self.keeper.phases)

    def kept(self, period: str) -> dict[str, Sums]:
        """Return the standing sums of a period, without empty rows."""
        columns = [standing_table.c[name] for name in Sums._fields]
        found = self.tx.execute(select(standing_table.c.row, *columns).where(standing_table.c.period == period))
        return {row: sums for row, *figures in found if any(sums := Sums(*figures))}

    def counted_again(self, period: Period) -> dict[str, Sums]:
        """Count a period that still runs by the words of the design, one learner after the other."""
        rows: dict[str, Sums] = {}
        for person in self.tx.execute(select(learner)).all():
            row = OUTSIDE if person.is_outside else (person.unit_code or "?") if person.is_counted else UNCOUNTED
            about = About(person.age_band, person.sex, person.people_group)
            rows[row] = rows.get(row, Sums()).plus(self._share(person.id, about, period))
        return {row: sums for row, sums in rows.items() if any(sums)}

    def _share(self, learner_id: int, about: About, period: Period) -> Sums:
        days = self.tx.execute(select(learner_day).where(learner_day.c.learner_id == learner_id)).all()
        inside = [day for day in days if period.first <= day.day <= min(period.last, self.today)]
        answered = sorted(day.day for day in days if day.answers)
        firsts = {day.year: day for day in reversed(answered)}
        finished = select(func.count()).where(progress.c.learner_id == learner_id, progress.c.finished_on.is_not(None))
        has_answered = any(day.answers for day in inside)
        has_completed = (self.tx.scalar(finished) or 0) >= self.keeper.lessons_to_complete
        done = {name: sum(getattr(day, name) for day in inside) for name in DAY_COLUMNS}
        return Sums(
            participants=int(has_answered),
            completers=int(has_answered and has_completed),
            newcomers=int(any(period.first <= day <= period.last for day in firsts.values())),
            minors=int(has_answered and about.age_band == AgeBand.MINOR),
            minors_completed=int(has_answered and has_completed and about.age_band == AgeBand.MINOR),
            unknown_age=int(has_answered and not about.age_band),
            women=int(has_answered and about.sex == Sex.FEMALE),
            aged_60_plus=int(has_answered and about.age_band == AgeBand.SENIOR),
            officials=int(has_answered and about.group == Group.OFFICIAL),
            students=int(has_answered and about.group == Group.STUDENT),
            workers=int(has_answered and about.group == Group.WORKER),
            **done,
        )

    def _write_day(self, did: Activity) -> None:
        key = (learner_day.c.learner_id == did.learner_id) & (learner_day.c.day == self.today)
        if self.tx.scalar(select(func.count()).where(key)) == 0:
            empty = dict.fromkeys(DAY_COLUMNS, 0)
            self.tx.execute(insert(learner_day).values(learner_id=did.learner_id, day=self.today, **empty))
        more = {name: learner_day.c[name] + getattr(did, name) for name in DAY_COLUMNS}
        self.tx.execute(update(learner_day).where(key).values(more))

    def _finish(self, learner_id: int, lessons: int) -> None:
        theirs = select(func.count()).where(progress.c.learner_id == learner_id)
        for number in range(lessons):
            row = {"learner_id": learner_id, "lesson": f"bai-{(self.tx.scalar(theirs) or 0) + 1}-{number}"}
            done = {"pages": 2, "finished_on": self.today, "seen": "[]", "task_asked": 0, "reviews": 0}
            self.tx.execute(insert(progress).values(**row, **done))
