"""What buttons carry: short, safe against forgery, and the same after parsing."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.buttons import AnswerButton, PromptButton, fresh_id, parse

LARGEST = 2**63 - 1
ids = st.integers(0, LARGEST)
smalls = st.integers(0, 200)


@given(st.builds(AnswerButton, ids, smalls, smalls) | st.builds(PromptButton, ids, smalls))
def test_a_button_is_read_as_it_was_written(button: AnswerButton | PromptButton) -> None:
    assert parse(str(button)) == button


def test_the_largest_button_fits_every_platform() -> None:
    assert len(str(AnswerButton(LARGEST, LARGEST, LARGEST)).encode()) <= 64


@pytest.mark.parametrize(
    "forged",
    ["", "a", "p", "a.1", "a.1.2", "a.1.2.3.4", "p.1", "p.1.2.3", "x.1.2", "a.-1.0.0", "a.1.0.A", "p. 1.0", "p.1.０",
     "p.ư.0", "p.1.🌾", "p..", "a...", "p.zzzzzzzzzzzzzz.0", "p.3w5e11264sgsg.0", "p.1_0.0", "p.1.0\0", "P.1.0"],
)  # fmt: skip
def test_what_is_no_button_of_ours_is_none(forged: str) -> None:
    assert parse(forged) is None


@given(st.text())
def test_no_text_is_too_strange_for_a_button(text: str) -> None:
    assert parse(text) is None or parse(text) == parse(str(parse(text)))


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2036, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds are naive by contract
def test_ids_grow_with_time_and_stay_below_the_largest(now: datetime) -> None:
    earlier, later = fresh_id(now, Random(2)), fresh_id(now + timedelta(milliseconds=2), Random(1))
    assert 0 < earlier < later <= LARGEST


def test_two_ids_of_one_moment_differ() -> None:
    now, rng = datetime(2026, 12, 7, tzinfo=UTC), Random(7)
    assert len({fresh_id(now, rng) for _ in range(100)}) == 100
