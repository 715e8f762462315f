"""The page of the questions that need a second look: the last result of a job, for the answers of all are read."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from storage import jobs
from storage.jobs import Job
from web.days import day_of, written
from web.desk import Contents, Desk, Outcome
from web.door import HOME
from web.forms import Form, Phrases, Wrong
from web.job_pages import JobPages
from web.table import number

PATH = f"{HOME}/cau-hoi-can-xem"
FORM = "tinh-lai"
_KIND = "items"
_LOOKED_AT = 50
"""Jobs of the office among which the last result is looked for."""


class _Item(BaseModel):
    lesson: str
    ask: str
    share: int
    first: int
    says: tuple[str, ...]


class _Result(BaseModel):
    as_of: str
    items: tuple[_Item, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as the page shows it."""

    lesson: str
    ask: str
    rate: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """Shows what was found last, and has it found again; `lessons` are titles by id."""

    desk: Desk
    jobs: JobPages
    lessons: Mapping[str, str]

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["items"]

    def show(self, request: Request) -> Response:
        """Show the questions, the most pressing first."""
        return self.desk.show(request, "items.html", self._contents)

    def take(self, form: Form) -> Outcome:
        """Have the answers looked through again."""
        if form.visitor is None:
            raise Wrong(self.texts["again"])
        arguments = ("content", "items", "--format", "json", "--out", jobs.OUT)
        return self.jobs.ask(form.visitor, _KIND, arguments, "cau-hoi-can-xem.json")

    def _contents(self) -> Contents:
        result = self._last()
        if result is None:
            return {"rows": (), "as_of": "", "answered": 0}, {FORM}
        rows = tuple(
            Shown(
                self.lessons.get(one.lesson, one.lesson),
                one.ask.replace("{bác}", "bác").replace("{Bác}", "Bác"),
                self.texts["rate"].format(share=one.share, first=number(one.first)),
                one.says,
            )
            for one in result.items
            if one.says
        )
        day = day_of(result.as_of)
        return {"rows": rows, "as_of": written(day) if day else "", "answered": len(result.items)}, {FORM}

    def _last(self) -> _Result | None:
        def made(one: Job) -> bytes | None:
            return self.desk.door.read(lambda tx: jobs.content(tx, one.id))

        newest = self.desk.door.read(lambda tx: jobs.newest(tx, "", _LOOKED_AT))
        done = next((one for one in newest if one.kind == _KIND and one.state == "done"), None)
        kept = made(done) if done is not None else None
        return TypeAdapter(_Result).validate_json(kept) if kept is not None else None
