"""A conversation written down: what the person does, what the assistant says, what is recorded.

`hocso try --transcript FILE` writes one; `tests/transcripts` plays them again and compares. What the person does is
one line, the same in both:

| line | means |
| --- | --- |
| `2`, `Tiếp`, any words | typed |
| `#2` | a tap on option 2 of the newest message; `#2@3` of the message three before it |
| `#p.zz.0` | a tap on a button that carries just this, ours or not |
| `=right`, `=wrong` | a tap on a right or wrong choice of the open question |
| `/`, `/4821` | the chat is opened, perhaps from a poster |
| `!voice`, `!picture`, `!sticker`, `!other` | something that cannot be read |
| `*` | the platform delivers the last event once more |
| `+3d`, `+5h`, `+2m` | time passes |
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import timedelta
from enum import Enum

import yaml

from bot.trial import Trial
from campaign.people import About
from conversation.buttons import AnswerButton
from conversation.events import Event, Medium, Opened, Tapped, Typed, Unreadable
from conversation.facts import Drew, Fact
from conversation.learner import InHamlet, Outside
from conversation.message import Message
from conversation.places import Answering
from quizzes.attempt import question_at

Entry = dict[str, object]

_UNITS = {"d": "days", "h": "hours", "m": "minutes"}
_NOT_WRITTEN = frozenset({"attempt", "version", "id"})


class UnreadableLineError(ValueError):
    """A line is none of those a transcript knows, or cannot be done now."""


class Player:
    """Plays lines against a trial; `sent` is the list to which its channel adds what it sends."""

    def __init__(self, trial: Trial, sent: list[Message]) -> None:
        self._trial = trial
        self._sent = sent
        self._last: Event = Opened()
        self._count = 0

    async def play(self, line: str) -> Entry:
        """Do what a line says and return what came of it.

        Raises:
            UnreadableLineError: when the line means nothing here.
        """
        passing = re.fullmatch(r"\+(\d+)([dhm])", line)
        if passing:
            self._trial.clock.move(timedelta(**{_UNITS[passing[2]]: int(passing[1])}))
            return {"me": line}
        if line != "*":
            self._last = self._event(line)
            self._count += 1
        before = len(self._sent)
        await self._trial.act(self._last, str(self._count))
        return _entry(line, self._sent[before:], self._trial.facts)

    def _event(self, line: str) -> Event:
        tap = re.fullmatch(r"#(\d+)(?:@(\d+))?", line)
        if tap:
            return Tapped(self._button(int(tap[1]), int(tap[2] or 0)))
        if line.startswith("#"):
            return Tapped(line[1:])
        if line in ("=right", "=wrong"):
            return Tapped(self._answer(is_right=line == "=right"))
        if line.startswith("/"):
            return Opened(line[1:] or None)
        if line.startswith("!"):
            return Unreadable(Medium(line[1:]))
        return Typed(line)

    def _button(self, number: int, messages_back: int) -> str:
        if messages_back >= len(self._sent):
            raise UnreadableLineError(f"only {len(self._sent)} messages so far")
        options = self._sent[-1 - messages_back].options
        found = [option.button for option in options if option.number == number]
        if not found:
            raise UnreadableLineError(f"no option {number} there")
        return found[0]

    def _answer(self, *, is_right: bool) -> str:
        place = self._trial.situation().chat.place
        if not isinstance(place, Answering):
            raise UnreadableLineError("no question is open")
        attempt = place.attempt
        found = question_at(attempt, attempt.position, self._trial.world.bank.pool(attempt.lesson))
        choices = found[1] if found else ()
        at = next(index for index, choice in enumerate(choices) if choice.correct is is_right)
        return str(AnswerButton(attempt.id, attempt.position, at))


def dump(head: Entry, entries: Sequence[Entry]) -> str:
    """Return a whole transcript as YAML."""
    return yaml.safe_dump({**head, "steps": list(entries)}, allow_unicode=True, sort_keys=False, width=110)


def _entry(line: str, sent: Sequence[Message], facts: Iterable[Fact]) -> Entry:
    entry: Entry = {"me": line}
    if sent:
        entry["bot"] = [bubble.text for message in sent for bubble in message.bubbles]
        entry["options"] = [f"{option.number} {option.label}" for option in sent[-1].options]
    recorded = [_brief(fact) for fact in facts]
    return {**entry, "recorded": recorded} if recorded else entry


def _brief(fact: Fact) -> str:
    """Write a fact on one line, without ids and versions, which differ from run to run."""
    if isinstance(fact, Drew):
        return f"Drew {fact.attempt.lesson} {fact.attempt.kind.value} {len(fact.attempt.drawn)}"
    values = (_word(field.name, getattr(fact, field.name)) for field in fields(fact) if field.name not in _NOT_WRITTEN)
    return " ".join([type(fact).__name__, *filter(None, values)])


def _word(name: str, value: object) -> str:
    match value:
        case bool() if name.startswith("is_"):
            return name.removeprefix("is_") if value else ""
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case InHamlet(unit):
            return unit
        case Outside():
            return "outside"
        case About(age_band, sex, group):
            return " ".join(one.value for one in (age_band, sex, group) if one) or "nothing"
        case frozenset() | tuple():
            return " ".join(map(str, sorted(value))) or "none"
        case None:
            return "none"
    return str(value)
