"""The page on which the office brings in a score table: a shipped one, or the file the council changed."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign import table_file
from campaign.criteria import ScoreTable
from campaign.score import written
from campaign.table_file import FOLDER
from campaign.table_shape import to_yaml
from lessons.problems import ContentError
from storage import jobs, score_tables, uploads
from storage.score_tables import Adopted
from storage.uploads import Upload
from web.days import written as day_written
from web.desk import Contents, Desk, Outcome
from web.forms import Form, Phrases, Wrong
from web.imports import remarks
from web.job_pages import JobPages
from web.score_shown import PATH as SCORES

PATH = f"{SCORES}/bang-diem"
PREVIEW = f"{SCORES}/bang-diem-xem-truoc"

TABLE, WRONG = "score-table", "table-wrong"
"""The kinds of upload: a table that can be adopted, or what is wrong in the file that was sent last, a line each."""

FILE, SHIPPED, BOOK = "nhap-tep", "bang-mau", "tai-excel"


class Reader(Protocol):
    """Reads a table somebody sent, away from the server."""

    def __call__(self, content: bytes) -> ScoreTable:
        """Return the table, or raise a ContentError with everything that is wrong in it."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """A table that comes with the program."""

    key: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A table that was adopted."""

    key: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class TablesPage:
    """Takes a table to look at, and has workbooks made to change."""

    desk: Desk
    work: JobPages
    read: Reader

    @property
    def texts(self) -> Phrases:
        """Return the sentences of the pages about tables."""
        return self.desk.look.texts["tables"]

    def show(self, request: Request) -> Response:
        """Show where a table can come from."""
        return self.desk.show(request, "tables.html", self._contents)

    def take(self, form: Form) -> Outcome:
        """Keep a table for this session and show it, or have a workbook made."""
        match form.text("form"):
            case "nhap-tep":
                return self._upload(form)
            case "bang-mau":
                return self._choose(form)
            case "tai-excel":
                return self._ask_book(form)
        raise Wrong(self.texts["gone"])

    def _upload(self, form: Form) -> Outcome:
        sent = form.sent()
        try:
            table = self.read(sent.content)
        except ContentError as error:
            told = "\n".join(f"{one.where}\t{one.says}" for one in remarks(error))
            return self._keep(form, WRONG, Upload(sent.file_name, told.encode()))
        return self._keep(form, TABLE, Upload(sent.file_name, to_yaml(table).encode()))

    def _choose(self, form: Form) -> Outcome:
        key = form.text("table")
        if key not in _shipped():
            raise Wrong(self.texts["not_chosen"], "table")
        file = FOLDER / f"{key}.yaml"
        return self._keep(form, TABLE, Upload(file.name, to_yaml(table_file.load(file)).encode()))

    def _keep(self, form: Form, kind: str, upload: Upload) -> Outcome:
        visitor, now = form.visitor, self.desk.door.clock()
        if visitor is None:
            raise Wrong(self.texts["gone"])

        def put(tx: Connection) -> None:
            uploads.drop(tx, visitor.key, WRONG if kind == TABLE else TABLE)
            uploads.put(tx, visitor.key, kind, upload, now)

        self.desk.write(put)
        return Outcome("", then=PREVIEW)

    def _ask_book(self, form: Form) -> Outcome:
        """Have a workbook made of a shipped table, or of an adopted one."""
        kind, _, key = form.text("do").partition(":")
        if form.visitor is not None and kind == "shipped" and key in _shipped():
            command = ("score", "table", "export", str(FOLDER / f"{key}.yaml"), "--out", jobs.OUT)
            return self.work.ask(form.visitor, "score_table", command, f"bang-diem-{key}.xlsx")
        found = next((one for one in self.desk.door.read(_adopted) if str(one.id) == key), None)
        if form.visitor is None or kind != "adopted" or found is None:
            raise Wrong(self.texts["gone"])
        year = str(found.table.year)
        adopted = ("score", "table", "export", "--year", year, "--block", found.table.block, "--out", jobs.OUT)
        return self.work.ask(form.visitor, "score_table", adopted, f"bang-diem-{year}-{found.id}.xlsx")

    def _contents(self) -> Contents:
        shipped = [self._shipped(key) for key in _shipped()]
        kept = [self._kept(one) for one in self.desk.door.read(_adopted)]
        return {"shipped": shipped, "kept": kept, "preview": PREVIEW, "scores": SCORES}, {FILE, SHIPPED, BOOK}

    def _shipped(self, key: str) -> Shipped:
        table = table_file.load(FOLDER / f"{key}.yaml")
        return Shipped(key, table.name, self._about(table))

    def _kept(self, one: Adopted) -> Kept:
        by = self.texts["adopted"].format(by=one.adopted_by, day=day_written(one.adopted_on))
        return Kept(str(one.id), one.table.name, f"{self._about(one.table)} {by}")

    def _about(self, table: ScoreTable) -> str:
        most, count = written(table.maximum), len(table.leaves)
        return self.texts["about"].format(year=table.year, block=table.block, count=count, max=most)


def _shipped() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.yaml"))


def _adopted(tx: Connection) -> list[Adopted]:
    return [one for year in score_tables.years(tx) for one in score_tables.of_year(tx, year)]
