"""The first page of the office: in one look how the commune is doing against its targets, and what to do next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign import reporting
from campaign.indicators import Indicator
from campaign.units import Units
from conversation.world import World
from storage import figures, office_desk, overview, targets, units
from storage.figures import Figures, Table, TableRow
from storage.office_desk import Waiting
from storage.overview import Pulse
from storage.standing import Standing
from web import charts
from web import table as shown
from web.charts import Trend
from web.days import written
from web.desk import Desk, visitor_of
from web.entrance import Role
from web.forms import Phrases
from web.lessons_page import is_due
from web.table import BigFigure, number, percent
from web.tasks import tasks

_ONE_LOOK = 8
"""As many hamlets as are seen without scrolling; the others are on the page of the hamlets."""
_SOON = 45
"""So many days before a report is due the page begins to say so."""

Targets = Mapping[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class Bar:
    """A hamlet: how many of its adults take part, from 0 to 100, with its target and its last eight weeks."""

    code: str
    name: str
    note: str
    people: str
    rate: str
    percent: Decimal | None
    target: Decimal | None
    aim: str
    trend: Trend


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Shows how the commune is doing this year."""

    desk: Desk
    keeper: Standing
    world: Callable[[], World]

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["overview"]

    def show(self, request: Request) -> Response:
        """Show the page."""
        today = self.desk.today()
        table, pulse, aims, all_units, waiting = self.desk.door.read(lambda tx: self._asked(tx, today))
        address = self.desk.door.public_url
        example = self.desk.look.texts["rows"]["example"]
        is_empty = shown.is_empty(table)
        hamlets = all_units.hamlets(today)
        own = [hamlet for hamlet in hamlets if not units.is_example(hamlet)]
        is_ready = bool(address and own)
        bars = self._bars(table, pulse, aims, all_units, today)
        is_office = visitor_of(request).role == Role.OFFICE
        values = {
            "finding": self._finding(table, pulse),
            "told": self._told(table, today),
            "has_examples": len(own) < len(hamlets),
            "is_empty": is_empty,
            "is_ready": is_ready,
            "now": self._now(pulse),
            "figures": self._figures(table.totals, pulse),
            "title": self._title(bars, table),
            "bars": bars[:_ONE_LOOK],
            "count": len(bars),
            "has_targets": any(bar.target is not None for bar in bars),
            "tasks": tasks(waiting, self._lessons_due(today), self.desk.look.texts["tasks"]) if is_office else (),
            "posters": [shown.poster_of(one, address, example) for one in own] if is_empty and is_ready else (),
        }
        return self.desk.render(request, "overview.html", values)

    def _asked(self, tx: Connection, today: date) -> tuple[Table, Pulse, Targets, Units, Waiting]:
        table = figures.participation(tx, today.replace(month=1, day=1), today, today, self.keeper)
        pulse = overview.pulse(tx, today, self.keeper)
        return table, pulse, targets.of_year(tx, today.year), units.current(tx), office_desk.waiting(tx, today)

    def _lessons_due(self, today: date) -> int:
        return sum(is_due(one, today) for one in self.world().course)

    def _finding(self, table: Table, pulse: Pulse) -> str:
        """Return what the figures say: how many, and whether it goes faster than before."""
        said = self.texts["nobody"] if shown.is_empty(table) else shown.finding(table, self.desk.look.texts["finding"])
        if not table.totals.participants:
            return said
        before, now = sum(pulse.new[:4]), sum(pulse.new[4:])
        key = "faster" if now > before else "slower" if now < before else "steady"
        return said + self.texts[key].format(now=number(now), before=number(before))

    def _told(self, table: Table, today: date) -> str:
        """Return what stands below the heading: the day, the report that is due, and who comes from elsewhere."""
        parts = [self.texts["until"].format(day=written(today))]
        due = reporting.due(today.year)
        if 0 <= (due - today).days <= _SOON:
            parts.append(self.texts["due"].format(days=(due - today).days, day=f"{due:%d/%m}"))
        if table.outside_commune:
            parts.append(self.texts["outside"].format(people=number(table.outside_commune)))
        return " · ".join(parts)

    def _now(self, pulse: Pulse) -> str:
        return self.texts["now"].format(
            people=number(pulse.learners_today), answers=number(pulse.answers_today),
            of_week=number(pulse.week.participants),
        )  # fmt: skip

    def _figures(self, totals: Figures, pulse: Pulse) -> tuple[tuple[BigFigure, str], ...]:
        """Return the four figures, each with its change."""
        texts, say = self.desk.look.texts["figures"], self.texts
        joined, completed, remembered, *_ = shown.big_figures(totals, self.keeper.lessons_to_complete, texts)
        held = BigFigure(
            say["visits"], number(totals.session_visits), say["sessions"].format(count=number(totals.sessions_held))
        )
        reviews = pulse.week.reviews
        remembers = say["reviews_week"].format(right=number(pulse.week.reviews_right), count=number(reviews))
        visits = say["held_week"].format(count=number(pulse.held.sessions), visits=number(pulse.held.visits))
        return (
            (joined, say["new_week"].format(count=number(pulse.new[-1]))),
            (completed, say["lessons_week"].format(count=number(pulse.week.lessons))),
            (remembered, remembers if reviews else ""),
            (held, visits if pulse.held.sessions else ""),
        )

    def _bars(self, table: Table, pulse: Pulse, aims: Targets, all_units: Units, today: date) -> list[Bar]:
        """Return the hamlets of today, the best first."""
        known = {unit.code for unit in all_units.hamlets(today)}
        rows = [row for row in shown.sorted_rows(table, Indicator.PARTICIPATION_RATE.value) if row.code in known]
        notes = shown.notes(table, all_units, self.desk.look.texts["rows"]["example"])
        return [self._bar(row, pulse.weeks.get(row.code, (0,) * 8), aims, notes[row.code], today) for row in rows]

    def _bar(self, row: TableRow, weeks: Sequence[int], aims: Targets, note: str, today: date) -> Bar:
        rate = row.figures.participation_rate
        target = target_of(aims, row)
        people = f"{number(rate.numerator)}/{number(rate.denominator)}" if rate.denominator else ""
        aim = self.texts["aim"].format(target=share_of(target)) if target is not None else ""
        return Bar(
            row.code, row.name, note, people or number(row.figures.participants), percent(rate), rate.percent, target,
            aim, charts.trend(weeks, today),
        )  # fmt: skip

    def _title(self, bars: Sequence[Bar], table: Table) -> str:
        """Return the heading of the bars: who has reached the target, where there are targets; else who leads."""
        aimed = [bar for bar in bars if bar.target is not None]
        if not aimed:
            return shown.table_title(table, self.desk.look.texts["title"])
        there = sum((bar.percent or 0) >= (bar.target or 0) for bar in aimed)
        key = "reached" if there else "none_reached"
        return self.texts[key].format(there=number(there), count=number(len(aimed)))


def share_of(target: Decimal) -> str:
    """Return a target as it is written here, 50 or 12,5."""
    return f"{target:.1f}".removesuffix(".0").replace(".", ",")


def target_of(aims: Targets, row: TableRow) -> Decimal | None:
    """Return what share of its adults a unit means to reach, in percent; None where no target was set."""
    share = aims.get((row.code, Indicator.PARTICIPATION_RATE.value))
    people = aims.get((row.code, Indicator.PARTICIPANTS.value))
    if share is not None:
        return share
    return 100 * people / row.figures.adults if people is not None and row.figures.adults else None
