"""What to do about a message that was not accepted, and how long to wait before the next try."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.channels.channel import SendError

WAITS = (2, 5, 10, 20, 60, 300, 1800, 7200)
"""Seconds before the second, third … try; after the last wait the message is given up.

In the first minute the phone is still in somebody's hand: it is worth a few tries. So it is whenever its person does
something, which brings the next try of a reply forward: see `storage.drafts`.
"""


class Fate(StrEnum):
    """What becomes of an outbox row."""

    SENT = "sent"
    LATER = "later"
    MAYBE_SENT = "maybe_sent"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The fate of one row: `wait` is how long until it is tried again, `reason` is for the operator.

    `is_gone` when the chat will take no other message either.
    """

    fate: Fate
    wait: timedelta = timedelta()
    reason: str = ""
    is_gone: bool = False


def judge(error: SendError | None, tries: int) -> Verdict:
    """Return the verdict after the `tries`-th try; no error means that it was accepted."""
    if error is None:
        return Verdict(Fate.SENT)
    if error.is_gone or error.is_refused:
        return Verdict(Fate.NEVER, reason=error.reason, is_gone=error.is_gone)
    if error.is_unsure:
        return Verdict(Fate.MAYBE_SENT, reason=error.reason)
    if tries > len(WAITS):
        return Verdict(Fate.NEVER, reason=f"gave up after {tries} tries: {error.reason}")
    seconds = WAITS[tries - 1] if error.retry_after is None else error.retry_after
    return Verdict(Fate.LATER, timedelta(seconds=seconds), error.reason)
