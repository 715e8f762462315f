"""What a leader passes on: the text of the week for the hamlet's group, and the QR picture."""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from campaign.units import Unit, UnitKind
from conversation.message import spans
from conversation.pictures import JoinCode
from conversation.places import PosterCode, WeeklyText
from conversation.render import HamletFigures, Voice, render
from conversation.replies import Bubble, Content, HamletProgress, Reply, Say
from conversation.turn import Card, Item, Turn
from conversation.world import World
from lessons import Lesson

Place = WeeklyText | PosterCode

BACK = "back"

_PAGE = "browser"
"""There the text stands on the page to be copied; elsewhere it is a message of its own, to be forwarded whole."""

_DAYS_OF_A_WEEK = 7


def card(place: Place, turn: Turn) -> Card:
    """Return what is to be passed on."""
    unit = turn.world.unit(place.unit, turn.today)
    if unit is None:
        return Card((Bubble(Say("weekly.none")),), (_BACK,))
    match place:
        case WeeklyText():
            return _weekly(unit, turn)
        case PosterCode():
            return _poster(unit, turn)
    assert_never(place)


def lesson_of_week(world: World, today: date) -> Lesson | None:
    """Return the lesson whose turn it is this week, Monday to Sunday; the next week has the next one."""
    lessons = [lesson for lesson in world.course if world.is_teachable(lesson, today)]
    return lessons[_week(today) % len(lessons)] if lessons else None


def news(unit: Unit, world: World, today: date, figures: Mapping[str, HamletFigures]) -> str:
    """Return the text of the week as plain lines, for a page from which it is copied."""
    message = render(Reply(_news(unit, world, today)), Voice(world, hamlet=unit.name_in_sentence, figures=figures))
    return "\n".join("".join(run for run, _ in spans(bubble.text)) for bubble in message.bubbles)


def _week(day: date) -> int:
    """Number the weeks: 1 January of year 1, whose ordinal is 1, was a Monday."""
    return (day.toordinal() - 1) // _DAYS_OF_A_WEEK


def _weekly(unit: Unit, turn: Turn) -> Card:
    news = _news(unit, turn.world, turn.today)
    if turn.chat.channel == _PAGE:
        return Card((Bubble(Say("weekly.copy")), *news), (_BACK,))
    return Card((Bubble(Say("weekly.forward")),), (_BACK,), apart=news)


def _news(unit: Unit, world: World, today: date) -> tuple[Bubble, ...]:
    lesson = lesson_of_week(world, today)
    bubbles = [Bubble(Say("weekly.head", {"unit": unit.name_in_sentence}))]
    if lesson is not None and lesson.forward:
        bubbles.append(Bubble(Say("weekly.lesson", {"title": Content(lesson.title)})))
        bubbles.append(Bubble(Say("weekly.text", {"text": Content(lesson.forward)})))
    elif lesson is not None:
        bubbles.append(Bubble(Say("weekly.lesson", {"title": Content(lesson.title)})))
    if unit.kind is UnitKind.HAMLET:
        bubbles.append(Bubble(HamletProgress(unit.code, is_for_all=True)))
    return (*bubbles, Bubble(_where(unit, world)))


def _where(unit: Unit, world: World) -> Say:
    address = _address(unit, world)
    if not _code(unit):
        return Say("weekly.at", {"address": address}) if address else Say("weekly.ask_the_office")
    if not address:
        return Say("weekly.by_code", {"code": unit.join_code})
    return Say("weekly.at_or_by_code", {"address": address, "code": unit.join_code})


def _poster(unit: Unit, turn: Turn) -> Card:
    code, address = _code(unit), _address(unit, turn.world)
    if not code:
        return Card((Bubble(Say("poster.none")),), (_BACK,))
    picture = JoinCode(turn.world.commune, unit.name, code, address) if address else None
    says = "poster.scan" if picture else "poster.code"
    return Card((Bubble(Say(says, {"unit": unit.name_in_sentence, "code": code})),), (_BACK,), picture=picture)


def _code(unit: Unit) -> str:
    """Return the join code of a hamlet; those of other units lead nowhere."""
    return unit.join_code if unit.kind is UnitKind.HAMLET else ""


def _address(unit: Unit, world: World) -> str:
    """Return where the unit's people begin to learn, "" when nobody said where the program is reached."""
    if not world.public_url:
        return ""
    code = _code(unit)
    return f"{world.public_url}/x/{code}" if code else f"{world.public_url}/hoc"


_BACK = Item(BACK, Say("leading.back"))
