"""The pictures of lessons as a browser gets them: small files that never change under their address.

They go out as they are drawn, as SVG: sharp on every screen and a tenth of the same picture as PNG.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.responses import PlainTextResponse, Response

from lessons import Lesson, Picture

_KINDS: Final = {".svg": "image/svg+xml", ".png": "image/png"}
_HEADERS: Final = {
    # Opened on its own, an SVG is a document: it may colour itself and nothing else.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
_FOR_EVER: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on a page. Without a size its place is only known once it is there."""

    address: str
    alt: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class _Kept:
    shown: Shown
    content: bytes
    kind: str


class LessonPictures:
    """The pictures of a course, read once: a page must not wait for the disk."""

    def __init__(self, lessons: Iterable[Lesson]) -> None:
        self._kept: Mapping[str, _Kept] = {
            lesson.id: _read(lesson.id, lesson.picture) for lesson in lessons if lesson.picture
        }

    def of(self, lesson_id: str) -> Shown | None:
        """Return a lesson's picture, or None when it has none."""
        kept = self._kept.get(lesson_id)
        return kept.shown if kept else None

    def file(self, lesson_id: str, path: str) -> Response:
        """Return the file of a lesson's picture; a browser may keep it for ever under its own path."""
        kept = self._kept.get(lesson_id)
        if kept is None:
            return PlainTextResponse("Bài này chưa có hình.", 404)
        caching = _FOR_EVER if path == kept.shown.address else "no-store"
        return Response(kept.content, media_type=kept.kind, headers={**_HEADERS, "Cache-Control": caching})


def _read(lesson_id: str, picture: Picture) -> _Kept:
    content, suffix = picture.file.read_bytes(), picture.file.suffix
    address = f"/bai/{lesson_id}/hinh.{hashlib.sha256(content).hexdigest()[:12]}{suffix}"
    return _Kept(Shown(address, picture.alt, picture.width, picture.height), content, _KINDS[suffix])
