"""Where a learner works or goes to school, and their associations: lists to choose from, or names to type."""

from collections.abc import Sequence
from typing import assert_never

from campaign.units import Unit, UnitKind
from conversation import hearing, onward
from conversation.facts import BelongsTo, WorksAt
from conversation.learner import Learner
from conversation.places import ChoosingAssociations, ChoosingWorkplace
from conversation.replies import Bubble, Say
from conversation.turn import Card, Item, Turn

Place = ChoosingWorkplace | ChoosingAssociations

WORKPLACES = (UnitKind.SCHOOL, UnitKind.AGENCY, UnitKind.ENTERPRISE)
"""The kinds of which a learner has at most one (design.md section 8)."""

UNIT = "unit:"
ENTER = "enter:"
LEAVE = "leave:"
MORE = "more"
NONE = "none"
DONE = "done"

_PAGE = 8
"""Units shown at once: a longer list is not read to its end on a small screen."""


def are_offered(turn: Turn) -> bool:
    """Say whether the commune has any unit to belong to besides hamlets."""
    return bool(_workplaces(turn) or _associations(turn))


def first_list(turn: Turn) -> Place:
    """Return the first list to show, on the page of what was chosen before."""
    workplaces = _workplaces(turn)
    if not workplaces:
        return ChoosingAssociations()
    at = next((at for at, unit in enumerate(workplaces) if unit.code == _workplace(turn)), 0)
    return ChoosingWorkplace(at - at % _PAGE)


def codes_of(learner: Learner) -> tuple[str, ...]:
    """Return the codes of all units a learner chose besides the hamlet."""
    return (*filter(None, [learner.workplace]), *sorted(learner.associations))


def card(place: Place, turn: Turn) -> Card:
    """Return a page of one of the lists."""
    match place:
        case ChoosingWorkplace(first):
            chosen = _workplace(turn)
            units = _workplaces(turn)
            items = [Item(f"{UNIT}{unit.code}", _label(unit, unit.code == chosen)) for unit in _page(units, first)]
            items += _turning(units, first)
            items.append(Item(NONE, Say("belonging.none")))
            return Card((Bubble(Say("belonging.which_workplace")),), tuple(items), typing=Say("belonging.typing"))
        case ChoosingAssociations(first):
            joined = _joined(turn)
            units = _associations(turn)
            items = [Item(_change(unit, joined), _label(unit, unit.code in joined)) for unit in _page(units, first)]
            items += _turning(units, first)
            items.append(Item(DONE, Say("belonging.done"), is_next_step=True))
            ask = "belonging.which_associations" if units else "belonging.no_units"
            return Card((Bubble(Say(ask)),), tuple(items), typing=Say("belonging.typing"))
    assert_never(place)


def choose(place: Place, choice: str, turn: Turn) -> Turn:
    """Follow a choice in one of the lists; what was chosen before is changed only by a choice of its own."""
    kind, _, code = choice.partition(":")
    match f"{kind}:" if code else kind:
        case "more":
            return turn.go(type(place)(_next_page(place, turn)))
        case "unit:":
            return _work_at(code, turn)
        case "none":
            return _work_at(None, turn)
        case "enter:":
            return _belong(_joined(turn) | {code}, turn)
        case "leave:":
            return _belong(_joined(turn) - {code}, turn)
    return onward.resume(turn.say("belonging.kept"))


def write(place: Place, text: str, turn: Turn) -> Turn | None:
    """Take the name of a unit as a choice of it; None where no unit of the list is meant."""
    units = _listed(place, turn)
    unit = _named(text, units)
    if unit is None:
        return None
    match place:
        case ChoosingWorkplace():
            return _work_at(unit.code, turn)
        case ChoosingAssociations():
            shown = turn.go(ChoosingAssociations(units.index(unit) // _PAGE * _PAGE))
            return choose(place, _change(unit, _joined(turn)), shown)
    assert_never(place)


def _named(text: str, units: Sequence[Unit]) -> Unit | None:
    """Return the one unit that a typed name means: the whole name with a slip, or at least two words out of it."""
    at = hearing.closest(text, [unit.name for unit in units])
    if at is not None:
        return units[at]
    said = hearing.bare(text)
    within = [unit for unit in units if f" {said} " in f" {hearing.fold(unit.name)} "] if " " in said else []
    return within[0] if len(within) == 1 else None


def _listed(place: Place, turn: Turn) -> tuple[Unit, ...]:
    return _workplaces(turn) if isinstance(place, ChoosingWorkplace) else _associations(turn)


def _workplaces(turn: Turn) -> tuple[Unit, ...]:
    return turn.world.units.of_kinds(turn.today, *WORKPLACES)


def _associations(turn: Turn) -> tuple[Unit, ...]:
    return turn.world.units.of_kinds(turn.today, UnitKind.ASSOCIATION)


def _workplace(turn: Turn) -> str | None:
    """Return the code of the unit that answers today for the workplace chosen."""
    unit = turn.world.unit(turn.learner.workplace, turn.today) if turn.learner else None
    return unit.code if unit else None


def _joined(turn: Turn) -> frozenset[str]:
    """Return the codes of the units that answer today for the associations chosen."""
    chosen = turn.learner.associations if turn.learner else frozenset[str]()
    return frozenset(unit.code for code in chosen if (unit := turn.world.unit(code, turn.today)))


def _page(units: Sequence[Unit], first: int) -> Sequence[Unit]:
    return units[first : first + _PAGE]


def _next_page(place: Place, turn: Turn) -> int:
    after = place.first + _PAGE
    return after if after < len(_listed(place, turn)) else 0


def _turning(units: Sequence[Unit], first: int) -> list[Item]:
    if len(units) <= _PAGE:
        return []
    has_more = first + _PAGE < len(units)
    return [Item(MORE, Say("belonging.more" if has_more else "belonging.from_start"))]


def _label(unit: Unit, is_chosen: bool) -> Say:
    return Say("belonging.chosen" if is_chosen else "hamlet.name", {"name": unit.name})


def _change(unit: Unit, joined: frozenset[str]) -> str:
    # The choice says what is to become of it, so that a tap that arrives twice does not undo itself.
    return f"{LEAVE if unit.code in joined else ENTER}{unit.code}"


def _work_at(code: str | None, turn: Turn) -> Turn:
    unit = turn.world.unit(code, turn.today)
    after = unit.code if unit else None
    has_changed = turn.learner is not None and turn.learner.workplace != after
    turn = turn.record(WorksAt(after)) if has_changed else turn
    if unit is not None:
        turn = turn.say("belonging.works_at", unit=unit.name_in_sentence)
    elif has_changed:
        turn = turn.say("belonging.dropped")
    return turn.go(ChoosingAssociations()) if _associations(turn) else onward.resume(turn)


def _belong(units: frozenset[str], turn: Turn) -> Turn:
    return turn.record(BelongsTo(units))
