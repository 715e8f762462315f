"""What the tests at the edge share: somebody who learns, the office with its page, and an officer who came in."""

from collections.abc import Iterator

import pytest

from tests.edge.inprocess import Browser
from tests.edge.learner import Hand, app
from tests.edge.office import Hall, hall
from tests.edge.office_desk import enter
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


@pytest.fixture
def place() -> Iterator[Hall]:
    with hall() as built:
        yield built


@pytest.fixture
def officer(place: Hall) -> Iterator[Browser]:
    with Browser(place.app()) as client:
        enter(place, client)
        yield client
