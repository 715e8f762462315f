"""Being counted in one's hamlet: the consent, and which hamlet it is."""

from dataclasses import replace
from typing import assert_never

from campaign.consent import Purpose
from campaign.units import Unit
from conversation import consents, onward
from conversation.facts import Consented, Settled
from conversation.learner import InHamlet, Outside
from conversation.places import AskingToCount, ChoosingCommune, ChoosingHamlet, Moving
from conversation.replies import Bubble, Say
from conversation.turn import Card, Item, Turn

Place = AskingToCount | ChoosingCommune | ChoosingHamlet | Moving

AGREE = "agree"
ELSEWHERE = "elsewhere"
REFUSE = "refuse"
OUTSIDE = "outside"
LATER = "later"
NOT_LISTED = "not_listed"
YES = "yes"
NO = "no"
UNIT = "unit:"
COMMUNE = "commune:"


def card(place: Place, turn: Turn) -> Card:
    """Return what is shown while the hamlet and its counting are settled."""
    match place:
        case AskingToCount(unit_code):
            return _consent(turn.world.unit(unit_code, turn.today), turn)
        case ChoosingCommune():
            return _communes(turn)
        case ChoosingHamlet(old_commune):
            return _hamlets(old_commune, turn)
        case Moving(unit_code):
            unit = turn.world.unit(unit_code, turn.today)
            ask = Say("hamlet.move", {"unit": unit.name_in_sentence if unit else ""})
            return Card((Bubble(ask),), (Item(YES, Say("hamlet.move_yes")), Item(NO, Say("hamlet.move_no"))))
    assert_never(place)


def choose(place: Place, choice: str, turn: Turn) -> Turn:
    """Follow a choice about the hamlet and its counting."""
    match place:
        case AskingToCount(unit_code):
            return _answer(unit_code, choice, turn)
        case Moving(unit_code):
            return settle(unit_code, turn) if choice == YES else onward.go_on(turn)
        case ChoosingCommune() | ChoosingHamlet():
            return _pick(choice, turn)
    assert_never(place)


def settle(unit_code: str, turn: Turn) -> Turn:
    """Take a hamlet as the learner's; without the consent to be counted, ask for that instead."""
    unit = turn.world.unit(unit_code, turn.today)
    if unit is None:
        return turn.say("hamlet.unknown_code").go(start_choosing(turn))
    if turn.learner is None or not turn.learner.is_counted:
        return turn.go(AskingToCount(unit.code))
    settled = turn.record(Settled(InHamlet(unit.code))).say("hamlet.settled", unit=unit.name_in_sentence)
    return onward.go_on(settled.show_progress(unit.code))


def start_choosing(turn: Turn) -> ChoosingCommune | ChoosingHamlet:
    """Return the first list to show: a commune that was never merged needs only the second."""
    communes = turn.world.units.old_communes(turn.today)
    return ChoosingHamlet(communes[0]) if len(communes) == 1 else ChoosingCommune()


def _consent(unit: Unit | None, turn: Turn) -> Card:
    ask = Say("counting.ask", {"unit": unit.name_in_sentence}) if unit else Say("counting.ask_unknown")
    items = (
        Item(AGREE, Say("counting.agree")),
        Item(ELSEWHERE, Say("counting.elsewhere")),
        Item(REFUSE, Say("counting.refuse")),
    )
    return Card((Bubble(ask),), items, version=_version(unit, turn))


def _version(unit: Unit | None, turn: Turn) -> str:
    return consents.count_in_hamlet(turn.world.texts, unit is not None).version


def _communes(turn: Turn) -> Card:
    communes = turn.world.units.old_communes(turn.today)
    items = tuple(Item(f"{COMMUNE}{name}", Say("hamlet.name", {"name": name})) for name in communes)
    bubble = Bubble(Say("hamlet.which_commune"))
    return Card((bubble,), (*items, _OUTSIDE, _LATER), typing=Say("hamlet.code"))


def _hamlets(old_commune: str, turn: Turn) -> Card:
    hamlets = turn.world.units.hamlets(turn.today, old_commune)
    numbers = [hamlet.number for hamlet in hamlets]
    are_distinct = None not in numbers and len(set(numbers)) == len(numbers)
    items = [
        Item(f"{UNIT}{hamlet.code}", Say("hamlet.name", {"name": hamlet.name}), hamlet.number if are_distinct else at)
        for at, hamlet in enumerate(hamlets, start=1)
    ]
    free = max((item.number or 0 for item in items), default=0)
    is_only_list = len(turn.world.units.old_communes(turn.today)) < 2
    others = (_OUTSIDE, _LATER) if is_only_list else (_NOT_LISTED, _OUTSIDE, _LATER)
    items += [Item(other.choice, other.label, free + at) for at, other in enumerate(others, start=1)]
    return Card((Bubble(Say("hamlet.which_hamlet")),), tuple(items), typing=Say("hamlet.code"))


_OUTSIDE = Item(OUTSIDE, Say("hamlet.outside"))
_LATER = Item(LATER, Say("hamlet.later"))
_NOT_LISTED = Item(NOT_LISTED, Say("hamlet.not_listed"))


def _answer(unit_code: str | None, choice: str, turn: Turn) -> Turn:
    unit = turn.world.unit(unit_code, turn.today)
    shown = _version(unit, turn)
    match choice:
        case "agree" if unit is not None:
            facts = Consented(Purpose.COUNT_IN_HAMLET, True, shown), Settled(InHamlet(unit.code))
            return onward.go_on(turn.record(*facts).say("counting.thanks").show_progress(unit.code))
        case "agree":
            agreed = turn.record(Consented(Purpose.COUNT_IN_HAMLET, True, shown)).say("counting.thanks")
            return agreed.go(start_choosing(turn))
        case "refuse":
            refused = turn.record(Consented(Purpose.COUNT_IN_HAMLET, False, shown))
            return onward.go_on(refused.say("counting.refused"))
    elsewhere = replace(turn, chat=replace(turn.chat, poster=None))
    return elsewhere.go(start_choosing(turn))


def _pick(choice: str, turn: Turn) -> Turn:
    if choice.startswith(UNIT):
        return settle(choice.removeprefix(UNIT), turn)
    if choice.startswith(COMMUNE):
        return turn.go(ChoosingHamlet(choice.removeprefix(COMMUNE)))
    match choice:
        case "outside":
            return onward.go_on(turn.record(Settled(Outside())).say("hamlet.outside_thanks"))
        case "not_listed":
            return turn.go(ChoosingCommune())
    return onward.resume(turn)
