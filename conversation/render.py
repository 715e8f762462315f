"""Putting a reply into words: texts, forms of address, figures of the hamlet."""

import re
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import assert_never

from conversation.learner import DEFAULT_ADDRESS
from conversation.message import Button, Head, Message, Text
from conversation.pictures import HamletCard, Picture
from conversation.replies import Bubble, Content, HamletProgress, HamletSummary, Heading, Reply, Say, Value
from conversation.texts import fill
from conversation.world import World
from lessons.contacts import without_unset

_FEW = 5
"""Below this many learners a hamlet has only begun: a number would point at persons."""

_GOALS = (
    (1, 4, "progress.goal_quarter"),
    (1, 2, "progress.goal_half"),
    (3, 4, "progress.goal_three_quarters"),
    (1, 1, "progress.goal_all"),
)
"""Shared goals as a share of the hamlet's adults, each with its name."""

_NOT_PLAIN = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069*]+")


@dataclass(frozen=True, slots=True)
class HamletFigures:
    """A hamlet's learners this year, those who began this week, and its adults if the office gave their number."""

    participants: int
    newcomers: int
    adults: int | None


@dataclass(frozen=True)
class Voice:
    """How to word one chat's replies.

    `hamlet` is the learner's as it stands within a sentence. `figures` has every hamlet that a reply may tell the
    progress of, `summaries` every unit whose leader's card it may show; without a header (`has_header`) the name of a
    lesson's page is put into its text.
    """

    world: World
    address: str = DEFAULT_ADDRESS
    hamlet: str = ""
    figures: Mapping[str, HamletFigures] | None = None
    has_header: bool = False
    summaries: Mapping[str, HamletCard] | None = None

    @cached_property
    def tokens(self) -> "_Tokens":
        """Return what fills the gaps that any text may have."""
        return _tokens(self)


def render(reply: Reply, voice: Voice) -> Message:
    """Return the reply in words.

    Raises:
        KeyError: when a text, a gap or the figures of a hamlet are missing.
    """
    bubbles = [Text(_bubble(bubble, voice), bubble.tone) for bubble in reply.bubbles]
    heading = reply.heading
    if heading is not None and heading.is_in_text and not voice.has_header:
        at = len(bubbles) - 1
        bubbles[at] = Text(f"{_in_text(heading, voice)}\n{bubbles[at].text}", bubbles[at].tone)
    return Message(
        bubbles=tuple(bubbles),
        options=tuple(
            Button(words(option.label, voice), option.number, option.button, option.is_next_step)
            for option in reply.options
        ),
        prompt=reply.prompt,
        asks_consent=reply.asks_consent,
        head=_head(heading, voice) if heading is not None and voice.has_header else None,
        own=words(reply.own, voice) if reply.own else "",
        typing=words(reply.typing, voice) if reply.typing else "",
        picture=_picture(reply.picture, voice),
        recording=reply.recording,
    )


def words(say: Say, voice: Voice) -> str:
    """Return one text with its gaps filled."""
    template = voice.world.texts[say.key]
    if "{" not in template:
        return template
    values = {name: _value(value, voice) for name, value in say.values.items()}
    return fill(template, ChainMap(values, voice.tokens))


def content(text: str, voice: Voice) -> str:
    """Return a text of a lesson with its tokens filled, without sentences that need an unset number."""
    return fill(without_unset(text, voice.world.contacts), voice.tokens)


def named_in_progress(reply: Reply) -> frozenset[str]:
    """Return the hamlets whose figures a reply needs."""
    return frozenset(bubble.say.unit for bubble in reply.bubbles if isinstance(bubble.say, HamletProgress))


def summarised(reply: Reply) -> frozenset[str]:
    """Return the units whose leader's card a reply shows, in words or as a picture."""
    shown = (*(bubble.say for bubble in reply.bubbles), reply.picture)
    return frozenset(one.unit for one in shown if isinstance(one, HamletSummary))


def plain(text: str) -> str:
    """Return a name from outside as one harmless run: no markup, line breaks, control or direction marks."""
    return _NOT_PLAIN.sub(" ", text).strip()


_plain = lru_cache(maxsize=256)(plain)
"""For what the office set, which comes again in every turn; names of persons are never remembered."""


def _bubble(bubble: Bubble, voice: Voice) -> str:
    match bubble.say:
        case HamletProgress() as progress:
            return words(_progress(progress, voice), voice)
        case HamletSummary(unit):
            return words(leader_card((voice.summaries or {})[unit]), voice)
        case Say() as say:
            return words(say, voice)
    assert_never(bubble.say)


def leader_card(card: HamletCard) -> Say:
    """Say the figures of a leader's card, the same that its picture shows."""
    lines = (
        Say("summary.head", {"Unit": card.hamlet, "day": f"{card.as_of:%d/%m/%Y}"}),
        _participants(card),
        _completers(card),
        Say("summary.sessions", {"count": card.sessions_held, "visits": card.session_visits}),
        Say("summary.waiting", {"count": card.waiting}),
        Say("summary.weeks", {"weeks": " · ".join(map(str, card.weeks))}),
    )
    return Say("summary.card", {"lines": lines})


def _participants(card: HamletCard) -> Say:
    rate = card.participation_rate
    if rate.percent is None:
        return Say("summary.people_only", {"people": card.participants, "new": card.newcomers_this_week})
    values: dict[str, Value] = {"people": rate.numerator, "new": card.newcomers_this_week}
    return Say("summary.people", {**values, "adults": card.adults or 0, "rate": str(rate)})


def _completers(card: HamletCard) -> Say:
    if card.completers is None:
        return Say("summary.completers_few")
    rate = card.completion_rate
    if rate.percent is None:
        return Say("summary.completers_only", {"count": card.completers})
    return Say("summary.completers", {"count": rate.numerator, "rate": str(rate)})


def _picture(picture: HamletSummary | Picture | None, voice: Voice) -> Picture | None:
    return (voice.summaries or {})[picture.unit] if isinstance(picture, HamletSummary) else picture


def _value(value: Value, voice: Voice) -> str:
    match value:
        case Content(text):
            return content(text, voice)
        case Say():
            return words(value, voice)
        case tuple():
            return "\n".join(words(line, voice) for line in value)
        case int():
            return f"{value:,}".replace(",", ".")
    return plain(value)


class _Tokens(dict[str, str]):
    """The gaps that any text may have; a number the office has not set is simply left out of the sentence."""

    def __missing__(self, gap: str) -> str:
        if gap.startswith("contacts."):
            return ""
        raise KeyError(gap)


def _tokens(voice: Voice) -> _Tokens:
    world = voice.world
    address = voice.address
    tokens = {
        "bác": address,
        "Bác": address[:1].upper() + address[1:],
        "xóm": plain(voice.hamlet) or world.texts["hamlet.ours"],
        "commune": _plain(world.commune),
        "controller": _plain(world.controller),
        "privacy_contact": _plain(world.privacy_contact),
        **{f"contacts.{key}": _plain(number) for key, number in world.contacts.items()},
    }
    return _Tokens(tokens)


def _progress(progress: HamletProgress, voice: Voice) -> Say:
    """Word a hamlet's progress: a shared goal and a trend, never a rank (design.md rule 8)."""
    figures = (voice.figures or {})[progress.unit]
    name = voice.world.units.by_code[progress.unit].name
    if figures.participants < _FEW:
        return Say("progress.beginning_together" if progress.is_for_all else "progress.beginning", {"Unit": name})
    values: dict[str, Value] = {"Unit": name, "people": figures.participants, "new": figures.newcomers}
    for numerator, denominator, goal in _GOALS:
        left = -(-(figures.adults or 0) * numerator // denominator) - figures.participants
        if left > 0:
            key = "progress.to_goal" if figures.newcomers else "progress.quiet_to_goal"
            return Say(key, {**values, "left": left, "goal": Say(goal)})
    return Say("progress.people" if figures.newcomers else "progress.quiet_week", values)


def _head(heading: Heading, voice: Voice) -> Head:
    where = words(heading.where, voice) if heading.where else ""
    return Head(words(heading.title, voice), where, heading.done, heading.total)


def _in_text(heading: Heading, voice: Voice) -> str:
    if heading.where is None:
        return f"**{words(heading.title, voice)}**"
    return words(Say("reading.in_text", {"title": heading.title, "where": heading.where}), voice)
