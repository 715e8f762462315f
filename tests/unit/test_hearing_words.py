"""What typed words mean: numbers nobody should send, digits, labels, commands, and an ordinary answer."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation import hearing
from conversation.hearing import Number
from quizzes.load import load_content

ROOT = Path(__file__).parents[2]
COURSE, BANK = load_content(ROOT / "lessons/content/vi", ROOT / "quizzes/content/vi")
CHOICES = [choice.text for lesson in COURSE for q in BANK.pool(lesson.id).questions for choice in q.choices]


@pytest.mark.parametrize("text", CHOICES)
def test_no_choice_of_a_shipped_question_means_anything_else_when_typed(text: str) -> None:
    folded = hearing.fold(text)
    assert not hearing.is_emergency(folded)
    assert hearing.secret_number(text) is None
    assert hearing.bare(text) not in hearing.words().stop | hearing.words().onward | hearing.words().agree
    assert hearing.digit(text) is None
    assert hearing.number_word(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("012345678901", Number.ID_CARD),
        ("012 345 678 901 là số căn cước của tôi", Number.ID_CARD),
        ("036.158.001.234", Number.ID_CARD),
        ("cmnd 123456789", Number.ID_CARD),
        ("0912345678", Number.PHONE),
        ("sdt toi 0912 345 678 🌾", Number.PHONE),
        ("+84 912 345 678", Number.PHONE),
        ("84912345678", Number.PHONE),
        ("9704 3668 1234 5678", Number.CARD),
        ("9704-3668-1234-5678-901", Number.CARD),
        ("stk 19036512345", Number.CARD),
        ("1234567890", Number.CARD),
        ("482913", Number.OTP),
        ("0482", Number.OTP),
        ("48 29 13", Number.OTP),
        ("12345678", Number.OTP),
        ("Mã OTP là 482913 đấy", Number.OTP),
        ("ma xac nhan 4829", Number.OTP),
        ("mã của tôi là 482913", Number.OTP),
        ("482913 là mã nó gửi", Number.OTP),
        ("pin 123456", Number.OTP),
        ("otp: 482913 ạ", Number.OTP),
    ],
)
def test_a_number_nobody_should_send_is_recognised(text: str, number: Number) -> None:
    assert hearing.secret_number(text) is number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "12",
        "số 2",
        "xóm 3",
        "tôi sinh năm 1958",
        "năm 2026",
        "nó đòi 5000 mà tôi không có",
        "50.000 đồng",
        "50000đ",
        "500.000.000 đồng",
        "5000000 vnd",
        "chuyển 20000 nghìn",
        "có 1500000000 đồng trong sổ",
        "gọi 113",
        "mã 12",
        "mã OTP là gì",
        "nhà số 1234 đường làng",
        "tắt máy 🌾",
        "má tôi 1958",
    ],
)
def test_an_ordinary_answer_is_no_secret_number(text: str) -> None:
    assert hearing.secret_number(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4821", "4821"),
        (" 4821. ", "4821"),
        ("mã 4821", "4821"),
        ("Mã xóm 4821 ạ", "4821"),
        ("mã số là 4821", "4821"),
        ("xóm 4821", "4821"),
        ("0821", None),
        ("482", None),
        ("48213", None),
        ("mã otp 4821", None),
        ("bốn tám hai một", None),
        ("", None),
    ],
)
def test_a_join_code_is_four_digits_the_first_not_zero(text: str, code: str | None) -> None:
    assert hearing.four_digits(text) == code


@pytest.mark.parametrize(
    ("text", "digit"),
    [
        ("2", 2),
        ("2.", 2),
        ("(2)", 2),
        ("2️⃣", 2),
        ("số 2", 2),
        ("So 2", 2),
        ("chọn 2", 2),
        ("chọn câu 2 ạ", 2),
        ("bấm số 3 nhé", 3),
        ("nút 1", 1),
        ("ý 2", 2),
        ("12", 12),
        ("1 2", None),
        ("2 triệu", None),
        ("1234", None),
        ("hai", None),
        ("ư", None),
        ("", None),
    ],
)
def test_a_small_number_alone_is_a_digit(text: str, digit: int | None) -> None:
    assert hearing.digit(text) == digit


@pytest.mark.parametrize(
    ("text", "number"),
    [("hai", 2), ("Ba ạ", 3), ("tu", 4), ("năm", 5), ("số mười", 10), ("hai ba", None), ("đúng", None), ("", None)],
)
def test_a_number_word_alone_is_its_number(text: str, number: int | None) -> None:
    assert hearing.number_word(text) == number


LABELS = ["Tắt máy, tự gọi ra xã hỏi", "Đọc cho xong việc", "Hỏi tên rồi mới đọc", "Rồi", "Xóm 1", "Xóm 10"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Tắt máy, tự gọi ra xã hỏi", 0),
        ("tat may tu goi ra xa hoi", 0),
        ("TẮT MÁY", 0),
        ("tắt máy tự gọi ra xã hoi", 0),
        ("tat mày tự goi ra xa hỏii", 0),
        ("đọc cho xong viec ạ 🌾", 1),
        ("doc cho", 1),
        ("rồi ạ", 3),
        ("xom 1", 4),
        ("xóm 10", 5),
        ("tắt", None),
        ("xóm", None),
        ("máy", None),
        ("", None),
        ("🌾", None),
    ],
)
def test_a_label_is_heard_without_accents_in_part_and_with_slips(text: str, label: int | None) -> None:
    assert hearing.closest(text, LABELS) == label


@pytest.mark.parametrize(
    ("text", "label"), [("đồng ý", 0), ("dong y ạ", 0), ("không đồng ý", None), ("đồng", None), ("đồng ýy", None)]
)
def test_for_a_consent_only_the_whole_label_is_heard(text: str, label: int | None) -> None:
    assert hearing.closest(text, ["Đồng ý", "Tôi ở xóm, xã khác", "Không tính"], is_strict=True) == label


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("menu", "menu"),
        ("Kết quả", "results"),
        ("ket qủa của tôi", "results"),
        ("xem du lieu", "data"),
        ("xoá dữ liệu ạ", "erase"),
        ("cài đặt nhé", "settings"),
        ("cai dat 🌾", "settings"),
        ("hoc tiêp", "learn"),
        ("học", "learn"),
        ("ôn", "review"),
        ("hỏi người thật", "person"),
        ("đổi xóm", "hamlet"),
        ("xưng hô", "address"),
        ("trời mưa", None),
        ("", None),
        ("ok", None),
    ],
)
def test_a_command_is_heard_by_any_of_its_names(text: str, command: str | None) -> None:
    assert hearing.command(text) == command


@pytest.mark.parametrize("text", ["thôi", "THÔI", "Thôi ạ!", "thoi", "thôi nhé cháu", "Dừng lại", "stop"])
def test_stopping_is_heard_when_it_stands_alone(text: str) -> None:
    assert hearing.bare(text) in hearing.words().stop


@pytest.mark.parametrize("text", ["thôi tôi chọn 2", "thôi được", "thôi nào", "thôi tôi học tiếp", "tắt máy thôi"])
def test_a_sentence_with_thoi_in_it_is_not_stopping(text: str) -> None:
    assert hearing.bare(text) not in hearing.words().stop


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đồng ý ạ!", "dong y a"),
        ("ẪM ƯỚT, Ngõ 🌾", "am uot ngo"),
        ("e\u0302\u0309", "e"),
        ("\u202eđ\u202c\0", "d"),
        ("<b>ư</b>", "b u b"),
        ("", ""),
    ],
)
def test_folding_leaves_small_letters_and_digits(text: str, folded: str) -> None:
    assert hearing.fold(text) == folded


def test_polite_words_fall_off_the_end_but_one_alone_stays() -> None:
    assert [hearing.bare(text) for text in ("Vâng ạ", "ừ cháu nhé", "ạ", "tiếp đi em")] == ["vang", "u", "a", "tiep"]


def hear_everything(text: str) -> None:
    hearing.is_emergency(hearing.fold(text))
    hearing.secret_number(text)
    hearing.four_digits(text)
    hearing.digit(text)
    hearing.number_word(text)
    hearing.command(text)
    hearing.closest(text, LABELS)


@given(st.text(max_size=2000))
def test_no_text_is_too_strange_to_hear(text: str) -> None:
    hear_everything(text)


@pytest.mark.parametrize(
    "text", ["đ" * 10_000, "1" * 10_000, "bi lua " * 1500, "chuyen " * 1500, "1 " * 5000, "ma " * 4000]
)
def test_a_pasted_book_is_heard_without_delay(text: str) -> None:
    begun = process_time()
    hear_everything(text)
    assert process_time() - begun < 0.5
