"""The page with the requests of people about their data: what was asked, by when it is due, and what was done."""

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from campaign.data_requests import DataRequest, Kind, Way
from storage import data_requests
from web.days import written
from web.desk import Contents, Desk, Outcome, sentence
from web.door import HOME
from web.forms import Form, Phrases, Wrong

PATH = f"{HOME}/yeu-cau"
RECORD = "ghi-yeu-cau"
"""The form with which a request is written down."""

_DONE_SHOWN = 50
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A request as it is shown; `said` is what was done about it so far."""

    id: int
    title: str
    came: str
    due: str
    is_late: bool
    may_answer: bool
    how: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """Shows the register, and writes in it."""

    desk: Desk

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["requests"]

    def show(self, request: Request) -> Response:
        """Show what is open, the form for one more, and what is done."""
        return self.desk.show(request, "requests.html", self._contents)

    def take(self, form: Form) -> Outcome:
        """Follow a form of this page."""
        todo, _, typed = form.text("do").partition(":")
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0
        match todo:
            case "record":
                return self._record(form)
            case "answer" | "finish":
                return self._note(todo, number, form)
        raise Wrong(self.texts["gone"])

    def _record(self, form: Form) -> Outcome:
        today, now = self.desk.today(), self.desk.door.clock()
        kind, way = form.text("kind"), form.text("way")
        if kind not in list(Kind):
            raise Wrong(self.texts["no_kind"], "kind")
        if way not in list(Way):
            raise Wrong(self.texts["no_way"], "way")
        name = form.line("name", "no_asker", _LONGEST_NAME)
        received = form.day("received", today, latest=today)
        by = form.officer()
        number = self.desk.write(
            lambda tx: data_requests.add(tx, Kind(kind), Way(way), name, received, by, now),
        )
        asked = DataRequest(number, Kind(kind), Way(way), name, received)
        days = {"answer": written(asked.answer_due), "due": written(asked.due)}
        return sentence(self.texts, "recorded", number=number, **days)

    def _note(self, todo: str, number: int, form: Form) -> Outcome:
        today, now = self.desk.today(), self.desk.door.clock()
        known = next((one for one in self.desk.door.read(data_requests.open_requests) if one.id == number), None)
        if known is None:
            raise Wrong(self.texts["gone"])
        on = form.day("on", today, latest=today)
        if on < known.received_on:
            raise Wrong(self.texts["before_it_came"].format(day=written(known.received_on)), "on")
        by = form.officer()
        note = data_requests.answer if todo == "answer" else data_requests.finish
        is_new = self.desk.write(lambda tx: note(tx, number, on, by, now))
        said = "answered" if todo == "answer" else "finished"
        return sentence(self.texts, said if is_new else "gone", number=number)

    def _contents(self) -> Contents:
        today = self.desk.today()
        waiting, done = self.desk.door.read(
            lambda tx: (data_requests.open_requests(tx), data_requests.done_requests(tx, _DONE_SHOWN))
        )
        values = {
            "waiting": [self._shown(one, today) for one in waiting],
            "done": [self._done(one) for one in done],
            "late": sum(one.is_late(today) for one in waiting),
            "kinds": [(kind.value, self.texts[f"of_{kind}"]) for kind in Kind],
            "ways": [(way.value, self.texts[f"of_{way}"]) for way in Way],
            "today": written(today),
        }
        forms = (f"{form}-{one.id}" for one in waiting for form in ("bao", "xong"))
        return values, {RECORD, *forms}

    def _shown(self, one: DataRequest, today: date) -> Shown:
        texts = self.texts
        key = "due_answer" if one.answered_on is None else "due_done"
        due = texts["late" if one.is_late(today) else key].format(day=written(one.next_due or one.due))
        said = [texts["whole_due"].format(day=written(one.due))]
        if one.answered_on is not None:
            said.append(texts["was_answered"].format(day=written(one.answered_on), by=one.answered_by))
        return Shown(
            one.id,
            texts["title"].format(number=one.id, kind=texts[f"of_{one.kind}"], name=one.name),
            texts["came"].format(day=written(one.received_on), way=texts[f"of_{one.way}"]),
            due,
            one.is_late(today),
            one.answered_on is None,
            texts[f"how_{one.kind}"],
            tuple(said),
        )

    def _done(self, one: DataRequest) -> str:
        day = written(one.done_on) if one.done_on else ""
        kind, came = self.texts[f"of_{one.kind}"], written(one.received_on)
        return self.texts["was_done"].format(number=one.id, kind=kind, came=came, day=day, by=one.done_by)
