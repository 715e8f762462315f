"""What a visit asks of itself: was the small task done, how does one get on with the phone, may one be named?"""

from typing import assert_never

from conversation import naming, onward, praising, rating
from conversation.facts import TaskAnswered
from conversation.learner import Outcome
from conversation.places import AskingAward, Practising, RatingOneself
from conversation.replies import Bubble, Content, Say
from conversation.turn import Card, Item, Turn

_THANKS = {Outcome.DONE: "practising.thanks", Outcome.NOT_YET: "practising.not_yet"}


Place = Practising | RatingOneself | AskingAward


def card(place: Place, turn: Turn) -> Card:
    """Return what is asked at these places."""
    match place:
        case Practising(lesson):
            return _about_the_task(lesson, turn)
        case RatingOneself():
            return rating.card(place)
        case AskingAward():
            return praising.card(place, turn)
    assert_never(place)


def choose(place: Place, choice: str, turn: Turn) -> Turn:
    """Keep the answer and go on with the visit."""
    match place:
        case Practising(lesson):
            return _say_of_the_task(lesson, Outcome(choice), turn)
        case RatingOneself():
            return rating.choose(place, choice, turn)
        case AskingAward():
            return praising.choose(place, choice, turn)
    assert_never(place)


def _about_the_task(lesson: str, turn: Turn) -> Card:
    """Return the question, in the words of the lesson."""
    ask = Say("practising.ask", {"ask": Content(turn.lesson(lesson).ask_later)})
    items = (
        Item(Outcome.DONE, Say("practising.yes")),
        Item(Outcome.NOT_YET, Say("practising.no")),
        Item(Outcome.WANTS_HELP, Say("practising.help")),
    )
    return Card((Bubble(ask),), items)


def _say_of_the_task(lesson: str, outcome: Outcome, turn: Turn) -> Turn:
    answered = turn.record(TaskAnswered(lesson, outcome))
    if outcome is Outcome.WANTS_HELP:
        return naming.want_help(lesson, answered)
    return onward.go_on(answered.say(_THANKS[outcome]))
