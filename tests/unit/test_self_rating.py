"""What people say about themselves in sums: the change is of those who answered twice, few people stay inside."""

import pytest

from campaign.self_rating import NOBODY, SelfRating, add_up


def test_the_change_is_of_those_who_answered_both_times() -> None:
    said = add_up([(1, 3, 5), (2, 2, 6), (4, 3, 7), (2, None, 8), (None, 4, 9), (None, None, 10)])
    assert said == SelfRating((5, 14, 0, 7), (0, 6, 12, 9), better=5, same=6, worse=7)
    assert said.both == 18


@pytest.mark.parametrize(
    ("pairs", "is_small"),
    [
        ([(1, 3, 9), (2, 2, 6), (3, 3, 8)], False),
        ([(1, 3, 9), (2, 2, 4), (3, 3, 8)], True),
        ([(1, 3, 9), (1, None, 2)], True),
        ([(1, 3, 9), (2, 2, 6), (3, 2, 5), (1, None, 5)], False),
        ([], False),
    ],
)
def test_it_leaves_the_office_only_where_it_tells_of_no_few(pairs: list[tuple[int, int, int]], is_small: bool) -> None:
    assert add_up(pairs).has_small_cells is is_small


def test_nobody_said_anything() -> None:
    assert add_up([]) == NOBODY
    assert NOBODY.is_empty
