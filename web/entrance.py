"""Every address of the pages with a role says who may come in: one that says nothing does not exist.

A test walks all of them as everybody.
"""

from collections.abc import Awaitable, Callable
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


class Role(StrEnum):
    """Who comes with a session. The operator has the command line and needs none; readers come with a token."""

    OFFICE = "office"
    COUNCIL = "council"
    LEADER = "leader"


Who = frozenset[Role]

ANYBODY: Who = frozenset()
"""No session is asked for: the page itself says what it takes."""

OFFICE: Who = frozenset({Role.OFFICE})
READERS: Who = frozenset({Role.OFFICE, Role.COUNCIL})
"""Whoever may see what is counted; the council changes nothing."""

LEADERS: Who = frozenset({Role.LEADER})

Endpoint = Callable[[Request], Response] | Callable[[Request], Awaitable[Response]]


class Entrance(Route):
    """An address, one method, and who may use it."""

    def __init__(self, path: str, endpoint: Endpoint, method: str, who: Who) -> None:
        super().__init__(path, endpoint, methods=[method])
        self.who = who
