"""The desk at which people with a role work: pages with forms, who filled them in, and what came of it.

A form is answered by sending the browser to a page again, so that loading it anew does nothing twice. What that page
has to say, and what was typed where something is still wrong, waits in a cookie that only this session can read.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Protocol
from urllib.parse import quote, unquote

from itsdangerous import BadData, URLSafeSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lessons.problems import ContentError
from storage.doors import Visitor
from storage.heavy import NotYetError
from storage.uploads import Upload
from web import navigation
from web.door import Door, Transaction, set_cookie
from web.entrance import OFFICE, Entrance, Role, Who
from web.forms import LARGEST_FILE, Form, Phrases, Wrong, read_form
from web.look import Look
from web.navigation import Group

SAID = "hocso_vp_noi"
OFFICER = "hocso_vp_ten"
_SAID_FOR = timedelta(minutes=5)
_NAME_KEPT_FOR = timedelta(days=180)
_LARGEST_COOKIE = 3_800
"""Browsers drop a cookie of more than 4,096 bytes, its name and terms included."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a form: one sentence, said at the form it is about when something is wrong there, else at the top.

    `typed` is put back into that form; `wrong_field` is the one that is wrong; `code` is shown large, this once;
    `then` is the page on which it is said, "" for the page of the form.
    """

    says: str
    form: str = ""
    is_wrong: bool = False
    wrong_field: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What every page with forms needs: the token, the officer's name, and what is to be said.

    `officer` is the name as it was last typed where the session `is_named` by no account; who may not `act` sees
    what is there and no forms.
    """

    token: str
    officer: str
    outcome: Outcome
    is_named: bool = False
    may_act: bool = True

    def value(self, form: str, name: str, otherwise: str = "") -> str:
        """Return what stands in a field of a form: what was typed there before, or else something to begin with."""
        typed = self.outcome.typed.get(name) if self.outcome.form == form else None
        return otherwise if typed is None else typed

    @property
    def notice(self) -> str:
        """Return what is said at the top of the page, "" when nothing is."""
        return "" if self.outcome.form and self.outcome.is_wrong else self.outcome.says

    @property
    def summary(self) -> str:
        """Return the anchor of the field that is wrong, or of its form; "" when nothing is."""
        if not (self.outcome.is_wrong and self.outcome.form):
            return ""
        has_field = self.outcome.wrong_field not in ("", "chosen")
        return f"{self.outcome.form}-{self.outcome.wrong_field}" if has_field else self.outcome.form

    def problem(self, form: str) -> str:
        """Return what is wrong with a form, "" when nothing is."""
        return self.outcome.says if self.outcome.form == form and self.outcome.is_wrong else ""

    def is_wrong(self, form: str, name: str) -> bool:
        """Say whether a field is to be typed again."""
        return bool(self.problem(form)) and self.outcome.wrong_field == name


Contents = tuple[Mapping[str, object], Collection[str]]
"""What the template of a page needs, and the names of the forms that are on it."""

Action = Callable[[Form], Outcome]
OpenBook = Callable[[bytes], bytes]
"""Returns the first sheet of a workbook as CSV; raises ContentError when it cannot be read."""

Handler = Callable[[Request], Response]


class Page(Protocol):
    """A page with forms."""

    def show(self, request: Request) -> Response:
        """Show the page."""

    def take(self, form: Form) -> Outcome:
        """Follow a form of the page."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Shows the pages behind a door and takes what is typed there.

    `greet` answers whoever looks at a page without a session; `groups` is the list of the pages; `open_book` reads
    spreadsheets.
    """

    door: Door
    write: Transaction
    look: Look
    greet: Handler
    groups: Sequence[Group] = ()
    open_book: OpenBook | None = None

    def today(self) -> date:
        """Return the local date."""
        return self.door.today()

    def entrance(self, path: str, handler: Handler, who: Who) -> Entrance:
        """Return the address of something to look at, for these people only."""

        def show(request: Request) -> Response:
            try:
                return self._refusal(request, who) or handler(request)
            except NotYetError:
                return self.render(request, "counting.html", {})

        return Entrance(path, show, "GET", who)

    def page(
        self, path: str, page: Page, sees: Who, acts: Who = OFFICE, largest_file: int = LARGEST_FILE
    ) -> tuple[Entrance, Entrance]:
        """Return the addresses of a page with forms: who may see it, and who may send them, with files of what size."""
        take = self._taking(page.take, acts, largest_file)
        return self.entrance(path, page.show, sees), Entrance(path, take, "POST", acts)

    def show(self, request: Request, template: str, contents: Callable[[], Contents]) -> Response:
        """Show a page with forms."""
        path, visitor = request.url.path, visitor_of(request)
        outcome, (values, forms) = self._said(request, path), contents()
        said = outcome or Outcome("")
        # A form that has gone meanwhile cannot say what was wrong with it: the page does.
        said = said if said.form in forms else replace(said, form="")
        officer = unquote(request.cookies.get(OFFICER, ""))[:60]
        is_named, may_act = bool(visitor.name), visitor.role != Role.COUNCIL
        view = View(self.door.form_token(request), officer, said, is_named, may_act)
        response = self.render(request, template, {**values, "view": view})
        if outcome is not None:
            response.delete_cookie(SAID, path=self.door.home, httponly=True, samesite="lax")
        return response

    def render(self, request: Request, template: str, values: Mapping[str, object]) -> Response:
        """Show a page, with the list of the others."""
        path, visitor = request.url.path, visitor_of(request)
        nav = navigation.shown(self.groups, path, visitor.role)
        return self.look.page(template, {**values, "path": path, "nav": nav, "visitor": visitor})

    def list_in(self, form: Form) -> Upload:
        """Return the list that came with a form, as CSV also where it came as a spreadsheet.

        Raises:
            Wrong: when there is none, or it cannot be read.
        """
        sent = form.sent()
        if self.open_book is None or not sent.content.startswith(b"PK"):
            return sent
        try:
            return replace(sent, content=self.open_book(sent.content))
        except ContentError as error:
            says = error.problems[0].message
            raise Wrong(f"{says[:1].upper()}{says[1:]}.", "file") from error

    def _refusal(self, request: Request, who: Who) -> Response | None:
        """Return what is said to somebody who may not come in; whoever may is known to the request from now on."""
        visitor = self.door.visitor(request)
        if visitor is None:
            return self.greet(request)
        if visitor.role not in who:
            return self.look.problem("not_yours", 403)
        request.state.visitor = visitor
        return None

    def _taking(self, action: Action, who: Who, largest_file: int) -> Callable[[Request], Awaitable[Response]]:
        """Return what takes the forms sent to a page and has the action follow them."""

        async def take(request: Request) -> Response:
            # Nothing long is read from somebody who may not send it.
            refusal = await run_in_threadpool(self._refusal, request, who)
            if refusal is not None:
                return refusal
            form = await read_form(request, self.look.texts["wrong"], largest_file)
            return await run_in_threadpool(self._take, request, form, action)

        return take

    def _take(self, request: Request, form: Form | None, action: Action) -> Response:
        if not self.door.is_from_here(request):
            return self.look.problem("from_elsewhere", 403)
        if form is None:
            return self.look.problem("unreadable", 413)
        if not self.door.is_form_token(request, form.fields.get("token", "")):
            return self.look.problem("from_elsewhere", 403)
        form = replace(form, visitor=visitor_of(request))
        try:
            outcome = action(form)
        except Wrong as wrong:
            outcome = Outcome(str(wrong), form.text("form")[:80], True, wrong.field, form.as_typed())
        return self._answer(request, form, outcome)

    def _answer(self, request: Request, form: Form, outcome: Outcome) -> Response:
        path = outcome.then or request.url.path
        query = f"?{request.url.query}" if request.url.query and not outcome.then else ""
        at = f"#{quote(outcome.form)}" if outcome.is_wrong and outcome.form else ""
        response = RedirectResponse(path + query + at, 303, {"Cache-Control": "no-store"})
        kept = {SAID: (self._sealed(request, path, outcome), _SAID_FOR)}
        officer = form.text("by")[:60]
        if officer:
            kept[OFFICER] = (quote(officer), _NAME_KEPT_FOR)
        is_secure = self.door.is_secure(request)
        for name, (value, life) in kept.items():
            set_cookie(response, name, value, life, self.door.home, is_secure=is_secure)
        return response

    def _sealed(self, request: Request, path: str, outcome: Outcome) -> str:
        """Return the outcome as a cookie's value; of what was typed the longest is cut where it would be too large."""
        typed = {name: value[:2_000] for name, value in outcome.typed.items() if len(value) <= 20_000}
        while True:
            kept = asdict(outcome) | {"typed": typed}
            sealed = self._seal(request).dumps([path, kept])
            value = sealed if isinstance(sealed, str) else sealed.decode()
            if len(value) <= _LARGEST_COOKIE or not any(typed.values()):
                return value
            longest = max(typed, key=lambda name: len(typed[name]))
            typed[longest] = typed[longest][: len(typed[longest]) // 2]

    def _said(self, request: Request, path: str) -> Outcome | None:
        """Return what waits to be said on this page."""
        try:
            said_on, kept = self._seal(request).loads(request.cookies.get(SAID, ""))
            return Outcome(**kept) if said_on == path else None
        except (BadData, TypeError, ValueError):  # also one that an older program wrote
            return None

    def _seal(self, request: Request) -> URLSafeSerializer:
        options = {"ensure_ascii": False}
        return URLSafeSerializer(self.door.token(request), salt="said", serializer_kwargs=options)


def visitor_of(request: Request) -> Visitor:
    """Return who was let in with this request."""
    visitor = request.state.visitor
    assert isinstance(visitor, Visitor)  # noqa: S101 - every entrance of a desk sees to it
    return visitor


def sentence(phrases: Phrases, key: str, **values: object) -> Outcome:
    """Return that a form was followed, as one sentence says."""
    return Outcome(phrases[key].format(**values))
