"""Every test of storage runs on every database in `DATABASES`, with the tables that the migrations make."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from storage.engine import open_engine
from storage.migrations import upgrade
from storage.unit import writing

DATABASES = ("sqlite",)

NewDatabase = Callable[[], str]


@pytest.fixture(scope="session", params=DATABASES)
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> NewDatabase:
    """Return what makes an empty database and gives its address."""
    folder: Path = tmp_path_factory.mktemp(str(request.param))
    numbers = count()
    return lambda: f"sqlite:///{folder / f'{next(numbers)}.db'}"


@pytest.fixture
def empty_engine(new_database: NewDatabase) -> Iterator[Engine]:
    """Give an empty database of the test's own."""
    engine = open_engine(new_database())
    yield engine
    engine.dispose()


@pytest.fixture
def own_engine(new_database: NewDatabase) -> Iterator[Engine]:
    """Give a database of the test's own, for tests that commit."""
    url = new_database()
    upgrade(url)
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def engine(new_database: NewDatabase) -> Iterator[Engine]:
    """Give the database that all tests share who undo what they do."""
    url = new_database()
    upgrade(url)
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def tx(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that is undone."""
    with writing(engine) as tx:
        yield tx
