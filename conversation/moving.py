"""The "Mã học": shown, typed on another phone, and what becomes of two records of one person."""

from dataclasses import replace
from random import Random
from typing import assert_never

from campaign.consent import Purpose
from conversation import consents, hearing, household, onward
from conversation.facts import CodeGiven, Consented, VisitOpened
from conversation.hearing import Number
from conversation.merging import merged
from conversation.places import Enlisting, Menu, Recognising, StudyCode, TypingStudyCode
from conversation.replies import Bubble, Say, Value
from conversation.situation import KnownRecord
from conversation.turn import Card, Item, Turn

Place = StudyCode | TypingStudyCode | Recognising

DIGITS = 10
AGREE = "agree"
MINE = "mine"
SOMEBODY = "somebody"
NOT_MINE = "not_mine"
MENU = "menu"

_FEW_DIGITS = 3
"""From so many on, words typed where a code is asked for were meant as one."""


def card(place: Place, turn: Turn) -> Card:
    """Return what is shown at these places."""
    match place:
        case StudyCode():
            code = turn.learner.study_code if turn.learner else None
            bubbles = (Bubble(Say("moving.code", {"code": grouped(code or "")})), Bubble(Say("moving.guard")))
            return Card(bubbles, (_back(turn),))
        case TypingStudyCode():
            return Card((Bubble(Say("moving.type")),), (_back(turn),), typing=Say("moving.field"))
        case Recognising(label=label):
            known = _known(place, turn)
            if known is None:
                return Card((Bubble(Say("moving.gone")),), (_back(turn),))
            return _whose(known, turn) if _is_whose_open(label, turn) else _consent(known, label, turn)
    assert_never(place)


def choose(place: Place, choice: str, turn: Turn) -> Turn:
    """Follow a choice at these places."""
    known = _known(place, turn) if isinstance(place, Recognising) else None
    if not isinstance(place, Recognising) or choice == MENU:
        return turn.go(household.home(turn))
    if known is None:
        return turn.say("moving.gone").go(household.home(turn))
    match choice:
        case "agree":
            return _take_up(known, place.label, turn)
        case "mine" if turn.learner is not None:
            return _merge(known, turn)
        case "somebody":
            member = next((one for one in turn.household if one.id == known.id), None)
            return household.add(turn, known.id) if member is None else household.switch(member, turn)
    return turn.say("moving.not_taken").go(household.home(turn))


def write(place: Place, text: str, turn: Turn) -> Turn | None:
    """Take what was typed where a code is asked for; None elsewhere, and for words and numbers that cannot be one."""
    if not isinstance(place, TypingStudyCode):
        return None
    if hearing.long_code(text) is not None:
        if turn.looked_up is not None and turn.looked_up.is_slowed:
            return turn.say("moving.slowed")
        return follow_code(turn) or count_wrong(turn).say("moving.unknown")
    digits = sum(sign.isdigit() for sign in text)
    is_something_else = digits > DIGITS or hearing.secret_number(text) is Number.PHONE
    return None if digits < _FEW_DIGITS or is_something_else else turn.say("moving.ten_digits")


def follow_code(turn: Turn) -> Turn | None:
    """Follow a typed code of 8 or 10 digits that was looked up; None where none was, or it led nowhere."""
    looked_up = turn.looked_up
    if looked_up is None:
        return None
    if looked_up.invitation is not None:
        return turn.interrupt(Enlisting(looked_up.invitation))
    known = looked_up.record
    if known is None:
        return None
    if known.id == turn.person:
        same = turn.say("moving.same")
        return same.go(Menu()) if isinstance(turn.chat.place, TypingStudyCode) else same
    return turn.interrupt(Recognising(known.id))


def count_wrong(turn: Turn) -> Turn:
    """Count a typed code that led nowhere, so that guesses are slowed down; none is counted that was not looked up."""
    looked_up = turn.looked_up
    if looked_up is None or looked_up.is_slowed or looked_up.record or looked_up.invitation:
        return turn
    return replace(turn, wrong_codes=1)


def show_code(turn: Turn) -> Turn:
    """Show the learner's "Mã học"; it is made when it is shown for the first time."""
    if turn.learner is None:
        return turn.go(household.home(turn))
    has_code = turn.learner.study_code is not None
    given = turn if has_code else turn.record(CodeGiven(_new_code(turn.rng)))
    return given.go(StudyCode())


def grouped(code: str) -> str:
    """Return a code as it is read aloud and written down: "482 177 3096"."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def _new_code(rng: Random) -> str:
    return str(rng.randrange(10 ** (DIGITS - 1), 10**DIGITS))


def _known(place: Recognising, turn: Turn) -> KnownRecord | None:
    """Return the record that is asked about, as long as it is there."""
    known = turn.looked_up.record if turn.looked_up else None
    return known if known is not None and known.id == place.record else None


def _is_whose_open(label: str, turn: Turn) -> bool:
    """Say whether it must be asked whose the record is: in a chat that has nobody it can only be that person's."""
    return not label and bool(turn.learner or turn.household)


def _whose(known: KnownRecord, turn: Turn) -> Card:
    mine = (Item(MINE, Say("moving.mine")),) if turn.learner else ()
    items = (*mine, Item(SOMEBODY, Say("moving.somebody")), Item(NOT_MINE, Say("moving.not_mine")))
    return Card((Bubble(Say("moving.found", _told(known))),), items)


def _consent(known: KnownRecord, label: str, turn: Turn) -> Card:
    """Return the consent to learn: what is kept of a chat differs from channel to channel."""
    kept = Bubble(Say(consents.GATES[turn.chat.channel].kept, household.AFRESH))
    items = (Item(AGREE, Say(consents.GATES[turn.chat.channel].go_on_here)), Item(NOT_MINE, Say("moving.not_mine")))
    version = _version(label, turn)
    if not label:
        return Card((Bubble(Say("moving.found", _told(known))), kept), items, version=version)
    found = Say("moving.found_of", {**_told(known), "whom": household.whom(label)})
    own = Bubble(Say("household.own", {**household.AFRESH, "label": label}))
    return Card((Bubble(found), kept, own), items, version=version)


def _told(known: KnownRecord) -> dict[str, Value]:
    """Return all that may be told of a record to somebody who has only its code."""
    return {"joined": f"{known.learner.joined_on:%d/%m/%Y}", "finished": len(known.learner.finished)}


def _version(label: str, turn: Turn) -> str:
    return consents.learn_here(turn.world.texts, turn.chat.channel, is_shared=bool(label)).version


def _take_up(known: KnownRecord, label: str, turn: Turn) -> Turn:
    """Go on with a record from another phone."""
    if label and not household.is_free(label, turn):
        return household.add(turn, known.id)
    if _is_whose_open(label, turn):
        return turn
    taken = turn.take_up(known.id, known.learner, label)
    taken = taken.record(Consented(Purpose.LEARN, True, _version(label, turn))).say("moving.welcome_back")
    is_due = known.learner.visit_on < turn.today
    return onward.go_on(taken.record(VisitOpened()) if is_due else taken)


def _merge(known: KnownRecord, turn: Turn) -> Turn:
    """Make one record of two: the present one becomes a part of the one whose code was typed."""
    if turn.learner is None:
        return turn
    one = turn.merge(known.id, merged(known.learner, turn.learner))
    return household.begin(one.say("moving.merged", code=grouped(known.learner.study_code or "")).go(Menu()))


def _back(turn: Turn) -> Item:
    return Item(MENU, Say("menu.back" if turn.learner else "moving.back"))
