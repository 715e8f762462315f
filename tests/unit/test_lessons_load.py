"""Lesson files: what a good one becomes, and what a teacher is told about a bad one."""

from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons import ContentError, Course, Picture, Strand
from lessons.load import load, read

LESSON = """---
id: 008-ma-otp
title: Mã OTP
strand: an-toan
order: 3
minutes: 3
sources: [common]
checked_on: 2026-11-22
checked_by:
expires_on:
framework_ref:
---
Mã OTP như chìa khóa nhà {bác}.
Đừng đọc cho ai.

**Ai hỏi là nghi.** 🔑
---
Nhớ hai điều:
- giữ kín
- hỏi con cháu
## Làm thử

kể cho một người trong {xóm}

## Lần sau hỏi

{Bác} đã kể chưa?

## Loa

Kính thưa bà con.

## Gửi một người

Đừng đọc mã OTP, gọi {contacts.cong_an_xa}.
"""


def write(folder: Path, text: str = LESSON, lesson_id: str = "008-ma-otp") -> Path:
    place = folder / lesson_id
    place.mkdir(parents=True)
    (place / "lesson.md").write_text(text, encoding="utf-8")
    return place


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_lesson_is_read_with_all_its_parts(tmp_path: Path) -> None:
    write(tmp_path)

    (lesson,) = load(tmp_path)

    assert lesson.id == "008-ma-otp"
    assert lesson.number == 8
    assert lesson.strand is Strand.SAFETY
    assert (lesson.order, lesson.minutes, lesson.sources) == (3, 3, ("common",))
    assert (lesson.checked_on, lesson.checked_by, lesson.expires_on) == (date(2026, 11, 22), "", None)
    assert lesson.pages == (
        "Mã OTP như chìa khóa nhà {bác}.\nĐừng đọc cho ai.\n\n**Ai hỏi là nghi.** 🔑",
        "Nhớ hai điều:\n• giữ kín\n• hỏi con cháu",
    )
    assert lesson.task == "kể cho một người trong {xóm}"
    assert lesson.ask_later == "{Bác} đã kể chưa?"
    assert lesson.radio == "Kính thưa bà con."
    assert lesson.forward == "Đừng đọc mã OTP, gọi {contacts.cong_an_xa}."
    assert lesson.picture is None


def test_lessons_come_in_their_order(tmp_path: Path) -> None:
    write(tmp_path)
    first = LESSON.replace("008-ma-otp", "009-dau-tien").replace("order: 3", "order: 1")
    write(tmp_path, first, "009-dau-tien")

    assert [lesson.id for lesson in load(tmp_path)] == ["009-dau-tien", "008-ma-otp"]


def test_a_file_from_another_machine_reads_the_same(tmp_path: Path) -> None:
    place = write(tmp_path / "a")
    strange = write(tmp_path / "b") / "lesson.md"
    strange.write_bytes(b"\xef\xbb\xbf" + normalize("NFD", LESSON).replace("\n", "\r\n").encode())

    assert load(strange.parent.parent) == load(place.parent)


def test_picture_and_voices_beside_the_lesson_are_found(tmp_path: Path) -> None:
    place = write(tmp_path, LESSON.replace("framework_ref:", "framework_ref:\nalt: Một chiếc chìa khóa"))
    (place / "picture.svg").write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 720"/>')
    for name in ("voice-1.m4a", "voice-1.ogg", "voice-2.m4a"):
        (place / name).touch()

    (lesson,) = load(tmp_path)

    assert lesson.picture is not None
    assert lesson.picture == Picture(place / "picture.svg", "Một chiếc chìa khóa", 1080, 720)
    assert lesson.voices == {1: (place / "voice-1.m4a", place / "voice-1.ogg"), 2: (place / "voice-2.m4a",)}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("---\nid:", "id:", "dòng 1: đầu tệp phải có phần khai báo"),
        ("title: Mã OTP", 'title: "Mã', "dòng 3: chỗ này máy chưa đọc được, hãy xem dấu hai chấm"),
        ("minutes: 3", "minutes: ba", 'dòng 6: "minutes" phải là một số, hãy sửa lại'),
        ("order: 3", "order: 0", 'dòng 5: "order" phải từ 1 trở lên'),
        ("strand: an-toan", "strand: an toàn", "dòng 4: \"strand\" phải là một trong 'dich-vu-cong', 'mua-ban'"),
        ("title: Mã OTP", "tilte: Mã OTP", 'dòng 3: không có mục nào tên "tilte" (có phải là "title"), hãy sửa tên'),
        ("title: Mã OTP\n", "", 'dòng 2: thiếu mục "title", hãy thêm vào'),
        ("title: Mã OTP", "title:", 'dòng 3: "title" đang để trống, hãy viết vào'),
        ("title: Mã OTP", "title: [Mã, OTP]", 'dòng 3: "title" phải là chữ'),
        ("title: Mã OTP", "title: Mã **OTP**", 'dòng 3: "title" chỉ là chữ thường'),
        ("title: Mã OTP", "title: Mã OTP\ntitle: Mã", 'dòng 4: mục "title" ghi hai lần, hãy bỏ một'),
        ("sources: [common]", "sources: common", 'dòng 7: "sources" phải là một danh sách'),
        ("checked_on: 2026-11-22", "checked_on: 22/11/2026", 'dòng 8: "checked_on" phải là ngày viết kiểu 2026-11-22'),
        ("expires_on:", "expires_on: 2026-13-40", 'dòng 10: "expires_on" phải là ngày'),
        ("id: 008-ma-otp", "id: 008-ma", 'dòng 2: id "008-ma" khác tên thư mục "008-ma-otp"'),
        ("id: 008-ma-otp", "id: Mã OTP", 'dòng 2: id "Mã OTP" phải có dạng 009-cuoc-goi-gia-danh'),
        (
            "Đừng đọc cho ai.",
            "Đừng đọc cho {bac}.",
            'dòng 14, trang 1: không có từ {bac} để thay vào (có phải là "bác")',
        ),
        ("Đừng đọc cho ai.", "Gọi {contact.x}.", "dòng 14, trang 1: không có từ {contact.x}"),
        ("Đừng đọc cho ai.", "Đừng {đọc.", "dòng 14, trang 1: dấu { chưa có cặp"),
        ("Đừng đọc cho ai.", "Đừng **đọc.", "dòng 14, trang 1: dấu ** chưa có cặp"),
        ("Đừng đọc cho ai.", "Đừng *đọc*.", "dòng 14, trang 1: có chữ nghiêng"),
        ("Đừng đọc cho ai.", "Đừng <b>đọc</b>.", "dòng 14, trang 1: có thẻ HTML, hãy bỏ"),
        ("Đừng đọc cho ai.", "Xem [đây](https://xa.vn).", "dòng 14, trang 1: có đường dẫn"),
        ("Đừng đọc cho ai.", "![ảnh](a.png)", "dòng 14, trang 1: có hình ảnh"),
        ("Đừng đọc cho ai.", "Gõ `ma`.", "dòng 14, trang 1: có dấu `"),
        ("Nhớ hai điều:", "# Nhớ hai điều", "dòng 18, trang 2: có tiêu đề"),
        ("Nhớ hai điều:", "1. Nhớ hai điều", "dòng 18, trang 2: có số thứ tự đầu dòng"),
        ("- hỏi con cháu", "  - hỏi con cháu", "dòng 20, trang 2: gạch đầu dòng lồng trong gạch đầu dòng"),
        ("- hỏi con cháu\n", "- hỏi con cháu\n---\n", "dòng 22, trang 3: còn để trống, hãy viết vào hoặc bỏ đi"),
        ("## Làm thử", "## Làm thư", 'dòng 21: không có mục "## Làm thư" (có phải là "Làm thử"), hãy sửa tên'),
        ("## Loa", "## Làm thử", 'mục "## Làm thử" có hai lần'),
        ("## Lần sau hỏi\n\n{Bác} đã kể chưa?\n", "", 'chưa có mục "## Lần sau hỏi", hãy thêm vào cuối tệp'),
        ("{Bác} đã kể chưa?", "", 'mục "Lần sau hỏi": còn để trống'),
        ("framework_ref:", "alt: Chìa khóa", 'hình và lời tả hình ("alt") phải đi với nhau'),
    ],
)
def test_a_teacher_is_told_where_and_what_to_do(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert LESSON.count(old) >= 1
    place = write(tmp_path, LESSON.replace(old, new, 1))

    problems = problems_of(tmp_path)

    assert any(told in problem for problem in problems), problems
    assert all(problem.startswith(str(place / "lesson.md")) and problem.endswith(".") for problem in problems)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path / "vi", LESSON.replace("Đừng đọc cho", "*Đừng* đọc cho").replace("giữ kín", "<i>giữ kín"))
    write(tmp_path / "vi", "không có khai báo", "010-hong")

    assert len(problems_of(tmp_path / "vi")) == 3


def test_what_can_be_read_is_read_beside_a_broken_lesson(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "không có khai báo", "010-hong")

    found = read(tmp_path)

    assert [lesson.id for lesson in found.course] == ["008-ma-otp"]
    assert len(found.problems) == 1


def test_a_number_and_an_order_are_used_once(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, LESSON.replace("008-ma-otp", "008-ten-khac"), "008-ten-khac")

    assert [problem.partition("lesson.md: ")[2] for problem in problems_of(tmp_path)] == [
        "order 3 đã dùng ở bài 008-ma-otp, hãy chọn số khác.",
        "số bài 008 đã dùng ở bài 008-ma-otp, hãy chọn số khác.",
    ]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "bài") == [
        f"{tmp_path / 'bài'}: không có thư mục bài học này, hãy xem lại mục content trong config.yaml."
    ]


def test_a_folder_without_lessons_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()

    assert "chưa có bài học nào" in problems_of(tmp_path)[0]


def test_a_lesson_folder_without_its_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "010-trong").mkdir()

    assert problems_of(tmp_path) == [
        f"{tmp_path}/010-trong/lesson.md: chưa có tệp này, hãy tạo tệp hoặc bỏ thư mục chứa nó."
    ]


def test_another_encoding_is_explained(tmp_path: Path) -> None:
    (write(tmp_path) / "lesson.md").write_bytes(LESSON.encode("utf-16"))

    assert "không phải mã UTF-8, hãy mở ra rồi lưu lại" in problems_of(tmp_path)[0]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("voice-3.m4a", "có voice-3.m4a nhưng bài chỉ có 2 trang"),
        ("voice-1.mp3", "không biết tệp voice-1.mp3"),
        ("picture.png", 'lời tả hình ("alt") phải đi với nhau'),
    ],
)
def test_a_stray_file_is_named(tmp_path: Path, name: str, told: str) -> None:
    (write(tmp_path) / name).touch()

    assert told in problems_of(tmp_path)[0]


def test_two_pictures_are_one_too_many(tmp_path: Path) -> None:
    place = write(tmp_path, LESSON.replace("framework_ref:", "alt: Chìa khóa"))
    (place / "picture.png").touch()
    (place / "picture.svg").touch()

    assert "có hai hình picture, hãy giữ một" in problems_of(tmp_path)[0]


_ODD = st.text(alphabet=st.sampled_from("---\n\n:: -[]{}&*!|>%@`\"'#*_<>\t\0\ufeffaớđ🙂1"), max_size=120)


@given(_ODD, _ODD)
def test_no_text_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, front: str, body: str) -> None:
    folder = tmp_path_factory.mktemp("odd")
    place = folder / "008-ma-otp"
    place.mkdir()
    (place / "lesson.md").write_text(f"---\n{front}\n---\n{body}", encoding="utf-8")

    assert isinstance(read(folder).course, Course)
