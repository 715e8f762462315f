"""A typed question finds the best page, however it was spelt; a question no lesson speaks of finds none."""

from dataclasses import replace

import pytest
import yaml

from bench import search as measured
from lessons import Course
from lessons.folding import fold
from lessons.search import Index, index
from lessons.wording import FILE, words
from tests.unit.chatting import lesson

SHIPPED = measured.shipped()
ASKED = yaml.safe_load(measured.QUESTIONS.read_text(encoding="utf-8"))
HUNDRED = measured.questions()


def of(number: int, title: str, *pages: str) -> Index:
    return index(Course((replace(lesson(number), title=title, pages=pages),)))


def found(text: str, asked: Index = SHIPPED) -> list[str]:
    return [hit.lesson for hit in asked.best(text)]


def test_a_hundred_questions_of_all_eighteen_lessons_are_asked() -> None:
    assert len({question.text for question in HUNDRED}) == 100
    assert {lesson.number for lesson in measured.COURSE} == set(range(18))
    for one in measured.COURSE:
        asked = [question for question in HUNDRED if question.lesson == one.id]
        assert len(asked) >= 5
        assert all(question.pages <= set(range(len(one.pages))) for question in asked)


def test_ninety_of_a_hundred_typed_questions_find_their_lesson_among_three() -> None:
    counted = measured.score(HUNDRED, SHIPPED)
    assert counted.among_three >= 90
    assert counted.first >= 75
    assert counted.right_page >= 75


def test_questions_nobody_looked_at_while_tuning_fare_as_well() -> None:
    tuned, held_out = measured.score(HUNDRED[::2], SHIPPED), measured.score(HUNDRED[1::2], SHIPPED)
    assert held_out.among_three >= tuned.among_three - 3


def test_the_questions_of_the_first_lessons_still_find_theirs() -> None:
    earlier = [(text, expected) for expected, texts in ASKED["tuned"].items() for text in texts]
    missed = [(text, expected) for text, expected in earlier if expected not in found(text)]
    assert len(missed) <= len(earlier) / 10, missed


def test_most_questions_no_lesson_speaks_of_find_none() -> None:
    beside = [*ASKED["beside"], *ASKED["tuned_beside"]]
    misled = [(text, found(text)) for text in beside if found(text)]
    # A wrong page costs one tap: a person is offered beside it.
    assert len(misled) <= len(beside) * 0.3, misled


@pytest.mark.parametrize("text", ["", "?", "🌾", "\0", "a", "đ" * 2000, "9" * 2000, "{bác}", "** **", "không là gì"])
def test_what_says_nothing_finds_nothing(text: str) -> None:
    assert found(text) == []


def test_accents_capitals_and_signs_do_not_matter() -> None:
    assert SHIPPED.best("Cuộc gọi GIẢ DANH, là gì?!") == SHIPPED.best("cuoc goi gia danh la gi")


@pytest.mark.parametrize(
    "typed", ["chương trình thời tiết", "chuong trinh thoitiet", "chuong trinhh thoi tiet", "chuogn trinh thoi tiet"]
)
def test_slips_and_missing_spaces_are_mended(typed: str) -> None:
    about = of(9, "Xem thời tiết", "Mở chương trình dự báo. Chương trình ở màn hình đầu.", "Gõ tên xã.")
    assert [(hit.lesson, hit.page) for hit in about.best(typed)] == [("009-bài-ữ", 0)]


def test_the_page_that_says_it_is_found() -> None:
    about = of(9, "Cái máy", "Nút đỏ để tắt.", "Loa ở dưới, cạnh chỗ cắm sạc.", "Đèn nháy là hết pin.")
    assert [hit.page for hit in about.best("loa canh cho cam sac o dau")] == [1]


def test_every_lesson_is_found_once_and_at_most_three_are() -> None:
    pages = ("Quét mã ở quán, đọc tên người nhận.",) * 3
    course = Course(tuple(replace(lesson(number), title="Quét mã", pages=pages) for number in range(1, 9)))
    hits = index(course).best("quet ma doc ten nguoi nhan")
    assert len(hits) == 3
    assert len({hit.lesson for hit in hits}) == 3


def test_a_saying_is_understood() -> None:
    about = of(8, "Mật khẩu", "Mật khẩu giữ cho riêng mình.")
    assert found("mk la gi", about) == ["008-bài-ữ"]


def test_an_empty_course_finds_nothing() -> None:
    assert index(Course(())).best("cuộc gọi giả danh") == ()


def test_the_words_are_text_written_as_they_are_folded() -> None:
    kept = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    alike = [way for ways in kept["alike"] for way in ways]
    every = [*kept["common"], *kept["short"], *kept["short"].values(), *alike]
    assert [word for word in every if not isinstance(word, str) or fold(word) != word] == []
    assert len(set(kept["common"])) == len(kept["common"])
    assert words().common == set(kept["common"])


def test_each_thing_said_in_several_ways_has_several_and_each_once() -> None:
    kept = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert [ways for ways in kept["alike"] if len(set(ways)) < 2 or len(set(ways)) < len(ways)] == []
