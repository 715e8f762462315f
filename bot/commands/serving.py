"""`hocso run`: bring the database up to date, print the addresses, and serve until stopped."""

import gc
import socket
import threading
from collections.abc import Callable, Mapping

import uvicorn
from starlette.types import ASGIApp

from bot import app
from bot.commands.opening import migrate_in_child, refuse_unless_current
from bot.logs import start_logging
from bot.refusing import FAILED, Refused, sentences
from bot.settings import Settings, load
from storage.engine import SchemaState, open_engine, schema_state

_ANY_HOST = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to
_BACKLOG = 2048


def run(environ: Mapping[str, str]) -> None:
    """Serve the pages; each start prints a fresh link to the office page until an officer has signed in."""
    start_logging()
    with sentences():
        settings = load(environ)
    serve(settings, environ)


def serve(
    settings: Settings,
    environ: Mapping[str, str],
    around: Callable[[ASGIApp], ASGIApp] = lambda app: app,
    seconds: float = 0,
) -> None:
    """Serve the pages of these settings; `environ` is for child processes, `around` goes around all pages.

    After `seconds` it stops by itself, with 0 it does not.

    Raises:
        Refused: when it cannot begin.
    """
    with sentences():
        listener = _listen(settings)
        bring_up_to_date(settings, environ)
        program = app.build(settings, environ)
        pages = app.serve(program)
        link = app.office_link(program)
    _greet(settings, link)
    gc.collect()
    gc.freeze()  # what was made so far stays, and need not be looked through again
    server = uvicorn.Server(
        uvicorn.Config(
            around(pages), log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=10,
            proxy_headers=False,
        )
    )  # fmt: skip
    if seconds:
        ending = threading.Timer(seconds, lambda: setattr(server, "should_exit", True))
        ending.daemon = True
        ending.start()
    server.run(sockets=[listener])


def bring_up_to_date(settings: Settings, environ: Mapping[str, str]) -> None:
    """Migrate the database file of this program; that of others waits for a person.

    Raises:
        Refused: when its tables are not those of this program.
    """
    engine = open_engine(settings.database.url)
    try:
        # Other processes may be serving from the same PostgreSQL: there a person says when.
        if settings.database.file is not None and schema_state(engine) in (SchemaState.EMPTY, SchemaState.OLDER):
            migrate_in_child(environ)
        refuse_unless_current(schema_state(engine))
    finally:
        engine.dispose()


def open_port(host: str, port: int) -> socket.socket:
    """Take a port of this machine.

    Raises:
        OSError: when somebody has it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=_BACKLOG)


def _listen(settings: Settings) -> socket.socket:
    """Take the port before anything else: a second start must not touch the database of the first."""
    try:
        return open_port(settings.web.host, settings.web.port)
    except OSError:
        where = f"{settings.web.host}:{settings.web.port}"
        sentence = (
            f"Không mở được cổng {where}; hãy tắt chương trình đang dùng cổng ấy, hoặc đổi web.port trong config.yaml."
        )
        raise Refused(sentence, FAILED) from None


def _greet(settings: Settings, link: str | None) -> None:
    address = settings.web.public_url or f"http://{_reachable(settings.web.host)}:{settings.web.port}"
    print(f"Trang học của bà con:  {address.rstrip('/')}/hoc", flush=True)
    if link:
        print(f"Trang văn phòng (dùng một lần, trong {app.LINK_HOURS} giờ):  {address.rstrip('/')}{link}", flush=True)
    else:
        print(f"Trang văn phòng:  {address.rstrip('/')}/van-phong  (đường dẫn mới: hocso invite office)", flush=True)


def _reachable(host: str) -> str:
    """Return the address at which phones on the same network find this machine; nothing is sent to learn it."""
    if host not in _ANY_HOST:
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
