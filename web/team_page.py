"""The page on which the office sees who helps each unit, invites somebody, and lets a post end."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from starlette.requests import Request
from starlette.responses import Response

from campaign.indicators import WORDS
from campaign.units import UnitKind
from storage import office_desk
from storage.office_desk import Helper, Team
from storage.team import INVITATION_LIFE
from web.days import written
from web.desk import Contents, Desk, Outcome, sentence
from web.door import HOME
from web.forms import Form, Phrases, Wrong
from web.units_shown import note_of, unit_of

PATH = f"{HOME}/to"

_LONGEST_NAME = 60
_LONGEST_POST = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody who holds a post, as shown."""

    post: int
    name: str
    since: str
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The team of a unit, as shown."""

    code: str
    name: str
    note: str
    is_led: bool
    helpers: tuple[Holding, ...]
    invited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """The teams of the units of one kind."""

    name: str
    teams: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Shows the teams, and follows what the office decides about them."""

    desk: Desk
    rng: Random

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["team"]

    def show(self, request: Request) -> Response:
        """Show the team of every unit; the form that ends a post is there for the one that is asked for."""
        base = self.desk.door.public_url or str(request.base_url).rstrip("/")
        asked = request.query_params.get("mo", "")
        opened = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else 0
        return self.desk.show(request, "team.html", lambda: self._contents(base, opened))

    def take(self, form: Form) -> Outcome:
        """Follow a form of this page."""
        match form.text("do"):
            case "invite":
                return self._invite(form)
            case "end":
                return self._end(form)
        raise Wrong(self.texts["gone"])

    def _invite(self, form: Form) -> Outcome:
        today, now = self.desk.today(), self.desk.door.clock()
        unit = self.desk.door.read(lambda tx: unit_of(tx, form, today))
        name = form.line("name", "no_name", _LONGEST_NAME)
        officer = form.officer()
        code = self.desk.write(lambda tx: office_desk.invite(tx, unit.code, name, officer, now, self.rng))
        until = written((now + INVITATION_LIFE).astimezone(self.desk.door.timezone).date())
        says = self.texts["invited"].format(name=name, unit=unit.name_in_sentence, until=until)
        return Outcome(says, code=f"{code[:4]} {code[4:]}")

    def _end(self, form: Form) -> Outcome:
        today, now = self.desk.today(), self.desk.door.clock()
        post, at_once = form.id("post"), today - timedelta(days=1)
        last = form.day("last_day", today, latest=today + _LONGEST_POST) if form.text("last_day") else at_once
        officer = form.officer()
        began = self.desk.write(lambda tx: office_desk.end_post(tx, post, last, officer, today, now))
        if began is None:
            raise Wrong(self.texts["gone"])
        if last < began and last != at_once:
            raise Wrong(self.texts["before_it_began"].format(day=written(began)), "last_day")
        return sentence(self.texts, "ended" if last < today else "ends", day=written(last))

    def _contents(self, base: str, opened: int) -> Contents:
        today, now = self.desk.today(), self.desk.door.clock()
        found = self.desk.door.read(lambda tx: office_desk.teams(tx, today, now))
        of_kinds = ((kind, tuple(self._shown(team) for team in found if team.unit.kind is kind)) for kind in UnitKind)
        hamlets = [team for team in found if team.unit.kind is UnitKind.HAMLET]
        posts = (helper.post for team in found for helper in team.helpers)
        forms = {*(f"moi-{team.unit.code}" for team in found), *(f"ket-thuc-{post}" for post in posts)}
        values = {
            "kinds": tuple(Kind(WORDS.kinds[kind], teams) for kind, teams in of_kinds if teams),
            "unled": sum(not team.is_led for team in hamlets),
            "address": f"{base}/ma",
            "opened": opened,
        }
        return values, forms

    def _shown(self, team: Team) -> Shown:
        zone = self.desk.door.timezone
        invited = (
            self.texts["waits_for"].format(name=one.name, until=written(one.expires_at.astimezone(zone).date()))
            for one in team.invited
        )
        note = note_of(team.unit, self.desk.look)
        helpers = tuple(map(self._holding, team.helpers))
        return Shown(team.unit.code, team.unit.name, note, team.is_led, helpers, tuple(invited))

    def _holding(self, helper: Helper) -> Holding:
        key = "since" if helper.to_day is None else "since_until"
        until = written(helper.to_day) if helper.to_day else ""
        since = self.texts[key].format(day=written(helper.from_day), until=until)
        return Holding(helper.post, helper.name, since, helper.is_gone)
