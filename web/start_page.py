"""The page “Bắt đầu”: nine steps from an empty install to the first lesson, each with what to do next."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign.units import UnitKind
from conversation.world import World
from storage import first_steps, office_desk, units
from storage.first_steps import Confirmed
from web import lessons_page, posters_page, settings_page, team_page, units_page
from web.days import written
from web.desk import Contents, Desk, Outcome, sentence
from web.door import HOME
from web.first_steps import SEEN, STEPS, Found, State, seen
from web.forms import Form, Phrases, Wrong

PATH = f"{HOME}/bat-dau"

_LINKS = {
    "officer": settings_page.PATH,
    "units": units_page.PATH,
    "contacts": settings_page.PATH,
    "content": lessons_page.PATH,
    "leaders": team_page.PATH,
    "posters": posters_page.PATH,
}
"""The page on which a step is done, where it is one of ours."""

_LONGEST_NUMBER = 60
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A step as it is shown; `path` is where it is done, `word` who said that it is."""

    key: str
    title: str
    how: str
    is_done: bool
    says: str
    path: str
    action: str
    word: str
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class StartPage:
    """Shows the steps, and keeps what a person says about those the program cannot see."""

    desk: Desk
    world: Callable[[], World]
    officer: Callable[[], str]

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["start"]

    def show(self, request: Request) -> Response:
        """Show the nine steps."""
        return self.desk.show(request, "start.html", self._contents)

    def take(self, form: Form) -> Outcome:
        """Keep or take back somebody's word about a step."""
        todo, _, step = form.text("do").partition(":")
        if step not in STEPS or step in SEEN:
            raise Wrong(self.texts["gone"])
        match todo:
            case "confirm":
                return self._confirm(step, form)
            case "take_back":
                by, now = form.officer(), self.desk.door.clock()
                was_there = self.desk.write(lambda tx: first_steps.take_back(tx, step, by, now))
                return sentence(self.texts, "taken_back" if was_there else "gone")
        raise Wrong(self.texts["gone"])

    def _confirm(self, step: str, form: Form) -> Outcome:
        today, note, day = self.desk.today(), "", self.desk.today()
        if step == "decision":
            note = form.line("number", "no_decision", _LONGEST_NUMBER)
            day = form.day("day", today, latest=today)
        if step == "officer":
            note = form.line("name", "no_officer_name", _LONGEST_NAME)
        word = Confirmed(note, day, self.desk.door.clock(), form.officer())
        self.desk.write(lambda tx: first_steps.confirm(tx, step, word))
        return sentence(self.texts, "confirmed", step=self.texts[f"of_{step}"])

    def _contents(self) -> Contents:
        found = self.desk.door.read(self._found)
        steps = [self._shown(step, found) for step in STEPS]
        left = sum(not step.is_done for step in steps)
        values = {"steps": steps, "left": left, "count": len(steps), "today": written(found.today)}
        return values, {f"buoc-{step.key}" for step in steps}

    def _found(self, tx: Connection) -> Found:
        today, now = self.desk.today(), self.desk.door.clock()
        teams = tuple(team for team in office_desk.teams(tx, today, now) if team.unit.kind is UnitKind.HAMLET)
        hamlets, confirmed = units.current(tx).hamlets(today), first_steps.confirmed(tx)
        return Found(hamlets, teams, self.world(), self.officer(), today, confirmed)

    def _shown(self, step: str, found: Found) -> Shown:
        state, word = seen(step, found, self.texts), found.confirmed.get(step)
        is_seen = step in SEEN or state.is_done
        if word is not None and not is_seen:
            state = State(True, self._about(step, word))
        return Shown(
            step,
            self.texts[f"of_{step}"],
            self.texts[f"how_{step}"],
            state.is_done,
            state.says,
            _LINKS.get(step, ""),
            self.texts[f"see_{step}"] if step in _LINKS else "",
            self._word(word) if word is not None and not is_seen else "",
            not is_seen,
        )

    def _about(self, step: str, word: Confirmed) -> str:
        says = {"decision": "decision_is", "officer": "officer_is"}.get(step)
        return self.texts[says].format(name=word.note, number=word.note, day=written(word.day)) if says else ""

    def _word(self, word: Confirmed) -> str:
        day = written(word.at.astimezone(self.desk.door.timezone).date())
        return self.texts["word"].format(by=word.by, day=day)
