"""The board of units that have, or have not, sent their yearly report, and a kind text to forward to the others."""

from collections.abc import Sequence
from datetime import date

from campaign.reporting import Standing, State, due
from papers.office.words import day, number, say


def written(board: Sequence[Standing], year: int, today: date, office: str) -> str:
    """Return the board of a year as text, with the reminder where somebody is to be reminded."""
    received = sum(one.state.is_received for one in board)
    lines = [say("board.title", year=str(year), received=number(received), units=number(len(board)))]
    for state in State:
        of_state = [one for one in board if one.state is state]
        if of_state:
            lines += ["", say(f"board.{state}", count=number(len(of_state)))]
            lines += [f"  {_named(one)}" for one in of_state]
    if received < len(board):
        lines += ["", say("board.forward"), "", reminder(board, year, today, office)]
    return "\n".join(lines)


def reminder(board: Sequence[Standing], year: int, today: date, office: str) -> str:
    """Return a text for the units whose report is missing."""
    missing = [one for one in board if not one.state.is_received]
    names = "; ".join(_place(one) for one in missing)
    left = (due(year) - today).days
    when = {0: say("board.last_day")}.get(left, say("board.days_left", days=number(left)))
    if left < 0:
        when = say("board.past")
    return say("board.reminder", units=names, office=office, year=str(year), due=day(due(year)), when=when)


def _named(one: Standing) -> str:
    place = f"{one.unit.code}  {_place(one)}"
    return place if one.received_on is None else f"{place}, {day(one.received_on)}"


def _place(one: Standing) -> str:
    return f"{one.unit.name} ({one.unit.old_commune})" if one.unit.old_commune else one.unit.name
