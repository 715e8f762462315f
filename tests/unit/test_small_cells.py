"""Figures about one to four people are hidden, and nothing that is left tells them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.indicators import Indicator
from campaign.small_cells import COUNTS, RATES, Hidden, Line, hide, is_small

PEOPLE = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 40))


def line(participants: int = 100, *, is_rated: bool = True, minors_completed: int = 0, **counts: int) -> Line:
    people = dict.fromkeys(COUNTS, 0) | {Indicator(name): count for name, count in counts.items()}
    rates = {
        Indicator.PARTICIPATION_RATE: participants - people[Indicator.MINORS],
        Indicator.COMPLETION_RATE: people[Indicator.COMPLETERS] - minors_completed,
    }
    return Line(people | rates, is_rated)


def total_of(rows: dict[str, Line]) -> Line:
    people = {column: sum(row.people[column] for row in rows.values()) for column in COUNTS}
    rated = {column: sum(row.people[column] for row in rows.values() if row.is_rated) for column in RATES}
    return Line(people | rated)


def hide_all(rows: dict[str, Line]) -> Hidden:
    return hide(rows, total_of(rows))


def column(found: Hidden, indicator: Indicator) -> set[str]:
    """Return the rows in which it is hidden, "total" among them."""
    rows = {name for name, hidden in found.rows.items() if indicator in hidden}
    return rows | ({"total"} if indicator in found.total else set())


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_small_count_is_one_to_four(count: int, small: bool) -> None:
    assert is_small(count) is small


def test_the_example_of_the_rule() -> None:
    found = hide_all({"dong": line(women=12), "tay": line(women=3), "nam": line(women=40)})
    assert column(found, Indicator.WOMEN) == {"dong", "tay"}
    assert column(found, Indicator.WORKERS) == set()


def test_a_small_total_is_hidden_with_its_rows() -> None:
    found = hide_all({"dong": line(women=0), "tay": line(women=3)})
    assert column(found, Indicator.WOMEN) == {"tay", "total"}


def test_hidden_ones_are_not_told_by_how_many_there_are() -> None:
    rows = {f"xom-{number}": line(women=1) for number in range(5)}
    assert column(hide_all(rows), Indicator.WOMEN) == {*rows, "total"}
    assert column(hide_all(rows | {"dong": line(women=30)}), Indicator.WOMEN) == {*rows, "dong"}


def test_the_only_row_hides_the_total_too() -> None:
    assert column(hide_all({"thcs": line(students=4)}), Indicator.STUDENTS) == {"thcs", "total"}


def test_minors_are_hidden_with_the_rate_that_tells_them() -> None:
    found = hide_all({"dong": line(minors=3), "tay": line(minors=8), "nam": line(minors=30)})
    assert column(found, Indicator.MINORS) == {"dong", "tay"}
    assert column(found, Indicator.PARTICIPATION_RATE) == {"dong", "tay"}


def test_the_participation_of_a_small_row_without_minors_stays() -> None:
    found = hide_all({"dong": line(3), "tay": line(90)})
    assert not found.total
    assert set(found.rows.values()) == {frozenset()}


def test_a_row_that_is_in_no_rate_of_the_total_is_not_told_by_it() -> None:
    rows = {"dong": line(minors=3), "moi": line(minors=8, is_rated=False), "nam": line(minors=30)}
    found = hide_all(rows)
    # Of two hidden rows one would be told by the total of the rates alone.
    assert len(column(found, Indicator.PARTICIPATION_RATE) & {"dong", "nam", "total"}) > 1


def test_completers_are_hidden_with_their_rate() -> None:
    found = hide_all({"dong": line(completers=2), "tay": line(completers=9), "nam": line(completers=50)})
    assert column(found, Indicator.COMPLETERS) == {"dong", "tay"}
    assert column(found, Indicator.COMPLETION_RATE) == {"dong", "tay"}


def test_minors_who_completed_are_not_told_by_completers_and_rate() -> None:
    found = hide_all({
        "dong": line(completers=20, minors_completed=2),
        "tay": line(completers=30, minors_completed=9),
        "nam": line(completers=60, minors_completed=9),
    })  # fmt: skip
    assert column(found, Indicator.COMPLETERS) == set()
    assert column(found, Indicator.COMPLETION_RATE) == {"dong", "tay"}


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Line]:
    rows = {}
    for name in draw(st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), unique=True, min_size=1)):
        minors, minors_completed = draw(PEOPLE), draw(PEOPLE)
        completers = minors_completed + draw(PEOPLE)
        others = {one.value: draw(PEOPLE) for one in COUNTS if one not in (Indicator.MINORS, Indicator.COMPLETERS)}
        counts = others | {"minors": minors, "completers": completers}
        participants = minors + draw(PEOPLE)
        rows[name] = line(participants, is_rated=draw(st.booleans()), minors_completed=minors_completed, **counts)
    return rows


@given(tables())
def test_no_hidden_figure_can_be_subtracted_from_its_column(rows: dict[str, Line]) -> None:
    found = hide_all(rows)
    for indicator in COUNTS:
        hidden = column(found, indicator)
        assert len(hidden) != 1
        for name, of in (*rows.items(), ("total", total_of(rows))):
            assert not is_small(of.people[indicator]) or name in hidden


@given(tables())
def test_a_table_without_small_figures_hides_nothing(rows: dict[str, Line]) -> None:
    large = {
        name: Line({one: 10 * count for one, count in row.people.items()}, row.is_rated) for name, row in rows.items()
    }
    found = hide_all(large)
    assert not found.total
    assert not any(found.rows.values())


@given(tables())
def test_what_is_left_fits_another_table_too(rows: dict[str, Line]) -> None:
    """Each hidden figure may be another one while all that is shown, and all who take part, stay as they are."""
    found = hide_all(rows)
    for first, second, sign in (
        (Indicator.MINORS, Indicator.PARTICIPATION_RATE, 1),
        (Indicator.COMPLETERS, Indicator.COMPLETION_RATE, -1),
    ):
        unknown, sums = _equations(rows, found, first, second, sign)
        nothing = ("total", second.value) if not any(row.is_rated for row in rows.values()) else None
        secret = [cell for cell in unknown if cell[1] != "virtual" and cell != nothing]
        secret += [(name, "virtual") for name, row in rows.items()
                   if sign < 0 and is_small(row.people[first] - row.people[second])]  # fmt: skip
        rank = _rank([[one.get(cell, 0) for cell in unknown] for one in sums])
        for cell in secret:
            told = {other: int(other == cell) for other in unknown}
            assert _rank([[one.get(each, 0) for each in unknown] for one in (*sums, told)]) == rank + 1


Key = tuple[str, str]


def _equations(
    rows: dict[str, Line], found: Hidden, first: Indicator, second: Indicator, sign: int
) -> tuple[list[Key], list[dict[Key, int]]]:
    hidden = {(name, one.value) for one in (first, second) for name in column(found, one)}
    virtual = {(name, "virtual") for name in rows} if sign < 0 else set()
    unknown = sorted(hidden | virtual)
    sums: list[dict[Key, int]] = []
    for name in rows:
        sums.append({(name, first.value): 1, (name, second.value): sign})
        if virtual:
            sums[-1][name, "virtual"] = -1
    sums.append({(name, first.value): 1 for name in rows} | {("total", first.value): -1})
    rated = {(name, second.value): 1 for name, row in rows.items() if row.is_rated}
    sums.append(rated | {("total", second.value): -1})
    return unknown, [{cell: times for cell, times in one.items() if cell in unknown} for one in sums]


def _rank(matrix: list[list[int]]) -> int:
    rows = [[Fraction(figure) for figure in row] for row in matrix]
    rank = 0
    for at in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[rank:] if row[at]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(rank, pivot)
        for below in rows[rank + 1 :]:
            times = below[at] / pivot[at]
            below[:] = [figure - times * other for figure, other in zip(below, pivot, strict=True)]
        rank += 1
    return rank
