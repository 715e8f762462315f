"""The first office page: the participation table per hamlet with its downloads, and the door to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Protocol, TypeVar
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from campaign.units import Units
from papers.participation import to_csv, to_json
from storage import doors, figures, units
from storage.figures import Table
from storage.standing import Standing
from web import table as shown
from web.days import Asked, asked, quick, written
from web.look import Look

COOKIE = "hocso_vp"
HOME = "/van-phong"
OFFICE = "office"

T = TypeVar("T")


class Transaction(Protocol):
    """Runs a question inside a transaction of the database and returns its answer."""

    def __call__(self, question: Callable[[Connection], T]) -> T:
        """Return what the question returns."""


def office_routes(
    read: Transaction,
    write: Transaction,
    *,
    clock: Callable[[], datetime],
    timezone: tzinfo,
    keeper: Standing,
    commune: str,
    public_url: str,
) -> APIRouter:
    """Return the routes of the office page.

    `write` commits what the question did; `keeper` knows which sums are kept; `commune` is the name as people say it,
    "xã Xuân Hưng"; `public_url` is where the learner page is reached from outside, for the addresses on posters;
    without it they begin as the officer's own address does.
    """
    office = _Office(read, write, clock, timezone, keeper, Look(commune), public_url.rstrip("/"))
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
    return router


@dataclass(frozen=True, slots=True)
class _Office:
    read: Transaction
    write: Transaction
    clock: Callable[[], datetime]
    timezone: tzinfo
    keeper: Standing
    look: Look
    public_url: str

    def invite(self, request: Request) -> Response:
        """Show the button that spends an invitation: a preview of the link must not."""
        return self.look.page("invitation.html", {})

    def enter(self, request: Request) -> Response:
        """Spend an invitation and open a session."""
        if not self._is_from_here(request):
            return self.look.problem("from_elsewhere", 403)
        token, now = request.path_params["token"], self.clock()
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
        if not self._is_from_here(request):
            return self.look.problem("from_elsewhere", 403)
        token = request.cookies.get(COOKIE, "")
        self.write(lambda tx: doors.leave(tx, token))
        response = RedirectResponse(HOME, 303, {"Cache-Control": "no-store"})
        response.delete_cookie(COOKIE, path=HOME, httponly=True, samesite="lax")
        return response

    def show(self, request: Request) -> Response:
        """Show the table of the days asked for."""
        if not self._is_office(request):
            return self.look.problem("signed_out", 401)
        today = self._today()
        days = asked(request.query_params, today)
        table, all_units = self.read(lambda tx: (self._table(tx, days, today), units.current(tx)))
        sort = request.query_params.get("sort", "")[:40]
        values = self._values(table, all_units, days, sort, today)
        address = self.public_url or str(request.base_url).rstrip("/")
        posters = [
            shown.poster_of(hamlet, address, self.look.texts["rows"]["example"]) for hamlet in all_units.hamlets(today)
        ]
        return self.look.page("participation.html", {**values, "posters": posters})

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
        if not self._is_office(request):
            return self.look.problem("signed_out", 401)
        today = self._today()
        days = asked(request.query_params, today)
        if days.problem:
            return self.look.problem("no_days", 400)
        table = self.read(lambda tx: self._table(tx, days, today))
        name = f"tham-gia-{days.first.isoformat()}-{days.last.isoformat()}.{ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(write(table, today), media_type=kind, headers=headers)

    def _values(self, table: Table, all_units: Units, days: Asked, sort: str, today: date) -> dict[str, object]:
        """Return what the template shows."""
        texts, lessons = self.look.texts, self.keeper.lessons_to_complete
        period = {"from": days.first.isoformat(), "to": days.last.isoformat()}
        rows = [shown.row_of(row, all_units, texts["rows"]["example"]) for row in shown.sorted_rows(table, sort)]
        return {
            "finding": shown.finding(table, texts["finding"]),
            "title": shown.table_title(table, texts["title"]),
            "first": written(days.first),
            "last": written(days.last),
            "asked": days,
            "sort": sort,
            "quick": quick(days, today),
            "figures": shown.big_figures(table.totals, lessons, texts["figures"]),
            "columns": shown.columns(table, sort, lessons),
            "rows": rows,
            "total": shown.total_of(table),
            "below": shown.below(table),
            "notes": table.notes,
            "has_examples": any(units.is_example(hamlet) for hamlet in all_units.hamlets(today)),
            "is_empty": shown.is_empty(table),
            "period": urlencode(period),
        }

    def _table(self, tx: Connection, days: Asked, today: date) -> Table:
        return figures.participation(tx, days.first, days.last, today, self.keeper)

    def _today(self) -> date:
        return self.clock().astimezone(self.timezone).date()

    def _is_office(self, request: Request) -> bool:
        token, now = request.cookies.get(COOKIE, ""), self.clock()
        return bool(token) and self.read(lambda tx: doors.session_role(tx, token, now)) == OFFICE

    def _is_from_here(self, request: Request) -> bool:
        """Say whether a POST comes from one of our own pages, as far as the browser tells."""
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = request.headers.get("origin")
        ours = {request.headers.get("host"), urlsplit(self.public_url).netloc} - {"", None}
        return origin is None or urlsplit(origin).netloc in ours
