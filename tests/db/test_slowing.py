"""Wrong guesses make the next one wait, each key for itself, and are forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from storage import slowing
from tests.db.people import NOW


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (3, 0), (4, 2), (5, 4), (6, 8), (8, 32), (9, 60), (10, 60), (100_000, 60)]
)
def test_each_wrong_guess_makes_the_next_wait_longer_up_to_a_minute(failures: int, seconds: int) -> None:
    assert slowing.wait_after(failures) == timedelta(seconds=seconds)


def test_the_longest_wait_of_all_keys_counts(tx: Connection) -> None:
    for _ in range(5):
        slowing.failed(tx, ["name:chi hoa", "place:203.0.113.7"], NOW)
    slowing.failed(tx, ["place:203.0.113.7"], NOW)
    assert slowing.waits_until(tx, ["name:chi hoa"], NOW) == NOW + timedelta(seconds=4)
    assert slowing.waits_until(tx, ["name:chi hoa", "place:203.0.113.7"], NOW) == NOW + timedelta(seconds=8)
    assert slowing.waits_until(tx, ["name:ông thịnh 🌾", "\ud800"], NOW) is None


def test_a_right_guess_and_an_hour_forget(tx: Connection) -> None:
    for _ in range(9):
        slowing.failed(tx, ["a", "b"], NOW)
    slowing.succeeded(tx, ["a"])
    assert slowing.waits_until(tx, ["a"], NOW) is None
    slowing.failed(tx, ["c"], NOW + slowing.FORGOTTEN_AFTER + timedelta(seconds=1))
    assert slowing.waits_until(tx, ["b"], NOW) is None
