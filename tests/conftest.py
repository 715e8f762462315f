"""Properties are tried with the same examples on every machine, so that a red test is red for everybody."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.postgres import Postgres, shared

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Postgres]:
    """Give the PostgreSQL that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    is_worker = hasattr(request.config, "workerinput")
    with shared(own.parent if is_worker else own) as server:
        yield server
