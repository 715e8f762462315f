"""Which figures of a table stay inside the office because they are about one to four people (design.md rule 12).

The rule. A count of 1 to 4 people who are women, aged 60 and more, officials, students, workers, 16 or 17 years old, or
who completed, is hidden; none (0) and five are not. A rate is hidden with its numerator. Then further figures are
hidden until no hidden one can be computed from those that are left: neither as a total less the other rows, nor by what
figures of one row have to do with each other:

* the participants less those of 16 and 17 are the numerator of the rate of participation;
* the completers less those of 16 and 17 among them are the numerator of the rate of completion. How many these are is
  no figure of the table, and is kept just as secret.

How many take part is never hidden, nor what is not about persons.

An example, with a column of a table of three hamlets:

    women     Đông 12     Tây 3     Nam 40     total 55

Tây is hidden for it is 3, and Đông with it, the smallest figure that is left: 55 - 40 - 12 would be 3. Of Tây and Đông
it is only known that they are 15 women together. Were all that is hidden 1 each (three hamlets of 1 in a total of 3 or
43), the sum of them would give them away, since nobody hides a 0; then one more is hidden.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from fractions import Fraction

from campaign.indicators import Indicator

COUNTS = (
    Indicator.COMPLETERS,
    Indicator.WOMEN,
    Indicator.AGED_60_PLUS,
    Indicator.OFFICIALS,
    Indicator.STUDENTS,
    Indicator.WORKERS,
    Indicator.MINORS,
)
"""The counts of people that may be hidden."""

RATES = (Indicator.PARTICIPATION_RATE, Indicator.COMPLETION_RATE)
"""The rates that may be hidden."""

_FEW = range(1, 5)
_MINORS_COMPLETED = "minors_completed"
_TOTAL = ""
"""The total has no name, as a row has."""

_Cell = tuple[str, str]
"""The name of the row and the column."""
_Sum = Mapping[_Cell, int]
"""Cells that add up, each as often as it says, to a figure that everybody sees."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its figures in `COUNTS`, and in `RATES` the numerators.

    `is_rated` says whether its people are in the numerators of the total.
    """

    people: Mapping[Indicator, int]
    is_rated: bool = True


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is hidden in each row, by its name, and in the total."""

    rows: Mapping[str, frozenset[Indicator]]
    total: frozenset[Indicator]


def is_small(people: int) -> bool:
    """Say whether a count is of so few people that it is hidden."""
    return people in _FEW


def hide(rows: Mapping[str, Line], total: Line) -> Hidden:
    """Return what has to be hidden; no row may have an empty name."""
    lines = {**rows, _TOTAL: total}
    found = _hide_participation(lines) | _hide_completion(lines)
    for column in COUNTS:
        if column not in (Indicator.MINORS, Indicator.COMPLETERS):
            people = _column(lines, column)
            found |= _Veil(people, [_total_of(lines, column)]).drawn(_small(people))
    of = {name: frozenset(Indicator(column) for row, column in found if row == name) for name in lines}
    return Hidden({name: of[name] for name in rows}, of[_TOTAL])


def _hide_participation(lines: Mapping[str, Line]) -> set[_Cell]:
    minors, rate = Indicator.MINORS, Indicator.PARTICIPATION_RATE
    people = _column(lines, minors) | _column(lines, rate)
    sums: list[_Sum] = [{(name, minors): 1, (name, rate): 1} for name in lines if name != _TOTAL]
    sums += _total_of(lines, minors), _total_of(lines, rate, only_rated=True)
    # Where nobody is 16 or 17 the adults are the participants, whom everybody sees.
    adults = {cell for cell in _small(_column(lines, rate)) if lines[cell[0]].people[minors]}
    return _Veil(people, sums).drawn(_small(_column(lines, minors)) | adults)


def _hide_completion(lines: Mapping[str, Line]) -> set[_Cell]:
    completers, rate = Indicator.COMPLETERS, Indicator.COMPLETION_RATE
    people = _column(lines, completers) | _column(lines, rate)
    of_minors = {
        (name, _MINORS_COMPLETED): line.people[completers] - line.people[rate]
        for name, line in lines.items()
        if name != _TOTAL
    }
    of_minors[_TOTAL, _MINORS_COMPLETED] = sum(of_minors.values())
    names = [name for name in lines if name != _TOTAL]
    sums: list[_Sum] = [{(name, completers): 1, (name, rate): -1, (name, _MINORS_COMPLETED): -1} for name in names]
    sums += _total_of(lines, completers), _total_of(lines, rate, only_rated=True), _total_of(lines, _MINORS_COMPLETED)
    veil = _Veil(people, sums, of_minors, {completers: rate})
    return veil.drawn(_small(people))


def _column(lines: Mapping[str, Line], column: Indicator) -> dict[_Cell, int]:
    return {(name, column): line.people[column] for name, line in lines.items()}


def _small(people: Mapping[_Cell, int]) -> set[_Cell]:
    return {cell for cell, count in people.items() if is_small(count)}


def _total_of(lines: Mapping[str, Line], column: str, *, only_rated: bool = False) -> _Sum:
    """Return that the rows of a column less its total are nothing."""
    rows = {(name, column): 1 for name, line in lines.items() if name != _TOTAL and (line.is_rated or not only_rated)}
    return {**rows, (_TOTAL, column): -1}


@dataclass(frozen=True, slots=True)
class _Veil:
    """Hides cells until none of them can be computed.

    `unseen` are figures that stand nowhere but must not be computed either when they are small; `goes_with` names the
    column that is hidden where another is.
    """

    people: Mapping[_Cell, int]
    sums: Sequence[_Sum]
    unseen: Mapping[_Cell, int] = field(default_factory=dict)
    goes_with: Mapping[str, str] = field(default_factory=dict)

    def drawn(self, hidden: set[_Cell]) -> set[_Cell]:
        """Return these cells and all that must be hidden with them."""
        while True:
            hidden = hidden | {(row, self.goes_with[column]) for row, column in hidden if column in self.goes_with}
            more = self._one_more(hidden)
            if more is None:
                return hidden
            hidden = hidden | {more}

    def _one_more(self, hidden: set[_Cell]) -> _Cell | None:
        """Return the cell whose hiding costs least of those that tell a hidden one, None when nothing tells one."""
        secret = hidden | _small(self.unseen)
        telling = [told for cell, told in _solved(self.sums, hidden | self.unseen.keys()) if cell in secret]
        telling += [one for one in self.sums if self._is_told_by_its_size(one, hidden)]
        for told in telling:
            shown = [cell for cell in told if cell in self.people and cell not in hidden]
            if shown:
                touched = {row for row, _ in hidden}
                return min(shown, key=lambda cell: self._cost(cell, touched))
        return None

    def _is_told_by_its_size(self, one: _Sum, hidden: set[_Cell]) -> bool:
        """Say whether the hidden rows of a total that is shown are 1 each: then their sum is their number."""
        inside = [cell for cell in one if cell in hidden]
        is_of_rows = any(row == _TOTAL for row, _ in one) and not one.keys() & self.unseen.keys()
        is_open = is_of_rows and all(row != _TOTAL for row, _ in inside)
        return is_open and bool(inside) and all(self.people[cell] == 1 for cell in inside)

    def _cost(self, cell: _Cell, touched: Set[str]) -> tuple[bool, bool, bool, int, _Cell]:
        """Return what tells which cell is hidden first: of a row that has a hidden one, of few people, never none."""
        row, count = cell[0], self.people[cell]
        return row == _TOTAL, row not in touched, count == 0, count, cell


_Row = dict[_Cell, int | Fraction]


def _solved(sums: Iterable[_Sum], unknown: Set[_Cell]) -> Iterator[tuple[_Cell, Iterable[_Cell]]]:
    """Yield each unknown cell that the sums tell, with the cells it is computed from (Gauss and Jordan's way)."""
    solved = dict[_Cell, _Row]()
    for one in sums:
        row: _Row = dict(one)
        for cell in [cell for cell in row if cell in solved]:  # what a solved row adds is in no other solved one
            row = _less(row, row.get(cell, 0), solved[cell])
        pivot = next((cell for cell in row if cell in unknown), None)
        if pivot is None:
            continue
        row = _over(row, row[pivot])
        for cell, other in solved.items():
            if times := other.get(pivot):
                solved[cell] = _less(other, times, row)
        solved[pivot] = row
    for cell, row in solved.items():
        if row.keys() & unknown == {cell}:
            yield cell, row


def _over(row: _Row, times: int | Fraction) -> _Row:
    """Return a row divided by a number: nearly always 1 or -1, and whole numbers are many times as fast."""
    if times == 1:
        return row
    return {cell: -left if times == -1 else Fraction(left) / times for cell, left in row.items()}


def _less(row: _Row, times: int | Fraction, other: _Row) -> _Row:
    """Return a row less another one, as often as it says, without cells that fall out."""
    if not times:
        return row
    left = dict(row)
    for cell, more in other.items():
        rest = left.get(cell, 0) - times * more
        if rest:
            left[cell] = rest
        else:
            left.pop(cell, None)
    return left
