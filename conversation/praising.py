"""May a learner be named among those put forward? Asked once, when the office proposes it, and taken back as easily."""

from campaign.consent import Purpose
from conversation import consents, onward
from conversation.facts import AwardAgreed, Consented
from conversation.places import AskingAward, Menu, TypingName
from conversation.replies import Bubble, Say
from conversation.turn import Card, Item, Turn

AGREE = "agree"
REFUSE = "refuse"
KEEP = "keep"


def take_back(turn: Turn) -> Turn:
    """Ask somebody who agreed whether to take it back."""
    return turn.go(AskingAward(turn.today.year, is_held=True))


def card(place: AskingAward, turn: Turn) -> Card:
    """Return the question: what will be shown, and to whom."""
    version = _version(place, turn)
    if place.is_held:
        items = (Item(KEEP, Say("award.keep")), Item(REFUSE, Say("award.revoke")))
        return Card((Bubble(Say("award.sure")),), items, version=version)
    bubbles = (Bubble(Say("award.proposed", {"year": str(place.year)})), Bubble(Say("award.ask")))
    items = (Item(AGREE, Say("award.agree")), Item(REFUSE, Say("award.refuse")))
    return Card(bubbles, items, version=version)


def choose(place: AskingAward, choice: str, turn: Turn) -> Turn:
    """Keep the answer; who agreed is asked for the name to write."""
    match choice:
        case "agree" if place.is_held:
            return turn.say("heard.consent_only")  # typed: to keeping it, or to taking it back?
        case "agree":
            agreed = Consented(Purpose.AWARD, True, _version(place, turn))
            return turn.record(agreed, AwardAgreed(place.year, "")).go(TypingName(award_year=place.year))
        case "refuse":
            refused = turn.record(Consented(Purpose.AWARD, False, _version(place, turn)))
            return _leave(place, refused.say("award.taken_back" if place.is_held else "award.refused"))
    return _leave(place, turn)


def name(year: int, typed: str, turn: Turn) -> Turn:
    """Go on with the name to write in the list, or "" where none was typed."""
    if not typed:
        return onward.go_on(turn.say("award.unnamed"))
    return onward.go_on(turn.record(AwardAgreed(year, typed)).say("award.named", name=typed))


def _leave(place: AskingAward, turn: Turn) -> Turn:
    return turn.go(Menu()) if place.is_held else onward.go_on(turn)


def _version(place: AskingAward, turn: Turn) -> str:
    return consents.award(turn.world.texts, is_held=place.is_held).version
