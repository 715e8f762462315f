"""A finished lesson goes on to one other person: its short text, to be forwarded from the learner's own phone."""

from conversation import learning
from conversation.places import PassingOn
from conversation.replies import Bubble, Content, Say
from conversation.turn import Card, Turn

_PAGE = "browser"
"""There the text stands on the page to be copied; elsewhere it is a message of its own, to be forwarded whole."""


def card(place: PassingOn, turn: Turn) -> Card:
    """Return the text with the lesson's public address, how to send it on, and the ways onward."""
    lesson = turn.lesson(place.lesson)
    text = [Bubble(Say("passing_on.text", {"text": Content(lesson.forward)}))]
    if turn.world.public_url:
        address = f"{turn.world.public_url}/bai/{lesson.id}"
        text.append(Bubble(Say("passing_on.at", {"address": address})))
    ways = learning.ways_onward(turn)
    if turn.chat.channel == _PAGE:
        return Card((Bubble(Say("passing_on.copy")), *text), ways, learning.at_its_end(lesson))
    return Card((Bubble(Say("passing_on.forward")),), ways, apart=tuple(text))
