"""The page of the units: the whole table of some days, kind by kind, with its definitions and downloads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from campaign.indicators import WORDS
from campaign.units import UnitKind, Units
from papers.participation import to_csv, to_json
from storage import figures, jobs, units
from storage.figures import Table
from storage.heavy import Ask
from storage.standing import Standing
from storage.summaries import newcomers
from web import charts
from web import table as shown
from web.days import asked, quick, written
from web.desk import Contents, Desk, Outcome
from web.door import HOME
from web.forms import Form, Wrong
from web.job_pages import JobPages
from web.patience import patiently
from web.rated import self_rating

PATH = f"{HOME}/xom"
FORM = "bang-tinh"
_NO_WEEKS = (0,) * 8


@dataclass(frozen=True, slots=True)
class Tab:
    """A kind of units one click away."""

    kind: str
    name: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class HamletsPage:
    """Shows the table of the days and the kind asked for, and gives it out as a file."""

    desk: Desk
    keeper: Standing
    jobs: JobPages
    ask: Ask

    def show(self, request: Request) -> Response:
        """Show the table."""
        return self.desk.show(request, "participation.html", lambda: self._contents(request))

    def take(self, form: Form) -> Outcome:
        """Have the table made as a spreadsheet, which is work for another process."""
        days, kind = asked(form.fields, self.desk.today()), kind_of(form.text("kind"))
        if form.visitor is None or form.text("do") != "xlsx" or days.problem:
            raise Wrong(self.desk.look.texts["days"][days.problem or "no_day"])
        first, last = days.first.isoformat(), days.last.isoformat()
        arguments = ("export", "participation", "--from", first, "--to", last, "--kind", kind.value)
        name = f"tham-gia-{kind.value}-{first}-{last}.xlsx"
        return self.jobs.ask(form.visitor, "export", (*arguments, "--format", "xlsx", "--out", jobs.OUT), name)

    def csv(self, request: Request) -> Response:
        """Send the table as a file for spreadsheets."""
        return self._download(request, "csv", "text/csv; charset=utf-8", lambda table, _: to_csv(table, bom=True))

    def json(self, request: Request) -> Response:
        """Send the table as JSON."""
        return self._download(request, "json", "application/json", to_json)

    def _download(self, request: Request, ending: str, mime: str, write: Callable[[Table, date], str]) -> Response:
        today = self.desk.today()
        days, kind = asked(request.query_params, today), kind_of(request.query_params.get("kind", ""))
        if days.problem:
            return self.desk.look.problem("no_days", 400)
        table = patiently(
            lambda: self.desk.door.read(
                lambda tx: figures.participation(tx, days.first, days.last, today, self.keeper, kind, self.ask)
            )
        )
        prefix = "so-lieu-thu-" if table.is_demo else ""
        of_kind = "" if kind is UnitKind.HAMLET else f"{kind.value}-"
        name = f"{prefix}tham-gia-{of_kind}{days.first.isoformat()}-{days.last.isoformat()}.{ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(write(table, today), media_type=mime, headers=headers)

    def _contents(self, request: Request) -> Contents:
        today, kind = self.desk.today(), kind_of(request.query_params.get("kind", ""))
        days, sort = asked(request.query_params, today), request.query_params.get("sort", "")[:40]
        table, weeks, known = self.desk.door.read(
            lambda tx: (
                figures.participation(tx, days.first, days.last, today, self.keeper, kind, self.ask),
                newcomers(tx, kind, today),
                units.current(tx),
            )
        )
        texts = self.desk.look.texts
        of_kind = {} if kind is UnitKind.HAMLET else {"kind": kind.value}
        period = {"from": days.first.isoformat(), "to": days.last.isoformat()}
        values = {
            "finding": shown.finding(table, texts["finding"]),
            "title": shown.table_title(table, texts["title"]),
            "first": written(days.first),
            "last": written(days.last),
            "asked": days,
            "sort": sort,
            "open": request.query_params.get("mo", ""),
            "kind": kind.value,
            "tabs": _tabs(known, kind, today),
            "quick": quick(days, today),
            "tables": shown.parts(table, known, sort, self.keeper.lessons_to_complete, texts),
            "trends": {row.code: charts.trend(weeks.get(row.code, _NO_WEEKS), today) for row in table.rows},
            "linked": {one.code for one in known.of_kinds(today, kind)},
            "below": shown.below(table),
            "rated": self_rating(table.self_rating, texts["rated"]),
            "is_silent": not table.totals.participants,
            "notes": table.notes,
            "has_examples": any(units.is_example(one) for one in known.of_kinds(today, kind)),
            "period": urlencode(period | of_kind),
            "of_kind": urlencode(of_kind),
            "form": {"from": period["from"], "to": period["to"], "kind": kind.value},
        }
        return values, {FORM}


def kind_of(typed: str) -> UnitKind:
    """Return the kind asked for, hamlets where it is none."""
    return next((kind for kind in UnitKind if kind.value == typed), UnitKind.HAMLET)


def _tabs(known: Units, chosen: UnitKind, today: date) -> tuple[Tab, ...]:
    """Return the kinds of which there are units today, hamlets always among them."""
    kinds = [kind for kind in UnitKind if kind in (UnitKind.HAMLET, chosen) or known.of_kinds(today, kind)]
    return tuple(Tab(kind.value, WORDS.kinds[kind], kind is chosen) for kind in kinds)
