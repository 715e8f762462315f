"""The pages of long work: ask for it, watch how far it is, fetch the file. All of it survives a page loaded anew."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from storage import jobs
from storage.doors import Visitor
from storage.jobs import Job
from web.desk import Desk, Outcome, visitor_of
from web.entrance import Entrance, Who
from web.forms import Phrases, Wrong

_KINDS = {
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv; charset=utf-8",
    ".png": "image/png",
}
_NEWEST = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """Some long work as it is shown; `percent` is None while nobody knows how much there is."""

    id: int
    title: str
    says: str
    state: str
    percent: int | None
    path: str
    file: str


@dataclass(frozen=True, slots=True)
class JobPages:
    """Shows the long work of one desk below `path`; `layout` is the template its pages stand in.

    Leaders see what was asked for in their own unit only, the office what the office asked for.
    """

    desk: Desk
    path: str
    layout: str

    @property
    def texts(self) -> Phrases:
        """Return the sentences of these pages."""
        return self.desk.look.texts["jobs"]

    def entrances(self, who: Who) -> tuple[Entrance, ...]:
        """Return the addresses."""
        return (
            self.desk.entrance(self.path, self.list, who),
            self.desk.entrance(f"{self.path}/{{id}}", self.show, who),
            self.desk.entrance(f"{self.path}/{{id}}/tep", self.file, who),
        )

    def ask(self, by: Visitor, kind: str, arguments: Sequence[str], file_name: str, total: int = 0) -> Outcome:
        """Put work into the queue and send whoever asked to its page.

        `kind` is a key of the texts, `arguments` are those of the command line with `jobs.OUT` where the file goes;
        a file name that ends in .zip is given as a folder and packed. `total` is how many files there will be.

        Raises:
            Wrong: when too much waits already.
        """
        now, owner, name = self.desk.door.clock(), _owner(by), by.name or by.role

        def put(tx: Connection) -> int | None:
            return jobs.ask(tx, jobs.Wanted(kind, tuple(arguments), file_name, total), name, owner, now)

        job_id = self.desk.write(put)
        if job_id is None:
            raise Wrong(self.texts["too_many"])
        return Outcome("", then=f"{self.path}/{job_id}")

    def list(self, request: Request) -> Response:
        """Show what was asked for lately."""
        owner = _owner(visitor_of(request))
        found = self.desk.door.read(lambda tx: jobs.newest(tx, owner, _NEWEST))
        return self._page(request, [self._shown(one, 0) for one in found], is_one=False)

    def show(self, request: Request) -> Response:
        """Show how far some work is; the page loads itself anew until it is done, or until it is told to stop that.

        Who has the page read aloud would hear its beginning again and again (WCAG 2.2.1).
        """
        found = self._find(request)
        if found is None:
            return self.desk.look.problem("no_job", 404)
        before = self.desk.door.read(lambda tx: jobs.waiting_before(tx, found.id))
        return self._page(request, [self._shown(found, before)], is_one=True)

    def file(self, request: Request) -> Response:
        """Send the file that was made."""
        found = self._find(request)
        made = self.desk.door.read(lambda tx: jobs.content(tx, found.id)) if found else None
        if found is None or made is None:
            return self.desk.look.problem("no_job", 404)
        ending = found.file_name[found.file_name.rfind(".") :]
        headers = {
            "Content-Disposition": f'attachment; filename="{quote(found.file_name)}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(made, media_type=_KINDS.get(ending, "application/octet-stream"), headers=headers)

    def _find(self, request: Request) -> Job | None:
        typed, owner = request.path_params["id"], _owner(visitor_of(request))
        if not re.fullmatch(r"[0-9]{1,15}", typed):
            return None
        found = self.desk.door.read(lambda tx: jobs.find(tx, int(typed)))
        return found if found is not None and found.asked_for == owner else None

    def _page(self, request: Request, shown: Sequence[Shown], *, is_one: bool) -> Response:
        is_open = is_one and any(one.state in ("waiting", "running") for one in shown)
        values = {
            "jobs": shown,
            "is_one": is_one,
            "is_open": is_open,
            "is_stopped": "dung" in request.query_params,
            "layout": self.layout,
            "list_path": self.path,
        }
        return self.desk.render(request, "jobs.html", values)

    def _shown(self, job: Job, before: int) -> Shown:
        at = job.asked_at.astimezone(self.desk.door.timezone).strftime("%H:%M %d/%m/%Y")
        says = self.texts[job.state].format(
            before=before, done=job.done, total=job.total, says=job.says, by=job.asked_by, at=at
        )
        counted = job.state == "running" and job.total
        says = self.texts["counted"].format(done=job.done, total=job.total) if counted else says
        percent = 100 * min(job.done, job.total) // job.total if job.total else None
        path = f"{self.path}/{job.id}"
        file = f"{path}/tep" if job.state == "done" else ""
        return Shown(job.id, self.texts[f"of_{job.kind}"], says, job.state, percent, path, file)


def _owner(visitor: Visitor) -> str:
    """Return whose work somebody may see: the unit's of a leader, the office's of everybody else."""
    return visitor.unit or ""
