"""What invented leaders and officers do with the score sheets of the year, so that every step can be looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from random import Random

from sqlalchemy import Connection

from campaign import table_file
from campaign.criteria import Criterion, Formula, ScoreTable
from campaign.sheet import Entry, Role, Step
from campaign.units import Unit
from storage import score_desk, score_tables
from storage.score_desk import Actor, Block, Given
from storage.standing import Standing

TABLE = Path(table_file.__file__).parent / "tables" / "2026-khoi-xom.yaml"
"""The example the council of a real commune begins with; it stays marked as one."""

_PATHS: tuple[tuple[Step, ...], ...] = (
    (),
    (Step.SUBMIT,),
    (Step.SUBMIT, Step.REVIEW),
    (Step.SUBMIT, Step.REVIEW, Step.EXPLAIN),
    (Step.SUBMIT, Step.REVIEW, Step.CONFIRM),
)
"""How far sheets are; the units of the block take them in turn."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """The block of hamlets and who works on its sheets; `reason` and `note` are what is said on the way."""

    leaders: Sequence[str]
    officer: str
    council: str
    reason: str
    note: str
    rng: Random

    def play(self, tx: Connection, keeper: Standing, today: date) -> None:
        """Adopt the table for the year of this day and let each sheet go its way."""
        year, now = today.year, datetime.combine(today, time(1), UTC)
        table = replace(table_file.load(TABLE), year=year, due=date(year, 12, 9))
        adopted = score_tables.adopt(tx, table, date(year - 1, 12, 20), self.council, now)
        score_desk.propose(tx, score_desk.block(tx, adopted, today), today, now, keeper)
        of = score_desk.block(tx, adopted, today)
        for number, unit in enumerate(of.ranked):
            for step in _PATHS[number % len(_PATHS)]:
                self._take(tx, score_desk.block(tx, adopted, today), unit, step, now)

    def _take(self, tx: Connection, of: Block, unit: Unit, step: Step, now: datetime) -> None:
        leader = self.leaders[of.ranked.index(unit) % len(self.leaders)]
        by = {Step.SUBMIT: (leader, Role.UNIT), Step.EXPLAIN: (leader, Role.UNIT),
              Step.REVIEW: (self.officer, Role.OFFICE), Step.CONFIRM: (self.council, Role.COUNCIL)}  # fmt: skip
        given = dict[str, Given]()
        if step is Step.SUBMIT:
            given = {leaf.code: Given(self._claim(leaf)) for leaf in of.table.leaves if leaf.source is None}
        elif step is Step.REVIEW:
            given = self._lowered(of.table, score_desk.carried_on(of.sheet(unit.code), step))
        note = self.note if step is Step.EXPLAIN else ""
        score_desk.take(tx, of, unit.code, step, Actor(*by[step], now), given, note)

    def _claim(self, leaf: Criterion) -> Decimal:
        match leaf.formula:
            case Formula.YES_NO:
                return Decimal(self.rng.random() < 0.8)
            case Formula.TYPED_SCORE:
                return Decimal(self.rng.randint(0, int(leaf.maximum)))
            case Formula.BONUS_PENALTY:
                return Decimal(0)
        return Decimal(self.rng.randint(6, 24))

    def _lowered(self, table: ScoreTable, before: Mapping[str, Entry]) -> dict[str, Given]:
        """Return what the office changes: the first number that people typed, by two."""
        for leaf in table.leaves:
            old = before.get(leaf.code)
            if leaf.formula is Formula.COUNT_POINTS and leaf.source is None and old is not None and old.actual:
                return {leaf.code: Given(max(Decimal(0), old.actual - 2), self.reason)}
        return {}
