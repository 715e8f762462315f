"""What becomes of a message after each try."""

from datetime import timedelta

import pytest

from bot.channels.channel import SendError
from bot.retrying import Fate, judge


@pytest.mark.parametrize(
    ("error", "tries", "fate", "seconds"),
    [
        (None, 1, Fate.SENT, 0),
        (SendError("refused"), 1, Fate.LATER, 2),
        (SendError("refused"), 2, Fate.LATER, 5),
        (SendError("refused"), 8, Fate.LATER, 7200),
        (SendError("refused"), 9, Fate.NEVER, 0),
        (SendError("too fast", retry_after=17), 1, Fate.LATER, 17),
        (SendError("blocked", is_gone=True), 1, Fate.NEVER, 0),
        (SendError("no answer", is_unsure=True), 1, Fate.MAYBE_SENT, 0),
    ],
)
def test_a_message_waits_longer_after_each_try_and_is_given_up_at_last(
    error: SendError | None, tries: int, fate: Fate, seconds: float
) -> None:
    verdict = judge(error, tries)
    assert (verdict.fate, verdict.wait) == (fate, timedelta(seconds=seconds))


def test_the_operator_can_read_why_a_message_was_given_up() -> None:
    assert "refused" in judge(SendError("refused"), 9).reason


def test_who_still_holds_the_phone_is_tried_five_times_within_the_first_minute() -> None:
    waits = [judge(SendError("refused"), tries).wait for tries in range(1, 5)]
    assert sum(waits, timedelta()) < timedelta(minutes=1)
