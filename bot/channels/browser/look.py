"""How the learner page looks: its templates, its style sheet and the headers every page carries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from jinja2 import Environment
from starlette.responses import HTMLResponse, Response

from bot.channels.browser.lesson_pictures import LessonPictures, Shown
from bot.channels.browser.view import Sound, view_of
from conversation import recordings
from conversation.message import Message, Text
from conversation.pictures import LessonPicture, Picture
from conversation.recordings import FORMS, Recording, of_page
from frame import HEADERS, Script, Sheet, templates
from frame.blocks import block_of
from lessons import COMMON, Lesson
from lessons.texts_file import read_texts

_HERE = Path(__file__).parent
_POLICY = "Content-Security-Policy"
_LIVE_POLICY = f"{HEADERS[_POLICY]}; script-src 'self'; connect-src 'self'"
"""That of a page whose forms may be sent by its own script."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the next form sends back besides the choice: step, join code and the version of the first card."""

    step: int
    code: str = ""
    opening: str = ""


class _Part(TypedDict):
    heading: str
    lines: list[str]


class _Notice(TypedDict):
    title: str
    parts: list[_Part]
    law: str
    learn: str


@dataclass(frozen=True, slots=True)
class Look:
    """The pages of one commune.

    `phones` says its own numbers as texts print them; they can be tapped to call. `address_of` says where a picture is,
    "" when it cannot be shown; the pictures of `lessons` have addresses of their own, for anyone.
    `site` is where the pages are reached from outside, "" where nobody said. `banner` stands above every page.
    """

    commune: str
    phones: Callable[[], Sequence[str]] = tuple
    address_of: Callable[[Picture], str] = lambda _: ""
    lessons: Sequence[Lesson] = ()
    site: str = ""
    banner: str = ""
    _templates: Environment = field(init=False)
    _texts: Mapping[str, Mapping[str, str]] = field(init=False)
    _sheet: Sheet = field(init=False)
    _script: Script = field(init=False)
    _room_sheet: Sheet = field(init=False)
    _notice: "_Notice" = field(init=False)
    _icon: bytes = field(init=False)
    _pictures: LessonPictures = field(init=False)

    def __post_init__(self) -> None:
        """Read the files once: a page must not wait for the disk."""
        sheet = Sheet(_HERE / "static" / "hoc.css", "/hoc")
        shared = {"commune": self.commune, "style": sheet.address}
        object.__setattr__(self, "_templates", templates(_HERE / "templates", self.banner, **shared))
        texts = read_texts(_HERE / "texts.vi.yaml")
        object.__setattr__(self, "_notice", texts.pop("privacy"))
        object.__setattr__(self, "_texts", texts)
        object.__setattr__(self, "_sheet", sheet)
        object.__setattr__(self, "_script", Script(_HERE / "static" / "hoc.js", "/hoc"))
        object.__setattr__(self, "_room_sheet", Sheet(_HERE / "static" / "room.css", "/buoi"))
        object.__setattr__(self, "_icon", (_HERE / "static" / "icon.svg").read_bytes())
        object.__setattr__(self, "_pictures", LessonPictures(self.lessons))

    def step(self, message: Message, sent: Sent) -> HTMLResponse:
        """Return the page of one step; the links at its foot appear once somebody has begun."""
        picture = self._shown(message.picture) if message.picture else None
        view = view_of(message, self.phones(), picture, self._sound(message.recording), self.site)
        page = self._page("step.html", view=view, sent=sent, script=self._script.address)
        page.headers[_POLICY] = _LIVE_POLICY
        return page

    def _shown(self, picture: Picture) -> Shown | None:
        if isinstance(picture, LessonPicture):
            return self._pictures.of(picture.lesson)
        address = self.address_of(picture)
        return Shown(address) if address else None

    @property
    def code(self) -> Message:
        """Return what asks for a code that somebody was given."""
        texts = self._texts["code"]
        return Message((Text(texts["text"]),), typing=texts["label"])

    def lesson(self, lesson: Lesson, pages: Sequence[str]) -> HTMLResponse:
        """Return all pages of a lesson, their tokens already filled in, for anyone to read."""
        blocks = [block_of(page, self.phones()) for page in pages]
        sources = [source for source in lesson.sources if source != COMMON]
        picture = self._pictures.of(lesson.id)
        sounds = {at + 1: self._sound(of_page(lesson, at, "browser", "")) for at in range(len(pages))}
        page = self._page("lesson.html", lesson=lesson, picture=picture, blocks=blocks, sources=sources, sounds=sounds)
        page.headers["Cache-Control"] = "public, max-age=3600"
        return page

    def privacy(self, terms: Mapping[str, str]) -> HTMLResponse:
        """Return the page that says what is kept; `terms` are who answers for it, whom to ask, and for how long."""
        text = self._notice
        parts = [
            {"heading": part["heading"], "lines": [line.format_map(terms) for line in part["lines"]]}
            for part in text["parts"]
        ]
        return self._page("privacy.html", text=text, parts=parts)

    def problem(self, kind: str, status: int) -> HTMLResponse:
        """Return a kind page that says what to do; `kind` is a key of texts.vi.yaml."""
        return self._page("problem.html", status, text=self._texts[kind])

    def room(self, template: str, **values: object) -> HTMLResponse:
        """Return one step of class mode."""
        return self._page(template, 200, style=self._room_sheet.address, **values)

    def picture_of(self, lesson_id: str) -> Shown | None:
        """Return the picture of a lesson, None when it has none."""
        return self._pictures.of(lesson_id)

    def room_style(self, version: str) -> Response:
        """Return the style sheet of class mode."""
        return self._room_sheet.answer(version)

    def lesson_picture(self, lesson_id: str, path: str) -> Response:
        """Return the file of a lesson's picture."""
        return self._pictures.file(lesson_id, path)

    def style(self, version: str) -> Response:
        """Return the style sheet; a browser may keep this version for ever."""
        return self._sheet.answer(version)

    def script(self, version: str) -> Response:
        """Return what sends the forms of a step without a page load."""
        return self._script.answer(version)

    def icon(self) -> Response:
        """Return the little picture in a browser's tab."""
        return _file(self._icon, "image/svg+xml", "public, max-age=86400")

    def _sound(self, recording: Recording | None) -> Sound | None:
        if recording is None:
            return None
        [form] = FORMS["browser"]
        label = self._texts["listen"]["machine" if recording.is_machine else "human"]
        return Sound(recordings.path(recording, form), label)

    def _page(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        return HTMLResponse(self._templates.get_template(template).render(values), status, dict(HEADERS))


def _file(content: bytes, kind: str, caching: str) -> Response:
    return Response(content, media_type=kind, headers={"Cache-Control": caching, "X-Content-Type-Options": "nosniff"})
