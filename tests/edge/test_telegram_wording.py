"""A message as Telegram takes it."""

import pytest

from bot.channels.telegram.wording import keyboard, text
from conversation.message import Button, Message, Text


def message(*bubbles: str, options: tuple[Button, ...] = ()) -> Message:
    return Message(tuple(Text(bubble) for bubble in bubbles), options)


@pytest.mark.parametrize(
    ("bubbles", "sent"),
    [
        (("Chào bác ạ 🌾",), "Chào bác ạ 🌾"),
        (("Một.", "Hai."), "Một.\n\nHai."),
        (("Bác **tắt máy**, rồi hỏi.",), "Bác <b>tắt máy</b>, rồi hỏi."),
        (("**Xóm <b>&Đông**",), "<b>Xóm &lt;b&gt;&amp;Đông</b>"),
        (('Bấm “Tiếp" ẫ',), 'Bấm “Tiếp" ẫ'),
        (("lẻ ** một dấu", "**đậm**"), "lẻ <b> một dấu</b>\n\n<b>đậm</b>"),
    ],
)
def test_texts_are_escaped_and_what_is_strong_stays_strong(bubbles: tuple[str, ...], sent: str) -> None:
    assert text(message(*bubbles)) == sent


def test_a_text_of_just_the_right_length_is_whole() -> None:
    whole = "👏" * 2048
    assert text(message(whole)) == whole


@pytest.mark.parametrize("letter", ["a", "ẫ", "👏", "&"])
def test_a_text_too_long_is_cut_between_letters(letter: str) -> None:
    sent = text(message("**đầu** " + letter * 5000)).replace("<b>", "").replace("</b>", "").replace("&amp;", "&")
    assert len(sent.encode("utf-16-le")) // 2 <= 4096
    assert sent.endswith("…")
    assert set(sent) <= set("đầu …" + letter)


def test_a_text_too_long_is_cut_at_a_space() -> None:
    sent = text(message("từng chữ " * 1000))
    assert sent.removesuffix("…").split(" ")[-1] in {"từng", "chữ"}
    assert len(sent) > 4000


def test_what_comes_after_a_cut_is_left_out() -> None:
    assert text(message("a" * 4096, "sau")) == "a" * 4096
    assert text(message("a" * 4090, "sau nữa")) == "a" * 4090 + "\n\nsau…"


def test_options_are_buttons_one_below_the_other() -> None:
    options = (Button("Tắt máy & hỏi", 1, "a.1.0.0"), Button("Chuyển", 2, "a.1.0.1"))
    assert keyboard(message("?", options=options)) == {
        "inline_keyboard": [
            [{"text": "Tắt máy & hỏi", "callback_data": "a.1.0.0"}],
            [{"text": "Chuyển", "callback_data": "a.1.0.1"}],
        ]
    }


def test_digits_share_a_row() -> None:
    options = tuple(Button(str(number), number, f"p.1.{number}") for number in (1, 2, 3))
    found = keyboard(message("?", options=options))
    assert found is not None
    assert found["inline_keyboard"] == [[{"text": str(n), "callback_data": f"p.1.{n}"} for n in (1, 2, 3)]]


def test_without_options_there_are_no_buttons() -> None:
    assert keyboard(message("Chào bác")) is None
