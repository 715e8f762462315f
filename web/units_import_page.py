"""The page that shows what a file of units would change, and does just that once somebody says so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign.units import Unit
from lessons.problems import ContentError
from storage import audits, homes, units, uploads
from storage.audits import Audit
from storage.standing import Standing
from storage.units import Change, Plan
from storage.uploads import Upload
from web import units_page
from web.days import day_of, written
from web.desk import Contents, Desk, Outcome, visitor_of
from web.forms import Form, Phrases, Wrong
from web.imports import Remark, fingerprint, read_from, remarks
from web.units_page import KIND

PATH = f"{units_page.PATH}/xem-truoc"


@dataclass(frozen=True, slots=True)
class Part:
    """What would happen to some units: a heading, and a line about each."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitsImportPage:
    """Shows the differences of the file this session sent, or everything that is wrong in it."""

    desk: Desk
    keeper: Standing
    rng: Random

    @property
    def texts(self) -> Phrases:
        """Return the sentences of the pages about units."""
        return self.desk.look.texts["units"]

    def show(self, request: Request) -> Response:
        """Show what would change."""
        key = visitor_of(request).key
        return self.desk.show(request, "units_import.html", lambda: self._contents(key))

    def take(self, form: Form) -> Outcome:
        """Take the file in, if it still means what was shown."""
        by, now, today = form.officer(), self.desk.door.clock(), self.desk.today()
        key = form.visitor.key if form.visitor else ""

        def apply(tx: Connection) -> Plan | None:
            upload = uploads.find(tx, key, KIND, now)
            plan = self._plan(tx, upload) if upload else None
            if plan is None or fingerprint(plan) != form.text("shown"):
                return None
            units.apply(tx, plan, self.rng)
            homes.follow_mergers(tx, today, self.keeper)
            uploads.drop(tx, key, KIND)
            audits.add(tx, Audit(now, by, "units_imported", self._counted(plan)))
            return plan

        try:
            done = self.desk.write(apply)
        except ContentError:
            done = None
        if done is None:
            raise Wrong(self.texts["changed_meanwhile"])
        return Outcome(self.texts["imported"].format(what=self._counted(done)), then=units_page.PATH)

    def _plan(self, tx: Connection, upload: Upload) -> Plan:
        today = self.desk.today()
        return read_from(upload, lambda path: units.plan(tx, units.read(path), today, path))

    def _contents(self, key: str) -> Contents:
        now = self.desk.door.clock()
        wrong: Sequence[Remark] = ()
        upload = self.desk.door.read(lambda tx: uploads.find(tx, key, KIND, now))
        plan = Plan()
        try:
            plan = self.desk.door.read(lambda tx: self._plan(tx, upload)) if upload else plan
        except ContentError as error:
            wrong = remarks(error)
        parts = tuple(self._parts(plan))
        values = {"upload": upload, "wrong": wrong, "parts": parts, "counted": self._counted(plan),
                  "unchanged": len(plan.unchanged), "missing": [one.code for one in plan.missing],
                  "shown": fingerprint(plan)}  # fmt: skip
        return values, {"nhap"} if parts else set()

    def _counted(self, plan: Plan) -> str:
        counts = (("added", plan.added), ("changed", plan.changed), ("closed", plan.closed), ("removed", plan.removed))
        return ", ".join(self.texts[f"of_{key}"].format(count=len(which)) for key, which in counts if which)

    def _parts(self, plan: Plan) -> Iterator[Part]:
        """Yield what would change; nothing where all stays as it is."""
        told = (
            ("added", [self._added(one) for one in plan.added]),
            ("changed", [self._changed(one) for one in plan.changed]),
            ("closed", [self._changed(one) for one in plan.closed]),
            ("removed", [_named(one) for one in plan.removed]),
        )
        for key, lines in told:
            if lines:
                title = self.texts[f"of_{key}"].format(count=len(lines))
                yield Part(title[:1].upper() + title[1:], tuple(lines))

    def _added(self, one: Unit) -> str:
        return _named(one) + ("" if one.adults is None else self.texts["with_adults"].format(count=one.adults))

    def _changed(self, change: Change) -> str:
        texts = self.texts
        cells = (
            texts["cell"].format(
                column=texts[f"of_{one.column}"],
                old=_readable(one.old) or texts["nothing"],
                new=_readable(one.new) or texts["nothing"],
            )
            for one in change.fields
        )
        return f"{_named(change.unit)}: {'; '.join(cells)}"


def _named(one: Unit) -> str:
    return f"{one.name} ({one.code})"


def _readable(cell: str) -> str:
    """Return a cell as people write it: days with the day first."""
    day = day_of(cell) if cell.count("-") == 2 else None
    return written(day) if day else cell
