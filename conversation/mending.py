"""Places that no longer fit the content: a lesson or question may be edited or withdrawn between two messages."""

from dataclasses import replace

from conversation import onward
from conversation.places import (
    Answering,
    Explained,
    Finished,
    Menu,
    Place,
    Practising,
    Reading,
    Rereading,
)
from conversation.turn import Turn
from quizzes.attempt import question_at


def mend(turn: Turn) -> Turn:
    """Return the turn at a place that can be shown: a new question for an edited one, the menu for a lost lesson."""
    place = turn.chat.place
    lesson_id = _lesson_of(place)
    if lesson_id is None:
        return turn
    lesson = turn.world.course.get(lesson_id)
    if lesson is None:
        return turn.go(Menu())
    if isinstance(place, Reading | Rereading) and place.page >= len(lesson.pages):
        return turn.go(replace(place, page=len(lesson.pages) - 1))
    if isinstance(place, Answering):
        attempt = place.attempt
        if question_at(attempt, attempt.position, turn.world.bank.pool(lesson_id)) is None:
            edited = turn.say("answering.edited")
            return onward.draw(lesson_id, attempt.kind, len(attempt.drawn), edited)
    return turn


def _lesson_of(place: Place) -> str | None:
    match place:
        case Reading() | Rereading() | Finished() | Practising():
            return place.lesson
        case Answering() | Explained():
            return place.attempt.lesson
    return None
