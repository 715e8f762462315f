"""The wordings with which consents are asked: a stored consent names the one that was shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.consent import Purpose
from conversation.texts import Texts


@dataclass(frozen=True, slots=True)
class Gate:
    """The texts around the first consent on one channel: what is kept, who may agree, and who may not yet.

    `mark` is what a chat is known by, within a sentence; `go_on_here` is for somebody whose record comes from another
    channel.
    """

    kept: str
    mark: str
    agree: str = "welcome.agree"
    not_now: str = "welcome.not_now"
    too_young: str = "declined.children"
    go_on_here: str = "moving.go_on_here"


GATES = {
    "browser": Gate("welcome.kept_browser", "what_is_kept.mark_browser"),
    "telegram": Gate("welcome.kept_telegram", "what_is_kept.mark_telegram"),
    "zalo_bot": Gate(
        "welcome.kept_zalo_bot",
        "what_is_kept.mark_zalo_bot",
        "welcome.agree_18",
        "welcome.not_now_18",
        "declined.children_18",
        "moving.go_on_here_18",
    ),
    "terminal": Gate("welcome.kept_terminal", "what_is_kept.mark_terminal"),
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


def learn_informed(texts: Texts, channel: str) -> Wording:
    """Return the wording of `learn` for somebody who asked first what is kept."""
    gate = GATES[channel]
    return _wording(texts, Purpose.LEARN, "what_is_kept.kept", gate.mark, "what_is_kept.never", gate.agree)


def learn_beside(texts: Texts, channel: str) -> Wording:
    """Return the wording of `learn` for a new person on the phone of somebody who learns."""
    gate = GATES[channel]
    return _wording(texts, Purpose.LEARN, gate.kept, "household.own", gate.agree)


def learn_here(texts: Texts, channel: str, *, is_shared: bool) -> Wording:
    """Return the wording of `learn` for somebody whose record is found by its code: another chat is kept now."""
    gate = GATES[channel]
    found = "moving.found_of" if is_shared else "moving.found"
    own = ("household.own",) if is_shared else ()
    return _wording(texts, Purpose.LEARN, found, gate.kept, *own, gate.go_on_here)


def count_in_hamlet(texts: Texts, is_unit_known: bool) -> Wording:
    """Return the wording of `count_in_hamlet`, which names the hamlet where it is known."""
    ask = "counting.ask" if is_unit_known else "counting.ask_unknown"
    return _wording(texts, Purpose.COUNT_IN_HAMLET, ask, "counting.agree")


def about_me(texts: Texts, *, is_for_belonging: bool = False) -> Wording:
    """Return the wording of `about_me`, before its three questions or before the lists of units."""
    keys = ("about.ask_units", "about.agree_units") if is_for_belonging else ("about.ask", "about.agree")
    return _wording(texts, Purpose.ABOUT_ME, keys[0], "about.scope", keys[1])


def certificate(texts: Texts, *, is_held: bool = False) -> Wording:
    """Return the wording of `certificate`, or the one by which a certificate that is held is taken back."""
    keys = ("certificate.sure", "certificate.revoke") if is_held else ("certificate.ask", "certificate.agree")
    return _wording(texts, Purpose.CERTIFICATE, *keys)


def award(texts: Texts, *, is_held: bool = False) -> Wording:
    """Return the wording of `award`, or the one by which it is taken back."""
    keys = ("award.sure", "award.revoke") if is_held else ("award.proposed", "award.ask", "award.agree")
    return _wording(texts, Purpose.AWARD, *keys)


def ask_human(texts: Texts, *, is_hamlet_known: bool) -> Wording:
    """Return the wording of `ask_human`, which says whom a question goes to."""
    ask = "asking.ask_team" if is_hamlet_known else "asking.ask_office"
    return _wording(texts, Purpose.ASK_HUMAN, ask, "asking.send")


def show_name(texts: Texts) -> Wording:
    """Return the wording of `show_name_to_leader`."""
    return _wording(texts, Purpose.SHOW_NAME_TO_LEADER, "naming.ask", "naming.agree")


def lead(texts: Texts) -> Wording:
    """Return the wording with which a leader takes the role."""
    return _wording(texts, Purpose.LEAD, "enlisting.role", "enlisting.kept", "enlisting.agree")


def wordings(texts: Texts) -> Iterator[Wording]:
    """Yield every wording that is in use: each version is kept as long as a consent may name it."""
    for channel in GATES:
        yield learn(texts, channel)
        yield learn_informed(texts, channel)
        yield learn_beside(texts, channel)
        for is_shared in (True, False):
            yield learn_here(texts, channel, is_shared=is_shared)
    for is_unit_known in (True, False):
        yield count_in_hamlet(texts, is_unit_known)
    for is_for_belonging in (True, False):
        yield about_me(texts, is_for_belonging=is_for_belonging)
    for is_held in (True, False):
        yield certificate(texts, is_held=is_held)
        yield award(texts, is_held=is_held)
    for is_hamlet_known in (True, False):
        yield ask_human(texts, is_hamlet_known=is_hamlet_known)
    yield show_name(texts)
    yield lead(texts)


def _wording(texts: Texts, purpose: Purpose, *keys: str) -> Wording:
    return Wording(texts.version(*keys), purpose, "\n".join(texts[key] for key in keys))
