"""The doors of the pages for people with a role: whose session opens them, and which forms come from them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from hashlib import sha256
from hmac import compare_digest
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from storage import doors
from storage.doors import Visitor

COOKIE = "hocso_vp"
HOME = "/van-phong"
LEADERS_COOKIE = "hocso_xom"
LEADERS_HOME = "/xom"

T = TypeVar("T")


class Transaction(Protocol):
    """Runs a question inside a transaction of the database and returns its answer."""

    def __call__(self, question: Callable[[Connection], T]) -> T:
        """Return what the question returns."""


@dataclass(frozen=True, slots=True)
class Door:
    """Knows who may come in; `public_url` is where the pages are reached from outside, "" where that is unknown.

    The cookie of its sessions is sent below `home` only: whoever works at two desks comes with the session of each.
    """

    read: Transaction
    write: Transaction
    clock: Callable[[], datetime]
    timezone: tzinfo
    public_url: str
    cookie: str = COOKIE
    home: str = HOME

    def today(self) -> date:
        """Return the local date."""
        return self.clock().astimezone(self.timezone).date()

    def token(self, request: Request) -> str:
        """Return the token of the session the request comes with, "" without one."""
        return request.cookies.get(self.cookie, "")

    def visitor(self, request: Request) -> Visitor | None:
        """Return who comes with the request; None without a session that lasts."""
        token, today, now = self.token(request), self.today(), self.clock()
        if not token:
            return None
        found = self.read(lambda tx: doors.visitor(tx, token, today, now))
        if found is not None and found.is_stale:
            self.write(lambda tx: doors.touch(tx, found.key, now))
        return found

    def give_session(self, request: Request, response: Response, token: str) -> None:
        """Have the browser keep a session."""
        life = doors.SESSION_LIFE
        set_cookie(response, self.cookie, token, life, self.home, is_secure=self.is_secure(request))

    def is_secure(self, request: Request) -> bool:
        """Say whether the page is reached over https, also behind a proxy that ends it."""
        public = urlsplit(self.public_url)
        is_public = public.scheme == "https" and request.headers.get("host") == public.netloc
        return is_public or request.url.scheme == "https"

    def is_from_here(self, request: Request) -> bool:
        """Say whether a POST comes from one of our own pages, as far as the browser tells."""
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = request.headers.get("origin")
        ours = {request.headers.get("host"), urlsplit(self.public_url).netloc} - {"", None}
        return origin is None or urlsplit(origin).netloc in ours

    def form_token(self, request: Request) -> str:
        """Return what a form of this session carries: nobody can make it who does not hold the session's cookie."""
        return sha256(f"form:{self.token(request)}".encode("utf-8", "surrogatepass")).hexdigest()

    def is_form_token(self, request: Request, typed: str) -> bool:
        """Say whether a form was made for this session."""
        return compare_digest(self.form_token(request).encode(), typed.encode("utf-8", "surrogatepass"))


def set_cookie(response: Response, name: str, value: str, life: timedelta, path: str, *, is_secure: bool) -> None:
    """Have the browser keep something that no script reads and no other site sends."""
    seconds = int(life.total_seconds())
    response.set_cookie(name, value, seconds, path=path, httponly=True, samesite="lax", secure=is_secure)
