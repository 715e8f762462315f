"""A teacher edits lessons and questions in a spreadsheet: what comes back, what is refused, what both sides changed."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from bot.commands import content_xlsx
from bot.refusing import Refused
from lessons import ContentError
from tests.running import make
from tests.unit.teaching import judge

Edit = Callable[[Worksheet, Worksheet], None]


class School:
    """A folder with one lesson and its questions, and the workbook of it."""

    def __init__(self, folder: Path) -> None:
        make(folder)
        judge(folder)
        config = folder / "config.yaml"
        text = config.read_text(encoding="utf-8")
        start = text.index("content:")
        own = f"content: {{lessons: {folder / 'bài'}, quizzes: {folder / 'câu'}}}"
        config.write_text(text[:start] + own + text[text.index("\n", start) :], encoding="utf-8")
        self.environ = {"HOCSO_CONFIG": str(config)}
        self.lesson = folder / "bài/008-ma-otp/lesson.md"
        self.questions = folder / "câu/008-ma-otp.yaml"
        self.book = folder / "bài học.xlsx"
        content_xlsx.export(self.environ, self.book)

    def edit(self, edit: Edit) -> None:
        book = openpyxl.load_workbook(self.book)
        edit(book["Bài học"], book["Câu hỏi"])
        book.save(self.book)

    def bring_in(self, take: str = "") -> int:
        return content_xlsx.bring_in(self.environ, self.book, take)

    def files(self) -> tuple[bytes, bytes]:
        return self.lesson.read_bytes(), self.questions.read_bytes()


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path)


def cell(sheet: Worksheet, row: int, heading: str) -> str:
    return next(f"{head.column_letter}{row}" for head in sheet[1] if head.value == heading)


def change(heading: str, value: str | int | None, row: int = 2, *, of_lesson: bool = False) -> Edit:
    def edit(lessons: Worksheet, questions: Worksheet) -> None:
        sheet = lessons if of_lesson else questions
        sheet[cell(sheet, row, heading)] = value

    return edit


def test_a_workbook_that_nobody_touched_changes_no_byte(school: School) -> None:
    before = school.files()

    assert school.bring_in() == 0
    school.edit(lambda lessons, questions: None)  # saved by another program
    assert school.bring_in() == 0

    assert school.files() == before


def test_only_what_was_changed_is_written(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    lesson, questions = school.files()

    school.edit(change("Chuyện", "Bạn hỏi mã, 🔑 gấp: ngay."))
    school.edit(change("Để dành ôn lại", "có"))
    assert school.bring_in() == 0

    now = school.questions.read_text(encoding="utf-8")
    assert "Đã sửa 1 mục" in capsys.readouterr().out
    assert school.lesson.read_bytes() == lesson
    assert '"Bạn hỏi mã, 🔑 gấp: ngay."' in now
    assert now.count("delayed: true") == questions.decode().count("delayed: true") + 1
    assert len(set(now.splitlines()) - set(questions.decode().splitlines())) == 1
    content_xlsx.export(school.environ, school.book)
    after = school.files()
    assert school.bring_in() == 0
    assert school.files() == after


def test_a_new_question_is_added_and_its_id_kept(school: School, tmp_path: Path) -> None:
    def add(_: Worksheet, questions: Worksheet) -> None:
        last = questions.max_row + 1
        told: dict[str, str | int] = {
            "Bài": "008-ma-otp", "Câu": "cau-them", "Trang dạy": 1, "Chuyện": "Có mã lạ.", "Câu hỏi": "{Bác} làm gì?",
            "Lựa chọn 1": "Giữ kín", "Vì sao (1)": "Giữ là còn.", "Lựa chọn 2": "Đưa luôn", "Vì sao (2)": "Đưa là mất.",
            "Lựa chọn đúng": 1, "Nguồn": "common",
        }  # fmt: skip
        for heading, value in told.items():
            questions[cell(questions, last, heading)] = value

    before = school.questions.read_text(encoding="utf-8")
    school.edit(add)
    assert school.bring_in() == 0

    now = school.questions.read_text(encoding="utf-8")
    assert now.startswith(before)
    assert "cau-them" in now
    assert "008-ma-otp/cau-them\n" in (tmp_path / "câu/ids.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (change("Lựa chọn đúng", 4), "trang “Câu hỏi”, dòng 2, cột “Lựa chọn đúng”: phải là 1, 2 hoặc 3"),
        (change("Trang dạy", "một"), "trang “Câu hỏi”, dòng 2, cột “Trang dạy”: phải là số nguyên"),
        (
            change("Để dành ôn lại", "chắc có", 5),
            "trang “Câu hỏi”, dòng 5, cột “Để dành ôn lại”: phải là có hoặc không",
        ),
        (change("Hạn xem lại", "mai"), "cột “Hạn xem lại”: phải là ngày viết kiểu 2026-11-22"),
        (change("Vì sao (3)", None), "cột “Vì sao (3)”: lựa chọn và vì sao phải đi với nhau"),
        (change("Chuyện", None), "cột “Chuyện”: còn để trống"),
        (change("Bài", "099-la"), "dòng 2, cột “Bài”: không có bài này"),
        (change("Câu", "cau-1"), "trang “Câu hỏi”, dòng 3: trùng với dòng 2"),
        (change("Nhóm", "vui", of_lesson=True), "trang “Bài học”, dòng 2, cột “Nhóm”: không có nhóm này"),
        (change("Trang 3", "chữ", of_lesson=True), "cột “Trang 2”: để trống mà cột sau lại có chữ"),
        (change("Trang 1", "Có <b>thẻ</b>", of_lesson=True), "trang “Bài học”, dòng 2, trang 1: có thẻ HTML"),
        (change("Trang 1", "Một\n---\nHai", of_lesson=True), "dòng 2: có dòng --- hoặc ## làm đứt bài"),
        (change("Chuyện", "Mở {cửa} ra", 4), "trang “Câu hỏi”, dòng 4, câu 3: trong"),
        (change("Trang dạy", 9), "trang “Câu hỏi”, dòng 2, câu 1: page là 9"),
        (change("Nguồn", "x", 1), "trang “Câu hỏi” thiếu cột “Nguồn”"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_written(school: School, edit: Edit, says: str) -> None:
    before = school.files()
    school.edit(change("Chuyện", "Chuyện hay đã sửa.", 8))
    school.edit(edit)

    with pytest.raises((ContentError, Refused)) as refused:
        school.bring_in()

    assert says in str(refused.value)
    assert school.files() == before


def test_what_both_sides_changed_is_named_and_waits_for_a_decision(
    school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    school.edit(change("Chuyện", "Bản trong bảng."))
    school.edit(change("Chuyện", "Câu khác đã sửa.", 4))
    text = school.questions.read_text(encoding="utf-8")
    school.questions.write_text(text.replace("Người lạ hỏi mã.", "Bản trong tệp."), encoding="utf-8")
    before = school.files()

    assert school.bring_in() == 1
    said = capsys.readouterr().err
    assert "trang “Câu hỏi”, dòng 2 (008-ma-otp/cau-0): cả bảng và tệp đều đã sửa" in said
    assert "bảng: Bản trong bảng." in said
    assert "tệp:  Bản trong tệp." in said
    assert school.files() == before

    assert school.bring_in("theirs") == 0
    assert "Bản trong tệp." in school.questions.read_text(encoding="utf-8")
    assert "Câu khác đã sửa." in school.questions.read_text(encoding="utf-8")
    assert school.bring_in("mine") == 0
    assert "Bản trong bảng." in school.questions.read_text(encoding="utf-8")


def test_a_file_that_is_no_workbook_is_refused_kindly(school: School, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="không thấy tệp này"):
        content_xlsx.bring_in(school.environ, tmp_path / "đâu.xlsx", "")
    school.book.write_text("không phải bảng", encoding="utf-8")
    with pytest.raises(Refused, match="không phải tệp Excel"):
        school.bring_in()
    with pytest.raises(Refused, match="mine"):
        school.bring_in("cả hai")


def test_the_workbook_offers_what_can_be_chosen(school: School) -> None:
    book = openpyxl.load_workbook(school.book)

    lists = {one.formula1 for name in ("Bài học", "Câu hỏi") for one in book[name].data_validations.dataValidation}

    assert book.sheetnames == ["Bài học", "Câu hỏi", "Hướng dẫn"]
    assert {'"1,2,3"', '"có,không"', '"dich-vu-cong,mua-ban,thanh-toan,an-toan,nen-tang"'} <= lists
    assert book["Câu hỏi"]["D2"].alignment.wrap_text


def test_a_row_is_as_high_as_its_longest_cell(school: School) -> None:
    text = school.lesson.read_text(encoding="utf-8")
    school.lesson.write_text(f"{text}\n## Loa\n\n{'Kính thưa bà con. ' * 60}\n", encoding="utf-8")

    content_xlsx.export(school.environ, school.book)

    rows = openpyxl.load_workbook(school.book)["Bài học"].row_dimensions
    assert rows[2].height is not None
    assert 150 <= rows[2].height <= 409
