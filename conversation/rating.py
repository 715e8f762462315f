"""How well somebody gets on with the phone, in their own words: asked twice, never scored, shown only in sums."""

from conversation import onward
from conversation.facts import Rated
from conversation.learner import Confidence, Milestone
from conversation.places import RatingOneself
from conversation.replies import Bubble, Say
from conversation.turn import Card, Item, Turn

PASSED = "passed"

LEVELS = {
    Confidence.CANNOT: "rating.cannot",
    Confidence.WITH_HELP: "rating.with_help",
    Confidence.ALONE: "rating.alone",
    Confidence.TEACHES: "rating.teaches",
}
"""The words for each answer."""

_ASK = {Milestone.FIRST: "rating.ask", Milestone.FIFTH: "rating.ask_again"}


def card(place: RatingOneself) -> Card:
    """Return the question; no answer is the next step, so that none is taken for an "ừ"."""
    items = tuple(Item(str(level.value), Say(label)) for level, label in LEVELS.items())
    return Card((Bubble(Say(_ASK[place.milestone])),), (*items, Item(PASSED, Say("rating.pass"))))


def choose(place: RatingOneself, choice: str, turn: Turn) -> Turn:
    """Keep the answer, or that the question was passed over, and go on."""
    level = None if choice == PASSED else Confidence(int(choice))
    rated = turn.record(Rated(place.milestone, level))
    return onward.go_on(rated.say("rating.passed" if level is None else "rating.thanks"))
