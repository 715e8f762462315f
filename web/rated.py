"""What people said about how they get on with the phone, as a table below that of the hamlets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from campaign.indicators import Rate
from campaign.self_rating import SelfRating
from web.forms import Phrases
from web.table import Cell, Column, Row, number, percent

_COLUMNS = ("when", "people", "cannot", "with_help", "alone", "teaches")


@dataclass(frozen=True, slots=True)
class Rated:
    """What people said about themselves: the heading with the change, and the answers each time."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def self_rating(said: SelfRating, phrases: Phrases) -> Rated | None:
    """Return what people said about how they get on with the phone, None where nobody said anything."""
    if said.is_empty:
        return None
    change = {"both": number(said.both), "better": number(said.better), "same": number(said.same),
              "worse": number(said.worse)}  # fmt: skip
    title = phrases["change"].format(**change) if said.both else phrases["no_change"]
    times = ((phrases["first"], said.first), (phrases["fifth"], said.fifth))
    return Rated(
        title,
        tuple(Column(phrases[key], "", "none", "") for key in _COLUMNS),
        tuple(Row(name, "", (Cell(number(sum(cells))), *map(_share(cells), cells))) for name, cells in times),
    )


def _share(cells: Sequence[int]) -> Callable[[int], Cell]:
    def cell(people: int) -> Cell:
        rate = Rate(people, sum(cells) or None)
        return Cell(number(people), percent(rate) if rate.denominator else "")

    return cell
