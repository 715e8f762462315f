"""The name a leader may see, and the name on a certificate: typed, skippable, never taken from the platform."""

from typing import assert_never
from unicodedata import category, normalize

from campaign.consent import Purpose
from conversation import certifying, consents, hearing, onward, praising
from conversation.facts import Consented, HelpWanted, Named
from conversation.places import STUDYING, AskingToShowName, Menu, TypingName
from conversation.render import plain
from conversation.replies import Bubble, Say
from conversation.turn import Card, Item, Turn

Place = AskingToShowName | TypingName

AGREE = "agree"
REFUSE = "refuse"
SKIP = "skip"

LONGEST = 40
"""Letters of a name."""

_BETWEEN = " '’.-"
"""What may stand between the letters of a name."""


def want_help(lesson: str | None, turn: Turn) -> Turn:
    """Let somebody be asked for; the first time, the learner is asked whether the team may know the name."""
    turn = turn.record(HelpWanted(lesson))
    learner = turn.learner
    if learner is None or turn.hamlet is None:
        return onward.go_on(turn.say("help.no_hamlet"))
    turn = turn.say("help.noted")
    is_shown = learner.consents.get(Purpose.SHOW_NAME_TO_LEADER)
    if is_shown is None:
        return turn.go(AskingToShowName())
    return turn.go(TypingName()) if is_shown and not learner.name else onward.go_on(turn)


def ask_for_help(turn: Turn) -> Turn:
    """Let somebody be asked for, from the menu: with no lesson, and back to the menu."""
    return want_help(None, _to_menu_afterwards(turn))


def ask_again(turn: Turn) -> Turn:
    """Ask once more whether the team may know the name, because the learner wants to change it."""
    return _to_menu_afterwards(turn).go(AskingToShowName())


def card(place: Place, turn: Turn) -> Card:
    """Return what is shown at these places."""
    match place:
        case AskingToShowName():
            items = (Item(AGREE, Say("naming.agree")), Item(REFUSE, Say("naming.refuse")))
            return Card((Bubble(Say("naming.ask")),), items, version=_version(turn))
        case TypingName(for_certificate, award_year):
            own = "naming.type_for_certificate" if for_certificate else "naming.type"
            ask = Say(own if award_year is None else "naming.type_for_award")
            return Card((Bubble(ask),), (Item(SKIP, Say("naming.skip")),), typing=Say("naming.typing"))
    assert_never(place)


def choose(place: Place, choice: str, turn: Turn) -> Turn:
    """Follow a choice at these places."""
    match place:
        case AskingToShowName():
            return _agree(turn) if choice == AGREE else _refuse(turn)
        case TypingName():
            return _after_name("", place, turn)
    assert_never(place)


def write(place: Place, text: str, turn: Turn) -> Turn | None:
    """Take the name that was typed; digits are a choice or a number nobody should send."""
    if not isinstance(place, TypingName) or not _is_asked(turn) or any(sign.isdigit() for sign in text):
        return None
    if hearing.bare(text) in hearing.words().onward | hearing.words().agree:
        return None
    name = _name(text)
    return turn.say("naming.letters_only") if name is None else _after_name(name, place, turn)


def _is_asked(turn: Turn) -> bool:
    """Say whether the question for the name reached the person today: another day a visit begins, of whoever it is."""
    return turn.is_prompt_seen and turn.learner is not None and turn.learner.visit_on == turn.today


def _to_menu_afterwards(turn: Turn) -> Turn:
    return turn if isinstance(turn.chat.after, STUDYING) else turn.then(Menu())


def _after_name(name: str, place: TypingName, turn: Turn) -> Turn:
    """Go on with a name, or "" where none was typed. The name on a certificate is not for the leader to see."""
    if place.for_certificate:
        return certifying.earn(name, turn)
    if place.award_year is not None:
        return praising.name(place.award_year, name, turn)
    return onward.go_on(turn.record(Named(name)).say("naming.noted", name=name) if name else turn)


def _agree(turn: Turn) -> Turn:
    agreed = turn.record(Consented(Purpose.SHOW_NAME_TO_LEADER, True, _version(turn)))
    has_name = agreed.learner is not None and bool(agreed.learner.name)
    return onward.go_on(agreed.say("naming.thanks")) if has_name else agreed.go(TypingName())


def _refuse(turn: Turn) -> Turn:
    """Keep the refusal; a name that was typed before is needed no more."""
    refused = turn.record(Consented(Purpose.SHOW_NAME_TO_LEADER, False, _version(turn)))
    if refused.learner is not None and refused.learner.name:
        refused = refused.record(Named(""))
    return onward.go_on(refused.say("naming.refused"))


def _version(turn: Turn) -> str:
    return consents.show_name(turn.world.texts).version


def _name(text: str) -> str | None:
    """Return the name in a text, or None where it is none: of letters, and not longer than a name is."""
    name = " ".join(plain(normalize("NFC", text)).split())
    is_name = any(sign.isalpha() for sign in name) and all(_is_of_name(sign) for sign in name)
    return name if is_name and len(name) <= LONGEST else None


def _is_of_name(sign: str) -> bool:
    return sign.isalpha() or sign in _BETWEEN or category(sign) == "Mn"
