"""The sessions a leader's unit has had lately, to see what became of them and to put one right."""

from campaign.sessions import Flag
from conversation.places import HeldSessions, Leading, RecordingSession
from conversation.replies import Bubble, Content, Say
from conversation.team import HeldSession, Session
from conversation.turn import Card, Item, Turn

BACK = "back"
CORRECT = "correct:"

_AT_ONCE = 8


def card(place: HeldSessions, turn: Turn) -> Card:
    """Return the list of the last sessions."""
    sessions = turn.room_at(place.unit).sessions[:_AT_ONCE]
    items = tuple(Item(f"{CORRECT}{held.id}", _line(held, turn)) for held in sessions)
    says = Say("held.which" if sessions else "held.none")
    return Card((Bubble(says),), (*items, Item(BACK, Say("leading.back"))))


def choose(place: HeldSessions, choice: str, turn: Turn) -> Turn:
    """Begin to put a session right, or go back."""
    if not choice.startswith(CORRECT):
        return turn.go(Leading(place.unit))
    sessions = turn.room_at(place.unit).sessions
    held = next((one for one in sessions if choice == f"{CORRECT}{one.id}"), None)
    if held is None:
        return turn.say("held.gone")
    return turn.go(RecordingSession(place.unit, Session(), corrects=held.id))


def find(unit: str, session_id: int | None, turn: Turn) -> HeldSession | None:
    """Return a session that can be put right, or None when it cannot any more."""
    return next((one for one in turn.room_at(unit).sessions if one.id == session_id), None)


def title(lesson_id: str, turn: Turn) -> Content | str:
    """Return the title of a lesson, or its id when the course no longer has it."""
    lesson = turn.world.course.get(lesson_id)
    return Content(lesson.title) if lesson else lesson_id


def _line(held: HeldSession, turn: Turn) -> Say:
    session = held.session
    state = "held.confirmed" if held.is_confirmed else "held.waits"
    values = {
        "day": f"{session.day:%d/%m}" if session.day else "",
        "title": title(session.lesson or "", turn),
        "count": session.present or 0,
        "state": Say("held.refused" if Flag.REFUSED in held.flags else state),
    }
    return Say("held.session", values)
