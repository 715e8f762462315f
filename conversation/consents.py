"""The wordings with which consents are asked: a stored consent names the one that was shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.consent import Purpose
from conversation.texts import Texts


@dataclass(frozen=True, slots=True)
class Gate:
    """The texts around the first consent on one channel: what is kept, who may agree, and who may not yet."""

    kept: str
    agree: str = "welcome.agree"
    not_now: str = "welcome.not_now"
    too_young: str = "declined.children"


GATES = {
    "browser": Gate("welcome.kept_browser"),
    "telegram": Gate("welcome.kept_telegram"),
    "zalo_bot": Gate("welcome.kept_zalo_bot", "welcome.agree_18", "welcome.not_now_18", "declined.children_18"),
    "terminal": Gate("welcome.kept_terminal"),
}
"""What a chat is known by differs from channel to channel, and the first card must say so.

The terms of Zalo's bots let in nobody under 18; everywhere else the gate is 16 (design.md rule 1).
"""


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of one consent; `text` is its template, gaps and all."""

    version: str
    purpose: Purpose
    text: str


def learn(texts: Texts, channel: str) -> Wording:
    """Return the wording of `learn` on a channel."""
    gate = GATES[channel]
    return _wording(texts, Purpose.LEARN, "welcome.who", gate.kept, gate.agree)


def count_in_hamlet(texts: Texts, is_unit_known: bool) -> Wording:
    """Return the wording of `count_in_hamlet`, which names the hamlet where it is known."""
    ask = "counting.ask" if is_unit_known else "counting.ask_unknown"
    return _wording(texts, Purpose.COUNT_IN_HAMLET, ask, "counting.agree")


def wordings(texts: Texts) -> Iterator[Wording]:
    """Yield every wording that is in use: each version is kept as long as a consent may name it."""
    for channel in GATES:
        yield learn(texts, channel)
    for is_unit_known in (True, False):
        yield count_in_hamlet(texts, is_unit_known)


def _wording(texts: Texts, purpose: Purpose, *keys: str) -> Wording:
    return Wording(texts.version(*keys), purpose, "\n".join(texts[key] for key in keys))
