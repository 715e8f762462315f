"""How a script sounds: numbers as words, names as they are said, and the seconds it takes."""

import pytest

from lessons.reading_aloud import seconds, syllables, unusual, with_numbers_in_words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("mức 2", "mức hai"),
        ("10 người", "mười người"),
        ("11, 15, 21, 24, 25", "mười một, mười lăm, hai mươi mốt, hai mươi bốn, hai mươi lăm"),
        ("105 hộ", "một trăm linh năm hộ"),
        ("năm 2025", "năm hai nghìn không trăm hai mươi lăm"),
        ("1.500 người", "một nghìn năm trăm người"),
        ("2.000.000 đồng", "hai triệu đồng"),
        ("30,5%", "ba mươi phẩy năm phần trăm"),
        ("0 đồng", "không đồng"),
        ("từ 1/7/2025", "từ ngày một tháng bảy năm hai nghìn không trăm hai mươi lăm"),
        ("ngày 10/12.", "ngày mười tháng mười hai."),
        ("Gọi 0228 3888 113.", "Gọi không hai hai tám, ba tám tám tám, một một ba."),
        ("gọi 113", "gọi một một ba"),
        ("4G và dichvucong.gov.vn", "4G và dichvucong.gov.vn"),
    ],
)
def test_numbers_are_written_as_they_are_read(written: str, read: str) -> None:
    assert with_numbers_in_words(written) == read


def test_names_that_are_not_read_as_written_are_told_in_their_order() -> None:
    told = unusual("Mã OTP trong Zalo, hay OTP ở “VNeID”.")
    assert list(told) == ["OTP", "Zalo", "VNeID"]
    assert told["OTP"] == "ô tê pê"


def test_syllables_are_counted_as_they_are_said() -> None:
    assert syllables("Bà con đừng đọc mã OTP.") == 8
    assert syllables("**Tắt máy** – mức 2, 21 người") == 8
    assert syllables("Gọi {contacts.cong_an_xa}.") == syllables("Gọi 0228 388 113.")


def test_the_seconds_grow_with_what_is_said() -> None:
    assert seconds("") == 0
    assert seconds("bà con " * 93) == 60
    assert seconds("bà con " * 139 + "ơi") == 90
