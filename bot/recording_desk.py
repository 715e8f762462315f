"""The recordings of the lessons: their files for channels that send them, their addresses for those that fetch them."""

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from conversation.recordings import Recording, path
from lessons import Course

_KINDS = {"m4a": "audio/mp4", "ogg": "audio/ogg", "aac": "audio/aac"}


class RecordingDesk:
    """Knows the recordings beside the lessons; `public_url` is where the program is reached, "" when nobody said."""

    def __init__(self, course: Callable[[], Course], public_url: str) -> None:
        self._course = course
        self._public_url = public_url.rstrip("/")

    def file(self, recording: Recording, *forms: str) -> Path | None:
        """Return the file of a recording in the first of these forms it has; None when it is gone."""
        lesson = self._course().get(recording.lesson)
        held = {file.suffix[1:]: file for file in lesson.voices.get(recording.page, ())} if lesson else {}
        return next((held[form] for form in forms if form in held and held[form].is_file()), None)

    def url(self, recording: Recording, form: str) -> str | None:
        """Return where a platform fetches a recording, or None when nobody outside reaches us or it is gone."""
        is_there = self._public_url and self.file(recording, form)
        return f"{self._public_url}{path(recording, form)}" if is_there else None

    def routes(self) -> APIRouter:
        """Return the address of every recording; lessons are public to read, and so to hear."""
        router = APIRouter()
        router.add_route("/tieng/{lesson}/{page:int}.{form}", self._play, methods=["GET", "HEAD"])
        return router

    async def _play(self, request: Request) -> Response:
        asked = request.path_params
        file = self.file(Recording(asked["lesson"], asked["page"]), asked["form"])
        if file is None:
            return PlainTextResponse("Trang này không có bản ghi âm.", 404)
        headers = {"Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"}
        return FileResponse(file, media_type=_KINDS[asked["form"]], headers=headers)
