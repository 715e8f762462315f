"""Coming in and going out: invitations, the page with name and password, and the end of a session."""

import secrets
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from storage import accounts, audits, doors, slowing
from storage.accounts import Account
from storage.audits import Audit
from storage.doors import Invited
from web import passwords
from web.desk import OFFICER, SAID
from web.door import HOME, LEADERS_HOME, Door, Transaction, set_cookie
from web.entrance import ANYBODY, Entrance, Role
from web.forms import Form, Phrases, read_form
from web.look import Look

PATH = "/vao"
INVITATIONS = "/moi"
DEVICE = "hocso_may"

_DEVICE_KNOWN_FOR = timedelta(days=180)
_NOBODY = "?"
"""Stands in the log where a name was typed that nobody has: it may be somebody's password."""


@dataclass(frozen=True, slots=True)
class _Guess:
    """A name and password that were typed, and by what guesses at it are slowed down."""

    login: str
    password: str
    code: str
    keys: Collection[str]


@dataclass(frozen=True, slots=True)
class SignIn:
    """Lets people in and out; `secret` signs the cookie of a known device, `home` of sessions is that of their door.

    `known` are the pages to which somebody may be sent after signing in.
    """

    office: Door
    leaders: Door
    write: Transaction
    look: Look
    secret: bytes
    known: Collection[str]

    def entrances(self) -> tuple[Entrance, ...]:
        """Return the addresses; all of them are for those who have no session yet, or want theirs to end."""
        invitation = f"{INVITATIONS}/{{token}}"
        return (
            Entrance(PATH, self.show, "GET", ANYBODY),
            Entrance(PATH, self._reading(self._take), "POST", ANYBODY),
            Entrance(invitation, self.invite, "GET", ANYBODY),
            Entrance(invitation, self._reading(self._enter), "POST", ANYBODY),
            Entrance(f"{HOME}/ra", self._leaving(self.office), "POST", ANYBODY),
            Entrance(f"{LEADERS_HOME}/ra", self._leaving(self.leaders), "POST", ANYBODY),
        )

    @property
    def texts(self) -> Phrases:
        """Return the sentences of these pages."""
        return self.look.texts["sign_in"]

    def greet(self, request: Request) -> Response:
        """Ask whoever looks at a page of the office without a session to sign in."""
        return self._form(request.url.path, status=401)

    def greet_leader(self, request: Request) -> Response:
        """Tell whoever looks at the page of a unit without a session how to get there."""
        return self.look.problem("leader_signed_out", 401)

    def show(self, request: Request) -> Response:
        """Show the page with name and password."""
        return self._form(request.query_params.get("next", ""))

    def invite(self, request: Request) -> Response:
        """Show what an invitation is for, and the button that spends it: a preview of the link must not."""
        return self._invitation(request)

    def _take(self, request: Request, form: Form) -> Response:
        name = form.text("name")
        login = accounts.login_of(name)
        found = self.office.read(lambda tx: accounts.find(tx, login))
        guess = _Guess(login, form.secret("password"), form.text("one_time_code"), self._keys(request, login, found))
        try:
            waits, token = self._try(found, guess)
        except passwords.BusyError:
            return self._form(form.text("next"), 503, self.texts["busy"], name)
        if waits:
            return self._form(form.text("next"), 429, self.texts["waits"].format(seconds=waits), name)
        if token is None or found is None:
            return self._form(form.text("next"), 401, self.texts["wrong"], name)
        response = self._go(request, self.office, self._known(form.text("next")), token)
        device = self._device(request, found) or secrets.token_urlsafe(16)
        value = self._seal().dumps([found.id, device])
        sealed = value if isinstance(value, str) else value.decode()
        is_secure = self.office.is_secure(request)
        set_cookie(response, DEVICE, sealed, _DEVICE_KNOWN_FOR, PATH, is_secure=is_secure)
        return response

    def _try(self, found: Account | None, guess: _Guess) -> tuple[int, str | None]:
        """Return for how many seconds to wait, or the token of a new session; 0 and None when it was wrong.

        A guess counts as wrong before it is looked at: a hundred at the same time must not count as one.
        """
        now = self.office.clock()
        until = self.write(lambda tx: _reserve(tx, guess.keys, now))
        if until is not None:
            return ceil((until - now).total_seconds()), None
        open_ = found if found is not None and found.disabled_at is None else None
        is_right = passwords.is_right(open_.password if open_ else None, guess.password)
        step = 0
        if open_ is not None and open_.code_secret:
            fitting = passwords.step_of(open_.code_secret, guess.code, now)
            is_right, step = is_right and fitting is not None, fitting or 0
        if not is_right or open_ is None:
            name = found.name if found else _NOBODY
            self.write(lambda tx: audits.add(tx, Audit(now, name, "sign_in_failed", "")))
            return 0, None
        return 0, self.write(lambda tx: _let_in(tx, open_, step, guess.keys, now))

    def _enter(self, request: Request, form: Form) -> Response:
        """Spend an invitation and open a session, with a password where it was made for a name."""
        token, now = request.path_params["token"], self.office.clock()
        invited = self.office.read(lambda tx: doors.invited(tx, token, now))
        if invited is None:
            return self.look.problem("spent", 410)
        if not invited.name:
            session = self.write(lambda tx: _spend(tx, token, invited.role, now))
        else:
            password = form.secret("new_password")
            problem = passwords.problem_of(password, form.secret("again"), invited.name)
            if problem:
                return self._invitation(request, self.texts[problem])
            try:
                kept = passwords.keep(password)
            except passwords.BusyError:
                return self._invitation(request, self.texts["busy"])
            session = self.write(lambda tx: accounts.take_invitation(tx, token, kept, now))
        if session is None:
            return self.look.problem("spent", 410)
        door = self.leaders if invited.role == doors.LEADER else self.office
        return self._go(request, door, door.home, session)

    def _leaving(self, door: Door) -> Callable[[Request], Response]:
        def leave(request: Request) -> Response:
            """End the session, here and wherever its cookie was copied to."""
            if not door.is_from_here(request):
                return self.look.problem("from_elsewhere", 403)
            token, today, now = door.token(request), door.today(), door.clock()
            self.write(lambda tx: _leave(tx, token, today, now))
            response = RedirectResponse(door.home, 303, {"Cache-Control": "no-store"})
            for cookie in (door.cookie, SAID, OFFICER):
                response.delete_cookie(cookie, path=door.home, httponly=True, samesite="lax")
            return response

        return leave

    def _reading(self, follow: Callable[[Request, Form], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def take(request: Request) -> Response:
            form = await read_form(request, self.look.texts["wrong"])
            if not self.office.is_from_here(request):
                return self.look.problem("from_elsewhere", 403)
            if form is None:
                return self.look.problem("unreadable", 413)
            return await run_in_threadpool(follow, request, form)

        return take

    def _form(self, next_: str, status: int = 200, problem: str = "", name: str = "") -> Response:
        values: Mapping[str, object] = {"next": self._known(next_), "problem": problem, "name": name[:60]}
        return self.look.page("sign_in.html", values, status)

    def _invitation(self, request: Request, problem: str = "") -> Response:
        """Show an invitation; of one that opens nothing only the button tells so."""
        token, now = request.path_params["token"], self.office.clock()
        invited = self.office.read(lambda tx: doors.invited(tx, token, now)) or Invited(Role.OFFICE, "")
        values = {"role": invited.role, "name": invited.name, "problem": problem, "shortest": passwords.SHORTEST}
        return self.look.page("invitation.html", values, 422 if problem else 200)

    def _go(self, request: Request, door: Door, path: str, token: str) -> Response:
        response = RedirectResponse(path, 303, {"Cache-Control": "no-store"})
        door.give_session(request, response, token)
        return response

    def _known(self, path: str) -> str:
        """Return one of our own pages: nobody is sent elsewhere after signing in."""
        return path if path in self.known else HOME

    def _keys(self, request: Request, login: str, found: Account | None) -> Collection[str]:
        """Return by what guesses are slowed down: a known device of the account by itself, others by name and place.

        So nobody who guesses in an officer's name keeps them from signing in where they always do.
        """
        device = self._device(request, found) if found else ""
        client = request.client.host if request.client else ""
        return [f"device:{device}"] if device else [f"name:{login}", f"place:{client}"]

    def _device(self, request: Request, of: Account) -> str:
        try:
            age = int(_DEVICE_KNOWN_FOR.total_seconds())
            account_id, device = self._seal().loads(request.cookies.get(DEVICE, ""), max_age=age)
        except (BadData, TypeError, ValueError):
            return ""
        return str(device) if account_id == of.id else ""

    def _seal(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret, salt="device")


def _reserve(tx: Connection, keys: Collection[str], now: datetime) -> datetime | None:
    """Count a guess, or return when the next may be made."""
    until = slowing.waits_until(tx, keys, now)
    if until is None:
        slowing.failed(tx, keys, now)
    return until


def _let_in(tx: Connection, account: Account, step: int, keys: Collection[str], now: datetime) -> str | None:
    """Open a session; None when the code was used before."""
    if account.code_secret and not accounts.use_code(tx, account, step):
        audits.add(tx, Audit(now, account.name, "sign_in_failed", ""))
        return None
    slowing.succeeded(tx, keys)
    audits.add(tx, Audit(now, account.name, "signed_in", account.role))
    return doors.open_session(tx, account.role, now, account_id=account.id)


def _spend(tx: Connection, token: str, role: str, now: datetime) -> str | None:
    session = doors.spend(tx, token, now)
    if session is not None:
        audits.add(tx, Audit(now, role, "invitation_spent", ""))
    return session


def _leave(tx: Connection, token: str, today: date, now: datetime) -> None:
    visitor = doors.visitor(tx, token, today, now)
    if visitor is not None:
        doors.leave(tx, token)
        audits.add(tx, Audit(now, visitor.name or visitor.role, "signed_out", ""))
