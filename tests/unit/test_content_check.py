"""What `hocso content check` says about content that loads but could be better, and what waits for a person."""

from collections.abc import Callable
from pathlib import Path

import pytest

from quizzes.check import Report, check
from tests.unit.teaching import LESSON, TODAY, Content, choices, judge, questions


def test_good_content_has_nothing_to_mend(tmp_path: Path) -> None:
    assert judge(tmp_path) == Report((), (), ())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Mã như chìa khóa nhà.", "mã " * 36, "dòng 13, trang 1: dài 41 chữ, hãy rút còn nhiều nhất 40 chữ"),
        (
            "kể cho một người",
            "kể " * 20 + ". " + "kể " * 11,
            'dòng 15, mục "Làm thử": dài 32 chữ, hãy rút còn nhiều nhất 30 chữ',
        ),
        ("{Bác} kể chưa?", "kể " * 31, 'dòng 17, mục "Lần sau hỏi": dài 31 chữ'),
        ("{Bác} kể chưa?", "{Bác} kể chưa?\n## Loa\nXin chào.", 'dòng 19, mục "Loa": đọc chừng 1 giây, hãy viết thêm'),
        ("{Bác} kể chưa?", f"{{Bác}} kể chưa?\n## Loa\n{'Xin chào. ' * 140}", 'mục "Loa": đọc chừng 91 giây, hãy rút'),
        ("[common]", "[common, Báo A]", "có nguồn bên ngoài nên có thể đổi, hãy ghi đủ checked_on và expires_on"),
    ],
)
def test_a_lesson_that_could_be_better_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    report = judge(tmp_path, LESSON.replace(old, new))

    assert [told in str(warning) for warning in report.warnings] == [True]
    assert report.errors == ()


def test_a_page_of_exactly_forty_words_is_short_enough(tmp_path: Path) -> None:
    assert judge(tmp_path, LESSON.replace("Mã như chìa khóa nhà.", "mã mã mã. " * 11 + "mã mã 🔑")).warnings != ()
    assert judge(tmp_path / "b", LESSON.replace("Mã như chìa khóa nhà.", "mã mã mã. " * 11 + "mã mã")).warnings == ()


def _set(at: int, **fields: object) -> Callable[[Content], object]:
    return lambda content: content["questions"][at].update(fields)


def _word(at: int, choice: int, **fields: object) -> Callable[[Content], object]:
    def change(content: Content) -> None:
        found = content["questions"][at]["choices"]
        assert isinstance(found, list)
        found[choice].update(fields)

    return change


def _first_everywhere(content: Content) -> None:
    for question in content["questions"]:
        question["choices"] = choices(0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_set(2, situation="mã " * 38), "câu 3: dài 41 chữ, hãy rút còn nhiều nhất 40 chữ"),
        (_word(2, 1, why="mất " * 35), 'câu 3: "why" của lựa chọn 2 dài 35 chữ, hãy rút còn nhiều nhất 34 chữ'),
        (_word(0, 2, text="a " * 11), "câu 1: lựa chọn 3 dài 11 chữ, hãy rút còn nhiều nhất 10 chữ"),
        (_set(4, choices=choices(1, "Giữ cho thật kín, đừng đưa ai")), "câu 5: đáp án đúng dài hơn hẳn"),
        (_first_everywhere, "đáp án đúng đứng đầu ở 8 trên 8 câu, hãy đổi chỗ bớt"),
        (lambda content: content["questions"].pop(0), "mới có 7 câu hỏi, hãy viết cho đủ 8 câu"),
        (_set(7, delayed=False), 'mới có 1 câu để dành ôn lại, hãy ghi "delayed: true" cho ít nhất 2 câu'),
        (_set(1, source="Báo A"), "câu 2: có nguồn bên ngoài nên có thể đổi"),
        (
            _set(1, source="Báo A", checked_on="2026-11-22", expires_on="2028-11-22"),
            "câu 2: expires_on xa quá, hãy ghi nhiều nhất 12 tháng sau checked_on",
        ),
    ],
)
def test_a_question_that_could_be_better_is_named(
    tmp_path: Path, change: Callable[[Content], object], told: str
) -> None:
    content = questions()
    change(content)

    report = judge(tmp_path, content=content)

    assert [told in str(warning) for warning in report.warnings] == [True], report.warnings
    assert report.errors == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("sources: [common]", "sources: []", "bài chưa được dùng vì chưa ghi nguồn, hãy ghi sources"),
        ("checked_by: chị Lan", "checked_by:", "chưa có người kiểm tra, hãy đọc lại rồi ghi tên vào checked_by"),
        ("expires_on:", "expires_on: 2026-11-21", "bài đã hết hạn ngày 21/11/2026 nên không được dùng"),
        ("expires_on:", "expires_on: 2026-11-22", "bài sẽ hết hạn ngày 22/11/2026"),
        ("expires_on:", "expires_on: 2027-01-21", "bài sẽ hết hạn ngày 21/01/2027"),
    ],
)
def test_what_waits_for_a_person_is_a_task(tmp_path: Path, old: str, new: str, told: str) -> None:
    report = judge(tmp_path, LESSON.replace(old, new))

    assert [told in str(task) for task in report.tasks] == [True]
    assert (report.errors, report.warnings) == ((), ())


def test_a_lesson_that_expires_in_61_days_waits_for_nobody(tmp_path: Path) -> None:
    assert judge(tmp_path, LESSON.replace("expires_on:", "expires_on: 2027-01-22")).tasks == ()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"source": ""}, "câu 1: câu chưa được dùng vì chưa ghi nguồn, hãy ghi source"),
        ({"expires_on": "2026-01-01"}, "câu 1: câu đã hết hạn ngày 01/01/2026"),
        ({"expires_on": "2026-12-01"}, "câu 1: câu sẽ hết hạn ngày 01/12/2026"),
    ],
)
def test_a_question_that_waits_for_a_person_is_a_task(tmp_path: Path, fields: dict[str, object], told: str) -> None:
    content = questions()
    content["questions"][0].update(fields)

    report = judge(tmp_path, content=content)

    assert any(told in str(task) for task in report.tasks)
    assert (report.errors, report.warnings) == ((), ())


def test_a_lesson_without_questions_is_warned_about(tmp_path: Path) -> None:
    judge(tmp_path)
    (tmp_path / "câu" / "008-ma-otp.yaml").unlink()

    assert "mới có 0 câu hỏi" in str(check(tmp_path / "bài", tmp_path / "câu", TODAY).warnings[0])


def test_errors_are_told_beside_what_could_be_judged(tmp_path: Path) -> None:
    content = questions()
    content["questions"][0]["page"] = 9
    content["questions"][1]["page"] = "chín"

    report = judge(tmp_path, content=content)

    assert len(report.errors) == 2
    assert "mới có 7 câu hỏi" in str(report.warnings[0])
