"""A message as Zalo takes it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_bot.wording import LONGEST, texts
from conversation.message import Button, Message, Text

OPTIONS = (Button("Tiếp", 1, "p.1.0"), Button("Để mai 🌾", 2, "p.1.1"))
LINES = "1. Tiếp\n2. Để mai 🌾"


def message(*bubbles: str, options: tuple[Button, ...] = ()) -> Message:
    return Message(tuple(Text(bubble) for bubble in bubbles), options)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("bubbles", "sent"),
    [
        (("Chào bác ạ 🌾",), "Chào bác ạ 🌾"),
        (("Một.", "Hai."), "Một.\n\nHai."),
        (("Bác **tắt máy**, rồi hỏi.",), "Bác tắt máy, rồi hỏi."),
        (("Xóm <b>&Đông",), "Xóm <b>&Đông"),
        (("lẻ ** một dấu", "**đậm**"), "lẻ  một dấu\n\nđậm"),
    ],
)
def test_texts_are_plain(bubbles: tuple[str, ...], sent: str) -> None:
    assert texts(message(*bubbles)) == [sent]


def test_options_are_the_last_lines_one_each() -> None:
    assert texts(message("Mời bác đọc.", "Bác học tiếp chứ?", options=OPTIONS)) == [
        f"Mời bác đọc.\n\nBác học tiếp chứ?\n\n{LINES}"
    ]


def test_a_number_is_the_one_that_is_typed_for_its_option() -> None:
    assert texts(message("Xóm nào?", options=(Button("Xóm 12", 12, "p.1.0"),))) == ["Xóm nào?\n\n12. Xóm 12"]


def test_an_option_without_a_number_shows_none() -> None:
    assert texts(message("Bao nhiêu người?", options=(Button("Không có ai", 0, "p.1.0"),))) == [
        "Bao nhiêu người?\n\n• Không có ai"
    ]


def test_options_alone_are_sent_too() -> None:
    assert texts(message("", options=OPTIONS)) == [LINES]


def test_a_message_without_a_letter_is_no_message() -> None:
    assert texts(message("", " \n")) == []
    assert texts(message()) == []


def test_a_text_of_just_the_right_length_is_one_message() -> None:
    whole = "👏" * (LONGEST // 2)
    assert texts(message(whole)) == [whole]


@pytest.mark.parametrize("letter", ["a", "ẫ", "👏", "đ"])
def test_a_text_too_long_is_cut_between_letters_and_nothing_is_lost(letter: str) -> None:
    sent = texts(message(letter * 5000))
    assert all(units(one) <= LONGEST for one in sent)
    assert "".join(sent) == letter * 5000


def test_an_accent_stays_with_its_letter() -> None:
    decomposed = unicodedata.normalize("NFD", "ẫ") * 1500
    sent = texts(message(decomposed))
    assert "".join(sent) == decomposed
    assert not any(unicodedata.combining(one[0]) for one in sent)


def test_a_text_too_long_is_cut_at_spaces() -> None:
    sent = texts(message("từng chữ " * 700))
    assert len(sent) == 4
    assert {word for one in sent for word in one.split(" ")} == {"từng", "chữ"}


def test_what_does_not_fit_together_is_sent_in_order_and_the_question_keeps_its_options() -> None:
    sent = texts(message("a" * 1000, "b" * 1000, "c" * 1850, options=OPTIONS))
    assert sent == ["a" * 1000, "b" * 1000, f"{'c' * 1850}\n\n{LINES}"]


def test_a_question_too_long_has_its_options_below_its_end() -> None:
    *_, last = texts(message("Chuyện dài. " * 300 + "Bác làm gì?", options=OPTIONS))
    assert last.endswith(f"Bác làm gì?\n\n{LINES}")


def test_options_beyond_all_measure_are_not_lost() -> None:
    many = tuple(Button(f"Xóm {'dài ' * 10}", number, "p.1.0") for number in range(1, 91))
    sent = texts(message("Xóm nào?", options=many))
    assert all(units(one) <= LONGEST for one in sent)
    assert all(f"{number}. " in "\n".join(sent) for number in range(1, 91))


_words = st.text(st.characters(codec="utf-8", exclude_characters="*"), max_size=4000)


@given(st.lists(_words, max_size=4), st.lists(st.text("aẫ👏 ", min_size=1, max_size=40), max_size=6))
def test_every_message_fits_and_keeps_its_words(bubbles: list[str], labels: list[str]) -> None:
    options = tuple(Button(f"Chọn {label}", at, "p.1.0") for at, label in enumerate(labels, 1))
    sent = texts(message(*bubbles, options=options))
    assert all(0 < units(one) <= LONGEST for one in sent)
    said = "".join(bubbles) + "".join(f"{option.number}. {option.label}" for option in options)
    assert "".join("".join(sent).split()) == "".join(said.split())
    if options:
        assert sent[-1].endswith("\n".join(f"{one.number}. {one.label}" for one in options).strip())
