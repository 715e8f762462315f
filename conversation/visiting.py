"""The next visit's question: was the small task done?"""

from conversation import naming, onward
from conversation.facts import TaskAnswered
from conversation.learner import Outcome
from conversation.places import Practising
from conversation.replies import Bubble, Content, Say
from conversation.turn import Card, Item, Turn

_THANKS = {Outcome.DONE: "practising.thanks", Outcome.NOT_YET: "practising.not_yet"}


def card(place: Practising, turn: Turn) -> Card:
    """Return the question, in the words of the lesson."""
    ask = Say("practising.ask", {"ask": Content(turn.lesson(place.lesson).ask_later)})
    items = (
        Item(Outcome.DONE, Say("practising.yes")),
        Item(Outcome.NOT_YET, Say("practising.no")),
        Item(Outcome.WANTS_HELP, Say("practising.help")),
    )
    return Card((Bubble(ask),), items)


def choose(place: Practising, choice: str, turn: Turn) -> Turn:
    """Keep the answer and go on with the visit."""
    outcome = Outcome(choice)
    answered = turn.record(TaskAnswered(place.lesson, outcome))
    if outcome is Outcome.WANTS_HELP:
        return naming.want_help(place.lesson, answered)
    return onward.go_on(answered.say(_THANKS[outcome]))
