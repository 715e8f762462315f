"""The invented commune: full enough to look at, counted like a real one, and marked as what it is."""

from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection, func, select

from bot.demo.filling import DAYS, UNITS, Plan, fill
from bot.settings import load
from bot.surroundings import build, keep_wordings
from campaign.indicators import WORDS, Note
from campaign.periods import Period
from campaign.sheet import Stage
from campaign.units import UnitKind
from papers.participation import to_csv, to_json
from storage import figures, marks, office_desk, score_sheets, score_tables, units
from storage.by_day import count_days
from storage.kept_sums import row_at
from storage.standing import Standing
from storage.sums import Sums
from storage.tables import learner

TODAY = date(2026, 11, 24)
KEEPER = Standing(lessons_to_complete=5)


@pytest.fixture
def demo(tx: Connection) -> Connection:
    """Return a transaction in which a small invented commune has learned for a year."""
    units.apply(tx, units.plan(tx, units.read(UNITS), TODAY, UNITS), Random(1))
    world = build(load({"HOCSO_CONFIG": str(Path(__file__).parents[2] / "config.yaml")}), units.current(tx))
    keep_wordings(tx, world)
    days = list[int]()
    fill(tx, Plan(people=80, today=TODAY), world, KEEPER, days.append)
    assert days == list(range(1, DAYS + 1))
    return tx


def test_an_invented_commune_has_everything_to_look_at_and_says_what_it_is(demo: Connection) -> None:
    year = figures.participation(demo, date(2026, 1, 1), TODAY, TODAY, KEEPER)
    totals = year.totals
    shown = (totals.participants, totals.completers, totals.women, totals.aged_60_plus, totals.sessions_held)
    assert min(*shown, totals.remembered.numerator, totals.vneid_confirmed or 0) > 0
    assert demo.scalar(select(func.count()).select_from(learner)) == pytest.approx(80, abs=12)
    waiting = office_desk.waiting(demo, TODAY)
    assert waiting.unled == 3
    assert sum(year.self_rating.first) > 0
    [block] = score_tables.of_year(demo, TODAY.year)
    stages = score_sheets.count_stages(demo, block.id)
    assert set(stages) == set(Stage) - {Stage.FROZEN}
    assert year.notes[0] == WORDS.note(Note.DEMO)
    assert WORDS.note(Note.DEMO) in to_csv(year)
    assert WORDS.note(Note.DEMO) in to_json(year, TODAY)
    assert _kept_year(demo) == _counted_year(demo)


def test_a_real_commune_is_not_marked(tx: Connection) -> None:
    units.apply(tx, units.plan(tx, units.read(UNITS), TODAY, UNITS), Random(1))
    assert not marks.is_demo(tx)
    assert not figures.participation(tx, TODAY, TODAY, TODAY, KEEPER).is_demo


def _kept_year(tx: Connection) -> dict[str, int]:
    period = KEEPER.kept(date(2026, 1, 1), TODAY, TODAY)
    assert isinstance(period, Period)
    year = figures.participation(tx, period.first, TODAY, TODAY, KEEPER)
    return {row.code: row.figures.questions_answered for row in year.rows if row.figures.questions_answered}


def _counted_year(tx: Connection) -> dict[str, int]:
    row = row_at(units.current(tx), UnitKind.HAMLET, TODAY)
    rows: dict[str, Sums] = count_days(tx, date(2026, 1, 1), TODAY, UnitKind.HAMLET, 5, row).rows
    return {code: sums.answers for code, sums in rows.items() if sums.answers and code not in ("outside", "uncounted")}
