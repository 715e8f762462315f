"""How the pages of the office look: their templates, their style sheet and the headers every page carries."""

from collections.abc import Mapping
from pathlib import Path

from starlette.responses import HTMLResponse, Response

from frame import HEADERS, Sheet, templates
from lessons.texts_file import read_texts

_HERE = Path(__file__).parent
_HEADERS = {**HEADERS, "X-Robots-Tag": "noindex"}


class Look:
    """The pages of one commune for people with a role; the files are read once. `banner` stands above each."""

    def __init__(self, commune: str, banner: str = "") -> None:
        tree = read_texts(_HERE / "texts.vi.yaml")
        self._problems: Mapping[str, Mapping[str, str]] = tree.pop("problems")
        self.texts: Mapping[str, Mapping[str, str]] = tree
        self._sheet = Sheet(_HERE / "static" / "office.css", "/van-phong")
        shared = {"commune": commune, "style": self._sheet.address, "texts": self.texts}
        self._templates = templates(_HERE / "templates", banner, **shared)

    def page(self, template: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
        """Return one page."""
        return HTMLResponse(self._templates.get_template(template).render(values), status, dict(_HEADERS))

    def problem(self, kind: str, status: int) -> HTMLResponse:
        """Return a page that says what to do; `kind` is a key of texts.vi.yaml."""
        return self.page("problem.html", {"text": self._problems[kind]}, status)

    def style(self, version: str) -> Response:
        """Return the style sheet; a browser may keep this version for ever."""
        return self._sheet.answer(version)
