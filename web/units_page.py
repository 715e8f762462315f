"""The list of units: what there is, as a page and as a file; a file that is sent is shown first (units_import)."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from campaign.indicators import WORDS
from campaign.units import Unit, UnitKind, in_order
from storage import units, uploads
from web.days import written
from web.desk import Contents, Desk, Outcome
from web.door import HOME
from web.forms import Form, Phrases, Wrong
from web.table import number
from web.units_shown import note_of

PATH = f"{HOME}/don-vi"
PREVIEW = f"{PATH}/xem-truoc"

KIND = "units"
"""The kind of the file."""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit as the list shows it."""

    name: str
    note: str
    code: str
    join_code: str
    adults: str
    households: str
    source: str


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """Shows the units of today, and takes a file of them."""

    desk: Desk

    @property
    def texts(self) -> Phrases:
        """Return the sentences of these pages."""
        return self.desk.look.texts["units"]

    def show(self, request: Request) -> Response:
        """Show the units, kind by kind."""
        return self.desk.show(request, "units.html", self._contents)

    def csv(self, request: Request) -> Response:
        """Send the list as it is now: all units, those that ended too, as the file that comes back."""
        known = self.desk.door.read(units.current).by_code.values()
        kinds = list(UnitKind)
        ordered = sorted(known, key=lambda one: (kinds.index(one.kind), one.old_commune, in_order(one)))
        name = f"don-vi-{self.desk.today().isoformat()}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(units.written(ordered), media_type="text/csv; charset=utf-8", headers=headers)

    def take(self, form: Form) -> Outcome:
        """Keep a file for this session and show what it would change."""
        sent, now, visitor = self.desk.list_in(form), self.desk.door.clock(), form.visitor
        if visitor is None:
            raise Wrong(self.texts["gone"])
        self.desk.write(lambda tx: uploads.put(tx, visitor.key, KIND, sent, now))
        return Outcome("", then=PREVIEW)

    def _contents(self) -> Contents:
        today = self.desk.today()
        known = self.desk.door.read(units.current)
        of_kinds = ((kind, known.of_kinds(today, kind)) for kind in UnitKind)
        ended = sorted((one for one in known.by_code.values() if one.valid_to is not None), key=in_order)
        hamlets = known.hamlets(today)
        values = {
            "kinds": [(WORDS.kinds[kind], [self._row(one) for one in found]) for kind, found in of_kinds if found],
            "count": len(hamlets),
            "examples": sum(map(units.is_example, hamlets)),
            "ended": [self._end(one, known.by_code) for one in ended],
        }
        return values, {"nhap-tep"}

    def _row(self, one: Unit) -> Row:
        adults, households = (number(count) if count is not None else "" for count in (one.adults, one.households))
        as_of = self.texts["as_of"].format(day=written(one.as_of)) if one.as_of else ""
        source = ", ".join(part for part in (one.source, as_of) if part)
        return Row(one.name, note_of(one, self.desk.look), one.code, one.join_code, adults, households, source)

    def _end(self, one: Unit, known: Mapping[str, Unit]) -> str:
        last, into = written(one.valid_to) if one.valid_to else "", known.get(one.merged_into or "")
        said = self.texts["ended_into" if into else "ended"]
        return said.format(unit=f"{one.name} ({one.code})", day=last, into=f"{into.name} ({into.code})" if into else "")
