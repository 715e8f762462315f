"""The first office page, and the list of all pages of the office: what waits, the participation table, downloads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from random import SystemRandom
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign.units import Units
from conversation.world import World
from papers.participation import to_csv, to_json
from storage import figures, office_desk, units
from storage.figures import Table
from storage.standing import Standing
from web import (
    account_page,
    demo_page,
    leader_page,
    log_page,
    merge_page,
    people_page,
    posters_page,
    questions_page,
    requests_page,
    sessions_import_page,
    sessions_page,
    signs_page,
    start_page,
    team_page,
    typed_page,
    units_import_page,
    units_page,
)
from web import table as shown
from web.account_page import AccountPage
from web.days import Asked, asked, quick, written
from web.demo_page import Beside, DemoPage
from web.desk import Desk, visitor_of
from web.door import HOME, LEADERS_COOKIE, LEADERS_HOME, Door, Transaction
from web.entrance import ANYBODY, LEADERS, OFFICE, READERS, Entrance, Role
from web.job_pages import JobPages
from web.leader_page import LeaderPage, RecordPage
from web.log_page import LogPage
from web.look import Look
from web.merge_page import MergePage
from web.navigation import Group, Place
from web.people_page import PeoplePage
from web.posters_page import PostersPage
from web.questions_page import QuestionsPage
from web.requests_page import RequestsPage
from web.sessions_import_page import SessionsImportPage
from web.sessions_page import SessionsPage
from web.sign_in import SignIn
from web.signs_page import SignsPage
from web.start_page import StartPage
from web.tasks import tasks
from web.team_page import TeamPage
from web.typed_page import TypedPage
from web.units_import_page import UnitsImportPage
from web.units_page import UnitsPage

JOBS = f"{HOME}/viec"

GROUPS = (
    Group(
        "see",
        (
            Place("home", HOME, READERS),
            Place("signs", signs_page.PATH, READERS),
        ),
    ),
    Group(
        "do",
        (
            Place("sessions", sessions_page.PATH, READERS),
            Place("questions", questions_page.PATH, OFFICE),
            Place("requests", requests_page.PATH, OFFICE),
            Place("typed", typed_page.PATH, READERS),
        ),
    ),
    Group(
        "run",
        (
            Place("start", start_page.PATH, READERS),
            Place("units", units_page.PATH, READERS),
            Place("team", team_page.PATH, OFFICE),
            Place("posters", posters_page.PATH, OFFICE),
            Place("jobs", JOBS, OFFICE),
            Place("people", people_page.PATH, OFFICE),
            Place("log", log_page.PATH, OFFICE),
            Place("account", account_page.PATH, READERS),
            Place("demo", demo_page.PATH, OFFICE),
        ),
    ),
)
"""The list of the pages; a new page gets a line here, and its address below says who may see it."""


def office_routes(
    read: Transaction,
    write: Transaction,
    *,
    clock: Callable[[], datetime],
    timezone: tzinfo,
    keeper: Standing,
    commune: str,
    public_url: str,
    lessons: Mapping[str, str],
    secret: bytes,
    world: Callable[[], World],
    data_officer: str,
    beside: Beside,
    banner: str = "",
) -> list[Entrance]:
    """Return the addresses of the pages for people with a role.

    `write` commits what the question did; `keeper` knows which sums are kept; `commune` is the name as people say it,
    "xã Xuân Hưng"; `public_url` is where the learner page is reached from outside, for the addresses on posters;
    without it they begin as the officer's own address does. `lessons` are the titles by id, in the order of learning;
    `secret` signs what a browser keeps; `world` is that of the conversations; `data_officer` sees to personal data, ""
    where nobody is named. `beside` opens an invented commune; `banner` stands above every page.
    """
    door = Door(read, write, clock, timezone, public_url.rstrip("/"))
    leaders = Door(read, write, clock, timezone, public_url.rstrip("/"), LEADERS_COOKIE, LEADERS_HOME)
    look = Look(commune, banner)
    known = {place.path for group in GROUPS for place in group.places}
    sign_in = SignIn(door, leaders, write, look, secret, known)
    desk = Desk(door, write, look, sign_in.greet, GROUPS)
    office, listed = _Office(desk, read, keeper), UnitsPage(desk)
    many = SessionsImportPage(desk, lessons)
    work = JobPages(desk, JOBS, "office.html")
    xom = Desk(leaders, write, look, sign_in.greet_leader)
    unit = LeaderPage(xom, JobPages(xom, leader_page.JOBS, "leader_layout.html"), world, keeper, commune, lessons)
    return [
        *sign_in.entrances(),
        Entrance(f"{HOME}/style.{{version}}.css", office.style, "GET", ANYBODY),
        desk.entrance(HOME, office.show, READERS),
        desk.entrance(f"{HOME}/tham-gia.csv", office.csv, READERS),
        desk.entrance(f"{HOME}/tham-gia.json", office.json, READERS),
        desk.entrance(signs_page.PATH, SignsPage(desk, keeper).show, READERS),
        *desk.page(sessions_page.PATH, SessionsPage(desk, lessons), READERS),
        *desk.page(questions_page.PATH, QuestionsPage(desk), OFFICE),
        *desk.page(team_page.PATH, TeamPage(desk, SystemRandom()), OFFICE),
        *desk.page(typed_page.PATH, TypedPage(desk), READERS),
        *desk.page(posters_page.PATH, PostersPage(desk, work), OFFICE),
        *desk.page(requests_page.PATH, RequestsPage(desk), OFFICE),
        *desk.page(sessions_import_page.PATH, many, OFFICE),
        desk.entrance(f"{sessions_page.PATH}/mau.csv", many.template, OFFICE),
        *desk.page(start_page.PATH, StartPage(desk, world, data_officer), READERS),
        *desk.page(units_page.PATH, listed, READERS),
        desk.entrance(f"{units_page.PATH}.csv", listed.csv, READERS),
        *desk.page(units_import_page.PATH, UnitsImportPage(desk, keeper, SystemRandom()), OFFICE),
        *desk.page(merge_page.PATH, MergePage(desk, keeper), OFFICE),
        *work.entrances(OFFICE),
        *xom.page(leader_page.PATH, unit, LEADERS, LEADERS),
        *xom.page(leader_page.RECORD_PATH, RecordPage(unit), LEADERS, LEADERS),
        *unit.jobs.entrances(LEADERS),
        *desk.page(people_page.PATH, PeoplePage(desk), OFFICE),
        desk.entrance(log_page.PATH, LogPage(desk).show, OFFICE),
        *desk.page(demo_page.PATH, DemoPage(desk, beside), OFFICE),
        *desk.page(account_page.PATH, AccountPage(desk, commune), READERS, READERS),
    ]


@dataclass(frozen=True, slots=True)
class _Office:
    desk: Desk
    read: Transaction
    keeper: Standing

    @property
    def look(self) -> Look:
        return self.desk.look

    @property
    def door(self) -> Door:
        return self.desk.door

    def show(self, request: Request) -> Response:
        """Show the table of the days asked for."""
        today = self.door.today()
        days = asked(request.query_params, today)
        table, all_units, waiting = self.read(
            lambda tx: (self._table(tx, days, today), units.current(tx), office_desk.waiting(tx, today))
        )
        sort = request.query_params.get("sort", "")[:40]
        values = self._values(table, all_units, days, sort, today)
        address = self.door.public_url or str(request.base_url).rstrip("/")
        posters = [
            shown.poster_of(hamlet, address, self.look.texts["rows"]["example"]) for hamlet in all_units.hamlets(today)
        ]
        todo = tasks(waiting, self.look.texts["tasks"]) if visitor_of(request).role == Role.OFFICE else ()
        return self.desk.render(request, "participation.html", {**values, "posters": posters, "tasks": todo})

    def csv(self, request: Request) -> Response:
        """Send the same table as a file for spreadsheets."""
        return self._download(request, "csv", "text/csv; charset=utf-8", lambda table, _: to_csv(table, bom=True))

    def json(self, request: Request) -> Response:
        """Send the same table as JSON."""
        return self._download(request, "json", "application/json", to_json)

    def style(self, request: Request) -> Response:
        """Send the style sheet."""
        return self.look.style(request.path_params["version"])

    def _download(self, request: Request, ending: str, kind: str, write: Callable[[Table, date], str]) -> Response:
        today = self.door.today()
        days = asked(request.query_params, today)
        if days.problem:
            return self.look.problem("no_days", 400)
        table = self.read(lambda tx: self._table(tx, days, today))
        prefix = "so-lieu-thu-" if table.is_demo else ""
        name = f"{prefix}tham-gia-{days.first.isoformat()}-{days.last.isoformat()}.{ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(write(table, today), media_type=kind, headers=headers)

    def _values(self, table: Table, all_units: Units, days: Asked, sort: str, today: date) -> dict[str, object]:
        """Return what the template shows."""
        texts, lessons = self.look.texts, self.keeper.lessons_to_complete
        period = {"from": days.first.isoformat(), "to": days.last.isoformat()}
        return {
            "finding": shown.finding(table, texts["finding"]),
            "title": shown.table_title(table, texts["title"]),
            "first": written(days.first),
            "last": written(days.last),
            "asked": days,
            "sort": sort,
            "quick": quick(days, today),
            "figures": shown.big_figures(table.totals, lessons, texts["figures"]),
            "parts": shown.parts(table, all_units, sort, lessons, texts),
            "below": shown.below(table),
            "rated": shown.self_rating(table.self_rating, texts["rated"]),
            "notes": table.notes,
            "has_examples": any(units.is_example(hamlet) for hamlet in all_units.hamlets(today)),
            "is_empty": shown.is_empty(table),
            "period": urlencode(period),
        }

    def _table(self, tx: Connection, days: Asked, today: date) -> Table:
        return figures.participation(tx, days.first, days.last, today, self.keeper)
