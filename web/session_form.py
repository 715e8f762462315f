"""A face-to-face session as it is typed into a form, by the office or by whoever helps a unit."""

from collections.abc import Collection
from datetime import date

from conversation.team import Session
from web.forms import Form, Phrases, Wrong

PARTS = ("women", "aged_60_plus", "first_timers")
_LONGEST_PLACE = 80


def told(form: Form, today: date, lessons: Collection[str], phrases: Phrases) -> Session:
    """Return the session that was typed; `phrases` say what is wrong with it.

    Raises:
        Wrong: when it cannot be right.
    """
    day = form.day("day", today, latest=today)
    lesson = form.text("lesson")
    if lesson not in lessons:
        raise Wrong(phrases["no_lesson"], "lesson")
    place = form.text("place")
    if len(place) > _LONGEST_PLACE:
        raise Wrong(form.phrases["too_long"].format(count=len(place), longest=_LONGEST_PLACE), "place")
    present = form.people("present")
    if not present:
        raise Wrong(phrases["nobody_came"], "present")
    parts = {name: form.people(name) for name in PARTS}
    for name, people in parts.items():
        if people > present:
            raise Wrong(phrases["more_than_present"].format(count=people, present=present), name)
    return Session(day, lesson, place, present, **parts)
