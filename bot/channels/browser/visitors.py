"""Who comes to the learner page: a random cookie names a chat, and wrong join codes are slowed down."""

import hmac
import ipaddress
import re
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "hocso"
_DAYS_400 = 400 * 24 * 60 * 60
_WINDOW = 600.0
_MAX_WRONG = 20
_MAX_CLIENTS = 5_000


def new_cookie() -> str:
    """Return a value nobody can guess."""
    return secrets.token_urlsafe(32)


def cookie_of(request: Request) -> str | None:
    """Return the visitor's cookie, or None when there is none of ours."""
    value = request.cookies.get(COOKIE, "")
    return value if re.fullmatch(r"[A-Za-z0-9_-]{43}", value) else None


def give_cookie(response: Response, value: str, *, is_secure: bool) -> None:
    """Let the browser keep the cookie as long as browsers agree to."""
    response.set_cookie(COOKIE, value, max_age=_DAYS_400, httponly=True, samesite="lax", secure=is_secure)


def address_of(cookie: str, secret: bytes) -> str:
    """Return the chat's address: what is stored cannot be turned back into a cookie."""
    return hmac.new(secret, cookie.encode(), "sha256").hexdigest()


@dataclass(slots=True)
class WrongCodes:
    """Wrong join codes by client address, over ten minutes; the oldest clients are forgotten first.

    Many phones share one address of a mobile network, so a full count closes only the way by code.
    """

    clock: Callable[[], float]
    _by_client: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)

    def is_full(self, client: str) -> bool:
        """Say whether this client has guessed wrong too often."""
        times = self._by_client.get(_network(client))
        if times is None:
            return False
        while times and times[0] <= self.clock() - _WINDOW:
            times.popleft()
        return len(times) >= _MAX_WRONG

    def add(self, client: str) -> None:
        """Count one wrong code."""
        network = _network(client)
        self._by_client.setdefault(network, deque(maxlen=_MAX_WRONG)).append(self.clock())
        self._by_client.move_to_end(network)
        if len(self._by_client) > _MAX_CLIENTS:
            self._by_client.popitem(last=False)


def _network(client: str) -> str:
    """Return what stands for the client: with IPv6 a household has a whole network of addresses."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    if address.version == 4:
        return client
    return str(ipaddress.ip_network((address, 64), strict=False))
