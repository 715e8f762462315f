"""What a form of the learner page sends: read with limits, and cleaned before anybody looks at it."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

MAX_BODY = 16_000
MAX_TEXT = 1_000
_MAX_BUTTON = 64
_MAX_FIELDS = 12
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


class TooLongError(Exception):
    """The form is longer than any page of ours sends."""


@dataclass(frozen=True, slots=True)
class Form:
    """One filled form; what was absent or unreadable is None or empty."""

    step: int | None = None
    button: str = ""
    text: str = ""
    code: str = ""
    opening: str = ""


def is_from_here(request: Request, public_host: str) -> bool:
    """Say whether a POST comes from one of our own pages, as far as the browser tells."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    # Browsers that send neither are too old for the first header and keep to the cookie's SameSite at best.
    ours = {request.headers.get("host"), public_host} - {"", None}
    return origin is None or urlsplit(origin).netloc in ours


async def read_form(request: Request) -> Form:
    """Return the form in a request's body.

    Raises:
        TooLongError: when the body is longer than `MAX_BODY`.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise TooLongError
    try:
        fields = dict(parse_qsl(body.decode(errors="replace"), errors="replace", max_num_fields=_MAX_FIELDS))
    except ValueError:
        return Form()
    step = fields.get("step", "")
    button = clean(fields.get("button", ""))
    return Form(
        step=int(step) if re.fullmatch(r"[0-9]{1,9}", step) else None,
        button=button if len(button) <= _MAX_BUTTON else "",
        text=clean(fields.get("text", ""))[:MAX_TEXT],
        code=fields.get("code", ""),
        opening=fields.get("opening", ""),
    )


def clean(text: str) -> str:
    """Return the text without control characters and marks that turn the direction of writing."""
    kept = (" " if letter.isspace() else letter for letter in text if letter not in _BIDI)
    return "".join(letter for letter in kept if unicodedata.category(letter) not in ("Cc", "Cs")).strip()
