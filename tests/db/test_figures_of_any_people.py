"""Whoever the people are: one more lowers no count, and the order in which they came changes nothing."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from campaign.indicators import Rate
from campaign.people import About, AgeBand, Group, Sex
from storage.figures import Figures, Table
from storage.standing import Activity, Standing
from storage.unit import writing
from tests.db.commune import Commune, hamlet, settle
from tests.db.tabling import TODAY, table

PERSON = st.tuples(
    st.sampled_from(["dong", "tay", None, "outside"]),
    st.sampled_from([True, True, True, False, None]),
    st.builds(About, *(st.none() | st.sampled_from(kinds) for kinds in (AgeBand, Sex, Group))),
    st.tuples(*(st.integers(0, most) for most in (5, 3, 2, 1, 6, 2, 1))),
)
Person = tuple[str | None, bool | None, About, tuple[int, ...]]


def table_of(engine: Engine, people: Sequence[Person]) -> Table:
    """Return the table of the year in which these came one after the other; nothing is kept of them."""
    with writing(engine) as tx:
        settle(tx, hamlet("dong", 30), hamlet("tay", None))
        commune = Commune(tx, TODAY, Standing(lessons_to_complete=3))
        for home, counted, about, did in people:
            one = commune.join(home, counted=counted)
            commune.tell(one, about)
            commune.learn(Activity(one, *did))
        return table(commune)


def counts(figures: Figures) -> list[int]:
    """Return every count of a row, of rates the two numbers."""
    found = list[int]()
    for _, cell in figures.cells():
        parts = (cell.numerator, cell.denominator) if isinstance(cell, Rate) else (cell,)
        found += [part or 0 for part in parts]
    return found


@given(people=st.lists(PERSON, max_size=12), more=PERSON)
@settings(max_examples=15)
def test_one_more_person_lowers_no_count(engine: Engine, people: list[Person], more: Person) -> None:
    before, after = table_of(engine, people), table_of(engine, [*people, more])
    for was, now in zip(before.rows, after.rows, strict=True):
        assert all(one <= other for one, other in zip(counts(was.figures), counts(now.figures), strict=True))
    assert all(one <= other for one, other in zip(counts(before.totals), counts(after.totals), strict=True))
    assert before.learning_uncounted + before.outside_commune <= after.learning_uncounted + after.outside_commune


@given(st.lists(PERSON, max_size=10).flatmap(lambda people: st.tuples(st.just(people), st.permutations(people))))
@settings(max_examples=10)
def test_the_order_in_which_people_came_changes_nothing(
    engine: Engine, pair: tuple[list[Person], list[Person]]
) -> None:
    assert table_of(engine, pair[0]) == table_of(engine, pair[1])
