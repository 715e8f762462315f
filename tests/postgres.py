"""A real PostgreSQL for one run of the tests, shared by its workers and stopped when the last of them is gone.

Every process that uses the server holds a shared lock on a file. The guard, a process of its own, waits for that lock
alone: the system gives it up with its holders, also when they are killed.
"""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import make_url

HERE = Path(__file__).parent.parent
MIGRATED = "migrated"
"""The database that others are copied from."""

_SECONDS_TO_START = 60


@dataclass(frozen=True)
class Postgres:
    """A running server; `url` leads to a database of its own that stays empty."""

    url: str
    _numbers: Iterator[int] = field(default_factory=count)

    def new_database(self, *, is_migrated: bool) -> str:
        """Make a database and return its address."""
        name = f"d{os.getpid()}_{next(self._numbers)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {MIGRATED if is_migrated else 'template0'}")
        return address_of(self.url, name)


@contextmanager
def shared(folder: Path) -> Iterator[Postgres]:
    """Give the server of this folder, started by whoever comes first."""
    with (folder / "postgres.starting").open("w") as starting, (folder / "postgres.used").open("w") as used:
        fcntl.flock(starting, fcntl.LOCK_EX)
        fcntl.flock(used, fcntl.LOCK_SH)  # waits while a guard is putting an earlier server away
        ready = folder / "postgres.url"
        if not ready.exists():
            _start_guard(folder, ready)
        fcntl.flock(starting, fcntl.LOCK_UN)
        yield Postgres(ready.read_text(encoding="utf-8"))


def _start_guard(folder: Path, ready: Path) -> None:
    said = folder / "postgres.log"
    with said.open("w") as log:
        guard = subprocess.Popen(
            [sys.executable, "-m", "tests.postgres_guard", str(folder)],
            cwd=HERE, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    give_up = time.monotonic() + _SECONDS_TO_START
    while not ready.exists():
        if guard.poll() is not None or time.monotonic() > give_up:
            raise RuntimeError(f"PostgreSQL did not start: {said.read_text(encoding='utf-8')}")
        time.sleep(0.02)
    guard.returncode = 0  # it outlives this process by intent: nobody is to be warned of that


def address_of(url: str, database: str) -> str:
    """Return the address of another database of the same server."""
    return make_url(url).set(database=database).render_as_string(hide_password=False)
