"""Who asked a leader for help: names of those who agreed to show theirs, of the others only how many they are."""

from dataclasses import replace

from conversation.places import Leading, WhoNeedsHelp
from conversation.replies import Bubble, Content, Say
from conversation.team import Helped, WaitingPerson
from conversation.turn import Card, Item, Turn

HELPED = "helped:"
BACK = "back"

_AT_ONCE = 6
"""How many names are listed at a time, the longest waiting first."""


def card(place: WhoNeedsHelp, turn: Turn) -> Card:
    """Return who waits for help."""
    waiting = turn.room_at(place.unit).waiting
    if not waiting:
        return Card((Bubble(Say("helping.none")),), (_BACK,))
    named = [person for person in _longest_first(waiting) if person.name][:_AT_ONCE]
    unnamed = [person for person in _longest_first(waiting) if not person.name]
    bubbles = [Bubble(Say("helping.waiting", {"count": len(waiting)}))]
    if named:
        lines = tuple(_line(person, turn) for person in named)
        bubbles.append(Bubble(Say("helping.named", {"lines": lines})))
    if unnamed:
        bubbles.append(Bubble(Say("helping.unnamed", {"count": len(unnamed)})))
    items = [Item(f"{HELPED}{person.id}", Say("helping.helped", {"name": person.name})) for person in named]
    # Which of them it was nobody here may know: the one who waited longest is taken off the list.
    items += [Item(f"{HELPED}{person.id}", Say("helping.helped_unnamed")) for person in unnamed[:1]]
    return Card(tuple(bubbles), (*items, _BACK))


def choose(place: WhoNeedsHelp, choice: str, turn: Turn) -> Turn:
    """Take somebody who was helped off the list."""
    if not choice.startswith(HELPED):
        return turn.go(Leading(place.unit))
    post, room = turn.post_at(place.unit), turn.room_at(place.unit)
    person = next((one for one in room.waiting if f"{HELPED}{one.id}" == choice), None)
    if post is None or person is None:
        return turn.say("helping.gone")
    left = replace(room, waiting=tuple(one for one in room.waiting if one != person))
    helped = turn.do(Helped(post.id, person.id)).with_room(left).say("helping.thanks")
    return helped if left.waiting else helped.go(Leading(place.unit))


_BACK = Item(BACK, Say("leading.back"))


def _longest_first(waiting: tuple[WaitingPerson, ...]) -> list[WaitingPerson]:
    return sorted(waiting, key=lambda person: (person.since, person.id))


def _line(person: WaitingPerson, turn: Turn) -> Say:
    since = f"{person.since:%d/%m}"
    lesson = turn.world.course.get(person.lesson) if person.lesson else None
    if lesson is None:
        return Say("helping.person", {"name": person.name, "day": since})
    return Say("helping.person_lesson", {"name": person.name, "day": since, "title": Content(lesson.title)})
