"""What an editor notices: hard words, long sentences, guesses made easy, repeated questions, ids that come back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lessons import ContentError
from quizzes.check import Report, check
from quizzes.judging import hard_words
from quizzes.load import REGISTER
from tests.unit.teaching import LESSON, TODAY, Content, choices, judge, keep_ids, questions


def told(report: Report) -> list[str]:
    return [str(problem) for problem in report.warnings]


def page(text: str) -> str:
    return LESSON.replace("Mã như chìa khóa nhà.", text)


@pytest.mark.parametrize(
    "text",
    [
        "Đừng đọc mã OTP cho ai.",
        "Có đường link lạ.",
        "Bà mở VNeID ra xem, VNeID hay lắm.",
        "Gửi (cho con) một cái file.",
    ],
)
def test_a_hard_word_is_named_once_with_plain_words_for_it(tmp_path: Path, text: str) -> None:
    (only,) = told(judge(tmp_path, page(text)))

    assert "lesson.md, dòng 13, trang 1: có từ khó “" in only
    assert "hãy viết “" in only


@pytest.mark.parametrize(
    "text",
    [
        "Đừng đọc mã OTP (dãy số nhắn về máy).",
        "Đừng bấm dòng chữ lạ (link).",
        "Dãy số nhắn về máy gọi là mã OTP.",
        "Có dãy số nhắn về. Đó là mã OTP.",
        "Mã OTP là dãy số nhắn về máy.",
        "Bà mở VNeID mức 2 (giấy tùy thân trong máy).",
        "Ai hỏi thì ai biết, AI là máy biết viết.",
        "Vào kho ứng dụng: CH Play, App Store.",
        "Gõ dichvucong.gov.vn, đừng gõ trang web.vn lạ.",
    ],
)
def test_an_explained_word_may_be_used(tmp_path: Path, text: str) -> None:
    assert told(judge(tmp_path, page(text))) == []


def test_what_a_page_explained_holds_for_its_questions_but_not_for_what_is_passed_on(tmp_path: Path) -> None:
    content = questions()
    content["questions"][2]["situation"] = "Ở chợ có anh bán sim xin xem mã OTP."
    lesson = page("Mã OTP (dãy số nhắn về máy).") + "## Gửi một người\nĐừng đọc mã OTP.\n"

    (only,) = told(judge(tmp_path, lesson, content))

    assert 'mục "Gửi một người": có từ khó “OTP”' in only


def test_a_list_of_hard_words_that_cannot_be_used_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "từ khó.yaml"
    file.write_text("OTP: dãy số\nlink:\n", encoding="utf-8")

    with pytest.raises(ContentError, match='dòng 2: từ "link" chưa có cách nói dễ hiểu'):
        hard_words.load(file)


def test_a_long_sentence_is_named_by_its_first_words(tmp_path: Path) -> None:
    (only,) = told(judge(tmp_path, page("Bà Hoa đang nhặt rau " + "mã " * 21 + ". Xong.")))

    assert "câu “Bà Hoa đang nhặt…” dài 27 chữ, hãy tách ra cho mỗi câu nhiều nhất 25 chữ" in only


def test_a_sentence_ends_with_its_line_and_its_quotation(tmp_path: Path) -> None:
    quoted = "Bà nghe bảo: “" + "mã " * 15 + "xong rồi.” Bà " + "nghĩ " * 10 + "\nrồi thôi."

    assert told(judge(tmp_path, page(quoted))) == []


def _choices(at: int, *texts: str) -> Callable[[Content], object]:
    def change(content: Content) -> None:
        written = [dict(choice) for choice in choices(2, texts[-1])]
        for choice, text in zip(written, texts, strict=True):
            choice["text"] = text
        content["questions"][at]["choices"] = written

    return change


@pytest.mark.parametrize(
    ("texts", "remark"),
    [
        (("Không bao giờ nghe máy", "Chụp ảnh gửi sang", "Tắt máy"), "lựa chọn 1 có chữ “Không bao giờ”"),
        (("Đọc mã", "Bảo cháu đọc mã hộ", "Tắt máy"), "lựa chọn 2 gần giống lựa chọn 1"),
        (("Gọi cho con ngay", "Gọi ngay cho con", "Tắt máy"), "lựa chọn 2 gần giống lựa chọn 1"),
    ],
)
def test_choices_that_give_themselves_away_are_named(tmp_path: Path, texts: tuple[str, ...], remark: str) -> None:
    content = questions()
    _choices(1, *texts)(content)

    (only,) = told(judge(tmp_path, content=content))

    assert f"câu 2: {remark}" in only


@pytest.mark.parametrize(
    "texts",
    [
        ("Bấm vào xem", "Không bấm vào xem gì hết", "Hỏi con"),
        ("Nghe hết mọi lời", "Chụp ảnh gửi sang", "Nghe mọi lời nhắn"),
        ("Hỏi con", "Chụp ảnh gửi sang", "Con"),
    ],
)
def test_opposites_names_and_absolute_words_on_both_sides_are_left_alone(
    tmp_path: Path, texts: tuple[str, ...]
) -> None:
    content = questions()
    _choices(1, *texts)(content)

    assert told(judge(tmp_path, content=content)) == []


def test_a_question_asked_before_is_found_without_accents(tmp_path: Path) -> None:
    content = questions()
    content["questions"][4]["situation"] = "NGUOI LA hoi ma"

    (only,) = told(judge(tmp_path, content=content))

    assert "câu 5: câu này trùng câu 1 của 008-ma-otp" in only


def test_a_question_nearly_asked_before_is_found(tmp_path: Path) -> None:
    content = questions()
    content["questions"][4]["situation"] = "Hàng xóm nhờ đọc giúp cái tin nhắn trong máy."

    (only,) = told(judge(tmp_path, content=content))

    assert "câu 5: câu này gần giống câu 4 của 008-ma-otp" in only


def test_an_answer_that_is_among_the_longest_everywhere_is_noticed(tmp_path: Path) -> None:
    content = questions()
    for at, question in enumerate(content["questions"]):
        question["choices"] = choices(at % 3, "Giữ kín cho xong nhé")

    assert any("đáp án đúng dài nhất ở" in one for one in told(judge(tmp_path, content=content)))


def test_remarks_stand_at_the_line_of_the_choice(tmp_path: Path) -> None:
    content = questions()
    _choices(1, "Không bao giờ nghe máy", "Chụp ảnh gửi sang", "Tắt máy")(content)

    (problem,) = judge(tmp_path, content=content).warnings

    lines = problem.path.read_text(encoding="utf-8").split("\n")
    assert problem.line is not None
    assert "Không bao giờ nghe máy" in "\n".join(lines[problem.line - 1 : problem.line + 2])


def test_the_id_of_a_deleted_question_never_comes_back(tmp_path: Path) -> None:
    judge(tmp_path)
    file = tmp_path / "câu" / "008-ma-otp.yaml"
    whole = file.read_text(encoding="utf-8")

    file.write_text(whole.replace("id: cau-3", "id: cau-moi"), encoding="utf-8")
    before = told(check(tmp_path / "bài", tmp_path / "câu", TODAY))
    keep_ids(tmp_path)
    after = check(tmp_path / "bài", tmp_path / "câu", TODAY)
    file.write_text(whole, encoding="utf-8")
    again = check(tmp_path / "bài", tmp_path / "câu", TODAY)

    assert any("chưa ghi vào sổ ids.txt" in one for one in before)
    assert any('"008-ma-otp/cau-3" không còn nữa' in one for one in before)
    assert after.warnings == ()
    assert 'câu 4: id "008-ma-otp/cau-3" là của một mục đã bỏ' in str(again.errors[0])


def test_a_register_written_by_hand_is_read_kindly(tmp_path: Path) -> None:
    judge(tmp_path)
    file = tmp_path / "câu" / REGISTER
    file.write_text(file.read_text(encoding="utf-8") + "008-ma-otp/cu bỏ rồi\n", encoding="utf-8")

    assert 'sau id chỉ được ghi "đã bỏ"' in told(check(tmp_path / "bài", tmp_path / "câu", TODAY))[0]


def test_content_that_nobody_gets_yet_has_tasks_and_no_warnings(tmp_path: Path) -> None:
    lesson = page("Có đường link lạ.").replace("sources: [common]", "sources: []")

    report = judge(tmp_path, lesson)

    assert report.warnings == ()
    assert any("có từ khó “link”" in str(task) for task in report.tasks)


def test_what_a_form_still_asks_for_is_named(tmp_path: Path) -> None:
    (only,) = told(judge(tmp_path, page("[Viết trang 1 vào đây.]")))

    assert "trang 1: chưa viết xong, hãy thay [Viết trang 1 vào đây.] bằng lời của mình" in only


def test_a_page_of_which_nothing_is_left_without_a_number_is_named(tmp_path: Path) -> None:
    (only,) = told(judge(tmp_path, page("Gọi ngay {contacts.cong_an_xa}.")))

    assert "trang 1: chưa có số điện thoại thì chỗ này trống trơn" in only


def test_a_lesson_without_a_picture_is_not_finished(tmp_path: Path) -> None:
    report = judge(tmp_path, LESSON.replace("alt: Chiếc chìa khóa nhà treo trên tường\n", ""))

    assert "alt" in str(report.errors[0])
    (tmp_path / "bài/008-ma-otp/picture.svg").unlink()
    assert "chưa có hình" in str(check(tmp_path / "bài", tmp_path / "câu", TODAY).warnings[0])
