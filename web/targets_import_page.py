"""The page that shows what a file of targets would change, and does just that once somebody says so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign.score import written
from campaign.units import Unit
from lessons.problems import ContentError
from storage import targets, units, uploads
from storage.targets import Key, Plan
from storage.uploads import Upload
from web.desk import Contents, Desk, Outcome, visitor_of
from web.forms import Form, Phrases, Wrong
from web.imports import Remark, fingerprint, read_from, remarks
from web.targets_page import KIND, PATH, counted

_FORM = "nhap"


@dataclass(frozen=True, slots=True)
class TargetsImportPage:
    """Shows the differences of the file this session sent, or everything that is wrong in it."""

    desk: Desk

    @property
    def texts(self) -> Phrases:
        """Return the sentences of the pages about targets."""
        return self.desk.look.texts["targets"]

    def show(self, request: Request) -> Response:
        """Show what would change."""
        key = visitor_of(request).key
        return self.desk.show(request, "targets_import.html", lambda: self._contents(key))

    def take(self, form: Form) -> Outcome:
        """Take the file in, if it still means what was shown."""
        by, now = form.officer(), self.desk.door.clock()
        key = form.visitor.key if form.visitor else ""

        def apply(tx: Connection) -> Plan | None:
            targets.hold(tx)
            upload = uploads.find(tx, key, KIND, now)
            plan = _plan(tx, upload) if upload else None
            if plan is None or fingerprint(plan) != form.text("shown"):
                return None
            targets.apply(tx, plan)
            targets.note(tx, plan, by, now)
            uploads.drop(tx, key, KIND)
            return plan

        try:
            done = self.desk.write(apply)
        except ContentError:
            done = None
        if done is None:
            raise Wrong(self.texts["changed_meanwhile"])
        return Outcome(self.texts["imported"].format(what=counted(done, self.texts)), then=PATH)

    def _contents(self, key: str) -> Contents:
        now = self.desk.door.clock()
        wrong: Sequence[Remark] = ()
        upload, known = self.desk.door.read(
            lambda tx: (uploads.find(tx, key, KIND, now), units.current(tx).by_code if key else {})
        )
        plan = Plan({}, {}, 0)
        try:
            plan = self.desk.door.read(lambda tx: _plan(tx, upload)) if upload else plan
        except ContentError as error:
            wrong = remarks(error)
        lines = tuple(self._lines(plan, known))
        values = {
            "upload": upload,
            "wrong": wrong,
            "lines": lines,
            "counted": counted(plan, self.texts),
            "unchanged": plan.unchanged,
            "shown": fingerprint(plan),
            "list_path": PATH,
        }
        return values, {_FORM} if lines else set()

    def _lines(self, plan: Plan, known: Mapping[str, Unit]) -> Iterator[str]:
        """Yield a line about each target that would change."""
        for key, new in plan.added.items():
            yield self._line(known, key, self.texts["none"], written(new))
        for key, (old, new) in plan.changed.items():
            yield self._line(known, key, written(old), written(new))

    def _line(self, known: Mapping[str, Unit], key: Key, old: str, new: str) -> str:
        code, indicator, year = key
        title = targets.called(indicator)
        return self.texts["cell"].format(unit=known[code].name, code=code, title=title, year=year, old=old, new=new)


def _plan(tx: Connection, upload: Upload) -> Plan:
    return read_from(upload, lambda path: targets.plan(tx, targets.read(path), path))
