"""How the office pages look: their templates, their style sheet and the headers every page carries."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

_HERE = Path(__file__).parent
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}


class Look:
    """The office pages of one commune; the files are read once."""

    def __init__(self, commune: str) -> None:
        tree = yaml.safe_load((_HERE / "texts.vi.yaml").read_text("utf-8"))
        self._problems: Mapping[str, Mapping[str, str]] = tree.pop("problems")
        self.texts: Mapping[str, Mapping[str, str]] = tree
        self._style = (_HERE / "static" / "office.css").read_bytes()
        self._version = hashlib.sha256(self._style).hexdigest()[:12]
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates.globals.update(commune=commune, style=f"/van-phong/style.{self._version}.css", texts=self.texts)

    def page(self, template: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
        """Return one page."""
        return HTMLResponse(self._templates.get_template(template).render(values), status, dict(_HEADERS))

    def problem(self, kind: str, status: int) -> HTMLResponse:
        """Return a page that says what to do; `kind` is a key of texts.vi.yaml."""
        return self.page("problem.html", {"text": self._problems[kind]}, status)

    def style(self, version: str) -> Response:
        """Return the style sheet; a browser may keep this version for ever."""
        caching = "public, max-age=31536000, immutable" if version == self._version else "no-store"
        headers = {"Cache-Control": caching, "X-Content-Type-Options": "nosniff"}
        return Response(self._style, media_type="text/css; charset=utf-8", headers=headers)
