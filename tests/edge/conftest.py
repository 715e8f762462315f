"""What the tests of the learner page share."""

from collections.abc import Iterator

import pytest

from tests.edge.inprocess import Browser
from tests.edge.learner import Hand, app
from tests.edge.tray import Tray


@pytest.fixture
def tray() -> Tray:
    return Tray()


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def learner(tray: Tray, hand: Hand) -> Iterator[Browser]:
    """The browser of somebody who comes to learn."""
    with Browser(app(tray, hand)) as client:
        yield client
