"""The page on which the office sees who may sign in, invites others, and closes an account."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from storage import accounts, audits, doors
from storage.accounts import Account
from storage.audits import Audit
from web.days import written
from web.desk import Contents, Desk, Outcome, sentence
from web.door import HOME
from web.entrance import Role
from web.forms import Form, Phrases, Wrong
from web.sign_in import INVITATIONS

PATH = f"{HOME}/nguoi-vao"
INVITE = "moi-nguoi"

INVITATION_HOURS = 24
_INVITED = (Role.OFFICE, Role.COUNCIL)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, as shown."""

    id: int
    name: str
    role: str
    about: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Shows who may sign in, and follows what the office decides about it."""

    desk: Desk

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["people"]

    def show(self, request: Request) -> Response:
        """Show everybody."""
        base = self.desk.door.public_url or str(request.base_url).rstrip("/")
        return self.desk.show(request, "people.html", lambda: self._contents(base))

    def take(self, form: Form) -> Outcome:
        """Follow a form of this page."""
        todo, _, which = form.text("do").partition(":")
        match todo:
            case "invite":
                return self._invite(form)
            case "close" if which.isascii() and which.isdigit() and len(which) < 16:
                return self._close(form, int(which))
        raise Wrong(self.texts["gone"])

    def _invite(self, form: Form) -> Outcome:
        """Make an invitation; for a name that has an account it opens the choice of a new password."""
        now, officer = self.desk.door.clock(), form.officer()
        name = form.line("name", "no_person", accounts.LONGEST_NAME)
        role = form.text("role")
        if role not in _INVITED:
            raise Wrong(self.texts["no_role"], "role")
        known = self.desk.door.read(lambda tx: accounts.find(tx, accounts.login_of(name)))
        if not accounts.login_of(name):
            raise Wrong(form.phrases["no_person"], "name")
        if known is not None and (known.role != role or not self._may_recover(form, known)):
            raise Wrong(self.texts["name_taken"], "name")
        named = known.name if known else name

        token = self.desk.write(lambda tx: doors.invite(tx, role, now, INVITATION_HOURS, named))
        self.desk.write(lambda tx: audits.add(tx, Audit(now, officer, "account_invited", f"{role}: {named}")))
        says = self.texts["invited"].format(name=named, hours=INVITATION_HOURS)
        return Outcome(says, code=f"{INVITATIONS}/{token}")

    def _may_recover(self, form: Form, known: Account) -> bool:
        """Say whether the office may give a new password: to the council, to itself, and to whoever is closed.

        An officer whose account is open and who lost the password asks the operator: otherwise an open page would be
        enough to take over a colleague's account.
        """
        is_self = form.visitor is not None and form.visitor.account == known.id
        return known.role == Role.COUNCIL or known.disabled_at is not None or is_self

    def _close(self, form: Form, account_id: int) -> Outcome:
        now, officer = self.desk.door.clock(), form.officer()
        if form.visitor is not None and form.visitor.account == account_id:
            raise Wrong(self.texts["not_self"])
        name = self.desk.write(lambda tx: accounts.close(tx, account_id, officer, now))
        return sentence(self.texts, "closed" if name else "gone", name=name)

    def _contents(self, base: str) -> Contents:
        found = self.desk.door.read(accounts.everyone)
        people = tuple(map(self._person, found))
        values = {"people": people, "base": base, "roles": [role.value for role in _INVITED]}
        return values, {INVITE, *(f"dong-{one.id}" for one in people)}

    def _person(self, one: Account) -> Person:
        zone = self.desk.door.timezone
        day = (one.disabled_at or one.created_at).astimezone(zone).date()
        key = "closed_on" if one.disabled_at else "since_code" if one.code_secret else "since"
        about = self.texts[key].format(day=written(day))
        return Person(one.id, one.name, self.texts[f"of_{one.role}"], about, one.disabled_at is None)
