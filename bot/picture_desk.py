"""Pictures of messages: drawn when somebody looks, under a signed address that carries what is on them."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import assert_never

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from conversation.pictures import CertificatePicture, HamletCard, JoinCode, LessonPicture, Picture
from lessons import Course
from papers.cards import address, certificate, join_code, lesson, progress
from papers.cards.certificate import Certificate

log = structlog.get_logger()

_OPEN_FOR = timedelta(days=2)
"""A message is read soon; the page that shows it again signs its picture again."""

_FOLDER = "/hinh"


class PictureDesk:
    """Draws pictures and gives them addresses.

    `find` returns the certificate with an id while it is valid; `public_url` is where the program is reached from
    outside, "" when nobody said; `course` has the lessons whose pictures are shown.
    """

    def __init__(
        self,
        secret: bytes,
        public_url: str,
        today: Callable[[], date],
        find: Callable[[str], Certificate | None],
        course: Course,
    ) -> None:
        self._secret = secret
        self._public_url = public_url.rstrip("/")
        self._today = today
        self._find = find
        self._course = course

    def path(self, picture: Picture) -> str:
        """Return where on this server the picture is, for two days."""
        return f"{_FOLDER}/{address.sign(picture, self._secret, self._today() + _OPEN_FOR)}.png"

    def url(self, picture: Picture) -> str | None:
        """Return where from outside the picture is, for two days; None when nobody said where this server is."""
        return f"{self._public_url}{self.path(picture)}" if self._public_url else None

    def draw(self, picture: Picture) -> bytes | None:
        """Return the picture as a PNG, or None for a certificate not valid any more and a lesson without a picture."""
        match picture:
            case HamletCard() | JoinCode():
                return _drawn(picture)
            case CertificatePicture(certificate_id):
                found = self._find(certificate_id)
                return certificate.draw(found) if found else None
            case LessonPicture(lesson_id):
                taught = self._course.get(lesson_id)
                return _drawn_lesson(taught.picture.file) if taught and taught.picture else None
        assert_never(picture)

    async def drawn(self, picture: Picture) -> bytes | None:
        """Return the same, drawn in a thread: drawing takes milliseconds that others would have to wait.

        What cannot be drawn is logged and left out: its message is still worth sending.
        """
        try:
            return await asyncio.to_thread(self.draw, picture)
        except Exception as error:
            log.warning("picture_not_drawn", kind=type(picture).__name__, error=type(error).__name__)
            return None

    def routes(self) -> APIRouter:
        """Return the address under which every picture is shown."""
        router = APIRouter()
        router.add_route(f"{_FOLDER}/{{token}}.png", self._show, methods=["GET"])
        return router

    def _show(self, request: Request) -> Response:
        picture = address.read(request.path_params["token"], self._secret, self._today())
        png = self.draw(picture) if picture else None
        if png is None:
            return PlainTextResponse("Hình này không còn nữa.", 404)
        headers = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
        return Response(png, media_type="image/png", headers=headers)


@lru_cache(maxsize=256)
def _drawn(picture: HamletCard | JoinCode) -> bytes:
    return progress.draw(picture) if isinstance(picture, HamletCard) else join_code.draw(picture)


@lru_cache(maxsize=64)
def _drawn_lesson(file: Path) -> bytes:
    return lesson.draw(file)
