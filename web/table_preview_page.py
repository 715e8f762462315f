"""The page that shows a score table before it is adopted: what is in it, what differs, what has to be seen to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign.criteria import Criterion, ScoreTable
from campaign.indicators import WORDS
from campaign.score import written as score_written
from campaign.sheet import StepError
from campaign.table_file import parse
from campaign.table_shape import to_json
from campaign.units import Unit
from storage import audits, score_tables, targets, units, uploads
from storage.audits import Audit
from storage.score_tables import Adopted
from web.days import written
from web.desk import Contents, Desk, Outcome, visitor_of
from web.forms import Form, Phrases, Wrong
from web.imports import Remark, fingerprint
from web.score_shown import block_path
from web.table import number
from web.table_shown import differences, general, lines
from web.tables_page import PATH, TABLE, WRONG
from web.targets_page import PATH as TARGETS

_FORM = "nhan"
_LONGEST_DECIDER = 60


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the page is about: the table, the one it would replace, and why it cannot, if so."""

    file_name: str
    table: ScoreTable
    before: Adopted | None
    why_not: str | None
    members: tuple[Unit, ...]
    unset: tuple[tuple[Criterion, int], ...]

    @property
    def mark(self) -> str:
        """Return what tells this from anything else: what is adopted must be what was looked at."""
        return fingerprint((to_json(self.table), self.before.id if self.before else 0))


@dataclass(frozen=True, slots=True)
class TablePreviewPage:
    """Shows the table this session sent, or what is wrong in its file, and adopts it once somebody says so."""

    desk: Desk

    @property
    def texts(self) -> Phrases:
        """Return the sentences of the pages about tables."""
        return self.desk.look.texts["tables"]

    def show(self, request: Request) -> Response:
        """Show the table."""
        key = visitor_of(request).key
        return self.desk.show(request, "table_preview.html", lambda: self._contents(key))

    def take(self, form: Form) -> Outcome:
        """Adopt the table, if it still is what was shown."""
        by, now, today = form.officer(), self.desk.door.clock(), self.desk.today()
        council = form.line("decided_by", "no_decider", _LONGEST_DECIDER)
        on = form.day("on", today, latest=today)
        key = form.visitor.key if form.visitor else ""
        is_ours = form.text("is_ours") == "1"

        def adopt(tx: Connection) -> Adopted | None:
            seen = self._seen(tx, key)
            if seen is None or seen.mark != form.text("shown"):
                return None
            table = replace(seen.table, is_example=False) if is_ours else seen.table
            adopted = score_tables.adopt(tx, table, on, council, now)
            audits.add(tx, Audit(now, by, "score_table_entered", f"{table.year}, {table.block}: {council}, {on}"))
            uploads.drop(tx, key, TABLE)
            return adopted

        try:
            done = self.desk.write(adopt)
        except StepError as error:
            raise Wrong(str(error)) from error
        if done is None:
            raise Wrong(self.texts["changed_meanwhile"])
        says = self.texts["done"].format(name=done.table.name, year=done.table.year)
        if done.is_trial:
            says = f"{says} {self.texts['done_trial'].format(year=done.table.year)}"
        return Outcome(says, then=unquote(block_path(done.table.year, done.table.block)))

    def _seen(self, tx: Connection, key: str) -> _Seen | None:
        now, today = self.desk.door.clock(), self.desk.today()
        upload = uploads.find(tx, key, TABLE, now)
        if upload is None:
            return None
        table = parse(Path(upload.file_name), upload.content.decode())
        before = score_tables.adopted(tx, table.year, table.block)
        members = tuple(_members(tx, table, today))
        given = targets.of_year(tx, table.year)
        unset = [
            (leaf, sum(not _has(given, one, leaf) for one in members))
            for leaf in table.leaves
            if leaf.rule is not None and leaf.rule.needs_target and leaf.rule.target is None
        ]
        why_not = score_tables.why_not(tx, table)
        return _Seen(upload.file_name, table, before, why_not, members, tuple(one for one in unset if one[1]))

    def _contents(self, key: str) -> Contents:
        now, today = self.desk.door.clock(), self.desk.today()
        seen, wrong = self.desk.door.read(lambda tx: (self._seen(tx, key), uploads.find(tx, key, WRONG, now)))
        values: dict[str, object] = {"seen": seen, "upload": wrong, "wrong": (), "list_path": PATH}
        if seen is None:
            if wrong is not None:
                values["wrong"] = [Remark(*line.split("\t", 1)) for line in wrong.content.decode().splitlines()]
            return values, set()
        old = seen.before.table if seen.before else None
        values |= {
            "upload": seen,
            "lines": tuple(lines(seen.table)),
            "general": general(seen.table).items(),
            "differences": tuple(differences(old, seen.table, self.texts)) if old else (),
            "remarks": tuple(self._remarks(seen)),
            "targets_path": f"{TARGETS}?nam={seen.table.year}" if seen.unset else "",
            "maximum": score_written(seen.table.maximum),
            "shown": seen.mark,
            "today": written(today),
            "longest": _LONGEST_DECIDER,
        }
        return values, set() if seen.why_not else {_FORM}

    def _remarks(self, seen: _Seen) -> Iterator[str]:
        """Yield what has to be known or seen to; nothing of it keeps the table from being adopted."""
        table, texts = seen.table, self.texts
        if seen.members:
            yield texts["members"].format(count=number(len(seen.members)))
        else:
            kinds = ", ".join(WORDS.kinds[kind] for kind in table.kinds)
            yield texts["no_kind" if kinds else "no_members"].format(block=table.block, kinds=kinds)
        for leaf, count in seen.unset:
            yield texts["unset"].format(code=leaf.code, name=leaf.name, count=number(count))
        if table.is_example:
            yield texts["example"]
        yield texts["trial"].format(day=written(date(table.year, 1, 1)))


def _members(tx: Connection, table: ScoreTable, today: date) -> Iterator[Unit]:
    """Yield the units that would be scored: those of the block that live at the end of the year, or today."""
    day = min(date(table.year, 12, 31), max(today, date(table.year, 1, 1)))
    for one in units.current(tx).by_code.values():
        if table.has_member(one) and one.is_valid(day):
            yield one


def _has(given: Mapping[tuple[str, str], Decimal], one: Unit, leaf: Criterion) -> bool:
    return (one.code, leaf.code) in given or (leaf.source is not None and (one.code, leaf.source.value) in given)
