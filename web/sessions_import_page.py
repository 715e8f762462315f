"""The page on which a file of sessions is sent, looked at, and written down as it was shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from conversation.team import Session
from lessons.problems import ContentError
from storage import session_desk, sessions_csv, units, uploads
from storage.sessions_csv import COLUMNS, Known, Told
from storage.uploads import Upload
from web import sessions_page
from web.days import written
from web.desk import Contents, Desk, Outcome, visitor_of
from web.forms import Form, Phrases, Wrong
from web.imports import Remark, fingerprint, read_from, remarks
from web.session_form import PARTS
from web.table import number

PATH = f"{sessions_page.PATH}/nhap-tep"

_KIND = "sessions"


@dataclass(frozen=True, slots=True)
class Plan:
    """The sessions of a file: those to write down, and those that are written down already."""

    new: tuple[Told, ...] = ()
    known: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionsImportPage:
    """Takes a file of sessions; `lessons` are titles by id."""

    desk: Desk
    lessons: Mapping[str, str]

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["sessions_import"]

    def show(self, request: Request) -> Response:
        """Show the form, and what the file of this session holds."""
        key = visitor_of(request).key
        return self.desk.show(request, "sessions_import.html", lambda: self._contents(key))

    def template(self, request: Request) -> Response:
        """Send a file with nothing but the names of the columns."""
        headers = {"Content-Disposition": 'attachment; filename="mau-buoi-huong-dan.csv"', "Cache-Control": "no-store"}
        return Response("\ufeff" + ",".join(COLUMNS) + "\r\n", media_type="text/csv; charset=utf-8", headers=headers)

    def take(self, form: Form) -> Outcome:
        """Keep a file for this session, or write down what it holds."""
        key = form.visitor.key if form.visitor else ""
        if form.text("do") != "take_in":
            sent, now = self.desk.list_in(form), self.desk.door.clock()
            self.desk.write(lambda tx: uploads.put(tx, key, _KIND, sent, now))
            return Outcome("", then=PATH)
        return self._take_in(key, form)

    def _take_in(self, key: str, form: Form) -> Outcome:
        by, now = form.officer(), self.desk.door.clock()

        def record(tx: Connection) -> int | None:
            upload = uploads.find(tx, key, _KIND, now)
            plan = self._plan(tx, upload) if upload else None
            if plan is None or fingerprint(plan) != form.text("shown"):
                return None
            for told in plan.new:
                session_desk.record(tx, told.unit.code, told.session, by, now)
            uploads.drop(tx, key, _KIND)
            return len(plan.new)

        try:
            count = self.desk.write(record)
        except ContentError:
            count = None
        if count is None:
            raise Wrong(self.texts["changed_meanwhile"])
        return Outcome(self.texts["taken_in"].format(count=count), then=sessions_page.PATH)

    def _plan(self, tx: Connection, upload: Upload) -> Plan:
        known = Known(units.current(tx), self.lessons, self.desk.today())
        told = read_from(upload, lambda path: sessions_csv.read(path, known))
        is_new = {one: not session_desk.is_recorded(tx, one.unit.code, one.session) for one in told}
        new = tuple(one for one in told if is_new[one])
        return Plan(new, tuple(one for one in told if not is_new[one]))

    def _contents(self, key: str) -> Contents:
        now = self.desk.door.clock()
        wrong: Sequence[Remark] = ()
        plan = Plan()
        upload = self.desk.door.read(lambda tx: uploads.find(tx, key, _KIND, now))
        try:
            plan = self.desk.door.read(lambda tx: self._plan(tx, upload)) if upload else plan
        except ContentError as error:
            wrong = remarks(error)
        values = {
            "upload": upload,
            "wrong": wrong,
            "lines": [self._line(one) for one in plan.new],
            "known": len(plan.known),
            "shown": fingerprint(plan),
            "columns": [(name, self.texts[f"of_{name}"]) for name in COLUMNS],
        }
        return values, {"gui-tep", *(["nhap"] if plan.new else [])}

    def _line(self, told: Told) -> str:
        session: Session = told.session
        counts = {name: number(getattr(session, name) or 0) for name in ("present", *PARTS)}
        people = self.desk.look.texts["sessions"]["people"].format(**counts)
        day = written(session.day) if session.day else ""
        parts = (
            f"{told.unit.name} ({told.unit.code}), {day}",
            self.lessons[session.lesson or ""],
            session.place,
            people,
        )
        return " · ".join(part for part in parts if part)
