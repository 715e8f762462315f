"""The pages of the preview: what is read from the files anew each time, and how it is laid out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.channels.browser.view import View, view_of
from bot.channels.telegram import wording as telegram
from bot.channels.zalo_bot import wording as zalo
from bot.commands.content_check import report
from bot.commands.handing_out import sheet
from bot.preview.steps import Step, of_lesson
from bot.settings import Settings
from campaign.units import Units
from conversation import texts
from conversation.render import Voice
from conversation.world import World
from lessons import Course, Lesson, Problem
from lessons import load as lesson_files
from quizzes import load as question_files
from quizzes.check import Report
from quizzes.load import lesson_of

_HERE = Path(__file__).parent
_BROWSER = _HERE.parent / "channels" / "browser"
_FRAME = _HERE.parents[1] / "frame"
STYLES = (_FRAME / "static" / "shared.css", _BROWSER / "static" / "hoc.css", _HERE / "static" / "preview.css")
SCRIPT = _HERE / "static" / "preview.js"


@dataclass(frozen=True, slots=True)
class Shown:
    """One step on all channels, with the remarks about its text."""

    where: str
    learner: View
    picture: str
    zalo: Sequence[str]
    telegram: Markup
    buttons: Sequence[str]
    remarks: Sequence[tuple[str, Problem]]


@dataclass(frozen=True, slots=True)
class Preview:
    """The content of these settings, read again for every page."""

    settings: Settings
    now: Callable[[], datetime]

    def version(self) -> str:
        """Return what is another text as soon as a file was saved, added or removed."""
        folders = (self.settings.content.lessons, self.settings.content.quizzes)
        files = [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
        newest = max((file.stat().st_mtime_ns for file in files), default=0)
        return f"{len(files)}-{newest}"

    def index(self) -> str:
        """Return the list of lessons with how much is said about each."""
        version = self.version()
        found, course = report(self.settings), self._world().course
        lessons = [(lesson, _counted([len(_about(lesson.id, kind)) for kind in _kinds(found)])) for lesson in course]
        known = {lesson.id for lesson in course}
        others = [(kind, one) for kind, one in _named(found) if lesson_of(one) not in known]
        return self._page("index.html", version, lessons=lessons, others=others)

    def lesson(self, name: str) -> str | None:
        """Return a lesson as each channel shows it, or None when there is none of this id that can be read."""
        version, world = self.version(), self._world()
        lesson = world.course.get(name)
        if lesson is None:
            return None
        remarks = [(kind, one) for kind, one in _named(report(self.settings)) if lesson_of(one) == lesson.id]
        now = self.now()
        pairs = zip(
            of_lesson(lesson, world, now, has_header=True), of_lesson(lesson, world, now, has_header=False), strict=True
        )
        steps = [_shown(page, chat, lesson, remarks) for page, chat in pairs]
        told = {id(one) for step in steps for _, one in step.remarks}
        others = [(kind, one) for kind, one in remarks if id(one) not in told]
        around = _around(world.course, lesson)
        return self._page("lesson_preview.html", version, lesson=lesson, steps=steps, others=others, around=around)

    def picture(self, name: str) -> Path | None:
        """Return the file of a lesson's picture, or None."""
        lesson = self._world().course.get(name)
        return lesson.picture.file if lesson and lesson.picture else None

    def handout(self, name: str) -> bytes | str | None:
        """Return a hand-out as a PDF, a page that says why there is none, or None when there is no such lesson."""
        version, world = self.version(), self._world()
        lesson = world.course.get(name)
        if lesson is None:
            return None
        made = sheet(lesson, Voice(world), self.settings.commune.day(self.now()))
        return made if isinstance(made, bytes) else self._page("no_handout.html", version, lesson=lesson, why=made)

    def missing(self) -> str:
        """Return the page for an address that leads nowhere."""
        return self._page("index_missing.html", self.version())

    def _world(self) -> World:
        """Return the world with whatever can be read of the content."""
        settings = self.settings
        return World(
            commune=settings.commune.name,
            controller=settings.controller,
            privacy_contact=settings.privacy_contact,
            course=lesson_files.read(settings.content.lessons).course,
            bank=question_files.read(settings.content.quizzes).bank,
            units=Units({}),
            contacts=settings.contacts,
            texts=texts.load(),
            zone=settings.commune.zone,
            public_url=(settings.web.public_url or "").rstrip("/"),
        )

    def _page(self, template: str, version: str, **values: object) -> str:
        """Return a page; `version` is that of before the files were read, so that no change is missed."""
        templates = Environment(
            loader=ChoiceLoader([FileSystemLoader(_HERE / "templates"), FileSystemLoader(_BROWSER / "templates")]),
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        return templates.get_template(template).render(version=version, commune=self.settings.commune.name, **values)


def _shown(page: Step, chat: Step, lesson: Lesson, remarks: Iterable[tuple[str, Problem]]) -> Shown:
    own = [
        (kind, one)
        for kind, one in remarks
        if one.where == page.where and (one.path.name == lesson_files.FILE) is page.is_page
    ]
    picture = f"/hinh/{lesson.id}" if lesson.picture and page.where == "trang 1" else ""
    rows = (telegram.keyboard(chat.message) or {}).get("inline_keyboard")
    buttons = [button["text"] for row in rows for button in row] if isinstance(rows, list) else []
    return Shown(
        where=page.where,
        learner=view_of(page.message, ()),
        picture=picture,
        zalo=zalo.texts(chat.message),
        telegram=Markup(telegram.text(chat.message)),  # noqa: S704 - it is escaped where it is worded
        buttons=buttons,
        remarks=own,
    )


def _counted(counts: Sequence[int]) -> str:
    named = zip(counts, ("lỗi", "chỗ nên sửa", "việc chờ"), strict=True)
    return " · ".join(f"{count} {name}" for count, name in named if count) or "xong"


def _kinds(found: Report) -> tuple[tuple[Problem, ...], ...]:
    return found.errors, found.warnings, found.tasks


def _named(found: Report) -> list[tuple[str, Problem]]:
    return [(kind, one) for kind, told in zip(("error", "warning", "task"), _kinds(found), strict=True) for one in told]


def _about(lesson_id: str, problems: Iterable[Problem]) -> list[Problem]:
    return [one for one in problems if lesson_of(one) == lesson_id]


def _around(course: Course, lesson: Lesson) -> tuple[Lesson | None, Lesson | None]:
    """Return the lessons before and after."""
    at = course.lessons.index(lesson)
    return (course.lessons[at - 1] if at else None), (course.lessons[at + 1] if at + 1 < len(course.lessons) else None)
