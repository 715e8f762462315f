"""The door of the office pages: whose session opens them, and which forms come from them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from hashlib import sha256
from hmac import compare_digest
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Connection
from starlette.requests import Request

from storage import doors

COOKIE = "hocso_vp"
HOME = "/van-phong"
OFFICE = "office"

T = TypeVar("T")


class Transaction(Protocol):
    """Runs a question inside a transaction of the database and returns its answer."""

    def __call__(self, question: Callable[[Connection], T]) -> T:
        """Return what the question returns."""


@dataclass(frozen=True, slots=True)
class Door:
    """Knows who may come in; `public_url` is where the pages are reached from outside, "" where that is unknown."""

    read: Transaction
    clock: Callable[[], datetime]
    timezone: tzinfo
    public_url: str

    def today(self) -> date:
        """Return the local date."""
        return self.clock().astimezone(self.timezone).date()

    def is_office(self, request: Request) -> bool:
        """Say whether the request comes with a session of the office."""
        token, now = request.cookies.get(COOKIE, ""), self.clock()
        return bool(token) and self.read(lambda tx: doors.session_role(tx, token, now)) == OFFICE

    def is_from_here(self, request: Request) -> bool:
        """Say whether a POST comes from one of our own pages, as far as the browser tells."""
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = request.headers.get("origin")
        ours = {request.headers.get("host"), urlsplit(self.public_url).netloc} - {"", None}
        return origin is None or urlsplit(origin).netloc in ours


def form_token(request: Request) -> str:
    """Return what a form of this session carries: nobody can make it who does not hold the session's cookie."""
    session = request.cookies.get(COOKIE, "")
    return sha256(f"form:{session}".encode("utf-8", "surrogatepass")).hexdigest()


def is_form_token(request: Request, typed: str) -> bool:
    """Say whether a form was made for this session."""
    return compare_digest(form_token(request).encode(), typed.encode("utf-8", "surrogatepass"))
