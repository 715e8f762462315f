"""Signs that figures may have been made rather than earned: shown to the office with their numbers.

A sign is a reason to ask, never an accusation, and nothing is taken off a figure because of one: public software
exists that fills in the quizzes of the national platform (domain.md 1.5), and where completion feeds a score people
are tempted. What looks the same may be a helper's kindness or a shared phone. The thresholds are our own choice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from math import sqrt
from pathlib import Path

from lessons.texts_file import read_texts

FILE = Path(__file__).with_name("signs.vi.yaml")

HURRIED_RUN = 6
"""Answers of one learner on one day, each faster than the question can be read: two quizzes in a row."""
FEWEST_RUNS = 3
PEOPLE_ON_A_DEVICE = 6
"""A family of three generations is not yet many."""
PEOPLE_ON_A_LEADERS_PHONE = 4
FEWEST_REVIEWS = 30
FORGOTTEN_BY = 20
"""Percentage points by which the reviews lie below the first tries."""
CERTAINTY = 2.5
"""Standard errors: about one in 160 hamlets shows such a difference by chance."""
FEWEST_LATE_SESSIONS = 3
LATE_DAYS = 15
"""Days before the units' reports are due in which sessions may pile up."""


class SignKind(StrEnum):
    """What looks odd."""

    HURRIED = "hurried"
    SHARED_DEVICE = "shared_device"
    LEADERS_PHONE = "leaders_phone"
    FORGOTTEN = "forgotten"
    SESSION_DOUBLED = "session_doubled"
    SESSION_CROWDED = "session_crowded"
    LATE_SESSIONS = "late_sessions"


@dataclass(frozen=True, slots=True)
class HeldOn:
    """A session as it counts or waits: the day and how many were present."""

    day: date
    present: int


@dataclass(frozen=True, slots=True)
class Traces:
    """What is known of one unit's period.

    `hurried_runs` are days of a learner with `HURRIED_RUN` or more hurried answers; `devices` and `leaders_devices`
    tell how many learners share each phone that many share; of the answers, `first_tries` and `reviews` are pairs of
    right ones and all. `first_tries` counts repeated tries among all, so the share is at least what it says.
    """

    answers: int = 0
    hurried_runs: int = 0
    devices: Sequence[int] = ()
    leaders_devices: Sequence[int] = ()
    first_tries: tuple[int, int] = (0, 0)
    reviews: tuple[int, int] = (0, 0)
    adults: int | None = None
    sessions: Sequence[HeldOn] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign and its numbers, as its sentence names them."""

    kind: SignKind
    numbers: Mapping[str, int | str]

    def sentence(self) -> str:
        """Return what is shown: what was seen, and whom to ask."""
        numbers = {
            name: f"{value:,}".replace(",", ".") if isinstance(value, int) else value
            for name, value in self.numbers.items()
        }
        return _sentences()[self.kind].format_map(numbers)


def signs(traces: Traces, due: date | None) -> tuple[Sign, ...]:
    """Return what looks odd about a unit; `due` is the last day for reports when it lies in the period."""
    return (*_of_answers(traces), *_of_devices(traces), *_of_sessions(traces, due))


def is_far_below(low: tuple[int, int], high: tuple[int, int]) -> bool:
    """Say whether the share of `low` lies so far below that of `high` that chance is a poor explanation.

    Each is a pair of right answers and all. The difference must be `FORGOTTEN_BY` points and `CERTAINTY` standard
    errors of a difference between two proportions with pooled variance. An example: 24 of 60 against 300 of 400 are
    40 % and 75 %, the pooled share is 70.4 %, the standard error 6.32 points, so the difference is 5.5 of them.
    """
    if not low[1] or not high[1]:
        return False
    gap = high[0] / high[1] - low[0] / low[1]
    pooled = (low[0] + high[0]) / (low[1] + high[1])
    error = sqrt(pooled * (1 - pooled) * (1 / low[1] + 1 / high[1]))
    return 100 * gap >= FORGOTTEN_BY and gap >= CERTAINTY * error


def _of_answers(traces: Traces) -> Iterator[Sign]:
    if traces.hurried_runs >= FEWEST_RUNS:
        numbers = {"runs": traces.hurried_runs, "run": HURRIED_RUN, "answers": traces.answers}
        yield Sign(SignKind.HURRIED, numbers)
    if traces.reviews[1] >= FEWEST_REVIEWS and is_far_below(traces.reviews, traces.first_tries):
        right, all_ = traces.reviews
        first, firsts = traces.first_tries
        yield Sign(SignKind.FORGOTTEN, {"right": right, "reviews": all_, "first": first, "firsts": firsts})


def _of_devices(traces: Traces) -> Iterator[Sign]:
    many = [people for people in traces.devices if people >= PEOPLE_ON_A_DEVICE]
    if many:
        yield Sign(SignKind.SHARED_DEVICE, {"devices": len(many), "most": max(many), "people": sum(many)})
    lent = [people for people in traces.leaders_devices if people >= PEOPLE_ON_A_LEADERS_PHONE]
    if lent:
        yield Sign(SignKind.LEADERS_PHONE, {"devices": len(lent), "people": sum(lent)})


def _of_sessions(traces: Traces, due: date | None) -> Iterator[Sign]:
    days = [held.day for held in traces.sessions]
    for twice in sorted({day for day in days if days.count(day) > 1}):
        yield Sign(SignKind.SESSION_DOUBLED, {"day": f"{twice:%d/%m/%Y}", "count": days.count(twice)})
    for held in traces.sessions:
        if traces.adults is not None and held.present > traces.adults:
            day = f"{held.day:%d/%m/%Y}"
            yield Sign(SignKind.SESSION_CROWDED, {"day": day, "present": held.present, "adults": traces.adults})
    if due is not None:
        late = sum(due - timedelta(days=LATE_DAYS) < day <= due for day in days)
        if late >= FEWEST_LATE_SESSIONS and 2 * late > len(days):
            until = f"{due:%d/%m}"
            yield Sign(SignKind.LATE_SESSIONS, {"late": late, "sessions": len(days), "days": LATE_DAYS, "due": until})


@cache
def _sentences(file: Path = FILE) -> Mapping[SignKind, str]:
    tree: Mapping[str, str] = read_texts(file)
    return {kind: tree[kind] for kind in SignKind}
