"""The board of units that have, or have not, sent their yearly report, and a kind text to forward to the others."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from campaign.reporting import Standing, State, due
from conversation import texts
from conversation.texts import fill
from papers.cards.words import day, number

FILE = Path(__file__).with_name("board_texts.vi.yaml")

_WORDS = texts.load(FILE)


def written(board: Sequence[Standing], year: int, today: date, office: str) -> str:
    """Return the board of a year as text, with the reminder where somebody is to be reminded."""
    received = sum(one.state.is_received for one in board)
    lines = [_say("board.title", year=str(year), received=number(received), units=number(len(board)))]
    for state in State:
        of_state = [one for one in board if one.state is state]
        if of_state:
            lines += ["", _say(f"board.{state}", count=number(len(of_state)))]
            lines += [f"  {_named(one)}" for one in of_state]
    if received < len(board):
        lines += ["", _say("board.forward"), "", reminder(board, year, today, office)]
    return "\n".join(lines)


def reminder(board: Sequence[Standing], year: int, today: date, office: str) -> str:
    """Return a text for the units whose report is missing."""
    missing = [one for one in board if not one.state.is_received]
    names = "; ".join(_place(one) for one in missing)
    left = (due(year) - today).days
    when = {0: _say("board.last_day")}.get(left, _say("board.days_left", days=number(left)))
    if left < 0:
        when = _say("board.past")
    return _say("board.reminder", units=names, office=office, year=str(year), due=day(due(year)), when=when)


def _named(one: Standing) -> str:
    place = f"{one.unit.code}  {_place(one)}"
    return place if one.received_on is None else f"{place}, {day(one.received_on)}"


def _place(one: Standing) -> str:
    return f"{one.unit.name} ({one.unit.old_commune})" if one.unit.old_commune else one.unit.name


def _say(key: str, **values: str) -> str:
    return fill(_WORDS[key], values)
