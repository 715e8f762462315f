"""The page on which the office confirms face-to-face sessions, and records those nobody else can."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from campaign.sessions import Flag
from conversation.team import Session
from storage import session_desk, units
from storage.session_desk import JudgedSession, Recorded, WaitingSession
from web.days import written
from web.desk import Contents, Desk, Outcome, sentence
from web.door import HOME
from web.forms import Form, Phrases, Wrong
from web.session_form import PARTS, told
from web.table import number
from web.units_shown import choices, note_of, unit_of

PATH = f"{HOME}/buoi"
RECORD = "ghi-buoi"
"""The form with which a session is recorded."""

_OF_SESSION = ("khong-tinh", "tinh-lai")
"""The forms each session has one of."""

_MOST_WAITING = 100
_AT_ONCE = 30
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A session as it is shown: each part of it in words."""

    id: int
    unit: str
    note: str
    day: str
    lesson: str
    place: str
    people: str
    recorded: str


@dataclass(frozen=True, slots=True)
class ToJudge:
    """A session that waits: what looks odd about it, and what was said and thought of it before."""

    line: Line
    flags: tuple[str, ...]
    changes: tuple[str, ...]
    judged_before: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A session that was judged: how, and for what reason it does not count."""

    line: Line
    is_confirmed: bool
    verdict: str


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """Shows the sessions and takes what the office says about them; `lessons` are titles by id, in order."""

    desk: Desk
    lessons: Mapping[str, str]

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["sessions"]

    def show(self, request: Request) -> Response:
        """Show what waits, what was judged, and the form for one more."""
        page = request.query_params.get("trang", "")
        skip = _AT_ONCE * (int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 0)
        return self.desk.show(request, "sessions.html", lambda: self._contents(skip))

    def take(self, form: Form) -> Outcome:
        """Follow a form of this page."""
        officer = form.officer()
        todo, _, session_id = form.text("do").partition(":")
        match todo:
            case "plain":
                return self._confirm_chosen(form, officer)
            case "confirm" | "refuse" if session_id.isascii() and session_id.isdigit() and len(session_id) < 16:
                return self._judge(todo, int(session_id), form, officer)
            case "record":
                return self._record(form, officer)
        raise Wrong(self.texts["gone"])

    def _confirm_chosen(self, form: Form, officer: str) -> Outcome:
        if not form.chosen:
            raise Wrong(self.texts["none_chosen"], "chosen")
        today, now = self.desk.today(), self.desk.door.clock()
        done = self.desk.write(lambda tx: session_desk.confirm_plain(tx, form.chosen, officer, today, now))
        left = len(set(form.chosen)) - done
        return sentence(self.texts, "confirmed_some" if left else "confirmed", count=done, left=left)

    def _judge(self, todo: str, session_id: int, form: Form, officer: str) -> Outcome:
        now = self.desk.door.clock()
        if todo == "confirm":
            is_done = self.desk.write(lambda tx: session_desk.confirm(tx, session_id, officer, now))
        else:
            reason = form.line("reason", "no_reason", _LONGEST_REASON)
            is_done = self.desk.write(lambda tx: session_desk.refuse(tx, session_id, reason, officer, now))
        said = {"confirm": "confirmed", "refuse": "refused"}[todo]
        return sentence(self.texts, said if is_done else "gone", count=1)

    def _record(self, form: Form, officer: str) -> Outcome:
        today, now = self.desk.today(), self.desk.door.clock()
        unit = self.desk.door.read(lambda tx: unit_of(tx, form, today))
        session = told(form, today, self.lessons, self.texts)
        is_new = self.desk.write(lambda tx: session_desk.record(tx, unit.code, session, officer, now))
        said = "recorded" if is_new else "recorded_before"
        return sentence(self.texts, said, unit=unit.name, day=written(session.day or today))

    def _contents(self, skip: int) -> Contents:
        today = self.desk.today()
        count, waiting, judged, known = self.desk.door.read(
            lambda tx: (
                session_desk.count_waiting(tx),
                session_desk.waiting(tx, today, _MOST_WAITING),
                session_desk.judged(tx, today, _AT_ONCE + 1, skip),
                units.current(tx),
            )
        )
        ids = (*(one.recorded.id for one in waiting), *(one.recorded.id for one in judged))
        forms = {RECORD, *(["xac-nhan"] if waiting else []), *(f"{form}-{one}" for one in ids for form in _OF_SESSION)}
        values = {
            "count": count,
            "waiting": tuple(map(self._to_judge, waiting)),
            "judged": tuple(map(self._judged, judged[:_AT_ONCE])),
            "older": skip // _AT_ONCE + 1 if len(judged) > _AT_ONCE else None,
            "units": choices(known, today),
            "lessons": self.lessons,
            "today": written(today),
            "counts": ("present", *PARTS),
        }
        return values, forms

    def _to_judge(self, one: WaitingSession) -> ToJudge:
        unit, texts = one.recorded.unit, self.texts
        words = {Flag.DOUBLED: "doubled", Flag.CROWDED: "crowded"}
        odd = (texts[words[flag]].format(unit=unit.name, adults=number(unit.adults or 0)) for flag in one.flags)
        changes = self._changes(one.before, one.recorded.session) if one.before else ()
        judged_before = texts["was_confirmed"] if one.was_confirmed else ""
        if one.refused_for:
            judged_before = texts["was_refused"].format(reason=one.refused_for)
        return ToJudge(self._line(one.recorded), tuple(odd), changes, judged_before)

    def _changes(self, before: Session, now: Session) -> tuple[str, ...]:
        """Return what was put right, each with both values."""
        told = (
            ("of_day", written(before.day) if before.day else "", written(now.day) if now.day else ""),
            ("of_lesson", self._title(before), self._title(now)),
            ("of_place", before.place or self.texts["no_place"], now.place or self.texts["no_place"]),
            *((f"of_{name}", getattr(before, name), getattr(now, name)) for name in ("present", *PARTS)),
        )
        changed = ((self.texts[key], was, is_now) for key, was, is_now in told if was != is_now)
        return tuple(self.texts["changed"].format(what=what, was=was, now=is_now) for what, was, is_now in changed)

    def _judged(self, one: JudgedSession) -> Judged:
        said = "by_confirmed" if one.is_confirmed else "by_refused"
        verdict = self.texts[said].format(by=one.by, when=self._moment(one.at), reason=one.refusal)
        return Judged(self._line(one.recorded), one.is_confirmed, verdict)

    def _line(self, of: Recorded) -> Line:
        session = of.session
        counts = {name: number(getattr(session, name) or 0) for name in ("present", *PARTS)}
        return Line(
            of.id,
            of.unit.name,
            note_of(of.unit, self.desk.look),
            written(session.day) if session.day else "",
            self._title(session),
            session.place or self.texts["no_place"],
            self.texts["people"].format(**counts),
            self.texts["recorded_by"].format(by=of.by, when=self._moment(of.at)),
        )

    def _title(self, session: Session) -> str:
        return self.lessons.get(session.lesson or "", session.lesson or "")

    def _moment(self, at: datetime) -> str:
        return at.astimezone(self.desk.door.timezone).strftime("%H:%M %d/%m/%Y")
