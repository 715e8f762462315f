"""The page of one unit: its figures of the year and what each means, weeks, sessions, helpers, typed figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from campaign.indicators import WORDS
from campaign.typed import heading_of
from campaign.units import Unit, UnitKind
from conversation.team import HeldSession
from storage import figures, office_desk, targets, team, units
from storage.figures import Table, TableRow
from storage.heavy import Ask
from storage.office_desk import Team
from storage.standing import Standing
from storage.summaries import newcomers
from storage.typed_figures import KeptFigure
from web import charts, hamlets_page, posters_page, sessions_page, team_page, typed_page
from web import table as shown
from web.days import written
from web.desk import Desk, visitor_of
from web.entrance import Role
from web.forms import Phrases
from web.overview_page import share_of, target_of
from web.table import number
from web.units_shown import note_of

_SESSIONS = 10
_TYPED = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known about a unit."""

    unit: Unit
    table: Table
    row: TableRow
    weeks: Sequence[int]
    sessions: Sequence[HeldSession]
    team: Team | None
    typed: Sequence[KeptFigure]
    target: str


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Shows a unit; `lessons` are titles by id."""

    desk: Desk
    keeper: Standing
    lessons: Mapping[str, str]
    ask: Ask

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["unit"]

    def show(self, request: Request) -> Response:
        """Show the unit; the address of one that has merged leads to the one it went into."""
        code, today, now = request.path_params["code"][:32], self.desk.today(), self.desk.door.clock()
        unit = self.desk.door.read(lambda tx: units.current(tx).get(code, today))
        if unit is None:
            return self.desk.look.problem("no_such_unit", 404)
        if unit.code != code:
            return RedirectResponse(f"{hamlets_page.PATH}/{quote(unit.code, safe='')}", 303)
        asked = self.desk.door.read(lambda tx: self._asked(tx, unit, today, now))
        return self.desk.render(request, "unit.html", self._values(request, asked, today))

    def _asked(self, tx: Connection, unit: Unit, today: date, now: datetime) -> Asked:
        table = figures.participation(tx, today.replace(month=1, day=1), today, today, self.keeper, unit.kind, self.ask)
        row = next(row for row in table.rows if row.code == unit.code)
        weeks = newcomers(tx, unit.kind, today).get(unit.code, (0,) * 8)
        target = target_of(targets.of_year(tx, today.year), row)
        return Asked(
            unit,
            table,
            row,
            weeks,
            team.rooms(tx, [unit.code], today)[unit.code].sessions,
            next((one for one in office_desk.teams(tx, today, now) if one.unit.code == unit.code), None),
            office_desk.figures(tx).get(unit.code, ()),
            self.texts["target"].format(target=share_of(target)) if target is not None else "",
        )

    def _values(self, request: Request, asked: Asked, today: date) -> Mapping[str, object]:
        texts, lessons, of = self.desk.look.texts, self.keeper.lessons_to_complete, asked.row.figures
        is_office = visitor_of(request).role == Role.OFFICE
        helpers = asked.team.helpers if asked.team and is_office else ()
        joined, completed, remembered, _ = shown.big_figures(of, lessons, texts["figures"])
        return {
            "unit": asked.unit,
            "finding": self._finding(asked),
            "kind": WORDS.kinds[asked.unit.kind],
            "note": note_of(asked.unit, self.desk.look),
            "first": written(asked.table.first),
            "last": written(today),
            "target": asked.target,
            "figures": (joined, completed, remembered),
            "trend": charts.trend(asked.weeks, today),
            "trend_finding": charts.finding(asked.weeks, texts["leader"]),
            "rows": [
                (WORDS.headings[one].removesuffix(" (%)"), cell, WORDS.footnote(one, lessons=lessons))
                for one, cell in shown.all_cells(of)
            ],
            "sessions": [self._session(one) for one in asked.sessions[:_SESSIONS]],
            "helpers": [self._helper(helper.name, helper.from_day, is_gone=helper.is_gone) for helper in helpers],
            "is_office": is_office,
            "is_led": bool(asked.team and asked.team.is_led),
            "typed": [self._typed(one) for one in asked.typed[:_TYPED]],
            "has_poster": asked.unit.kind is UnitKind.HAMLET and is_office,
            "paths": {
                "all": f"{hamlets_page.PATH}?kind={asked.unit.kind}",
                "sessions": sessions_page.PATH,
                "team": team_page.PATH,
                "typed": typed_page.PATH,
                "posters": posters_page.PATH,
            },
        }

    def _finding(self, asked: Asked) -> str:
        of = asked.row.figures
        if not of.participants:
            return self.texts["nobody"].format(name=asked.unit.name)
        key = "people" if of.participation_rate.percent is None else "share"
        share = shown.percent(of.participation_rate)
        return self.texts[key].format(name=asked.unit.name, people=number(of.participants), share=share)

    def _session(self, one: HeldSession) -> tuple[str, str, str, str]:
        session, leader = one.session, self.desk.look.texts["leader"]
        state = "confirmed" if one.is_confirmed else "refused" if "refused" in one.flags else "unconfirmed"
        lesson = self.lessons.get(session.lesson or "", session.lesson or "–")
        return (written(session.day) if session.day else "–", lesson, number(session.present or 0), leader[state])

    def _helper(self, name: str, since: date, *, is_gone: bool) -> str:
        return self.texts["helper_gone" if is_gone else "helper"].format(name=name, day=written(since))

    def _typed(self, one: KeptFigure) -> tuple[str, str, str, str]:
        figure = one.figure
        return (heading_of(figure.indicator), number(figure.value), written(figure.as_of), figure.source)
