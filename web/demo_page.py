"""The page from which an officer opens an invented commune, to see what full pages look like."""

from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from web.desk import Contents, Desk, Outcome
from web.door import HOME
from web.forms import Form

PATH = f"{HOME}/xa-thu"
FORM = "mo-xa-thu"


class Demo(Protocol):
    """How the invented commune stands."""

    @property
    def state(self) -> str:
        """Return "closed", "filling", "open" or "failed"."""

    @property
    def port(self) -> int:
        """Return the port of this machine it is at, once it is open."""

    @property
    def path(self) -> str:
        """Return the path that lets one in."""


class Beside(Protocol):
    """Opens the invented commune."""

    def look(self) -> Demo:
        """Say how things stand."""

    def open(self) -> None:
        """Begin to fill and open it, unless that is done."""


@dataclass(frozen=True, slots=True)
class DemoPage:
    """Shows the button, then how far it is, then the address."""

    desk: Desk
    beside: Beside

    def show(self, request: Request) -> Response:
        """Show how things stand; the page loads itself anew while it is being filled."""
        demo = self.beside.look()
        address = f"http://{_host(request)}:{demo.port}{demo.path}"

        def contents() -> Contents:
            return {"state": demo.state, "address": address}, {FORM}

        return self.desk.show(request, "demo.html", contents)

    def take(self, form: Form) -> Outcome:
        """Open it."""
        self.beside.open()
        return Outcome("")


def _host(request: Request) -> str:
    host = request.url.hostname or "127.0.0.1"
    return f"[{host}]" if ":" in host else host
