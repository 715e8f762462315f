"""The year of an invented commune, written day after day through the doors that real people and officers use."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy import Connection

from bot.demo.leading import Leading
from bot.demo.residents import Resident
from bot.demo.visits import School, visit
from conversation.learner import Learner
from storage import learners
from storage.learners import Record
from storage.standing import Standing

_AT_ONCE = 200
"""Records a call; more would make statements too long for a small machine."""


@dataclass(slots=True)
class _Place:
    """A resident and how far they have come."""

    resident: Resident
    id: int | None = None
    learner: Learner | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """Plays every day from the first beginning to `last`; `tick` is called with the number of days done."""

    school: School
    keeper: Standing
    leading: Leading
    last: date
    rng: Random
    tick: Callable[[int], None] = field(default=lambda _: None)

    def play(self, tx: Connection, residents: Sequence[Resident], first: date) -> None:
        """Let everything happen."""
        coming = defaultdict[date, list[_Place]](list)
        for resident in residents:
            coming[resident.begins_on].append(_Place(resident))
        for number in range((self.last - first).days + 1):
            today = first + timedelta(days=number)
            places = coming.pop(today, [])
            for start in range(0, len(places), _AT_ONCE):
                self._visit(tx, places[start : start + _AT_ONCE], today, coming)
            self.leading.work(tx, today)
            self.tick(number + 1)

    def _visit(
        self, tx: Connection, places: Sequence[_Place], today: date, coming: defaultdict[date, list[_Place]]
    ) -> None:
        records = []
        for place in places:
            visited = visit(place.resident, place.learner, today, self.school, self.rng)
            records.append(Record(place.id, visited.facts, place.learner, visited.learner))
            place.learner = visited.learner
            if visited.next_on is not None:
                coming[visited.next_on].append(place)
        ids = learners.record(tx, records, today, evening(today), self.keeper)
        for place, learner_id in zip(places, ids, strict=True):
            place.id = learner_id


def evening(day: date) -> datetime:
    """Return a moment of a day at which both the commune and the world's clock have that date."""
    return datetime.combine(day, time(12), UTC)
