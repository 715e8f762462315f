"""The page of one's own account: a password to sign in with, a code from the phone, and where one is signed in."""

from dataclasses import dataclass
from datetime import datetime

import segno
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from storage import accounts, audits, doors, slowing
from storage.accounts import Account
from storage.audits import Audit
from storage.doors import OpenSession, Visitor
from web import passwords
from web.desk import Contents, Desk, Outcome, sentence, visitor_of
from web.door import HOME
from web.forms import Form, Phrases, Wrong

PATH = f"{HOME}/tai-khoan"

NEW = "tao-tai-khoan"
PASSWORD = "doi-mat-khau"  # noqa: S105 - the name of a form
CODE = "ma-dien-thoai"


@dataclass(frozen=True, slots=True)
class Session:
    """Where one is signed in, as shown."""

    key: str
    began: str
    used: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Shows the own account and changes it."""

    desk: Desk
    commune: str

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["account"]

    def show(self, request: Request) -> Response:
        """Show the account, or how to get one."""
        visitor = visitor_of(request)
        return self.desk.show(request, "account.html", lambda: self._contents(visitor))

    def take(self, form: Form) -> Outcome:
        """Follow a form of this page."""
        visitor = form.visitor
        if visitor is None:
            raise Wrong(self.texts["gone"])
        if visitor.account is None:
            return self._create(form, visitor)
        account_id = visitor.account
        own = self.desk.door.read(lambda tx: accounts.get(tx, account_id))
        if own is None:
            raise Wrong(self.texts["gone"])
        match form.text("do"):
            case "password":
                return self._change_password(form, own, visitor)
            case "code_on":
                return self._code_on(form, own)
            case "code_off":
                return self._code_off(form, own)
            case "end":
                return self._end(form, own, visitor)
        raise Wrong(self.texts["gone"])

    def _create(self, form: Form, visitor: Visitor) -> Outcome:
        now = self.desk.door.clock()
        name = form.line("name", "no_own_name", accounts.LONGEST_NAME)
        if not accounts.login_of(name):
            raise Wrong(form.phrases["no_own_name"], "name")
        kept = self._new_password(form, name)

        def create(tx: Connection) -> int | None:
            account_id = accounts.create(tx, name, visitor.role, kept, now)
            if account_id is not None:
                doors.belongs_to(tx, visitor.key, account_id)
            return account_id

        if self.desk.write(create) is None:
            raise Wrong(self.texts["name_taken"], "name")
        return sentence(self.texts, "created", name=name)

    def _change_password(self, form: Form, own: Account, visitor: Visitor) -> Outcome:
        self._ask_password(form, own)
        kept, now = self._new_password(form, own.name), self.desk.door.clock()
        self.desk.write(lambda tx: accounts.change_password(tx, own, kept, now, visitor.key))
        return sentence(self.texts, "changed")

    def _code_on(self, form: Form, own: Account) -> Outcome:
        secret, now = form.text("secret"), self.desk.door.clock()
        try:
            step = passwords.step_of(secret, form.text("one_time_code"), now)
        except ValueError:  # no secret of ours
            step = None
        if step is None or len(secret) != len(passwords.new_secret()):
            raise Wrong(self.texts["code_wrong"], "one_time_code")
        self.desk.write(lambda tx: accounts.set_code(tx, own, secret, step, now))
        return sentence(self.texts, "code_on")

    def _code_off(self, form: Form, own: Account) -> Outcome:
        self._ask_password(form, own)
        now = self.desk.door.clock()
        self.desk.write(lambda tx: accounts.set_code(tx, own, "", 0, now))
        return sentence(self.texts, "code_off")

    def _end(self, form: Form, own: Account, visitor: Visitor) -> Outcome:
        now, only = self.desk.door.clock(), form.text("session")[:64]

        def end(tx: Connection) -> int:
            ended = doors.end_sessions(tx, own.id, but=visitor.key, only=only)
            audits.add(tx, Audit(now, own.name, "sessions_ended", str(ended)))
            return ended

        return sentence(self.texts, "sessions_ended", count=self.desk.write(end))

    def _ask_password(self, form: Form, own: Account) -> None:
        """Ask for the password again: an open page is not enough to take an account away from its owner.

        Raises:
            Wrong: when it is another, or too many were tried.
        """
        now, keys = self.desk.door.clock(), [f"own:{own.id}"]
        if self.desk.door.read(lambda tx: slowing.waits_until(tx, keys, now)) is not None:
            raise Wrong(self.texts["wait"], "password")
        self.desk.write(lambda tx: slowing.failed(tx, keys, now))
        if not self._is_right(own, form.secret("password")):
            raise Wrong(self.texts["password_wrong"], "password")
        self.desk.write(lambda tx: slowing.succeeded(tx, keys))

    def _is_right(self, own: Account, typed: str) -> bool:
        try:
            return passwords.is_right(own.password, typed)
        except passwords.BusyError:
            raise Wrong(self.desk.look.texts["sign_in"]["busy"]) from None

    def _new_password(self, form: Form, name: str) -> str:
        """Return what is kept of the new password.

        Raises:
            Wrong: when it will not do.
        """
        phrases, password = self.desk.look.texts["sign_in"], form.secret("new_password")
        problem = passwords.problem_of(password, form.secret("again"), name)
        if problem:
            raise Wrong(phrases[problem], "again" if problem == "password_differs" else "new_password")
        try:
            return passwords.keep(password)
        except passwords.BusyError:
            raise Wrong(phrases["busy"]) from None

    def _contents(self, visitor: Visitor) -> Contents:
        today, now, account_id = self.desk.today(), self.desk.door.clock(), visitor.account
        if account_id is None:
            return {"own": None, "shortest": passwords.SHORTEST}, {NEW}
        own, open_ = self.desk.door.read(
            lambda tx: (accounts.get(tx, account_id), doors.sessions(tx, account_id, today, now))
        )
        secret = passwords.new_secret()
        values = {
            "own": own,
            "sessions": [self._session(one, visitor) for one in open_],
            "shortest": passwords.SHORTEST,
            "secret_of_page": secret,
            "qr": lambda shown: self._qr(shown, visitor.name),
        }
        return values, {PASSWORD, CODE}

    def _qr(self, secret: str, name: str) -> str:
        """Return the QR as SVG, "" for a secret that is none."""
        address = passwords.address_of(secret, name, self.commune)
        return segno.make(address, error="m").svg_inline(omitsize=True, svgclass="qr", lineclass=None, light="#fff")

    def _session(self, one: OpenSession, visitor: Visitor) -> Session:
        began, used = (self._moment(one.began_at), self._moment(one.used_at))
        return Session(one.key, began, used, one.key == visitor.key)

    def _moment(self, at: datetime | None) -> str:
        return at.astimezone(self.desk.door.timezone).strftime("%H:%M %d/%m/%Y") if at else "–"
