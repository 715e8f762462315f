"""A typed question finds the best page, however it was spelt; a question no lesson speaks of finds none."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from lessons import Course
from lessons.folding import fold
from lessons.load import load
from lessons.search import FILE, Index, index, words
from tests.unit.chatting import lesson

ROOT = Path(__file__).parents[2]
COURSE = load(ROOT / "lessons/content/vi")
SHIPPED = index(COURSE)
ASKED = yaml.safe_load(Path(__file__).with_name("search_questions.yaml").read_text(encoding="utf-8"))
QUESTIONS = [(text, expected) for expected, texts in ASKED["asked"].items() for text in texts]


def of(number: int, title: str, *pages: str) -> Index:
    return index(Course((replace(lesson(number), title=title, pages=pages),)))


def found(text: str, asked: Index = SHIPPED) -> list[str]:
    return [hit.lesson for hit in asked.best(text)]


def test_nine_of_ten_typed_questions_find_their_lesson_among_three() -> None:
    there = [(text, expected) for text, expected in QUESTIONS if COURSE.get(expected)]
    missed = [(text, expected) for text, expected in there if expected not in found(text)]
    assert len(there) >= 20
    assert len(missed) <= len(there) / 10, missed


def test_at_least_three_of_four_find_it_first() -> None:
    there = [(text, expected) for text, expected in QUESTIONS if COURSE.get(expected)]
    late = [(text, expected) for text, expected in there if found(text)[:1] != [expected]]
    assert len(late) <= len(there) / 4, late


def test_most_questions_no_lesson_speaks_of_find_none() -> None:
    misled = [(text, found(text)) for text in ASKED["beside"] if found(text)]
    # A wrong page costs one tap: a person is offered beside it.
    assert len(misled) <= len(ASKED["beside"]) * 0.3, misled


def test_there_are_at_least_forty_questions() -> None:
    assert len({text for text, _ in QUESTIONS}) >= 40


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
    assert [hit.page for hit in about.best("cho cam sac o dau")] == [1]


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
    every = [*kept["common"], *kept["sayings"], *kept["sayings"].values()]
    assert [word for word in every if not isinstance(word, str) or fold(word) != word] == []
    assert len(set(kept["common"])) == len(kept["common"])
    assert words().common == set(kept["common"])
