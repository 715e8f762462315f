"""Files that belong to pages: a browser keeps each version for ever."""

import hashlib
from pathlib import Path

from starlette.responses import Response

_SHARED = Path(__file__).parent / "static" / "shared.css"
_FOR_EVER = "public, max-age=31536000, immutable"


class _Kept:
    """A file that was read once, served at `address`."""

    def __init__(self, content: bytes, stem: str, ending: str, kind: str) -> None:
        self._content, self._kind = content, kind
        self._version = hashlib.sha256(content).hexdigest()[:12]
        self.address = f"{stem}.{self._version}.{ending}"

    def answer(self, version: str) -> Response:
        """Return the file; a browser may keep this version for ever."""
        caching = _FOR_EVER if version == self._version else "no-store"
        headers = {"Cache-Control": caching, "X-Content-Type-Options": "nosniff"}
        return Response(self._content, media_type=f"{self._kind}; charset=utf-8", headers=headers)


class Sheet(_Kept):
    """A style sheet below `folder`: the shared colours first, then what is a page's own."""

    def __init__(self, own: Path, folder: str) -> None:
        super().__init__(_SHARED.read_bytes() + own.read_bytes(), f"{folder}/style", "css", "text/css")


class Script(_Kept):
    """A script below `folder`."""

    def __init__(self, own: Path, folder: str) -> None:
        super().__init__(own.read_bytes(), f"{folder}/script", "js", "text/javascript")
