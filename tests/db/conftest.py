"""Every test of storage runs on every database in `DATABASES`, with the tables that the migrations make."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from sqlalchemy import Connection, Engine

from storage.engine import open_engine
from storage.migrations import upgrade
from storage.unit import writing
from tests.postgres import Postgres

DATABASES = ("sqlite", "postgresql")

NewDatabase = Callable[[bool], str]
"""Makes a database, with the tables of the program or none, and gives its address."""


@pytest.fixture(scope="session", params=DATABASES)
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> NewDatabase:
    """Return what makes a database."""
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        return lambda is_migrated: postgres.new_database(is_migrated=is_migrated)
    folder = tmp_path_factory.mktemp("sqlite")
    numbers = count()

    def new_file(is_migrated: bool) -> str:
        url = f"sqlite:///{folder / f'{next(numbers)}.db'}"
        if is_migrated:
            upgrade(url)
        return url

    return new_file


@pytest.fixture
def empty_engine(new_database: NewDatabase) -> Iterator[Engine]:
    """Give an empty database of the test's own."""
    engine = open_engine(new_database(False))
    yield engine
    engine.dispose()


@pytest.fixture
def own_engine(new_database: NewDatabase) -> Iterator[Engine]:
    """Give a database of the test's own, for tests that commit."""
    engine = open_engine(new_database(True))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def engine(new_database: NewDatabase) -> Iterator[Engine]:
    """Give the database that all tests share who undo what they do."""
    engine = open_engine(new_database(True))
    yield engine
    engine.dispose()


@pytest.fixture
def tx(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that is undone."""
    with writing(engine) as tx:
        yield tx
