"""The page with the log: who changed what, and who came in."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from storage import audits
from storage.audits import Audit
from web.desk import Desk
from web.door import HOME
from web.forms import Phrases

PATH = f"{HOME}/nhat-ky"

_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log, as shown."""

    when: str
    by: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """Shows the log, page by page."""

    desk: Desk

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["log"]

    def show(self, request: Request) -> Response:
        """Show the newest lines, or those of an older page."""
        typed = request.query_params.get("trang", "")
        page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
        found = self.desk.door.read(lambda tx: audits.newest(tx, _AT_ONCE + 1, page * _AT_ONCE))
        values = {
            "lines": tuple(map(self._line, found[:_AT_ONCE])),
            "page": page,
            "has_more": len(found) > _AT_ONCE,
            "log_path": f"{PATH}?trang=",
        }
        return self.desk.render(request, "log.html", values)

    def _line(self, one: Audit) -> Line:
        at = one.at.astimezone(self.desk.door.timezone).strftime("%H:%M %d/%m/%Y")
        by = self.texts["nobody"] if one.by == "?" else one.by
        return Line(at, by, self.texts.get(f"of_{one.what}", one.what), one.detail)
