"""The page of one lesson for whoever reads it over: every page, question and reason, its sources, what the check says.

It shows the content as it is served; what is changed here is nothing, the files are the teachers'.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from conversation.render import Voice, content
from conversation.world import World
from frame.blocks import Block, block_of
from lessons import COMMON, ContentError, Lesson, Problem
from lessons.problems import ChangedError
from quizzes import Question
from quizzes.load import lesson_of
from storage import audits, jobs
from storage.audits import Audit
from storage.doors import Visitor
from web import lessons_page
from web.days import written
from web.desk import Contents, Desk, Outcome
from web.forms import Form, Phrases, Wrong
from web.job_pages import JobPages
from web.kept import Kept

if TYPE_CHECKING:
    from quizzes.check import Report

PATH = f"{lessons_page.PATH}/{{lesson}}"
FORM, READ = "to-phat-tay", "da-doc"
_FRESH = timedelta(minutes=10)


Confirm = Callable[[str, str], None]
"""Writes that the lesson with this id was read over by somebody, as it is served.

Raises ChangedError when the files say something else, ContentError when they cannot be read, OSError when they cannot
be written.
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a question, and what is said to whoever takes it."""

    text: Block
    is_right: bool
    why: Block


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is asked, its choices in the order of the file; `notes` are what a reader should know of it."""

    text: Block
    choices: tuple[Choice, ...]
    notes: tuple[str, ...]


Check = Callable[[], "Report"]
"""Judges all content; raises ContentError when that cannot be done."""


@dataclass(frozen=True, slots=True)
class LessonPage:
    """Shows a lesson; `check` judges all content, `confirm` writes that somebody read one over."""

    desk: Desk
    jobs: JobPages
    world: Callable[[], World]
    check: Check
    confirm: Confirm
    kept: "Kept[Report]" = field(default_factory=lambda: Kept(_FRESH))

    @property
    def texts(self) -> Phrases:
        """Return the sentences of this page."""
        return self.desk.look.texts["lesson"]

    def show(self, request: Request) -> Response:
        """Show the lesson."""
        lesson = self.world().course.get(request.path_params["lesson"])
        if lesson is None:
            return self.desk.look.problem("no_lesson", 404)
        return self.desk.show(request, "lesson.html", lambda: self._contents(lesson))

    def take(self, form: Form) -> Outcome:
        """Have the hand-out of the lesson made, or keep that it was read over and holds."""
        lesson = form.text("lesson")
        if form.visitor is None or self.world().course.get(lesson) is None:
            raise Wrong(self.texts["gone"])
        if form.text("form") == READ:
            return self._confirm(lesson, form.officer())
        return ask_handout(self.jobs, form.visitor, lesson)

    def _confirm(self, lesson: str, by: str) -> Outcome:
        try:
            self.confirm(lesson, by)
        except ChangedError as error:
            raise Wrong(self.texts["changed"]) from error
        except ContentError as error:
            raise Wrong(self.texts["broken"].format(problem=error.problems[0].message)) from error
        except OSError as error:
            raise Wrong(self.texts["not_written"].format(command=_command(lesson))) from error
        self.kept.forget()
        now = self.desk.door.clock()
        self.desk.write(lambda tx: audits.add(tx, Audit(now, by, "lesson_read", lesson)))
        fresh = self.world().course.get(lesson)
        until = fresh.expires_on if fresh is not None else None
        if until is None:
            return Outcome(self.texts["confirmed"].format(by=by))
        return Outcome(self.texts["confirmed_until"].format(by=by, day=written(until)))

    def _contents(self, lesson: Lesson) -> Contents:
        world, today = self.world(), self.desk.today()
        voice = Voice(world)

        def block(text: str) -> Block:
            return block_of(content(text, voice), ())

        questions = world.bank.pool(lesson.id).questions
        task = lesson.task[:1].upper() + lesson.task[1:]  # elsewhere it goes on with a sentence
        later = {"task": task, "ask_later": lesson.ask_later, "radio": lesson.radio, "forward": lesson.forward}
        values: Mapping[str, object] = {
            "id": lesson.id,
            "title": content(lesson.title, voice),
            "state": self._state(lesson, world, today),
            "alt": lesson.picture.alt if lesson.picture else "",
            "pages": [block(page) for page in lesson.pages],
            "after": [(self.texts[key], block(text)) for key, text in later.items() if text],
            "questions": [self._asked(one, block, today) for one in questions],
            "sources": [self._source(one) for one in lesson.sources],
            "remarks": self._remarks(lesson),
        }
        return values, {FORM, READ}

    def _state(self, lesson: Lesson, world: World, today: date) -> Sequence[str]:
        """Return whether it is taught, who read it over, and until when that holds."""
        says = [self.texts["taught" if world.is_teachable(lesson, today) else "not_taught"]]
        read = {"name": lesson.checked_by, "day": written(lesson.checked_on)}
        says.append(self.texts["read"].format(**read) if lesson.checked_by else self.texts["unread"])
        if lesson.expires_on is not None:
            is_over = lesson.expires_on < today
            says.append(self.texts["expired" if is_over else "expires"].format(day=written(lesson.expires_on)))
        return says

    def _asked(self, one: Question, block: Callable[[str], Block], today: date) -> Asked:
        notes = [self.texts["on_page"].format(page=one.page)]
        if one.delayed:
            notes.append(self.texts["delayed"])
        if not one.is_served(today):
            notes.append(self.texts["not_asked"])
        if one.source:
            notes.append(self.texts["source"].format(source=self._source(one.source)))
        choices = tuple(Choice(block(each.text), each.correct, block(each.why)) for each in one.choices)
        return Asked(block(f"{one.situation}\n\n**{one.ask}**"), choices, tuple(notes))

    def _source(self, source: str) -> str:
        return self.texts["common"] if source == COMMON else source

    def _remarks(self, lesson: Lesson) -> Sequence[tuple[str, Sequence[str]]]:
        """Return what the check says of this lesson, by kind; kinds of which there is nothing are left out."""
        found, _ = self.kept.fresh(self.desk.door.clock(), self._judged)
        kinds = (("errors", found.errors), ("warnings", found.warnings), ("tasks", found.tasks))
        told = ((self.texts[kind], [_told(one) for one in some if lesson_of(one) == lesson.id]) for kind, some in kinds)
        return [(heading, says) for heading, says in told if says]

    def _judged(self) -> "Report":
        try:
            return self.check()
        except ContentError as error:
            from quizzes.check import Report  # what judges content is not needed to start

            return Report(error.problems, (), ())


def ask_handout(pages: JobPages, by: Visitor, lesson: str) -> Outcome:
    """Have the hand-out of a lesson made.

    Raises:
        Wrong: when too much waits already.
    """
    arguments = ("content", "handouts", lesson, "--out", jobs.OUT)
    return pages.ask(by, "handouts", arguments, f"to-phat-tay-{lesson[:40]}.pdf")


def _command(lesson: str) -> str:
    return f'hocso content review {lesson} --by "…"'


def _told(problem: Problem) -> str:
    said = f"{problem.where}: {problem.message}." if problem.where else f"{problem.message}."
    return said[:1].upper() + said[1:]
