"""Properties are tried with the same examples on every machine, so that a red test is red for everybody."""

import os
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

from tests.postgres import Postgres, shared

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")

# Not told otherwise, structlog shows an error with all that was in reach of it: half a minute for a course.
structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()])


def pytest_xdist_auto_num_workers() -> int:
    """Give one worker more than there are processors: a third of the time a test waits, for a page or a program."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests begin first that take minutes: at the end everybody would wait for them."""
    items.sort(key=lambda item: "/faults/" not in item.nodeid)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Postgres]:
    """Give the PostgreSQL that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    is_worker = hasattr(request.config, "workerinput")
    with shared(own.parent if is_worker else own) as server:
        yield server
