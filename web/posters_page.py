"""The page on which the office has the posters of the hamlets made."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from storage import jobs, units
from web.desk import Contents, Desk, Outcome
from web.door import HOME
from web.forms import Form, Phrases, Wrong
from web.job_pages import JobPages
from web.units_shown import note_of

PATH = f"{HOME}/ap-phich"
FORM = "lam-ap-phich"


@dataclass(frozen=True, slots=True)
class Hamlet:
    """A hamlet in the list: where its QR code leads."""

    code: str
    name: str
    note: str
    join_code: str
    address: str


@dataclass(frozen=True, slots=True)
class PostersPage:
    """Shows the address and code of every hamlet, and has posters made."""

    desk: Desk
    jobs: JobPages

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["posters"]

    def show(self, request: Request) -> Response:
        """Show the hamlets."""
        return self.desk.show(request, "posters.html", self._contents)

    def take(self, form: Form) -> Outcome:
        """Have the posters of one hamlet or of all made."""
        if form.visitor is None or not self.desk.door.public_url:
            raise Wrong(self.texts["no_address"])
        today, code = self.desk.today(), form.text("do")
        hamlets = self.desk.door.read(units.current).hamlets(today)
        if code == "all":
            arguments = ("posters", "--out", jobs.OUT)
            return self.jobs.ask(form.visitor, "posters", arguments, "ap-phich.zip", len(hamlets))
        if code not in (hamlet.code for hamlet in hamlets):
            raise Wrong(self.texts["gone"])
        return ask_poster(self.jobs, form, code)

    def _contents(self) -> Contents:
        today, address = self.desk.today(), self.desk.door.public_url
        hamlets = self.desk.door.read(units.current).hamlets(today)
        shown = [
            Hamlet(one.code, one.name, note_of(one, self.desk.look), one.join_code, f"{address}/x/{one.join_code}")
            for one in hamlets
        ]
        return {"hamlets": shown, "has_address": bool(address)}, {FORM}


def ask_poster(pages: JobPages, form: Form, code: str) -> Outcome:
    """Have the poster of one hamlet made.

    Raises:
        Wrong: when too much waits already.
    """
    if form.visitor is None:
        raise Wrong(pages.texts["too_many"])
    return pages.ask(form.visitor, "posters", ("posters", code, "--out", jobs.OUT), f"ap-phich-{code}.pdf")
