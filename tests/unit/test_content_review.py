"""Reading again what can go out of date, and writing only that into the files."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons import load as lesson_files
from lessons.editing import YamlFields, edited, scalar
from lessons.fields import read_fields
from quizzes import load as question_files
from quizzes.check import check
from quizzes.reviewing import Reviewed, add_months, due, lesson_file, question_file
from tests.unit.teaching import LESSON, judge, questions

DATED = LESSON.replace("[common]", "[Báo A]  # hỏi lại Báo A").replace("expires_on:", "expires_on: 2027-01-20 # nhớ")
LATER = date(2027, 1, 2)
BY_MAI = Reviewed("Cô Mai", LATER, None)


def _written(folder: Path, lesson: str = DATED) -> Path:
    content = questions()
    content["questions"][1].update(source="Báo B", checked_on="2026-11-22", expires_on="2027-02-20")
    content["questions"][2].update(source="Báo B", checked_on="2026-11-22", expires_on="2027-01-20")
    judge(folder, lesson, content)
    return folder / "bài" / "008-ma-otp" / "lesson.md"


def test_what_is_due_is_told_by_its_day_and_what_nobody_checked_comes_last(tmp_path: Path) -> None:
    _written(tmp_path)
    lessons, bank = lesson_files.read(tmp_path / "bài"), question_files.read(tmp_path / "câu")

    found = due(lessons, bank, LATER)

    assert [(one.day, one.is_lesson, one.questions) for one in found] == [
        (date(2027, 1, 20), True, ("cau-2",)),
        (date(2027, 2, 20), False, ("cau-1",)),
    ]
    assert [one.day for one in due(lessons, bank, date(2026, 12, 1))] == [date(2027, 1, 20)]


def test_a_lesson_nobody_checked_is_due_without_a_day(tmp_path: Path) -> None:
    _written(tmp_path, LESSON.replace("chị Lan", ""))
    lessons, bank = lesson_files.read(tmp_path / "bài"), question_files.read(tmp_path / "câu")

    last = due(lessons, bank, date(2026, 11, 22))[-1]

    assert (last.day, last.is_lesson) == (None, True)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
def test_a_review_changes_three_fields_of_a_lesson_and_nothing_else(tmp_path: Path, newline: str, begin: str) -> None:
    file = _written(tmp_path)
    file.write_bytes((begin + DATED.replace("\n", newline)).encode())
    lesson = lesson_files.read(tmp_path / "bài").course.lessons[0]

    before, after = lesson_file(lesson, file, BY_MAI)

    assert before == begin + DATED.replace("\n", newline)
    expected = (
        DATED.replace("checked_on: 2026-11-22", "checked_on: 2027-01-02")
        .replace("checked_by: chị Lan", "checked_by: Cô Mai")
        .replace("expires_on: 2027-01-20 # nhớ", "expires_on: 2027-03-02 # nhớ")
    )
    assert after == begin + expected.replace("\n", newline)


def test_an_empty_field_is_filled_and_common_sense_never_expires(tmp_path: Path) -> None:
    text = LESSON.replace("checked_by: chị Lan", "checked_by:")
    file = _written(tmp_path, text)
    lesson = lesson_files.read(tmp_path / "bài").course.lessons[0]

    _, after = lesson_file(lesson, file, BY_MAI)

    changed = text.replace("checked_by:", "checked_by: Cô Mai")
    assert after == changed.replace("checked_on: 2026-11-22", "checked_on: 2027-01-02")


def test_a_review_of_a_question_names_who_read_it(tmp_path: Path) -> None:
    _written(tmp_path)
    bank = question_files.read(tmp_path / "câu")
    path, question = tmp_path / "câu" / "008-ma-otp.yaml", bank.bank.pool("008-ma-otp").questions[1]

    before, after = question_file(path, [(question, bank.places["008-ma-otp", "cau-1"])], Reviewed("Mai", LATER, 12))

    assert after.count("checked_by: Mai") == 1
    assert len(after.splitlines()) == len(before.splitlines()) + 1
    path.write_text(after, encoding="utf-8")
    again = question_files.read(tmp_path / "câu").bank.pool("008-ma-otp").questions
    assert (again[1].checked_on, again[1].expires_on) == (LATER, date(2028, 1, 2))
    assert (again[2].checked_on, again[2].expires_on) == (date(2026, 11, 22), date(2027, 1, 20))


@given(st.dates(date(2026, 1, 1), date(2090, 1, 1)), st.integers(1, 12))
def test_no_review_goes_beyond_what_the_check_allows(day: date, months: int) -> None:
    assert 27 <= (add_months(day, months) - day).days <= 366


def test_after_a_review_the_check_is_content(tmp_path: Path) -> None:
    file = _written(tmp_path)
    lesson = lesson_files.read(tmp_path / "bài").course.lessons[0]
    _, after = lesson_file(lesson, file, Reviewed("Cô Mai", LATER, 12))
    file.write_text(after, encoding="utf-8")

    report = check(tmp_path / "bài", tmp_path / "câu", LATER)

    assert (report.errors, report.warnings) == ((), ())
    assert not any("bài" in problem.message for problem in report.tasks)


TEXTS = st.text(st.sampled_from("aẫđƯ 🔑:#-'\"\\{}[]&*!|>%@`,?\n012"), max_size=30).map(
    lambda text: "\n".join(line.strip() for line in text.split("\n")).strip("\n")
)


@given(TEXTS, st.sampled_from(["\n", "\r\n"]))
def test_any_text_written_into_a_field_is_read_back_the_same(text: str, newline: str) -> None:
    whole = newline.join(
        ["# đầu", "a: cũ # giữ", "b:", "  - c: 'x'", "    d: |-", "      hai", "      dòng", "e: z", ""]
    )
    fields = YamlFields(whole)

    changed = edited(whole, [fields.set(("b", 0, "d"), text), fields.set(("a",), text)])

    value = read_fields(Path("x.yaml"), changed).value
    assert value == {"a": text, "b": [{"c": "x", "d": text}], "e": "z"}
    assert "# giữ" in changed


@given(TEXTS)
def test_a_scalar_stands_for_its_text(text: str) -> None:
    assert read_fields(Path("x.yaml"), f"k: {scalar(text, 0, chr(10))}\n").value == {"k": text}
