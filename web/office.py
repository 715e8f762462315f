"""The first office page: what waits, the participation table per hamlet with its downloads, and the door to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from random import SystemRandom
from urllib.parse import urlencode

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from campaign.units import Units
from papers.participation import to_csv, to_json
from storage import doors, figures, office_desk, units
from storage.figures import Table
from storage.standing import Standing
from web import questions_page, sessions_page, team_page, typed_page
from web import table as shown
from web.days import Asked, asked, quick, written
from web.desk import OFFICER, SAID, Desk, Page
from web.door import COOKIE, HOME, Door, Transaction
from web.look import Look
from web.questions_page import QuestionsPage
from web.sessions_page import SessionsPage
from web.tasks import tasks
from web.team_page import TeamPage
from web.typed_page import TypedPage


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
) -> APIRouter:
    """Return the routes of the office pages.

    `write` commits what the question did; `keeper` knows which sums are kept; `commune` is the name as people say it,
    "xã Xuân Hưng"; `public_url` is where the learner page is reached from outside, for the addresses on posters;
    without it they begin as the officer's own address does. `lessons` are the titles by id, in the order of learning.
    """
    door = Door(read, clock, timezone, public_url.rstrip("/"))
    desk = Desk(door, write, Look(commune))
    office = _Office(read, write, keeper, desk.look, door)
    router = APIRouter()
    for path, handler, method in (
        ("/moi/{token}", office.invite, "GET"),
        ("/moi/{token}", office.enter, "POST"),
        (HOME, office.show, "GET"),
        (f"{HOME}/ra", office.leave, "POST"),
        (f"{HOME}/tham-gia.csv", office.csv, "GET"),
        (f"{HOME}/tham-gia.json", office.json, "GET"),
        (f"{HOME}/style.{{version}}.css", office.style, "GET"),
    ):
        router.add_route(path, handler, methods=[method])
    pages: tuple[tuple[str, Page], ...] = (
        (sessions_page.PATH, SessionsPage(desk, lessons)),
        (questions_page.PATH, QuestionsPage(desk)),
        (team_page.PATH, TeamPage(desk, SystemRandom())),
        (typed_page.PATH, TypedPage(desk)),
    )
    for path, page in pages:
        router.add_route(path, page.show, methods=["GET"])
        router.add_route(path, desk.taking(page.take), methods=["POST"])
    return router


@dataclass(frozen=True, slots=True)
class _Office:
    read: Transaction
    write: Transaction
    keeper: Standing
    look: Look
    door: Door

    def invite(self, request: Request) -> Response:
        """Show the button that spends an invitation: a preview of the link must not."""
        return self.look.page("invitation.html", {})

    def enter(self, request: Request) -> Response:
        """Spend an invitation and open a session."""
        if not self.door.is_from_here(request):
            return self.look.problem("from_elsewhere", 403)
        token, now = request.path_params["token"], self.door.clock()
        session = self.write(lambda tx: doors.spend(tx, token, now))
        if session is None:
            return self.look.problem("spent", 410)
        response = RedirectResponse(HOME, 303, {"Cache-Control": "no-store"})
        response.set_cookie(
            COOKIE,
            session,
            max_age=int(doors.SESSION_LIFE.total_seconds()),
            path=HOME,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    def leave(self, request: Request) -> Response:
        """End the session, here and wherever its cookie was copied to."""
        if not self.door.is_from_here(request):
            return self.look.problem("from_elsewhere", 403)
        token = request.cookies.get(COOKIE, "")
        self.write(lambda tx: doors.leave(tx, token))
        response = RedirectResponse(HOME, 303, {"Cache-Control": "no-store"})
        for cookie in (COOKIE, SAID, OFFICER):
            response.delete_cookie(cookie, path=HOME, httponly=True, samesite="lax")
        return response

    def show(self, request: Request) -> Response:
        """Show the table of the days asked for."""
        if not self.door.is_office(request):
            return self.look.problem("signed_out", 401)
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
        todo = tasks(waiting, self.look.texts["tasks"])
        return self.look.page("participation.html", {**values, "posters": posters, "tasks": todo, "path": HOME})

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
        if not self.door.is_office(request):
            return self.look.problem("signed_out", 401)
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
            "notes": table.notes,
            "has_examples": any(units.is_example(hamlet) for hamlet in all_units.hamlets(today)),
            "is_empty": shown.is_empty(table),
            "period": urlencode(period),
        }

    def _table(self, tx: Connection, days: Asked, today: date) -> Table:
        return figures.participation(tx, days.first, days.last, today, self.keeper)
