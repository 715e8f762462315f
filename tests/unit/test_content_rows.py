"""Lessons and questions as rows and back: what nobody changed stays to the byte, what changed is all that changes."""

from datetime import date
from pathlib import Path

import pytest

from lessons import load as lesson_files
from lessons.editing import read_raw
from quizzes import load as question_files
from quizzes import row_edits, rows
from quizzes.row_merging import Brought, Take, merge
from quizzes.rows import Row
from tests.unit.teaching import LESSON, judge

ROOT = Path(__file__).parents[2]
LESSONS = lesson_files.read(ROOT / "lessons/content/vi")
QUESTIONS = question_files.read(ROOT / "quizzes/content/vi")
ROWS = rows.read(LESSONS, QUESTIONS)
SCAM = next(row for row in ROWS if row.id == "009-cuoc-goi-gia-danh")
ASKED = next(row for row in ROWS if row.id == "009-cuoc-goi-gia-danh/phi-nho")
LESSON_FILE = read_raw(LESSONS.paths[SCAM.lesson])
QUESTION_FILE = read_raw(QUESTIONS.paths[SCAM.lesson])


def changed(row: Row, **values: str) -> Row:
    return Row(row.lesson, row.question, {**row.values, **values})


def again(folder: Path, lesson: str, questions: str) -> dict[str, Row]:
    """Return the rows of files with these texts, which must be good ones."""
    place = folder / "bài" / SCAM.lesson
    place.mkdir(parents=True, exist_ok=True)
    (folder / "câu").mkdir(exist_ok=True)
    for beside in LESSONS.paths[SCAM.lesson].parent.iterdir():
        (place / beside.name).write_bytes(beside.read_bytes())
    (place / "lesson.md").write_bytes(lesson.encode())
    (folder / "câu" / f"{SCAM.lesson}.yaml").write_bytes(questions.encode())
    lessons, bank = lesson_files.read(folder / "bài"), question_files.read(folder / "câu")
    assert [*lessons.problems, *bank.problems] == []
    return {row.id: row for row in rows.read(lessons, bank)}


def test_every_lesson_and_question_has_a_row_with_a_fingerprint_of_its_own() -> None:
    count = sum(len(pool.questions) for pool in QUESTIONS.bank.pools.values())

    assert len(ROWS) == len(LESSONS.course.lessons) + count
    assert len({row.fingerprint for row in ROWS}) == len(ROWS)
    assert SCAM.values["sources"] == "Công an Trà Vinh 2024\ncommon"
    assert SCAM.values["page2"].startswith("Kẻ lừa bảo:\n- chuyển tiền")
    assert (ASKED.values["right"], ASKED.values["delayed"], ASKED.values["page"]) == ("2", "false", "2")


def test_a_row_written_as_it_was_changes_no_byte() -> None:
    for row in ROWS:
        if not row.question:
            text = read_raw(LESSONS.paths[row.lesson])
            assert row_edits.lesson(text, row, row) == text
        else:
            text = read_raw(QUESTIONS.paths[row.lesson])
            assert row_edits.questions(text, [(row, row)], []) == text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "values",
    [
        {"title": 'Cuộc gọi: "giả" #1'},
        {"sources": "Báo A, số 1: tin\ncommon\nNghị định 69/2024/NĐ-CP"},
        {"sources": ""},
        {"checked_by": "Cô Mai", "expires_on": ""},
        {"page2": "Một ẫ 🔑.\n\n- hai\n- ba"},
        {"page4": "", "page3": "Chỉ còn ba trang."},
        {"page5": "Thêm một trang.\n\n**Nhớ nhé.**"},
        {"task": "gọi thử cho con", "radio": "Kính thưa bà con.\n\nXin hết."},
        {"forward": ""},
    ],
)
def test_what_changed_in_a_lesson_is_read_back_and_nothing_else_moves(
    tmp_path: Path, values: dict[str, str], newline: str
) -> None:
    before = LESSON_FILE.replace("\n", newline)
    new = changed(SCAM, **values)

    after = row_edits.lesson(before, SCAM, new)

    found = again(tmp_path, after, QUESTION_FILE)
    assert found[SCAM.id].values == new.values
    assert after.count(newline) == after.count("\n")
    kept = [line for line in before.splitlines() if line.strip()]
    lost = [line for line in kept if line not in after.splitlines()]
    assert len(lost) <= 3 + sum(before_.count("\n") + 1 for name in values for before_ in [SCAM.values[name]])


def test_a_section_that_was_not_there_comes_last(tmp_path: Path) -> None:
    judge(tmp_path)
    old = rows.read(lesson_files.read(tmp_path / "bài"), question_files.read(tmp_path / "câu"))[0]

    after = row_edits.lesson(LESSON, old, changed(old, radio="Kính thưa bà con."))

    assert after == f"{LESSON}\n## Loa\n\nKính thưa bà con.\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "values",
    [
        {"situation": 'Có người bảo: “Mở ra xem.” Rồi "tắt" # đi'},
        {"situation": "Hai dòng.\nDòng sau."},
        {"page": "3", "delayed": "true", "source": "Báo A: số 1", "expires_on": "2027-01-01"},
        {"right": "1"},
        {"text3": "", "why3": "", "right": "1"},
        {"text1": "Đóng: thử", "why1": "- Số tiền nhỏ là mồi."},
        {"checked_by": "Cô Mai"},
    ],
)
def test_what_changed_in_a_question_is_read_back_and_the_others_stay(
    tmp_path: Path, values: dict[str, str], newline: str
) -> None:
    before = QUESTION_FILE.replace("\n", newline)
    new = changed(ASKED, **values)

    after = row_edits.questions(before, [(ASKED, new)], [])

    found = again(tmp_path, LESSON_FILE, after)
    assert found[ASKED.id].values == new.values
    others = {row.id: row.values for row in ROWS if row.lesson == SCAM.lesson and row.id != ASKED.id}
    assert {id_: row.values for id_, row in found.items() if id_ != ASKED.id} == others
    assert after.splitlines()[:3] == before.splitlines()[:3]


def test_a_choice_can_be_added_and_a_question_too(tmp_path: Path) -> None:
    two = changed(ASKED, text3="", why3="", right="1")
    shorter = row_edits.questions(QUESTION_FILE, [(ASKED, two)], [])
    extra = Row(ASKED.lesson, "cau-them", {**ASKED.values, "situation": "Chuyện: mới.", "checked_by": ""})

    longer = row_edits.questions(shorter, [(two, ASKED)], [extra])

    found = again(tmp_path, LESSON_FILE, longer)
    assert found[ASKED.id].values == ASKED.values
    assert found[extra.id].values == extra.values
    assert longer.startswith(QUESTION_FILE)


def brought(row: Row, was: Row | None) -> Brought:
    return Brought(row, was.fingerprint if was else "", 2)


def test_what_only_the_workbook_changed_is_taken_and_what_only_the_file_changed_is_kept() -> None:
    mine = changed(ASKED, ask="Làm gì?")
    others = [row for row in ROWS if row is not SCAM]
    file = [changed(SCAM, title="Khác"), *others]

    merged = merge([brought(mine, ASKED), brought(SCAM, SCAM)], file, None)

    assert [one.row for _, one in merged.changed] == [mine]
    assert (merged.new, merged.conflicts) == ((), ())


@pytest.mark.parametrize(("take", "counts"), [(None, (0, 1)), (Take.MINE, (1, 0)), (Take.THEIRS, (0, 0))])
def test_what_both_changed_is_a_conflict_until_somebody_decides(take: Take | None, counts: tuple[int, int]) -> None:
    mine, theirs = changed(ASKED, ask="Một?"), changed(ASKED, ask="Hai?")

    merged = merge([brought(mine, ASKED)], [theirs], take)

    assert (len(merged.changed), len(merged.conflicts)) == counts
    for conflict in merged.conflicts:
        assert conflict.differences() == {"ask": ("Một?", "Hai?")}


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    same = changed(ASKED, ask="Một?")

    assert merge([brought(same, ASKED)], [same], None) == merge([], [], None)


def test_a_question_deleted_meanwhile_comes_back_only_when_somebody_says_so() -> None:
    mine = changed(ASKED, ask="Một?")

    assert len(merge([brought(mine, ASKED)], [], None).conflicts) == 1
    assert merge([brought(ASKED, ASKED)], [], None) == merge([], [], None)
    assert len(merge([brought(mine, ASKED)], [], Take.MINE).new) == 1
    assert len(merge([brought(mine, None)], [], None).new) == 1


def test_a_day_is_a_day() -> None:
    assert date.fromisoformat(ASKED.values["checked_on"])
