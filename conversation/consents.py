"""The wordings with which consents are asked: a stored consent names the one that was shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.consent import Purpose
from conversation.texts import Texts

LEARN_KEPT = {
    "browser": "welcome.kept_browser",
    "telegram": "welcome.kept_telegram",
    "terminal": "welcome.kept_terminal",
}
"""What a chat is known by differs from channel to channel, and the first card must say so."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of one consent; `text` is its template, gaps and all."""

    version: str
    purpose: Purpose
    text: str


def learn(texts: Texts, channel: str) -> Wording:
    """Return the wording of `learn` on a channel."""
    return _wording(texts, Purpose.LEARN, "welcome.who", LEARN_KEPT[channel], "welcome.agree")


def count_in_hamlet(texts: Texts, is_unit_known: bool) -> Wording:
    """Return the wording of `count_in_hamlet`, which names the hamlet where it is known."""
    ask = "counting.ask" if is_unit_known else "counting.ask_unknown"
    return _wording(texts, Purpose.COUNT_IN_HAMLET, ask, "counting.agree")


def wordings(texts: Texts) -> Iterator[Wording]:
    """Yield every wording that is in use: each version is kept as long as a consent may name it."""
    for channel in LEARN_KEPT:
        yield learn(texts, channel)
    for is_unit_known in (True, False):
        yield count_in_hamlet(texts, is_unit_known)


def _wording(texts: Texts, purpose: Purpose, *keys: str) -> Wording:
    return Wording(texts.version(*keys), purpose, "\n".join(texts[key] for key in keys))
