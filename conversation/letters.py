"""Answers to questions a learner asked: shown once, before anything else, at the learner's next event."""

from conversation import household, rooms
from conversation.facts import LetterRead
from conversation.learner import Letter
from conversation.places import ChoosingLabel, Emergency, HandingOver, Paused, WhoIsLearning
from conversation.replies import Bubble, Say
from conversation.turn import Turn

_MOST_BUBBLES = 3
"""Before a tap (design.md rule 3)."""

_WORDS_OF_QUESTION = 24
"""Enough to know again what was asked."""

_NOT_NOW = (Paused, Emergency, WhoIsLearning, ChoosingLabel, HandingOver)
"""Somebody who stops or is in danger is left alone; whoever else may hold the phone is shown nobody's letters."""


def show(turn: Turn) -> Turn:
    """Say the answers not seen yet, as many as leave room for what the place shows; the others wait."""
    if turn.learner is None or not turn.learner.letters or isinstance(turn.chat.place, _NOT_NOW):
        return turn
    if household.is_to_be_asked(turn):
        return turn
    card = rooms.card(turn)
    if card.version:
        return turn
    room = _MOST_BUBBLES - len(turn.said) - len(card.bubbles)
    for letter in turn.learner.letters:
        said = bubbles(letter)
        room -= len(said)
        if room < 0:
            break
        for bubble in said:
            turn = turn.add(bubble)
        turn = turn.record(LetterRead(letter.inquiry))
    return turn


def bubbles(letter: Letter) -> tuple[Bubble, ...]:
    """Return what a letter says: to which question, and the answer."""
    words = letter.text.split()
    begun = " ".join(words[:_WORDS_OF_QUESTION]) + ("…" if len(words) > _WORDS_OF_QUESTION else "")
    return (
        Bubble(Say("letters.about", {"text": begun, "name": letter.answered_by})),
        Bubble(Say("letters.answer", {"text": letter.answer})),
    )
