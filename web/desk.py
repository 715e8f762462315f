"""The desk at which the office works: pages with forms, who filled them in, and what came of it.

A form is answered by sending the browser to a page again, so that loading it anew does nothing twice. What that page
has to say, and what was typed where something is still wrong, waits in a cookie that only this session can read.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Protocol
from urllib.parse import quote, unquote

from itsdangerous import BadData, URLSafeSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.door import COOKIE, HOME, Door, Transaction, form_token, is_form_token
from web.forms import Form, Phrases, Wrong, read_form
from web.look import Look

SAID = "hocso_vp_noi"
OFFICER = "hocso_vp_ten"
_SECONDS_SAID = 5 * 60
_SECONDS_OFFICER = 180 * 24 * 3600
_LARGEST_COOKIE = 3_800
"""Browsers drop a cookie of more than 4,096 bytes, its name and terms included."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a form: one sentence, said at the form it is about when something is wrong there, else at the top.

    `typed` is put back into that form; `wrong_field` is the one that is wrong; `code` is shown large, this once.
    """

    says: str
    form: str = ""
    is_wrong: bool = False
    wrong_field: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    code: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What every page with forms needs: the token, the officer's name as it was last typed, and what is to be said."""

    token: str
    officer: str
    outcome: Outcome

    def value(self, form: str, name: str, otherwise: str = "") -> str:
        """Return what stands in a field of a form: what was typed there before, or else something to begin with."""
        typed = self.outcome.typed.get(name) if self.outcome.form == form else None
        return otherwise if typed is None else typed

    @property
    def notice(self) -> str:
        """Return what is said at the top of the page, "" when nothing is."""
        return "" if self.outcome.form and self.outcome.is_wrong else self.outcome.says

    def problem(self, form: str) -> str:
        """Return what is wrong with a form, "" when nothing is."""
        return self.outcome.says if self.outcome.form == form and self.outcome.is_wrong else ""

    def is_wrong(self, form: str, name: str) -> bool:
        """Say whether a field is to be typed again."""
        return bool(self.problem(form)) and self.outcome.wrong_field == name


Contents = tuple[Mapping[str, object], Collection[str]]
"""What the template of a page needs, and the names of the forms that are on it."""

Action = Callable[[Form], Outcome]
Endpoint = Callable[[Request], Awaitable[Response]]


class Page(Protocol):
    """A page with forms."""

    def show(self, request: Request) -> Response:
        """Show the page."""

    def take(self, form: Form) -> Outcome:
        """Follow a form of the page."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Shows the pages of the office and takes what is typed there."""

    door: Door
    write: Transaction
    look: Look

    def today(self) -> date:
        """Return the local date."""
        return self.door.today()

    def show(self, request: Request, template: str, contents: Callable[[], Contents]) -> Response:
        """Show a page to the office."""
        if not self.door.is_office(request):
            return self.look.problem("signed_out", 401)
        path = request.url.path
        outcome, (values, forms) = _said(request, path), contents()
        said = outcome or Outcome("")
        # A form that has gone meanwhile cannot say what was wrong with it: the page does.
        said = said if said.form in forms else replace(said, form="")
        officer = unquote(request.cookies.get(OFFICER, ""))[:60]
        response = self.look.page(template, {**values, "view": View(form_token(request), officer, said), "path": path})
        if outcome is not None:
            response.delete_cookie(SAID, path=HOME, httponly=True, samesite="lax")
        return response

    def taking(self, action: Action) -> Endpoint:
        """Return what takes the forms sent to a page and has the action follow them."""

        async def take(request: Request) -> Response:
            form = await read_form(request, self.look.texts["wrong"])
            return await run_in_threadpool(self._take, request, form, action)

        return take

    def _take(self, request: Request, form: Form | None, action: Action) -> Response:
        if not self.door.is_office(request):
            return self.look.problem("signed_out", 401)
        if not self.door.is_from_here(request):
            return self.look.problem("from_elsewhere", 403)
        if form is None:
            return self.look.problem("unreadable", 413)
        if not is_form_token(request, form.fields.get("token", "")):
            return self.look.problem("from_elsewhere", 403)
        try:
            outcome = action(form)
        except Wrong as wrong:
            outcome = Outcome(str(wrong), form.text("form")[:80], True, wrong.field, form.as_typed())
        return _answer(request, form, outcome)


def sentence(phrases: Phrases, key: str, **values: object) -> Outcome:
    """Return that a form was followed, as one sentence says."""
    return Outcome(phrases[key].format(**values))


def _answer(request: Request, form: Form, outcome: Outcome) -> Response:
    path = request.url.path
    at = f"#{quote(outcome.form)}" if outcome.is_wrong and outcome.form else ""
    response = RedirectResponse(path + at, 303, {"Cache-Control": "no-store"})
    kept = {SAID: (_sealed(request, path, outcome), _SECONDS_SAID)}
    officer = form.text("by")[:60]
    if officer:
        kept[OFFICER] = (quote(officer), _SECONDS_OFFICER)
    is_secure = request.url.scheme == "https"
    for name, (value, seconds) in kept.items():
        response.set_cookie(name, value, seconds, path=HOME, httponly=True, samesite="lax", secure=is_secure)
    return response


def _sealed(request: Request, path: str, outcome: Outcome) -> str:
    """Return the outcome as a cookie's value; of what was typed the longest is cut where it would be too large."""
    typed = {name: value[:2_000] for name, value in outcome.typed.items() if len(value) <= 20_000}
    while True:
        kept = asdict(outcome) | {"typed": typed}
        sealed = _seal(request).dumps([path, kept])
        value = sealed if isinstance(sealed, str) else sealed.decode()
        if len(value) <= _LARGEST_COOKIE or not any(typed.values()):
            return value
        longest = max(typed, key=lambda name: len(typed[name]))
        typed[longest] = typed[longest][: len(typed[longest]) // 2]


def _said(request: Request, path: str) -> Outcome | None:
    """Return what waits to be said on this page."""
    try:
        said_on, kept = _seal(request).loads(request.cookies.get(SAID, ""))
        return Outcome(**kept) if said_on == path else None
    except (BadData, TypeError, ValueError):  # also one that an older program wrote
        return None


def _seal(request: Request) -> URLSafeSerializer:
    options = {"ensure_ascii": False}
    return URLSafeSerializer(request.cookies.get(COOKIE, ""), salt="said", serializer_kwargs=options)
