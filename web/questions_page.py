"""The page on which the office answers questions no team answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from conversation.replying import secret_number
from storage import audits, questions, units
from storage.audits import Audit
from storage.questions import OfficeQuestion
from web.desk import Contents, Desk, Outcome, sentence
from web.door import HOME
from web.forms import Form, Phrases, Wrong

PATH = f"{HOME}/cau-hoi"

LONGEST = 500
"""Characters of an answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is shown; `since` is empty where no team had it first."""

    id: int
    unit: str
    text: str
    asked: str
    since: str


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """Shows the questions that wait for the office and takes the answers."""

    desk: Desk

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["questions"]

    def show(self, request: Request) -> Response:
        """Show the questions, the oldest first."""
        return self.desk.show(request, "questions.html", self._contents)

    def take(self, form: Form) -> Outcome:
        """Send an answer to whoever asked."""
        inquiry, now = form.id("question"), self.desk.door.clock()
        if inquiry not in (one.id for one in self.desk.door.read(questions.for_office)):
            raise Wrong(self.texts["gone"])
        officer = form.officer()
        text = form.line("answer", "no_answer", LONGEST)
        if secret_number(text) is not None:
            raise Wrong(self.texts["number"], "answer")

        def reply(tx: Connection) -> bool:
            if questions.reply(tx, inquiry, text, officer, now) is None:
                return False
            audits.add(tx, Audit(now, officer, "question_answered", str(inquiry)))
            return True

        is_sent = self.desk.write(reply)
        return sentence(self.texts, "sent" if is_sent else "gone")

    def _contents(self) -> Contents:
        waiting, known = self.desk.door.read(lambda tx: (questions.for_office(tx), units.current(tx)))
        today = self.desk.today()

        def name(code: str | None) -> str:
            unit = (known.get(code, today) or known.by_code.get(code)) if code else None
            return unit.name if unit else self.texts["no_unit"]

        asked = tuple(self._asked(one, name(one.unit)) for one in waiting)
        return {"questions": asked, "longest": LONGEST}, {f"tra-loi-{one.id}" for one in asked}

    def _asked(self, one: OfficeQuestion, unit: str) -> Asked:
        asked = self.texts["asked"].format(when=self._moment(one.asked_at))
        since = self.texts["since"].format(when=self._moment(one.since)) if one.since != one.asked_at else ""
        return Asked(one.id, unit, one.text, asked, since)

    def _moment(self, at: datetime) -> str:
        return at.astimezone(self.desk.door.timezone).strftime("%H:%M %d/%m/%Y")
