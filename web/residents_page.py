"""The page on which the office finds a person by name: never how somebody learns, and never a list of everybody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign.units import Unit, Units
from conversation import consents
from conversation.world import World
from lessons.folding import fold
from storage import named_people, office_desk, units
from storage.office_desk import Team
from web.desk import Desk
from web.door import HOME
from web.forms import Phrases
from web.units_shown import note_of

PATH = f"{HOME}/ba-con"

ROLES = ("everybody", "learner", "helper")

_MOST = 50
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A person as shown: what they are here, and of which unit."""

    name: str
    role: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class ResidentsPage:
    """Finds people by name."""

    desk: Desk
    world: Callable[[], World]

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["residents"]

    def show(self, request: Request) -> Response:
        """Show the form, and who has the name that was typed."""
        typed = " ".join(request.query_params.get("ten", "")[:60].split())
        asked = request.query_params.get("vai", "")
        role = asked if asked in ROLES else ROLES[0]
        is_short = bool(typed) and len(fold(typed)) < _SHORTEST
        today = self.desk.today()
        found = [] if is_short or not typed else self.desk.door.read(lambda tx: self._found(tx, typed, role, today))
        values = {
            "typed": typed,
            "role": role,
            "roles": [(one, self.texts[f"of_{one}"]) for one in ROLES],
            "is_short": is_short,
            "found": found[:_MOST],
            "count": len(found),
        }
        return self.desk.render(request, "residents.html", values)

    def _found(self, tx: Connection, typed: str, role: str, today: date) -> list[Found]:
        known = units.current(tx)
        helpers = list(self._helpers(tx, typed, today)) if role != "learner" else []
        learners = list(self._learners(tx, typed, known, today)) if role != "helper" else []
        return helpers + learners

    def _helpers(self, tx: Connection, typed: str, today: date) -> Iterator[Found]:
        teams: tuple[Team, ...] = office_desk.teams(tx, today, self.desk.door.clock())
        for team in teams:
            for helper in team.helpers:
                if named_people.is_meant(typed, helper.name):
                    gone = self.texts["gone_away"] if helper.is_gone else ""
                    yield Found(helper.name, self.texts["of_helper"], self._named(team.unit), gone)

    def _learners(self, tx: Connection, typed: str, known: Units, today: date) -> Iterator[Found]:
        version = consents.show_name(self.world().texts).version
        for one in named_people.learners(tx, typed, version):
            unit = known.get(one.unit, today) if one.unit else None
            where = self._named(unit) if unit else self.texts["no_unit"]
            yield Found(one.name, self.texts["of_learner"], where, self.texts["waits"] if one.is_waiting else "")

    def _named(self, unit: Unit) -> str:
        return ", ".join(part for part in (unit.name, note_of(unit, self.desk.look)) if part)
