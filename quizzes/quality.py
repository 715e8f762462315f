"""Which questions need a second look, judged by sums over what learners answered; nothing here knows a learner.

A finding is a reason to read a question again, never a verdict: each needs a least number of answers and is said only
when the whole interval, in which the truth lies 95 times of 100, is on the wrong side.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import atanh, hypot, sqrt, tanh

FEWEST_FIRST = 30
"""First tries before anything is said of a question."""
FEWEST_LATER = 30
"""Answers days later before they are compared with the first tries."""
FEWEST_PAIRS = 60
"""First tries of learners with enough other answers before the correlation is looked at.

It takes many more to be sure that a question tells nobody apart: in the invented cohort of the tests such a question
was found in 11 of 20 rounds with about 550 answers, and in 18 of 20 with 1,100 to 1,200.
"""

_Z = 1.96
_EASY = 0.97
_HARD = 0.5
_DISCRIMINATES = 0.1
"""Ebel and Frisbie call below 0.19 poor; a rest of a few answers is coarse and lowers it, so we ask for less."""
_DEAD = 0.03
_FORGOTTEN = 0.05


class Finding(StrEnum):
    """What a question may suffer from, the most pressing first."""

    WRONG_KEY = "wrong_key"
    AMBIGUOUS = "ambiguous"
    HARD = "hard"
    FORGOTTEN = "forgotten"
    DEAD_CHOICE = "dead_choice"
    EASY = "easy"


@dataclass(frozen=True, slots=True)
class Share:
    """So many right of so many."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """Return the share, 0 where there is nothing."""
        return self.right / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Return Wilson's score interval (E. B. Wilson, JASA 22, 1927), all of 0 to 1 where there is nothing.

        With z = 1.96: (p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n). 8 right of 10: 0.490 to 0.943.
        """
        if not self.of:
            return 0.0, 1.0
        p, part = self.value, _Z * _Z / self.of
        half = _Z * sqrt(p * (1 - p) / self.of + part / (4 * self.of))
        return max(0.0, (p + part / 2 - half) / (1 + part)), min(1.0, (p + part / 2 + half) / (1 + part))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Sums over learners of x, right (1) or not (0), and y, the share right of their other first tries."""

    count: int = 0
    right: int = 0
    rest: float = 0.0
    rest_squared: float = 0.0
    rest_of_right: float = 0.0

    @property
    def correlation(self) -> float | None:
        """Return the corrected item-rest correlation; None where x or y is the same for everybody.

        Corrected: y leaves out the question itself, which would else agree with itself (Ebel and Frisbie, "Essentials
        of Educational Measurement", 5th ed. 1991, ch. 13). r = (Σxy/n - x̄ȳ) / sqrt(x̄(1-x̄)(Σy²/n - ȳ²)).
        Four learners, x = 1 1 0 0 and y = 1 0.5 0.5 0: x̄ = ȳ = 0.5, Σxy/n = 0.375, Σy²/n = 0.375, so
        r = 0.125 / sqrt(0.25 · 0.125) = 0.707.
        """
        n = self.count
        if n < 2 or not 0 < self.right < n:
            return None
        spread = self.rest_squared / n - (self.rest / n) ** 2
        if spread < 1e-9:
            return None
        p = self.right / n
        return (self.rest_of_right / n - p * self.rest / n) / sqrt(p * (1 - p) * spread)

    @property
    def interval(self) -> tuple[float, float]:
        """Return Fisher's interval, tanh(atanh r ± 1.96/sqrt(n-3)) (Metron 1, 1921); -1 to 1 where r is not known."""
        found = self.correlation
        if found is None or self.count <= 3:
            return -1.0, 1.0
        middle, half = atanh(max(-0.999, min(0.999, found))), _Z / sqrt(self.count - 3)
        return tanh(middle - half), tanh(middle + half)


@dataclass(frozen=True, slots=True)
class Answers:
    """The sums of one question; `chosen` counts first tries by the order of the choices in the content, `key` is right.

    `chosen` is empty where nobody counted the choices.
    """

    lesson: str
    question: str
    first: Share
    later: Share
    pairs: Pairs
    chosen: tuple[int, ...]
    key: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with its findings, the most pressing first; `choices`, from 0, are those the findings speak of."""

    answers: Answers
    findings: tuple[Finding, ...]
    choices: tuple[int, ...] = ()


def drop(first: Share, later: Share) -> tuple[float, float]:
    """Return the interval of how much smaller the later share is (R. G. Newcombe, Stat. Med. 17, 1998, method 10).

    It joins the two Wilson intervals: from d - hypot(p1-l1, u2-p2) to d + hypot(u1-p1, p2-l2). 56 of 70, later 48 of
    80: d = 0.2, from 0.052 to 0.334 (his table II, case a). Those who come to reviews are not everybody: it says that
    the answers got worse, not why.
    """
    (low, high), (later_low, later_high) = first.interval, later.interval
    difference = first.value - later.value
    return (
        difference - hypot(first.value - low, later_high - later.value),
        difference + hypot(high - first.value, later.value - later_low),
    )


def judge(answers: Answers) -> Judged:
    """Return what the answers say against a question; nothing as long as they are too few."""
    if answers.first.of < FEWEST_FIRST:
        return Judged(answers, ())
    low, high = answers.first.interval
    pull = _stronger_than_key(answers)
    is_apart = answers.pairs.count >= FEWEST_PAIRS
    at_most = answers.pairs.interval[1] if is_apart else 1.0
    is_easy = low >= _EASY
    is_wrong_key = pull is not None and at_most < 0
    dead = () if is_easy else _dead(answers)
    is_forgotten = answers.later.of >= FEWEST_LATER and drop(answers.first, answers.later)[0] > _FORGOTTEN
    holds = {
        Finding.WRONG_KEY: is_wrong_key,
        Finding.AMBIGUOUS: at_most < _DISCRIMINATES and not is_wrong_key and not is_easy,
        Finding.HARD: high < _HARD and not is_wrong_key,
        Finding.FORGOTTEN: is_forgotten,
        Finding.DEAD_CHOICE: bool(dead),
        Finding.EASY: is_easy,
    }
    choices = (pull,) if is_wrong_key and pull is not None else dead
    return Judged(answers, tuple(finding for finding in Finding if holds[finding]), choices)


def in_order(judged: Iterable[Judged]) -> Sequence[Judged]:
    """Return the questions, the most pressing finding first, those with nothing against them last."""
    rank = {finding: at for at, finding in enumerate(Finding)}

    def key(one: Judged) -> tuple[int, float, str, str]:
        pressing = rank[one.findings[0]] if one.findings else len(rank)
        return pressing, one.answers.first.value, one.answers.lesson, one.answers.question

    return sorted(judged, key=key)


def _stronger_than_key(answers: Answers) -> int | None:
    """Return the wrong choice that surely more learners take than the one marked right, None where there is none."""
    wrong = [at for at in range(len(answers.chosen)) if at != answers.key]
    if not wrong:
        return None
    most = max(wrong, key=lambda at: answers.chosen[at])
    taken, keyed = answers.chosen[most], answers.chosen[answers.key]
    return most if Share(taken, taken + keyed).interval[0] > 0.5 else None


def _dead(answers: Answers) -> tuple[int, ...]:
    """Return the wrong choices that surely next to nobody takes."""
    total = sum(answers.chosen)
    return tuple(
        at for at, count in enumerate(answers.chosen) if at != answers.key and Share(count, total).interval[1] < _DEAD
    )
