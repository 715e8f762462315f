"""The page on which the office types the figures no program can count, each with its source and its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign.indicators import WORDS
from campaign.reported import COMMUNE, Reported
from campaign.typed import LONGEST_SOURCE, TYPED, TypedFigure, heading_of
from campaign.units import UnitKind
from storage import office_desk, units
from storage.typed_figures import KeptFigure
from web.days import written
from web.desk import Contents, Desk, Outcome
from web.door import HOME
from web.forms import Form, Phrases, Wrong
from web.table import number
from web.units_shown import Choice, Group, choices, note_of, unit_of

PATH = f"{HOME}/so-nhap"
FORM = "nhap-so"

_WHOLE = "@"
"""What is sent when the whole commune was chosen: no unit has such a code."""

_MOST_OF_UNIT = 30
"""Lines of the history of a unit."""


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest figure of an indicator, "" where none was typed."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What was typed about a unit."""

    name: str
    note: str
    newest: tuple[Newest, ...]
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypedPage:
    """Shows the typed figures and takes more."""

    desk: Desk

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["typed"]

    def show(self, request: Request) -> Response:
        """Show the newest figures of each unit, and the form."""
        return self.desk.show(request, "typed.html", self._contents)

    def take(self, form: Form) -> Outcome:
        """Keep the figures of one form, all of them or none."""
        today, now = self.desk.today(), self.desk.door.clock()
        code, name = self._place(form, today)
        values = {indicator: form.figure(indicator.value) for indicator in (*TYPED, *Reported)}
        as_of = form.day("as_of", today, latest=today)
        source = form.line("source", "no_source", LONGEST_SOURCE)
        officer = form.officer()
        figures = [TypedFigure(code, key, value, as_of, source) for key, value in values.items() if value is not None]
        if not figures:
            raise Wrong(self.texts["nothing"], TYPED[0].value)

        def keep(tx: Connection, figure: TypedFigure) -> bool:
            try:
                return office_desk.type_figure(tx, figure, officer, today, now)
            except ValueError as error:
                raise Wrong(str(error), figure.indicator.value) from error

        kept = self.desk.write(lambda tx: sum(keep(tx, figure) for figure in figures))
        says = self.texts["kept" if kept else "kept_before"].format(unit=name, count=kept)
        # The next unit is often from the same paper.
        return Outcome(says, FORM, typed={"as_of": written(as_of), "source": source})

    def _place(self, form: Form, today: date) -> tuple[str, str]:
        """Return the code and the name of what was chosen: a unit, or the whole commune."""
        if form.text("unit") == _WHOLE:
            return COMMUNE, self.texts["whole"]
        unit = self.desk.door.read(lambda tx: unit_of(tx, form, today))
        return unit.code, unit.name

    def _contents(self) -> Contents:
        found, known = self.desk.door.read(lambda tx: (office_desk.figures(tx), units.current(tx)))
        today = self.desk.today()
        of_today = known.of_kinds(today, *UnitKind)
        whole = Group(self.texts["whole"], (Choice(_WHOLE, self.texts["whole"]),))
        rows = tuple(
            self._shown(unit.name, note_of(unit, self.desk.look), found.get(unit.code, ())) for unit in of_today
        )
        values = {
            "units": (whole, *choices(known, today)),
            "headings": [(indicator.value, WORDS.headings[indicator]) for indicator in TYPED],
            "reported": [(one.value, WORDS.reported[one]) for one in Reported],
            "rows": rows,
            "whole": self._shown(self.texts["whole"], "", found.get(COMMUNE, ())),
            "missing": sum(unit.kind is UnitKind.HAMLET and unit.code not in found for unit in of_today),
            "today": written(today),
        }
        return values, {FORM}

    def _shown(self, name: str, note: str, kept: Sequence[KeptFigure]) -> Shown:
        newest = []
        for indicator in TYPED:
            figure = next((one.figure for one in kept if one.figure.indicator is indicator), None)
            about = self.texts["source_of"].format(source=figure.source, day=written(figure.as_of)) if figure else ""
            newest.append(Newest(number(figure.value) if figure else "", about))
        history = tuple(map(self._line, kept[:_MOST_OF_UNIT]))
        return Shown(name, note, tuple(newest), history)

    def _line(self, one: KeptFigure) -> str:
        figure = one.figure
        when = one.typed_at.astimezone(self.desk.door.timezone).strftime("%H:%M %d/%m/%Y")
        return self.texts["line"].format(
            heading=heading_of(figure.indicator),
            value=number(figure.value),
            day=written(figure.as_of),
            source=figure.source,
            by=one.typed_by,
            when=when,
        )
