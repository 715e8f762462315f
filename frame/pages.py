"""Templates that refuse what they were not given, and the headers that close a page to scripts and frames."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}

_SHARED = Path(__file__).parent / "templates"


def templates(folder: Path, banner: str = "", **shared: object) -> Environment:
    """Return the templates of a folder, over those all pages share; `shared` is known in each. Files are read once.

    `banner` stands above every page, for what nobody may overlook.
    """
    environment = Environment(
        loader=FileSystemLoader([folder, _SHARED]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(shared, banner=banner)
    return environment
