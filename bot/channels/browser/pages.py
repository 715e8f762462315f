"""The addresses of the learner page. They parse and show; what follows from a tap is decided behind the desk."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.browser import visitors
from bot.channels.browser.desk import ClosedError, Desk
from bot.channels.browser.forms import Form, TooLongError, is_from_here, read_form
from bot.channels.browser.look import Look, Sent
from bot.channels.browser.visitors import WrongCodes
from bot.incoming import Incoming
from conversation.events import Event, Opened, Tapped, Typed
from conversation.message import Message, to_json
from lessons import Course

ACCOUNT = "browser:main"

_NO_TERMS: Mapping[str, str] = MappingProxyType({"controller": "", "contact": "", "years": ""})


def routes(
    desk: Desk,
    look: Look,
    course: Callable[[], Course],
    *,
    fill: Callable[[str], str],
    today: Callable[[], date],
    clock: Callable[[], float],
    secret: bytes,
    public_url: str = "",
    terms: Callable[[], Mapping[str, str]] = lambda: _NO_TERMS,
) -> APIRouter:
    """Return the routes of the learner page.

    `fill` puts `{bác}`, `{xóm}` and contacts into a lesson's text for a reader who is nobody in particular; `clock`
    counts seconds for slowing down guesses; `secret` turns cookies into addresses; `public_url` is where the page is
    reached from outside, if known; `terms` says what fills the page about what is kept (`Look.privacy`).
    """
    page = _LearnerPage(desk, look, WrongCodes(clock), secret, public_url)
    lessons = _OpenLessons(look, course, fill, today)
    router = APIRouter()
    for path, handler, method in (
        ("/", _to_start, "GET"),
        ("/hoc", page.show, "GET"),
        ("/hoc", page.answer, "POST"),
        ("/x/{code}", page.join, "GET"),
        ("/ma", page.ask_code, "GET"),
        ("/hoc/icon.svg", lambda request: look.icon(), "GET"),
        ("/hoc/style.{version}.css", lambda request: look.style(request.path_params["version"]), "GET"),
        ("/hoc/script.{version}.js", lambda request: look.script(request.path_params["version"]), "GET"),
        ("/rieng-tu", lambda request: look.privacy(terms()), "GET"),
        ("/bai/{name}", lessons.show, "GET"),
        ("/bai/{name}/hinh.{version}", lessons.picture, "GET"),
    ):
        router.add_route(path, handler, methods=[method])
    return router


async def _to_start(request: Request) -> Response:
    return RedirectResponse("/hoc", 307)


@dataclass(frozen=True, slots=True)
class _OpenLessons:
    """Lessons are public to read: nothing is asked and nothing is kept."""

    look: Look
    course: Callable[[], Course]
    fill: Callable[[str], str]
    today: Callable[[], date]

    async def show(self, request: Request) -> Response:
        """Show a whole lesson; its number alone or an old slug leads to it too."""
        name = request.path_params["name"]
        number = re.fullmatch(r"([0-9]{1,3})(-.*)?", name)
        lesson = self.course().by_number(int(number[1])) if number else None
        if lesson is None:
            return self.look.problem("no_lesson", 404)
        if lesson.id != name:
            return RedirectResponse(f"/bai/{lesson.id}", 308)
        if not lesson.is_served(self.today()):
            return self.look.problem("lesson_in_review", 404)
        return self.look.lesson(lesson, [self.fill(page) for page in lesson.pages])

    async def picture(self, request: Request) -> Response:
        """Show the picture of a lesson."""
        return self.look.lesson_picture(request.path_params["name"], request.url.path)


@dataclass(frozen=True, slots=True)
class _LearnerPage:
    desk: Desk
    look: Look
    wrong_codes: WrongCodes
    secret: bytes
    public_url: str

    async def show(self, request: Request) -> Response:
        """Show the last step, or the first card; store nothing."""
        return await self._show(request, "")

    async def join(self, request: Request) -> Response:
        """Show the same as `/hoc`; the next form brings the join code of the poster along."""
        code, client = request.path_params["code"], _client(request)
        if self.wrong_codes.is_full(client):
            return self.look.problem("too_many_codes", 429)
        if not self._is_known(code, client):
            return self.look.problem("no_such_code", 404)
        return await self._show(request, code)

    async def ask_code(self, request: Request) -> Response:
        """Show a field for a leader's code or a "Mã học": whoever comes with one need not look for where to type it."""
        return await self._show(request, "", is_for_code=True)

    async def answer(self, request: Request) -> Response:
        """Take what was tapped or typed, then send the browser to the step that follows."""
        if not is_from_here(request, urlsplit(self.public_url).netloc):
            return self.look.problem("from_elsewhere", 403)
        try:
            form = await read_form(request)
        except TooLongError:
            return self.look.problem("too_long", 413)
        cookie = visitors.cookie_of(request)
        if cookie is None:
            return self.look.problem("no_cookie", 400)
        address = visitors.address_of(cookie, self.secret)
        try:
            event = self._event(form, _client(request))
            if event is not None:
                await self.desk.take(Incoming(ACCOUNT, address, f"{address[:16]}:{form.step}", event, form.step))
        except ClosedError:
            return self.look.problem("closed", 503)
        response = RedirectResponse("/hoc", 303, {"Cache-Control": "no-store"})
        visitors.give_cookie(response, cookie, is_secure=self._is_secure(request))
        return response

    async def _show(self, request: Request, code: str, *, is_for_code: bool = False) -> Response:
        cookie = visitors.cookie_of(request)
        try:
            seen = await self.desk.last(ACCOUNT, visitors.address_of(cookie, self.secret)) if cookie else None
        except ClosedError:
            return self.look.problem("closed", 503)
        if seen is not None:
            shown = self.look.code if is_for_code else seen.message
            return self.look.step(shown, Sent(seen.step, code))
        message = self.desk.opening(code or None)
        response = self.look.step(self.look.code if is_for_code else message, Sent(0, code, _version(message)))
        # A chat that was erased or has expired counts its steps from 0 again, and those ids are still known as taken:
        # whoever has nothing stored gets a new name.
        visitors.give_cookie(response, visitors.new_cookie(), is_secure=self._is_secure(request))
        return response

    def _event(self, form: Form, client: str) -> Event | None:
        """Return what the form means, or None when it is not one of ours."""
        if form.step is None:
            return None
        is_open = not form.code or self.wrong_codes.is_full(client)
        code = None if is_open or not self._is_known(form.code, client) else form.code
        if form.step == 0 and form.opening != _version(self.desk.opening(code)):
            # A consent is only taken for the words that were shown.
            return Opened(code) if form.opening else None
        if form.button:
            return Tapped(form.button, code)
        return Typed(form.text, code) if form.text else None

    def _is_known(self, code: str, client: str) -> bool:
        if re.fullmatch(r"[1-9][0-9]{3}", code) and self.desk.has_join_code(code):
            return True
        self.wrong_codes.add(client)
        return False

    def _is_secure(self, request: Request) -> bool:
        public = urlsplit(self.public_url)
        is_public = public.scheme == "https" and request.headers.get("host") == public.netloc
        return is_public or request.url.scheme == "https"


def _version(opening: Message) -> str:
    return hashlib.sha256(to_json(opening).encode()).hexdigest()[:16]


def _client(request: Request) -> str:
    return request.client.host if request.client else ""
