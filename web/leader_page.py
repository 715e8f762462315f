"""The page of a unit for the phone of whoever helps it: figures, who waits, questions, sessions, what to pass on.

The same questions to the database as in the chat, and the same deeds; only the own unit, whatever is asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from campaign import sessions
from campaign.units import Unit, UnitKind
from conversation import forwarding
from conversation.pictures import HamletCard
from conversation.replying import secret_number
from conversation.team import Deed, HeldSession, Helped, Inquiry, Replied, Room, SessionRecorded, WaitingPerson
from conversation.world import World
from storage import figures, team, unit_sheet, units
from storage.doors import Visitor
from storage.standing import Standing
from storage.summaries import hamlet_progress
from web import charts
from web.days import written
from web.desk import Contents, Desk, Outcome, sentence, visitor_of
from web.door import LEADERS_HOME
from web.forms import Form, Phrases, Wrong
from web.job_pages import JobPages
from web.lesson_page import ask_handout
from web.posters_page import ask_poster
from web.session_form import told
from web.table import number, percent

PATH = LEADERS_HOME
RECORD_PATH = f"{LEADERS_HOME}/buoi"
JOBS = f"{LEADERS_HOME}/viec"
RECORD = "ghi-buoi"
HELPED = "da-giup"
PRINT = "in-to"

LONGEST_ANSWER = 500
_SESSIONS_SHOWN = 5
_LONGEST_LIST = 30


class GoneError(Exception):
    """The unit of this session has ended, and nothing went on in its place."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who asked for help, as shown: "" for a name that was not agreed to be shown."""

    id: int
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the people, as shown."""

    id: int
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class LeaderPage:
    """Shows the unit of whoever comes and follows what they do; `lessons` are titles by id, in order of learning."""

    desk: Desk
    jobs: JobPages
    world: Callable[[], World]
    keeper: Standing
    commune: str
    lessons: Mapping[str, str]

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["leader"]

    def show(self, request: Request) -> Response:
        """Show the unit on one page."""
        return self._shown(request, "leader.html", self._contents)

    def show_record(self, request: Request) -> Response:
        """Show the form for a session: today, and the lesson taught last, until something else is chosen."""
        asked = request.query_params.get("bai", "")
        return self._shown(request, "leader_session.html", lambda visitor: self._record_contents(visitor, asked))

    def take(self, form: Form) -> Outcome:
        """Follow a form of the page."""
        visitor = _visitor(form)
        todo, _, which = form.text("do").partition(":")
        match todo:
            case "helped" if which.isascii() and which.isdigit() and len(which) < 16:
                return self._help(visitor, int(which))
            case "answer":
                return self._answer(visitor, form)
            case "poster":
                return self._print_poster(visitor, form)
            case "handout":
                return self._print_handout(visitor, form)
        raise Wrong(self.texts["gone"])

    def take_record(self, form: Form) -> Outcome:
        """Keep a session."""
        visitor, today = _visitor(form), self.desk.today()
        session = told(form, today, self.lessons, self.desk.look.texts["sessions"])
        if session.day is not None and session.day < today - sessions.OLDEST:
            raise Wrong(self.texts["too_old"], "day")
        room = self._room(visitor)
        if session in (one.session for one in room.sessions):
            return sentence(self.texts, "recorded_before")
        self._do(visitor, SessionRecorded(_post(visitor), session))
        says = self.texts["recorded"].format(people=number(session.present or 0), day=written(session.day or today))
        return Outcome(says, then=PATH)

    def _help(self, visitor: Visitor, request: int) -> Outcome:
        is_done = self._do(visitor, Helped(_post(visitor), request))
        return sentence(self.texts, "helped" if is_done else "gone")

    def _answer(self, visitor: Visitor, form: Form) -> Outcome:
        text = form.line("answer", "no_answer", LONGEST_ANSWER)
        if secret_number(text) is not None:
            raise Wrong(self.desk.look.texts["questions"]["number"], "answer")
        is_done = self._do(visitor, Replied(_post(visitor), form.id("question"), text))
        return sentence(self.texts, "answered" if is_done else "gone")

    def _print_poster(self, visitor: Visitor, form: Form) -> Outcome:
        unit = self._unit(visitor)
        if not self.desk.door.public_url or unit.kind is not UnitKind.HAMLET:
            raise Wrong(self.desk.look.texts["posters"]["no_address"])
        return ask_poster(self.jobs, form, unit.code)

    def _print_handout(self, visitor: Visitor, form: Form) -> Outcome:
        lesson = form.text("lesson")
        if lesson not in self.lessons:
            raise Wrong(self.desk.look.texts["sessions"]["no_lesson"], "lesson")
        return ask_handout(self.jobs, visitor, lesson)

    def _do(self, visitor: Visitor, deed: Deed) -> bool:
        today, now = self.desk.today(), self.desk.door.clock()
        return self.desk.write(lambda tx: team.work_in(tx, _post(visitor), deed, today, now))

    def _shown(self, request: Request, template: str, contents: Callable[[Visitor], Contents]) -> Response:
        visitor = visitor_of(request)
        try:
            return self.desk.show(request, template, lambda: contents(visitor))
        except GoneError:
            return self.desk.look.problem("unit_gone", 410)

    def unit_of(self, visitor: Visitor) -> Unit | None:
        """Return the unit of whoever comes, None when it has ended and nothing went on in its place."""
        today = self.desk.today()
        return self.desk.door.read(lambda tx: units.current(tx).get(visitor.unit or "", today))

    def _unit(self, visitor: Visitor) -> Unit:
        found = self.unit_of(visitor)
        if found is None:
            raise GoneError
        return found

    def _room(self, visitor: Visitor) -> Room:
        unit, today = self._unit(visitor), self.desk.today()
        return self.desk.door.read(lambda tx: team.rooms(tx, [unit.code], today)[unit.code])

    def _contents(self, visitor: Visitor) -> Contents:
        unit, today = self._unit(visitor), self.desk.today()
        card, room, news, has_sheet = self.desk.door.read(lambda tx: self._asked(tx, unit, today))
        questions = tuple(map(self._question, room.inquiries[:_LONGEST_LIST]))
        forms = {HELPED, PRINT, *(f"tra-loi-{one.id}" for one in questions)}
        values = {
            "unit": unit,
            "card": card,
            "rate": percent(card.participation_rate) if unit.adults else "",
            "of_adults": number(unit.adults or 0),
            "people": number(card.participants),
            "trend": charts.trend(card.weeks, today),
            "finding": charts.finding(card.weeks, self.texts),
            "today": written(today),
            "named": tuple(self._person(one) for one in room.waiting if one.name)[:_LONGEST_LIST],
            "unnamed": tuple(self._person(one) for one in room.waiting if not one.name),
            "questions": questions,
            "longest": LONGEST_ANSWER,
            "sessions": tuple(map(self._session, room.sessions[:_SESSIONS_SHOWN])),
            "lessons": self.lessons,
            "newest_lesson": self._newest_lesson(room),
            "news": news,
            "has_sheet": has_sheet,
            "has_poster": unit.kind is UnitKind.HAMLET and bool(self.desk.door.public_url),
        }
        return values, forms

    def _asked(self, tx: Connection, unit: Unit, today: date) -> tuple[HamletCard, Room, str, bool]:
        world = self.world()
        card = figures.summaries(tx, [unit.code], today, self.keeper, self.commune)[unit.code]
        progress = hamlet_progress(tx, [unit.code], today)
        news = forwarding.news(unit, world, today, progress)
        return card, team.rooms(tx, [unit.code], today)[unit.code], news, unit_sheet.is_scored(tx, unit, today)

    def _record_contents(self, visitor: Visitor, asked: str) -> Contents:
        unit, room, today = self._unit(visitor), self._room(visitor), self.desk.today()
        values = {
            "unit": unit,
            "today": written(today),
            "lessons": self.lessons,
            "lesson": asked if asked in self.lessons else self._newest_lesson(room),
            "place": room.sessions[0].session.place or "" if room.sessions else "",
        }
        return values, {RECORD}

    def _newest_lesson(self, room: Room) -> str:
        """Return the lesson taught last here, or that of the week where none was."""
        taught = next((one.session.lesson for one in room.sessions if one.session.lesson in self.lessons), None)
        lesson = forwarding.lesson_of_week(self.world(), self.desk.today())
        return taught or (lesson.id if lesson else "")

    def _person(self, one: WaitingPerson) -> Waiting:
        lesson = self.lessons.get(one.lesson or "")
        key = "waits_lesson" if lesson else "waits"
        return Waiting(one.id, one.name, self.texts[key].format(day=written(one.since), lesson=lesson))

    def _question(self, one: Inquiry) -> Asked:
        return Asked(one.id, one.text, self.texts["asked_on"].format(day=written(one.asked_on)))

    def _session(self, one: HeldSession) -> str:
        session = one.session
        lesson = self.lessons.get(session.lesson or "", session.lesson or "")
        day = written(session.day) if session.day else ""
        state = self.texts["confirmed" if one.is_confirmed else "refused" if "refused" in one.flags else "unconfirmed"]
        return self.texts["session"].format(day=day, lesson=lesson, people=number(session.present or 0), state=state)


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The form for a session, as a page of its own."""

    of: LeaderPage

    def show(self, request: Request) -> Response:
        """Show the form."""
        return self.of.show_record(request)

    def take(self, form: Form) -> Outcome:
        """Keep a session."""
        return self.of.take_record(form)


def _visitor(form: Form) -> Visitor:
    if form.visitor is None or form.visitor.post is None:
        raise Wrong(form.phrases["no_unit"])
    return form.visitor


def _post(visitor: Visitor) -> int:
    return visitor.post or 0
