"""Filling an empty, migrated database with the invented commune."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Connection

from bot.demo.leading import Leading, Names
from bot.demo.residents import residents
from bot.demo.scoring import Scoring
from bot.demo.visits import School
from bot.demo.year import Year
from campaign.consent import Purpose
from conversation import consents
from conversation.world import World
from lessons.texts_file import read_texts
from storage import marks, units
from storage.standing import Standing

UNITS = Path(__file__).with_name("units.csv")
DAYS = 365
_WORDS = Path(__file__).with_name("words.vi.yaml")


@dataclass(frozen=True, slots=True)
class Plan:
    """How many people learn in the year that ends today; the same seed makes the same commune."""

    people: int
    today: date
    seed: int = 14122

    @property
    def first(self) -> date:
        """Return the first day of the year that is played."""
        return self.today - timedelta(days=DAYS - 1)


def fill(tx: Connection, plan: Plan, world: World, keeper: Standing, tick: Callable[[int], None]) -> None:
    """Play the year in this transaction; the units must be there, and nobody else.

    `tick` is called with the number of days done, of `DAYS`.
    """
    rng = Random(plan.seed)  # noqa: S311 - invented people
    words = read_texts(_WORDS)
    names = Names(words["leaders"], words["places"], words["answer"], words["confirmed_by"], words["source"])
    known = units.current(tx)
    lessons = tuple(lesson for lesson in world.course if lesson.is_served(plan.today))
    versions = {one.purpose: one.version for one in consents.wordings(world.texts)}
    school = School(lessons, world.bank, {purpose: versions[purpose] for purpose in Purpose if purpose in versions},
                    tuple(words["questions"]))  # fmt: skip
    leading = Leading(known, [lesson.id for lesson in lessons], names, plan.first, plan.today, rng)
    people = tuple(residents(known, plan.first, plan.today, plan.people, words["learners"], rng))
    Year(school, keeper, leading, plan.today, rng, tick).play(tx, people, plan.first)
    told = words["scoring"]
    Scoring(names.leaders, names.officer, told["council"], told["reason"], told["note"], rng).play(
        tx, keeper, plan.today
    )
    marks.mark_as_demo(tx, plan.today)
