"""Reading the participation table of a small commune, and what is put into it besides learning."""

from datetime import UTC, date, datetime

from sqlalchemy import insert

from campaign.indicators import Indicator
from campaign.units import UnitKind
from storage import typed_figures
from storage.figures import Figures, Table, participation
from storage.standing import Activity
from storage.tables import guided_session
from storage.typed_figures import TypedFigure
from tests.db.commune import Commune

TODAY = date(2026, 11, 20)
NEW_YEAR = date(2026, 1, 1)
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def table(
    commune: Commune, first: date = NEW_YEAR, last: date | None = None, kind: UnitKind = UnitKind.HAMLET
) -> Table:
    """Return the table as it stands on the commune's day."""
    return participation(commune.tx, first, last or commune.today, commune.today, commune.keeper, kind)


def row(found: Table, code: str) -> Figures:
    """Return the figures of one row."""
    return next(row.figures for row in found.rows if row.code == code)


def learns(commune: Commune, home: str | None, counted: bool | None = True, **did: int) -> int:
    """Let somebody join and learn; one answer unless it says otherwise."""
    learner_id = commune.join(home, counted=counted)
    commune.learn(Activity(learner_id, **({"answers": 1} | did)))
    return learner_id


def holds(commune: Commune, code: str, present: int = 8, **more: object) -> None:
    """Record a session that the office has confirmed."""
    row = {"unit_code": code, "day": commune.today, "lesson": "009-giả-danh", "present": present, "women": 3}
    by = {"recorded_at": NOW, "recorded_by": "anh Bình", "confirmed_at": NOW, "is_replaced": False}
    people = {"aged_60_plus": 1, "first_timers": 2}
    commune.tx.execute(insert(guided_session).values({**row, **by, **people, **more}))


def types(commune: Commune, code: str, indicator: Indicator, value: int, as_of: date = TODAY) -> None:
    """Let the office type a figure."""
    figure = TypedFigure(code, indicator, value, as_of, "Trưởng xóm")
    typed_figures.add(commune.tx, figure, commune.today, NOW, "chị Hoa")
