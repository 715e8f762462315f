"""How far people came in each lesson."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import Connection, insert

from storage.lesson_sums import LessonSums, by_lesson
from storage.tables import progress
from tests.db.commune import Commune

DAY = date(2026, 11, 22)


def _reach(tx: Connection, lesson: str, pages: Sequence[int], *, is_finished: bool = False) -> None:
    """Let somebody new come as far as each of these pages."""
    commune = Commune(tx, DAY)
    rows = [
        {"learner_id": commune.join(), "lesson": lesson, "pages": page, "finished_on": DAY if is_finished else None,
         "seen": "[]", "task_asked": 0, "reviews": 0}
        for page in pages
    ]  # fmt: skip
    tx.execute(insert(progress), rows)


def test_who_began_finished_and_stopped_is_counted_per_lesson(tx: Connection) -> None:
    _reach(tx, "ẫ", [1, 2, 2, 4])
    _reach(tx, "ẫ", [4, 4], is_finished=True)
    _reach(tx, "khác", [3], is_finished=True)
    assert by_lesson(tx) == {"ẫ": LessonSums(6, 2, {1: 1, 2: 2, 4: 1}), "khác": LessonSums(1, 1, {})}


def test_who_opened_no_page_has_not_begun(tx: Connection) -> None:
    _reach(tx, "ẫ", [0, 0])
    assert by_lesson(tx) == {}


@pytest.mark.parametrize(
    ("left_at", "median"), [({}, None), ({3: 1}, 3), ({1: 1, 4: 1}, 1), ({1: 1, 2: 1, 4: 1}, 2), ({1: 2, 4: 5}, 4)]
)
def test_the_page_in_the_middle_is_the_one_half_did_not_get_beyond(left_at: dict[int, int], median: int | None) -> None:
    assert LessonSums(9 + sum(left_at.values()), 9, left_at).median_page == median
