"""A leader records a face-to-face session, one question at a time, or puts right one that was recorded."""

from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from campaign import sessions
from campaign.sessions import Flag
from conversation import hearing, held, reckoning
from conversation.hearing import Number
from conversation.leading import name_of
from conversation.places import HeldSessions, Leading, RecordingSession
from conversation.render import plain
from conversation.replies import Bubble, Say, Value
from conversation.session_steps import COUNTS, Step, answer, next_step, with_count
from conversation.team import Session, SessionRecorded
from conversation.turn import Card, Item, Turn

Place = RecordingSession | HeldSessions

TODAY = "today"
YESTERDAY = "yesterday"
LESSON = "lesson:"
HALL = "hall"
SKIP = "skip"
NOBODY = "nobody"
KEEP = "keep"
DROP = "drop"
YES = "yes"
REDO = "redo"

_ASKS = {
    Step.DAY: "recording.day",
    Step.LESSON: "recording.lesson",
    Step.PLACE: "recording.place",
    Step.PRESENT: "recording.present",
    Step.WOMEN: "recording.women",
    Step.AGED_60_PLUS: "recording.aged_60_plus",
    Step.FIRST_TIMERS: "recording.first_timers",
}
_TYPED = {Step.DAY: "recording.type_day", Step.PLACE: "recording.type_place"}
_FLAGS = {Flag.DOUBLED: "recording.doubled", Flag.CROWDED: "recording.crowded"}

_LONGEST_PLACE = 80
"""Characters."""


def card(place: Place, turn: Turn) -> Card:
    """Return what is shown at these places."""
    match place:
        case HeldSessions():
            return held.card(place, turn)
        case RecordingSession():
            step = next_step(place.session)
            return _summary(place, turn) if step is None else _question(step, place, turn)
    assert_never(place)


def choose(place: Place, choice: str, turn: Turn) -> Turn:
    """Follow a choice at these places."""
    match place:
        case HeldSessions():
            return held.choose(place, choice, turn)
        case RecordingSession():
            return _choose(place, choice, turn)
    assert_never(place)


def write(place: Place, text: str, turn: Turn) -> Turn | None:
    """Take a day, a place or a number that was typed; None for a digit that chooses, and for what is none of these."""
    if not isinstance(place, RecordingSession) or not turn.is_prompt_seen:
        return None
    step = next_step(place.session)
    if step is Step.DAY:
        return _write_day(text, place, turn)
    if step is Step.PLACE:
        return _write_place(text, place, turn)
    return _write_count(step, text, place, turn) if step in COUNTS else None


def _question(step: Step, place: RecordingSession, turn: Turn) -> Card:
    items = (*_answers(step, turn), *_kept(step, place, turn), Item(DROP, Say("recording.drop")))
    if step in COUNTS:
        items = tuple(replace(item, number=0) for item in items)
        typing = "recording.type_count"
    else:
        typing = _TYPED.get(step, "")
    return Card((Bubble(Say(_ASKS[step])),), items, typing=Say(typing) if typing else None)


def _answers(step: Step, turn: Turn) -> tuple[Item, ...]:
    match step:
        case Step.DAY:
            return Item(TODAY, Say("recording.today")), Item(YESTERDAY, Say("recording.yesterday"))
        case Step.LESSON:
            titles = ((lesson.id, held.title(lesson.id, turn)) for lesson in turn.world.course)
            return tuple(Item(f"{LESSON}{each}", Say("reading.title", {"title": title})) for each, title in titles)
        case Step.PLACE:
            return Item(HALL, Say("recording.hall")), Item(SKIP, Say("recording.skip"))
        case Step.PRESENT:
            return ()
        case Step.WOMEN | Step.AGED_60_PLUS | Step.FIRST_TIMERS:
            return (Item(NOBODY, Say("recording.nobody")),)
    assert_never(step)


def _kept(step: Step, place: RecordingSession, turn: Turn) -> tuple[Item, ...]:
    """Offer what was recorded before, where a session is put right."""
    before = _before(step, place, turn)
    if before is None or (step is Step.LESSON and turn.world.course.get(str(before)) is None):
        return ()
    value: Value
    match before:
        case date():
            value = f"{before:%d/%m/%Y}"
        case str():
            value = held.title(before, turn) if step is Step.LESSON else before or Say("recording.no_place")
        case int():
            value = before
    return (Item(KEEP, Say("recording.keep", {"value": value})),)


def _before(step: Step, place: RecordingSession, turn: Turn) -> date | str | int | None:
    found = held.find(place.unit, place.corrects, turn)
    return answer(found.session, step) if found else None


def _choose(place: RecordingSession, choice: str, turn: Turn) -> Turn:
    step = next_step(place.session)
    if choice == DROP:
        return turn.say("recording.dropped").go(Leading(place.unit))
    if choice == REDO:
        return turn.go(replace(place, session=Session()))
    if step is None:
        return _record(place, turn)
    if choice == KEEP:
        return _take(step, _before(step, place, turn), place, turn)
    return _take(step, _meant(choice, turn), place, turn)


def _meant(choice: str, turn: Turn) -> date | str | int | None:
    if choice.startswith(LESSON):
        return choice.removeprefix(LESSON)
    match choice:
        case "today":
            return turn.today
        case "yesterday":
            return turn.today - timedelta(days=1)
        case "hall":
            return turn.world.texts["recording.hall"]
        case "skip":
            return ""
        case "nobody":
            return 0
    return None


def _take(step: Step, said: date | str | int | None, place: RecordingSession, turn: Turn) -> Turn:
    """Take the answer to a question, if it is one, and go on to the next."""
    match step, said:
        case Step.DAY, date():
            return _take_day(said, place, turn)
        case Step.LESSON, str():
            return turn.go(replace(place, session=replace(place.session, lesson=said)))
        case Step.PLACE, str():
            return turn.go(replace(place, session=replace(place.session, place=said)))
        case _, int() if step in COUNTS:
            return _take_count(step, said, place, turn)
    return turn


def _take_day(day: date, place: RecordingSession, turn: Turn) -> Turn:
    if day > turn.today:
        return turn.say("recording.future", day=f"{day:%d/%m/%Y}")
    if day < turn.today - sessions.OLDEST:
        return turn.say("recording.too_old", day=f"{day:%d/%m/%Y}", days=sessions.OLDEST.days)
    return turn.go(replace(place, session=replace(place.session, day=day)))


def _take_count(step: Step, people: int, place: RecordingSession, turn: Turn) -> Turn:
    if step is Step.PRESENT and people == 0:
        return turn.say("recording.nobody_came")
    present = people if step is Step.PRESENT else place.session.present or 0
    if people > present:
        return turn.say("recording.more_than_present", count=people, present=present)
    return turn.go(replace(place, session=with_count(place.session, step, people)))


def _write_day(text: str, place: RecordingSession, turn: Turn) -> Turn | None:
    day = reckoning.day(text, turn.today)
    if day is not None:
        return _take_day(day, place, turn)
    return turn.say("recording.no_day") if _is_a_number_gone_wrong(text) else None


def _write_place(text: str, place: RecordingSession, turn: Turn) -> Turn | None:
    name = " ".join(plain(text).split())[:_LONGEST_PLACE]
    is_choice = hearing.digit(text) is not None or hearing.command(text) is not None
    is_place = hearing.fold(name) and not is_choice and hearing.secret_number(text) is None
    return _take(Step.PLACE, name, place, turn) if is_place else None


def _write_count(step: Step, text: str, place: RecordingSession, turn: Turn) -> Turn | None:
    people = reckoning.count(text)
    if people is not None:
        return _take_count(step, people, place, turn)
    return turn.say("recording.no_number") if _is_a_number_gone_wrong(text) else None


def _is_a_number_gone_wrong(text: str) -> bool:
    """Say whether a number was meant, but neither one that chooses nor one that nobody should send."""
    has_digits = any(sign.isdigit() for sign in text)
    return has_digits and hearing.digit(text) is None and hearing.secret_number(text) in (None, Number.OTP)


def _summary(place: RecordingSession, turn: Turn) -> Card:
    session = place.session
    values: dict[str, Value] = {
        "unit": name_of(place.unit, turn),
        "day": f"{session.day:%d/%m/%Y}" if session.day else "",
        "place": session.place or Say("recording.no_place"),
        "title": held.title(session.lesson or "", turn),
    }
    counts: dict[str, Value] = {
        "present": session.present or 0,
        "women": session.women or 0,
        "aged": session.aged_60_plus or 0,
        "first": session.first_timers or 0,
    }
    bubbles = [Bubble(Say("recording.check", values)), Bubble(Say("recording.check_counts", counts))]
    items = (
        Item(YES, Say("recording.yes")),
        Item(REDO, Say("recording.redo")),
        Item(DROP, Say("recording.drop")),
    )
    return Card((*bubbles, *_oddities(place, turn)), items)


def _oddities(place: RecordingSession, turn: Turn) -> tuple[Bubble, ...]:
    """Tell what the office will look at; it is recorded all the same."""
    day, present = place.session.day, place.session.present
    unit = turn.world.unit(place.unit, turn.today)
    if day is None or present is None or unit is None:
        return ()
    others = [one for one in turn.room_at(place.unit).sessions if one.id != place.corrects]
    days = {one.session.day for one in others if one.session.day and Flag.REFUSED not in one.flags}
    found = sessions.flags(day, present, days, unit.adults)
    values: dict[str, Value] = {"unit": unit.name_in_sentence, "day": f"{day:%d/%m}", "adults": unit.adults or 0}
    return tuple(Bubble(Say(_FLAGS[flag], values)) for flag in found)


def _record(place: RecordingSession, turn: Turn) -> Turn:
    post = turn.post_at(place.unit)
    if place.corrects is not None and held.find(place.unit, place.corrects, turn) is None:
        return turn.say("held.gone").go(HeldSessions(place.unit))
    if post is None:
        return turn.go(Leading(place.unit))
    recorded = turn.do(SessionRecorded(post.id, place.session, place.corrects))
    return recorded.say("recording.done").go(Leading(place.unit))
