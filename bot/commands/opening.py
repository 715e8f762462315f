"""What several commands begin with: the settings, and a database whose tables are those of this program."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Engine

from bot.moving_clock import Clock, start_clock
from bot.refusing import FAILED, Refused
from bot.settings import Settings
from storage import retention
from storage.engine import SchemaState, open_engine, schema_state
from storage.unit import reading


@contextmanager
def database(settings: Settings) -> Iterator[Engine]:
    """Open a database that is up to date.

    Raises:
        Refused: when there is none yet, or its tables belong to an older or newer program.
    """
    if settings.database.file is not None and not settings.database.file.exists():
        raise Refused("Chưa có cơ sở dữ liệu; hãy chạy hocso run hoặc hocso migrate trước.", FAILED)
    engine = open_engine(settings.database.url)
    try:
        refuse_unless_current(schema_state(engine))
        yield engine
    finally:
        engine.dispose()


def refuse_unless_current(state: SchemaState) -> None:
    """Refuse a database whose tables this program does not know.

    Raises:
        Refused: with what to do about it.
    """
    refuse_newer(state)
    if state is not SchemaState.CURRENT:
        raise Refused("Cơ sở dữ liệu chưa được cập nhật; hãy chạy hocso migrate trước.", FAILED)


def refuse_newer(state: SchemaState) -> None:
    """Refuse a database that a newer program has used.

    Raises:
        Refused: with what to do about it.
    """
    if state is SchemaState.NEWER:
        raise Refused("Cơ sở dữ liệu thuộc bản Học số mới hơn; hãy cài lại bản mới rồi chạy.", FAILED)


def clock_of(settings: Settings, engine: Engine) -> Clock:
    """Return the clock of the program.

    Raises:
        ClockError: when HOCSO_CLOCK begins before the newest stored day.
    """
    with reading(engine) as tx:
        return start_clock(settings.pace, retention.newest_day(tx), settings.commune.zone)


def migrate_in_child(environ: Mapping[str, str]) -> None:
    """Bring the database up to date in a child process: the server never imports Alembic.

    Raises:
        Refused: when it did not work; the child has said why.
    """
    child = subprocess.run(
        [sys.executable, "-m", "bot", "migrate"], env=dict(environ), capture_output=True, text=True, check=False
    )
    if child.returncode:
        raise Refused(child.stderr.strip() or "Chưa cập nhật được cơ sở dữ liệu; hãy chạy hocso migrate.", FAILED)
