"""The page of targets: what each unit shall reach in a year, indicator by indicator, typed here or from a file."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign.criteria import Criterion, ScoreTable
from campaign.indicators import Indicator
from campaign.score import written
from campaign.small_cells import RATES
from campaign.units import Unit, UnitKind, in_order
from storage import audits, score_tables, targets, units, uploads
from storage.audits import Which
from storage.targets import Key, Plan
from web.desk import Contents, Desk, Outcome
from web.door import HOME
from web.forms import Form, Phrases, Wrong
from web.score_shown import when
from web.table import number
from web.units_shown import note_of

PATH = f"{HOME}/chi-tieu"
PREVIEW = f"{PATH}/xem-truoc"
CSV = f"{PATH}.csv"

KIND = "targets"
"""The kind of the file."""

FORM = "giao"
FILE = "nhap-tep"
_FIELD = "so-"
_WAS = "was-"
_FIRST_YEAR, _LAST_YEAR = 2025, 2100
_NEWEST = 15
_LONGEST_TARGET = 20


@dataclass(frozen=True, slots=True)
class Column:
    """What units may be given a target in: an indicator, or a criterion that people type."""

    key: str
    title: str
    path: str
    is_chosen: bool
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """A unit with its targets, column by column; `may` says whether it can have one in the chosen column."""

    code: str
    name: str
    note: str
    cells: tuple[str, ...]
    value: str
    may: bool


@dataclass(frozen=True, slots=True)
class _Year:
    """What the page needs of a year."""

    year: int
    units: tuple[Unit, ...]
    tables: tuple[ScoreTable, ...]
    given: Mapping[tuple[str, str], Decimal]

    def columns(self) -> tuple[str, ...]:
        """Return what is given a target, or needs one: the rate of participation first."""
        keys = dict.fromkeys((RATES[0].value,))
        keys |= dict.fromkeys(_key(leaf) for table in self.tables for leaf in table.leaves if _uses(leaf))
        keys |= dict.fromkeys(sorted({indicator for _, indicator in self.given}))
        return tuple(keys)

    def title(self, key: str) -> str:
        """Return what a column is called."""
        names = [table.by_code[key].name for table in self.tables if key in table.by_code]
        return f"{key} {names[0]}" if names else targets.called(key)

    def may(self, unit: Unit, key: str) -> bool:
        """Say whether a unit can have a target in a column: a criterion only those whose table has it."""
        if key in list(Indicator):
            return True
        return any(table.has_member(unit) for table in self.tables if key in table.by_code)


@dataclass(frozen=True, slots=True)
class TargetsPage:
    """Shows the targets of a year, and takes those of one column, or a file."""

    desk: Desk

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["targets"]

    def show(self, request: Request) -> Response:
        """Show the targets of the year in the address, this year without one."""
        year = year_of(request.query_params.get("nam", ""), self.desk.today())
        key = request.query_params.get("chi-so", "")
        return self.desk.show(request, "targets.html", lambda: self._contents(year, key))

    def csv(self, request: Request) -> Response:
        """Send the targets of a year as the file that comes back."""
        year = year_of(request.query_params.get("nam", ""), self.desk.today())
        given = self.desk.door.read(lambda tx: targets.of_year(tx, year))
        headers = {"Content-Disposition": f'attachment; filename="chi-tieu-{year}.csv"', "Cache-Control": "no-store"}
        return Response(targets.as_csv(given, year), media_type="text/csv; charset=utf-8", headers=headers)

    def take(self, form: Form) -> Outcome:
        """Keep what was typed in one column, or a file for this session to look at."""
        if form.text("form") == FILE:
            return self._upload(form)
        year, key = form.text("year"), form.text("key")
        found = self.desk.door.read(lambda tx: self._year(tx, int(year))) if _is_year(year) else None
        if found is None or key not in found.columns():
            raise Wrong(self.texts["gone"])
        for_all = form.text("all")[: 2 * _LONGEST_TARGET]
        try:
            self._number(key, "all", self.texts["for_all"], for_all)
            return self._keep(form, found, key, _typed(form, found, key, for_all))
        except Wrong as wrong:
            told = {f"{_FIELD}{code}": text for code, text in _typed(form, found, key, "").items()}
            return Outcome(str(wrong), FORM, True, wrong.field, {**told, "all": for_all, "by": form.text("by")[:60]})

    def _upload(self, form: Form) -> Outcome:
        sent, now, visitor = self.desk.list_in(form), self.desk.door.clock(), form.visitor
        if visitor is None:
            raise Wrong(self.texts["gone"])
        self.desk.write(lambda tx: uploads.put(tx, visitor.key, KIND, sent, now))
        return Outcome("", then=PREVIEW)

    def _keep(self, form: Form, found: _Year, key: str, typed: Mapping[str, str]) -> Outcome:
        """Keep the cells that were changed, all of them or none."""
        names = {one.code: one.name for one in found.units}
        new = {code: self._number(key, f"{_FIELD}{code}", names[code], text) for code, text in typed.items()}
        if not new:
            raise Wrong(self.texts["unchanged"])
        by, now = form.officer(), self.desk.door.clock()

        def keep(tx: Connection) -> Plan:
            targets.hold(tx)
            before = targets.of_year(tx, found.year)
            for code in new:
                held = _shown(before.get((code, key)))
                if held != form.text(f"{_WAS}{code}"):
                    held = held or self.texts["none"]
                    raise Wrong(self.texts["meanwhile"].format(unit=names[code], held=held), f"{_FIELD}{code}")
            plan = _plan(before, found.year, key, new)
            targets.apply(tx, plan)
            targets.note(tx, plan, by, now)
            return plan

        plan = self.desk.write(keep)
        return Outcome(self.texts["kept"].format(title=found.title(key), what=counted(plan, self.texts)))

    def _number(self, key: str, field: str, name: str, text: str) -> Decimal | None:
        """Return a target, None where the field was emptied.

        Raises:
            Wrong: when it is none.
        """
        try:
            return targets.parse(key, text) if text else None
        except ValueError as error:
            why = str(error)
            raise Wrong(self.texts["no_target"].format(unit=name, why=why), field) from error

    def _year(self, tx: Connection, year: int) -> _Year:
        known = units.current(tx).by_code.values()
        given, today = targets.of_year(tx, year), self.desk.today()
        first, last = date(year, 1, 1), date(year, 12, 31)
        first = max(first, min(today, last))  # units that ended before today are given nothing more
        alive = _alive(known, first, last, {code for code, _ in given})
        tables = tuple(one.table for one in score_tables.of_year(tx, year))
        return _Year(year, tuple(alive), tables, given)

    def _contents(self, year: int, key: str) -> Contents:
        def ask(tx: Connection) -> tuple[_Year, set[int], Sequence[audits.Audit]]:
            known = {*targets.years(tx), *score_tables.years(tx)}
            return self._year(tx, year), known, audits.newest(tx, _NEWEST, which=Which(targets.CHANGED))

        found, known, log = self.desk.door.read(ask)
        columns = found.columns()
        key = key if key in columns else columns[0]
        rows = [self._row(found, one, columns, key) for one in found.units]
        today, zone = self.desk.today(), self.desk.door.timezone
        hamlets = [one for one in found.units if one.kind is UnitKind.HAMLET]
        missing = sum((one.code, RATES[0].value) not in found.given for one in hamlets)
        values = {
            "year": year,
            "years": sorted({*known, today.year, today.year + 1, year}),
            "columns": [self._column(found, one, key) for one in columns],
            "key": key,
            "title": found.title(key),
            "rows": rows,
            "missing": number(missing),
            "has_hamlets": bool(hamlets),
            "has_targets": bool(found.given),
            "history": [(when(one.at, zone), one.by, one.detail) for one in log],
            "csv": f"{CSV}?nam={year}",
            "longest": _LONGEST_TARGET,
        }
        return values, {FORM, FILE}

    def _column(self, found: _Year, key: str, chosen: str) -> Column:
        path = f"{PATH}?{urlencode({'nam': found.year, 'chi-so': key})}#{FORM}"
        return Column(key, found.title(key), path, key == chosen, sum(key == one for _, one in found.given))

    def _row(self, found: _Year, one: Unit, columns: Sequence[str], key: str) -> Row:
        cells = tuple(_shown(found.given.get((one.code, column))) for column in columns)
        value = _shown(found.given.get((one.code, key)))
        may = found.may(one, key) or bool(value)
        return Row(one.code, one.name, note_of(one, self.desk.look), cells, value, may)


def year_of(text: str, today: date) -> int:
    """Return the year an address names, this year where it names none that targets may have."""
    return int(text) if _is_year(text) else today.year


def counted(plan: Plan, texts: Phrases) -> str:
    """Say how many targets are added, changed and taken away."""
    counts = (("added", plan.added), ("changed", plan.changed), ("removed", plan.removed))
    return ", ".join(texts[f"of_{key}"].format(count=number(len(which))) for key, which in counts if which)


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == 4 and _FIRST_YEAR <= int(text) <= _LAST_YEAR


def _typed(form: Form, found: _Year, key: str, for_all: str) -> Mapping[str, str]:
    """Return what was changed, unit by unit; one number `for_all` fills what hamlets left empty."""
    typed = dict[str, str]()
    for one in found.units:
        if not found.may(one, key) and f"{_FIELD}{one.code}" not in form.fields:
            continue
        text = form.text(f"{_FIELD}{one.code}")
        text = text or (for_all if one.kind is UnitKind.HAMLET else "")
        if text != form.text(f"{_WAS}{one.code}"):
            typed[one.code] = text[: 2 * _LONGEST_TARGET]
    return typed


def _plan(before: Mapping[tuple[str, str], Decimal], year: int, key: str, new: Mapping[str, Decimal | None]) -> Plan:
    added, changed, removed = dict[Key, Decimal](), dict[Key, tuple[Decimal, Decimal]](), dict[Key, Decimal]()
    for code, value in new.items():
        old, at = before.get((code, key)), (code, key, year)
        if value is None:
            removed |= {at: old} if old is not None else {}
        elif old is None:
            added[at] = value
        elif old != value:
            changed[at] = (old, value)
    return Plan(added, changed, 0, removed)


def _alive(known: Iterable[Unit], first: date, last: date, given: Collection[str]) -> Iterator[Unit]:
    """Yield the units that live in these days, or that have a target, kind after kind."""
    kinds = list(UnitKind)
    for one in sorted(known, key=lambda one: (kinds.index(one.kind), in_order(one))):
        if one.overlaps(first, last) or one.code in given:
            yield one


def _shown(value: Decimal | None) -> str:
    return "" if value is None else written(value)


def _uses(leaf: Criterion) -> bool:
    return leaf.rule is not None and leaf.rule.uses_target


def _key(leaf: Criterion) -> str:
    return leaf.source.value if leaf.source else leaf.code
