"""Question files: what a good one becomes, and what a teacher is told about a bad one."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons import ContentError
from quizzes import Bank, Choice
from quizzes.load import load, load_content, read

FILE = """# câu hỏi mẫu
questions:
  - id: doc-ma
    page: 1
    situation: "Người lạ bảo: “Đọc mã cho tôi.” 📞"
    ask: "{Bác} làm gì?"
    choices:
      - text: Đọc cho xong việc
        correct: false
        why: Đọc ra là mất tiền, {bác} đừng đọc.
      - text: Không đọc
        correct: true
        why: |
          Mã như **chìa khóa nhà**.
          Giữ cho riêng mình.
    source: common
  - id: giu-ma
    page: 2
    situation: Cháu hỏi mã.
    ask: Nên làm gì?
    choices:
      - {text: Giữ kín, correct: yes, why: Giữ là phải.}
      - {text: "156", correct: no, why: Số ấy để báo tin rác.}
      - {text: Không, correct: no, why: Cháu cũng không cần mã.}
    delayed: true
    source: Công an Trà Vinh 2024
    checked_on: 2026-11-22
    expires_on: 2027-11-22
"""

LESSON = """---
id: 008-ma-otp
title: Mã OTP
strand: an-toan
order: 3
minutes: 3
sources: [common]
checked_on: 2026-11-22
---
Một.
---
Hai.
## Làm thử
kể
## Lần sau hỏi
{Bác} kể chưa?
"""


def write(folder: Path, text: str = FILE, name: str = "008-ma-otp.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def write_lesson(folder: Path, text: str = LESSON) -> None:
    place = folder / "008-ma-otp"
    place.mkdir(parents=True)
    (place / "lesson.md").write_text(text, encoding="utf-8")


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]


def test_questions_are_read_with_all_their_parts(tmp_path: Path) -> None:
    write(tmp_path)

    first, second = load(tmp_path).pool("008-ma-otp").questions

    assert (first.id, first.page, first.delayed, first.source) == ("doc-ma", 1, False, "common")
    assert first.situation == "Người lạ bảo: “Đọc mã cho tôi.” 📞"
    assert first.ask == "{Bác} làm gì?"
    assert first.choices == (
        Choice("Đọc cho xong việc", False, "Đọc ra là mất tiền, {bác} đừng đọc."),
        Choice("Không đọc", True, "Mã như **chìa khóa nhà**.\nGiữ cho riêng mình."),
    )
    assert (first.checked_on, first.expires_on) == (None, None)
    assert [choice.text for choice in second.choices] == ["Giữ kín", "156", "Không"]
    assert (second.delayed, second.expires_on) == (True, date(2027, 11, 22))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "correct: true",
            "correct: false",
            'dòng 7, câu 1: chưa có lựa chọn nào ghi "correct: true", hãy ghi cho đúng một lựa chọn',
        ),
        ("correct: false", "correct: true", 'dòng 7, câu 1: có 2 lựa chọn ghi "correct: true", hãy giữ đúng một'),
        ("correct: true", "correct: đúng", 'dòng 12, câu 1, lựa chọn 2: "correct" chỉ nhận true hoặc false'),
        ("        correct: true\n", "", 'dòng 11, câu 1, lựa chọn 2: thiếu mục "correct", hãy thêm vào'),
        ("why: Giữ là phải.", "why: ''", 'dòng 22, câu 2, lựa chọn 1: "why" đang để trống, hãy viết vào'),
        (", why: Giữ là phải.", "", 'dòng 22, câu 2, lựa chọn 1: thiếu mục "why"'),
        ("why: Đọc", "wy: Đọc", 'câu 1, lựa chọn 1: không có mục nào tên "wy" (có phải là "why")'),
        ("ask: Nên làm gì?", "hoi: Nên làm gì?", 'dòng 20, câu 2: không có mục nào tên "hoi" (chỉ có id, page'),
        ("page: 2", "page: hai", 'dòng 18, câu 2: "page" phải là một số'),
        ("page: 2", "page: 0", 'dòng 18, câu 2: "page" phải từ 1 trở lên'),
        ("id: giu-ma", "id: doc-ma", 'dòng 17, câu 2: id "doc-ma" đã dùng ở câu 1, hãy đặt id khác'),
        ("id: giu-ma", "id: Giữ mã", 'dòng 17, câu 2: id "Giữ mã" chỉ gồm chữ thường không dấu'),
        ("text: Không,", "text: giu  KIN!,", "dòng 24, câu 2: lựa chọn 3 trùng lựa chọn 1, hãy viết khác đi"),
        ("text: Không,", "text: Thôi,", 'dòng 24, câu 2: lựa chọn 3 trùng lệnh "Thôi"'),
        ("text: Không,", "text: Không **đọc**,", 'câu 2, lựa chọn 3: "text" là một dòng chữ thường'),
        ("situation: Cháu", "situation: Cháu {bac}", 'dòng 19, câu 2: trong "situation" không có từ {bac}'),
        (
            "ask: Nên làm gì?",
            'ask: "{Bac} làm gì?"',
            'dòng 20, câu 2: không có từ {Bac} để thay vào (có phải là "Bác")',
        ),
        ("situation: Cháu", "situation: <b>Cháu</b>", 'dòng 19, câu 2: trong "situation" có thẻ HTML'),
        ("delayed: true", "delayed: mai", 'dòng 25, câu 2: "delayed" chỉ nhận true hoặc false'),
        ("2027-11-22", "22/11/2027", 'dòng 28, câu 2: "expires_on" phải là ngày viết kiểu 2026-11-22'),
        ("situation: Cháu hỏi mã.", 'situation: "Cháu', "chỗ này máy chưa đọc được"),
        ("    page: 2", "\tpage: 2", "dòng 18: chỗ này máy chưa đọc được"),
        ("questions:", "cau_hoi:", 'dòng 2: thiếu mục "questions", hãy thêm vào'),
        ("    source: common\n", "    source: common\n  - chỉ có chữ\n", "dòng 17, câu 2: chỗ này phải gồm các mục"),
    ],
)
def test_a_teacher_is_told_where_and_what_to_do(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in FILE
    path = write(tmp_path, FILE.replace(old, new, 1))

    problems = problems_of(tmp_path)

    assert any(told in problem for problem in problems), problems
    assert all(problem.startswith(f"{path}, dòng ") and problem.endswith(".") for problem in problems)


def test_a_question_has_two_or_three_choices(tmp_path: Path) -> None:
    extra = "      - {text: Hỏi con, correct: no, why: Cũng được.}\n    delayed: true"
    write(tmp_path, FILE.replace("    delayed: true", extra))

    assert "câu 2: có 4 lựa chọn, hãy viết 2 hoặc 3" in problems_of(tmp_path)[0]


@pytest.mark.parametrize("text", ["", "# chưa có gì\n", "questions:\n", "[]", "questions: {}"])
def test_an_empty_file_is_a_problem(tmp_path: Path, text: str) -> None:
    write(tmp_path, text)

    assert len(problems_of(tmp_path)) == 1


def test_two_fields_of_one_name_are_a_problem(tmp_path: Path) -> None:
    write(tmp_path, FILE.replace("page: 2", "page: 2\n    page: 1"))

    assert 'dòng 19: mục "page" ghi hai lần, hãy bỏ một' in problems_of(tmp_path)[0]


def test_another_ending_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, name="008-ma-otp.yml")
    write(tmp_path, name=".an")

    assert problems_of(tmp_path) == [
        f"{tmp_path}/008-ma-otp.yml: tệp câu hỏi phải có đuôi .yaml, hãy đổi tên hoặc bỏ đi."
    ]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "không có thư mục câu hỏi này" in problems_of(tmp_path / "không-có")[0]


def test_lessons_and_questions_load_together(tmp_path: Path) -> None:
    write_lesson(tmp_path / "bài")
    write(tmp_path / "câu")

    course, bank = load_content(tmp_path / "bài", tmp_path / "câu")

    assert [lesson.id for lesson in course] == list(bank.pools) == ["008-ma-otp"]


def test_a_question_about_a_page_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    write_lesson(tmp_path / "bài")
    path = write(tmp_path / "câu", FILE.replace("page: 2", "page: 3"))

    with pytest.raises(ContentError) as caught:
        load_content(tmp_path / "bài", tmp_path / "câu")

    assert str(caught.value) == f"{path}, dòng 17, câu 2: page là 3 nhưng bài chỉ có 2 trang, hãy sửa lại."


def test_questions_without_a_lesson_are_a_problem(tmp_path: Path) -> None:
    write_lesson(tmp_path / "bài")
    write(tmp_path / "câu", name="009-khac.yaml")

    with pytest.raises(ContentError, match="không có bài học nào trùng tên tệp này"):
        load_content(tmp_path / "bài", tmp_path / "câu")


def test_a_broken_lesson_is_told_once_and_not_again_for_its_questions(tmp_path: Path) -> None:
    write_lesson(tmp_path / "bài", LESSON.replace("order: 3", "order: ba"))
    write(tmp_path / "câu")

    with pytest.raises(ContentError) as caught:
        load_content(tmp_path / "bài", tmp_path / "câu")

    assert [problem.path.name for problem in caught.value.problems] == ["lesson.md"]


_PIECES = [*'\n :-[]{}&*!|>%@`"#<\t\0', "đ", "🙂", "questions:", "\n  - id: a", "\n    page: 1", "&a", "*a", "<<: "]


@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_no_text_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("odd")
    write(folder, "questions:" + text)

    assert isinstance(read(folder).bank, Bank)
