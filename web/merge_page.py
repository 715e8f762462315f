"""The page that merges one hamlet into another: what will happen is said in words before anything does."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign.units import Unit, UnitKind
from storage import unit_mergers, units
from storage.standing import Standing
from storage.unit_mergers import Merger
from web import units_page
from web.days import written
from web.desk import Contents, Desk, Outcome
from web.forms import Form, Phrases, Wrong
from web.imports import fingerprint
from web.table import number
from web.units_shown import choices, unit_of

PATH = f"{units_page.PATH}/nhap-xom"
FORM = "chon"

_FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class MergePage:
    """Asks which hamlets and from when, shows what that means, and does it."""

    desk: Desk
    keeper: Standing

    @property
    def texts(self) -> Phrases:
        """Return the sentences of the pages about units."""
        return self.desk.look.texts["merge"]

    def show(self, request: Request) -> Response:
        """Show the form, and what it would mean once it was filled in."""
        asked = {key: request.query_params.get(key, "")[:60] for key in ("unit", "into", "last")}
        return self.desk.show(request, "merge.html", lambda: self._contents(asked))

    def take(self, form: Form) -> Outcome:
        """Merge, if it still means what was shown."""
        by, today, now = form.officer(), self.desk.today(), self.desk.door.clock()

        def merge(tx: Connection) -> Merger:
            merger = self._merger(tx, form, today)
            if fingerprint(merger) != form.text("shown"):
                raise Wrong(self.texts["changed_meanwhile"])
            unit_mergers.merge(tx, merger, by, today, now, self.keeper)
            return merger

        done = self.desk.write(merge)
        says = self.texts["merged"].format(unit=done.unit.name, into=done.into.name, day=written(done.last))
        return Outcome(says, then=units_page.PATH)

    def _merger(self, tx: Connection, form: Form, today: date) -> Merger:
        """Return what the fields of a form mean.

        Raises:
            Wrong: when these two cannot be merged on this day.
        """
        known = units.current(tx)
        unit = unit_of(tx, form, today)
        into = known.by_code.get(form.text("into"))
        if unit.kind is not UnitKind.HAMLET or unit.valid_to is not None:
            raise Wrong(self.texts["not_this"].format(unit=unit.name), "unit")
        if into is None or into.kind is not UnitKind.HAMLET or into.code == unit.code:
            raise Wrong(self.texts["no_into"], "into")
        last = form.day("last", today, latest=today + _FURTHEST)
        if unit.valid_from is not None and last < unit.valid_from:
            raise Wrong(self.texts["before_it_began"].format(day=written(unit.valid_from)), "last")
        if not into.is_valid(last + timedelta(days=1)) or into.valid_to is not None:
            raise Wrong(self.texts["into_not_there"].format(into=into.name), "into")
        return unit_mergers.plan(tx, unit, into, last)

    def _contents(self, asked: dict[str, str]) -> Contents:
        today, wrong, merger = self.desk.today(), None, None
        known = self.desk.door.read(units.current)
        if any(asked.values()):
            form = Form(asked, (), self.desk.look.texts["wrong"])
            try:
                merger = self.desk.door.read(lambda tx: self._merger(tx, form, today))
            except Wrong as found:
                wrong = found
        values = {
            "asked": asked,
            "wrong": wrong,
            "hamlets": [group for group in choices(known, today) if group.choices][:1],
            "lines": self._lines(merger, today) if merger else (),
            "merger": merger,
            "shown": fingerprint(merger),
        }
        return values, {"nhap"} if merger else set()

    def _lines(self, merger: Merger, today: date) -> tuple[str, ...]:
        """Return what will happen, a sentence each."""
        values = {
            "unit": self._named(merger.unit),
            "into": self._named(merger.into),
            "last": written(merger.last),
            "next": written(merger.last + timedelta(days=1)),
            "code": merger.unit.join_code,
            "learners": number(merger.learners),
            "helpers": number(merger.helpers),
            "adults": number(merger.adults or 0),
        }
        when = "people_now" if merger.last < today else "people_then"
        adults = "adults_known" if merger.adults is not None else "adults_unknown"
        codes, helpers = bool(merger.unit.join_code), bool(merger.helpers)
        told = (("ends", True), ("code_leads", codes), (when, True), ("helpers", helpers), ("figures", True))
        keys = (*(key for key, is_so in told if is_so), adults)
        return tuple(self.texts[key].format(**values) for key in keys)

    def _named(self, unit: Unit) -> str:
        return f"{unit.name} ({unit.old_commune or unit.code})"
