"""Migrations: run by the command line or a child process. The server never imports this package."""

from pathlib import Path

from alembic import command
from alembic.config import Config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the tables of a database to this program's, or to an older revision's, in one transaction."""
    command.upgrade(configuration(url), revision)


def configuration(url: str) -> Config:
    """Return what the migration tool needs to know; the address goes apart, because a password may hold a "%"."""
    config = Config(attributes={"url": url})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
