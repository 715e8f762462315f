"""The nine steps from an empty install to the first lesson: what each stands at, from what is really there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from campaign.units import Unit
from conversation.world import World
from lessons import Lesson
from storage import units
from storage.first_steps import Confirmed
from storage.office_desk import Team
from web.forms import Phrases
from web.table import number

SEEN = ("units", "contacts", "address", "leaders")
"""Steps the program sees by itself: nobody's word is asked for."""

STEPS = ("decision", "officer", "units", "contacts", "address", "channel", "content", "leaders", "posters")


@dataclass(frozen=True, slots=True)
class Found:
    """What the steps are worked out from; `officer` is the data officer of the settings, "" where none is named."""

    hamlets: tuple[Unit, ...]
    teams: tuple[Team, ...]
    world: World
    officer: str
    today: date
    confirmed: Mapping[str, Confirmed]

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """Return the lessons that are taught now."""
        return tuple(lesson for lesson in self.world.course if self.world.is_teachable(lesson, self.today))


@dataclass(frozen=True, slots=True)
class State:
    """What a step stands at: done or not, and the sentence that says from what; "" where nothing is known."""

    is_done: bool
    says: str = ""


def seen(step: str, found: Found, texts: Phrases) -> State:
    """Return what the program sees of a step by itself."""
    match step:
        case "officer" if found.officer:
            return State(True, texts["officer_is"].format(name=found.officer))
        case "units":
            return _units(found.hamlets, texts)
        case "contacts":
            return _contacts(found.world.contacts, texts)
        case "address":
            address = found.world.public_url
            return State(bool(address), texts["address_is"].format(address=address) if address else "")
        case "content":
            return _content(found.lessons, texts)
        case "leaders":
            return _leaders(found.teams, texts)
        case _:
            return State(False)


def _units(hamlets: tuple[Unit, ...], texts: Phrases) -> State:
    examples = sum(units.is_example(one) for one in hamlets)
    if not hamlets or examples:
        return State(False, texts["units_examples" if examples else "units_none"].format(count=number(examples)))
    uncounted = sum(one.adults is None for one in hamlets)
    if uncounted:
        return State(False, texts["units_uncounted"].format(count=number(uncounted), all=number(len(hamlets))))
    adults = sum(one.adults or 0 for one in hamlets)
    return State(True, texts["units_are"].format(count=number(len(hamlets)), adults=number(adults)))


def _contacts(contacts: Mapping[str, str], texts: Phrases) -> State:
    known = [value for value in contacts.values() if value]
    return State(bool(known), texts["contacts_are"].format(numbers=", ".join(known)) if known else "")


def _content(lessons: tuple[Lesson, ...], texts: Phrases) -> State:
    read = sum(bool(lesson.checked_by) for lesson in lessons)
    says = texts["content_read"].format(read=number(read), count=number(len(lessons)))
    return State(bool(lessons) and read == len(lessons), says)


def _leaders(teams: tuple[Team, ...], texts: Phrases) -> State:
    """Whoever is invited counts: whether they come is up to them, and a hamlet without anybody stays a task."""
    real = [team for team in teams if not units.is_example(team.unit)]
    if not real:
        return State(False)
    led = sum(team.is_led for team in real)
    invited = sum(not team.is_led and bool(team.invited) for team in real)
    says = texts["leaders_are"].format(led=number(led), count=number(len(real)), invited=number(invited))
    return State(led + invited == len(real), says)
