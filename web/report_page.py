"""The page of the commune's report: what is in it, the office's own words, who has reported, and the files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign.reporting import Section, Span
from papers import board
from papers.participation import Audience
from storage import jobs, reports
from storage.heavy import Ask
from storage.reports import Found, Kept
from storage.standing import Standing
from web import report_shown as shown
from web.days import written
from web.desk import Contents, Desk, Outcome
from web.door import HOME
from web.forms import Form, Phrases, Wrong
from web.job_pages import JobPages
from web.report_days import Asked, arguments, asked, file_stem, of_key, offered
from web.table import number

PATH = f"{HOME}/bao-cao"
FILES, CAME = "tep", "nhan-bao-cao"
_FORMATS = ("docx", "pdf", "xlsx", "csv")
_LONGEST_TEXT = 20_000
"""Letters of a section, as `hocso report text` takes them."""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Shows the report of some days and takes what it is made from; `office` is how the office signs."""

    desk: Desk
    jobs: JobPages
    keeper: Standing
    office: Callable[[], str]
    ask: Ask

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["report"]

    def show(self, request: Request) -> Response:
        """Show the report of the days asked for: in the address, or in the form that chooses them."""
        today, key = self.desk.today(), request.path_params.get("ky")
        days = asked(request.query_params, self.keeper.phases, today)
        if key is not None:
            span = of_key(key, self.keeper.phases, today)
            if span is None:
                return self.desk.look.problem("no_report", 404)
            days = Asked(span)

        def gather(tx: Connection) -> tuple[Found, dict[Section, Kept]]:
            return reports.gather(tx, days.span, today, self.keeper, self.ask), reports.kept(tx, days.span.key)

        found, kept = self.desk.door.read(gather)
        return self.desk.show(request, "report.html", lambda: self._contents(days, found, kept, today))

    def _contents(self, days: Asked, found: Found, kept: dict[Section, Kept], today: date) -> Contents:
        span, year = days.span, days.span.year
        typed = shown.typed(found, self.texts["source_of"])
        words = shown.words(kept, self.texts["written"], self.desk.door.timezone)
        missing = sum(not one.state.is_received for one in found.board)
        values = {
            "span": span,
            "span_path": path_of(span),
            "days": days,
            "offered": offered(self.keeper.phases, today),
            "as_of": written(found.as_of),
            "figures": shown.figures(found),
            "has_before": found.a_year_earlier is not None,
            "typed": typed,
            "untyped": sum(not one.text for one in typed),
            "words": words,
            "unwritten": sum(not one.text for one in words),
            "board": tuple(shown.board(found.board, self.texts)),
            "missing": missing,
            "reminder": board.reminder(found.board, year, today, self.office()) if year and missing else "",
            "left": shown.days_left(year, today, self.texts) if year else "",
            "today": written(today),
            "formats": _FORMATS,
            "longest": _LONGEST_TEXT,
        }
        return values, {FILES, CAME, *(one.form for one in words)}

    def take(self, form: Form) -> Outcome:
        """Keep a text, note a report that came, or have a file made."""
        span = of_key(form.text("ky"), self.keeper.phases, self.desk.today())
        if span is None:
            raise Wrong(self.texts["gone"])
        match form.text("form"):
            case "tep":
                return self._ask_file(form, span)
            case "nhan-bao-cao":
                return self._receive(form, span)
        return self._write(form, span)

    def _ask_file(self, form: Form, span: Span) -> Outcome:
        made, reader = form.text("do"), form.text("for")
        if made not in _FORMATS or reader not in list(Audience) or form.visitor is None:
            raise Wrong(self.texts["gone"])
        command = ("report", *arguments(span), "--format", made, "--for", reader, "--out", jobs.OUT)
        return self.jobs.ask(form.visitor, "report", command, f"{file_stem(span)}.{made}")

    def _receive(self, form: Form, span: Span) -> Outcome:
        today, now = self.desk.today(), self.desk.door.clock()
        is_undone = form.text("do") == "undo"
        came = None if is_undone else form.day("came", today, latest=today)
        officer, code, year = form.officer(), form.text("unit"), span.year
        if year is None:
            raise Wrong(self.texts["gone"])

        def keep(tx: Connection) -> str:
            known = {one.unit.code: one.unit for one in reports.board(tx, year, today)}
            if code not in known:
                raise Wrong(form.phrases["no_unit"], "unit")
            reports.receive(tx, code, year, came, officer, now)
            return known[code].name

        name = self.desk.write(keep)
        says = self.texts["undone"].format(unit=name) if came is None else self.texts["came"].format(
            unit=name, day=written(came)
        )  # fmt: skip
        return Outcome(says)

    def _write(self, form: Form, span: Span) -> Outcome:
        section = next((one for one in Section if form.text("form") == f"loi-{one}"), None)
        if section is None:
            raise Wrong(self.texts["gone"])
        text, officer, now = _paragraphs(form.fields.get("text", "")), form.officer(), self.desk.door.clock()
        if len(text) > _LONGEST_TEXT:
            longest = number(_LONGEST_TEXT)
            raise Wrong(form.phrases["too_long"].format(count=number(len(text)), longest=longest), "text")
        changed = self.desk.write(lambda tx: reports.write_texts(tx, span.key, {section: text}, officer, now))
        key = "kept" if changed else "unchanged"
        return Outcome(self.texts[key].format(section=section.value))


def path_of(span: Span) -> str:
    """Return the address of a report: forms of it lead back to the same days."""
    return f"{PATH}/{quote(span.key.replace('/', '_'), safe='')}"


def _paragraphs(typed: str) -> str:
    """Return a text with single spaces and one empty line between paragraphs at most, as the command keeps it."""
    lines = [" ".join(line.split()) for line in normalize("NFC", typed).splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip()
