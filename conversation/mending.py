"""Places that no longer fit the content: a lesson or question may be edited or withdrawn between two messages."""

from dataclasses import replace

from conversation import onward, replying
from conversation.places import (
    Answering,
    Enlisting,
    Explained,
    Finished,
    Inquiries,
    Leading,
    Menu,
    PassingOn,
    Place,
    Practising,
    Reading,
    RecordingSession,
    Replying,
    Rereading,
    Suggesting,
    Work,
)
from conversation.turn import Turn
from quizzes.attempt import question_at


def mend(turn: Turn) -> Turn:
    """Return the turn at a place that can be shown: a new question for an edited one, the menu for a lost lesson."""
    place = turn.chat.place
    if isinstance(place, Enlisting):
        return _mend_invitation(place, turn)
    if isinstance(place, Work):
        return _mend_work(place, turn)
    lesson_id = _lesson_of(place)
    if lesson_id is None:
        return turn
    lesson = turn.world.course.get(lesson_id)
    if lesson is None:
        return turn.go(Menu())
    if isinstance(place, Reading | Rereading | Suggesting) and place.page >= len(lesson.pages):
        return turn.go(replace(place, page=len(lesson.pages) - 1))
    if isinstance(place, Answering):
        attempt = place.attempt
        if question_at(attempt, attempt.position, turn.world.bank.pool(lesson_id)) is None:
            edited = turn.say("answering.edited")
            return onward.draw(lesson_id, attempt.kind, len(attempt.drawn), edited)
    return turn


def _lesson_of(place: Place) -> str | None:
    match place:
        case Reading() | Rereading() | Finished() | PassingOn() | Practising() | Suggesting():
            return place.lesson
        case Answering() | Explained():
            return place.attempt.lesson
    return None


def _mend_invitation(place: Enlisting, turn: Turn) -> Turn:
    """Ask nobody to take a role they hold already, or one of a unit that is no more."""
    unit = turn.world.unit(place.invitation.unit, turn.today)
    if unit is None:
        return turn.say("enlisting.gone").go(onward.home(turn))
    if turn.post_at(unit.code) is not None:
        return turn.say("enlisting.already", unit=unit.name_in_sentence).go(Leading(unit.code))
    return turn


def _mend_work(place: Work, turn: Turn) -> Turn:
    """Show a leader's places to who holds the role only: it may have ended, and the unit may have merged."""
    if turn.post_at(place.unit) is None:
        return turn.go(Leading(turn.posts[0].unit) if turn.posts else onward.home(turn))
    if isinstance(place, Replying) and not replying.waits(place, turn):
        return turn.say("replying.gone").go(Inquiries(place.unit))
    if isinstance(place, RecordingSession) and place.session.lesson is not None:
        is_gone = turn.world.course.get(place.session.lesson) is None
        return turn.go(replace(place, session=replace(place.session, lesson=None))) if is_gone else turn
    return turn
