"""A style sheet: the shared colours first, then what is a page's own; a browser keeps each version for ever."""

import hashlib
from pathlib import Path

from starlette.responses import Response

_SHARED = Path(__file__).parent / "static" / "shared.css"
_FOR_EVER = "public, max-age=31536000, immutable"


class Sheet:
    """The style sheet of some pages, served at `address`, which `folder` begins; read once."""

    def __init__(self, own: Path, folder: str) -> None:
        self._content = _SHARED.read_bytes() + own.read_bytes()
        self._version = hashlib.sha256(self._content).hexdigest()[:12]
        self.address = f"{folder}/style.{self._version}.css"

    def answer(self, version: str) -> Response:
        """Return the style sheet."""
        caching = _FOR_EVER if version == self._version else "no-store"
        headers = {"Cache-Control": caching, "X-Content-Type-Options": "nosniff"}
        return Response(self._content, media_type="text/css; charset=utf-8", headers=headers)
