"""The page with the log: who changed what, and who came in."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from storage import audits
from storage.audits import Audit, Which
from web.days import day_of, written
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
        """Show the newest lines, or those of an older page; of one kind or one day where that was asked for."""
        query = request.query_params
        typed, what, asked = query.get("trang", ""), query.get("viec", "")[:32], query.get("ngay", "").strip()[:40]
        page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
        day = day_of(asked) if asked else None
        which = Which(what, *self._span(day))
        found, kinds = self.desk.door.read(
            lambda tx: (audits.newest(tx, _AT_ONCE + 1, page * _AT_ONCE, which), audits.kinds(tx))
        )
        kept = urlencode({"viec": what, "ngay": asked, "trang": ""})
        values = {
            "lines": tuple(map(self._line, found[:_AT_ONCE])),
            "page": page,
            "has_more": len(found) > _AT_ONCE,
            "log_path": f"{PATH}?{kept}",
            "kinds": sorted(((kind, self._words(kind)) for kind in kinds), key=lambda one: one[1]),
            "what": what,
            "day": written(day) if day else asked,
            "is_no_day": bool(asked) and day is None,
        }
        return self.desk.render(request, "log.html", values)

    def _span(self, day: date | None) -> tuple[datetime | None, datetime | None]:
        """Return when a local day begins and ends."""
        if day is None or not date.min < day < date.max - timedelta(days=1):
            return None, None
        zone = self.desk.door.timezone
        return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)

    def _words(self, what: str) -> str:
        return self.texts.get(f"of_{what}", what)

    def _line(self, one: Audit) -> Line:
        at = one.at.astimezone(self.desk.door.timezone).strftime("%H:%M %d/%m/%Y")
        by = self.texts["nobody"] if one.by == "?" else self.texts.get(f"role_{one.by}", one.by)
        return Line(at, by, self._words(one.what), one.detail)
