"""Which lesson comes next, and which may be shown."""

from datetime import date

import pytest

from lessons import Course, Lesson, Strand, next_lesson

TODAY = date(2026, 11, 22)


def lesson(lesson_id: str, sources: tuple[str, ...] = ("common",), expires_on: date | None = None) -> Lesson:
    return Lesson(
        id=lesson_id,
        title="Đừng vội",
        strand=Strand.SAFETY,
        order=1,
        minutes=3,
        sources=sources,
        checked_on=TODAY,
        checked_by="",
        expires_on=expires_on,
        framework_ref="",
        pages=("Chuông reo.",),
        task="kể cho một người",
        ask_later="{Bác} đã kể chưa?",
    )


NINE, ZERO, EIGHT = lesson("009-cuoc-goi"), lesson("000-hoc"), lesson("008-otp")
COURSE = Course((NINE, ZERO, EIGHT))


@pytest.mark.parametrize(
    ("finished", "expected"),
    [
        ((), NINE),
        (("009-cuoc-goi",), ZERO),
        (("000-hoc",), NINE),
        (("009-cuoc-goi", "000-hoc"), EIGHT),
        (("009-cuoc-goi", "bài-đã-bỏ"), ZERO),
        (("009-cuoc-goi", "000-hoc", "008-otp"), None),
    ],
)
def test_the_first_lesson_not_finished_is_next(finished: tuple[str, ...], expected: Lesson | None) -> None:
    assert next_lesson(COURSE, finished, TODAY) == expected


@pytest.mark.parametrize(
    ("sources", "expires_on", "served"),
    [
        (("common",), None, True),
        (("common",), TODAY, True),
        (("common",), date(2026, 11, 21), False),
        ((), None, False),
    ],
)
def test_a_lesson_is_served_with_a_source_until_its_last_day(
    sources: tuple[str, ...], expires_on: date | None, served: bool
) -> None:
    only = lesson("009-cuoc-goi", sources, expires_on)

    assert only.is_served(TODAY) is served
    assert next_lesson(Course((only,)), (), TODAY) == (only if served else None)


def test_a_lesson_is_found_by_id_and_by_its_printed_number() -> None:
    assert COURSE.get("000-hoc") is ZERO
    assert COURSE.get("không có") is None
    assert COURSE.by_number(8) is EIGHT
    assert COURSE.by_number(17) is None
