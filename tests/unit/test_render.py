"""Replies put into words: addresses, figures, and names from outside that carry no markup."""

from dataclasses import replace

import pytest

from conversation.message import Head, Message, Text, from_json, spans, to_json
from conversation.render import HamletFigures, Voice, content, named_in_progress, plain, render, words
from conversation.replies import Bubble, Content, HamletProgress, Heading, Option, Reply, Say, Tone
from tests.unit.chatting import TINY

WORLD = TINY[0]


def said(bubble: Bubble, voice: Voice) -> str:
    return render(Reply((bubble,)), voice).bubbles[0].text


@pytest.mark.parametrize(("address", "start"), [("bác", "Bác"), ("ông", "Ông"), ("bà", "Bà"), ("anh", "Anh")])
def test_the_chosen_address_is_used_with_a_capital_where_it_begins(address: str, start: str) -> None:
    voice = Voice(WORLD, address)
    assert words(Say("menu.choose"), voice) == f"{start} muốn làm gì ạ?"
    assert words(Say("address.done"), voice).endswith(f"{address}.")


def test_tokens_of_a_lesson_are_filled() -> None:
    text = "{Bác} ở {xóm}, gọi {contacts.cong_an_xa}. Hoặc gọi {contacts.chua_ghi}."
    assert content(text, Voice(WORLD, "chị", "xóm Đông")) == "Chị ở xóm Đông, gọi 0228 3888 113."


def test_without_a_hamlet_it_is_called_ours() -> None:
    assert content("ở {xóm}", Voice(WORLD)) == "ở xóm mình"


def test_a_gap_filled_from_outside_is_never_read_for_gaps_or_markup() -> None:
    outside = "Xóm **{bác}** 🌾\u202e<b>\0\nđ"
    assert words(Say("hamlet.name", {"name": outside}), Voice(WORLD)) == "Xóm {bác} 🌾 <b> đ"


def test_an_unknown_gap_is_an_error() -> None:
    with pytest.raises(KeyError, match="ruộng"):
        content("{ruộng}", Voice(WORLD))


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        (HamletFigures(1, 1, 412), "vừa bắt đầu, bác là một trong những người đầu tiên."),
        (HamletFigures(4, 4, 412), "vừa bắt đầu, bác là một trong những người đầu tiên."),
        (HamletFigures(5, 2, 412), "đã có 5 người học, tuần này thêm 2. Còn 98 người nữa là được một phần tư xóm."),
        (HamletFigures(125, 11, 412), "đã có 125 người học, tuần này thêm 11. Còn 81 người nữa là được nửa xóm."),
        (HamletFigures(125, 0, 412), "đã có 125 người học. Còn 81 người nữa là được nửa xóm."),
        (HamletFigures(206, 0, 412), "đã có 206 người học. Còn 103 người nữa là được ba phần tư xóm."),
        (HamletFigures(411, 0, 412), "đã có 411 người học. Còn 1 người nữa là được cả xóm."),
        (HamletFigures(412, 3, 412), "đã có 412 người học, tuần này thêm 3."),
        (HamletFigures(1250, 0, None), "đã có 1.250 người học."),
        (HamletFigures(20, 0, 0), "đã có 20 người học."),
    ],
)
def test_progress_is_a_shared_goal_and_a_trend(figures: HamletFigures, text: str) -> None:
    bubble = Bubble(HamletProgress("X01"))
    assert said(bubble, Voice(WORLD, figures={"X01": figures})) == f"Xóm Đông {text}"


def test_a_reply_names_the_hamlets_whose_figures_it_needs() -> None:
    reply = Reply((Bubble(HamletProgress("X01")), Bubble(Say("menu.choose"))))
    assert named_in_progress(reply) == {"X01"}
    assert named_in_progress(Reply(())) == frozenset()


def paged(*bubbles: Bubble) -> Reply:
    heading = Heading(
        Say("reading.title", {"title": Content("Bài đọc ữ 🌾")}),
        Say("reading.where", {"page": 1, "pages": 4}),
        done=1,
        total=7,
        is_in_text=True,
    )
    return Reply(bubbles, heading=heading)


def test_without_a_header_the_page_is_named_in_its_own_bubble() -> None:
    reply = paged(Bubble(Say("counting.thanks")), Bubble(Say("reading.page", {"page": Content("Chuông reo.")})))
    message = render(reply, Voice(WORLD))
    assert message.head is None
    assert [bubble.text for bubble in message.bubbles] == [
        "Cảm ơn bác!",
        "**Bài đọc ữ 🌾** · trang 1/4\nChuông reo.",
    ]


def test_with_a_header_the_page_is_named_there() -> None:
    reply = paged(Bubble(Say("reading.page", {"page": Content("Chuông reo.")})))
    message = render(reply, Voice(WORLD, has_header=True))
    assert message.head == Head("Bài đọc ữ 🌾", "trang 1/4", 1, 7)
    assert message.bubbles == (Text("Chuông reo."),)


def test_a_heading_without_a_place_is_its_title() -> None:
    reply = paged(Bubble(Say("counting.thanks")))
    assert reply.heading is not None
    message = render(replace(reply, heading=replace(reply.heading, where=None)), Voice(WORLD))
    assert message.bubbles[0].text.splitlines()[0] == "**Bài đọc ữ 🌾**"


def test_a_message_comes_back_from_json_as_it_went() -> None:
    option = Option(Say("reading.next"), 1, "p.1.0", is_next_step=True)
    reply = Reply(
        (Bubble(Say("emergency.stop"), Tone.WARNING),),
        (option,),
        7,
        own=Say("practising.yes"),
        typing=Say("menu.typing"),
    )
    message = render(reply, Voice(WORLD))
    assert from_json(to_json(message)) == message
    assert message.own == "Rồi"


def test_json_that_is_no_message_is_refused() -> None:
    with pytest.raises(ValueError, match="bubbles"):
        from_json('{"bubbles": "ữ"}')


def test_an_empty_message_is_short() -> None:
    assert to_json(Message(())) == '{"bubbles":[]}'


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", []),
        ("đọc", [("đọc", False)]),
        ("**đọc**", [("đọc", True)]),
        ("Một **hai** ba 🌾", [("Một ", False), ("hai", True), (" ba 🌾", False)]),
    ],
)
def test_strong_runs_are_told_apart(text: str, runs: list[tuple[str, bool]]) -> None:
    assert list(spans(text)) == runs


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Xóm Đông", "Xóm Đông"), ("**ữ**", "ữ"), ("a\n\tb", "a b"), ("\u202eđ\u200f 🌾\x7f", "đ  🌾"), ("", "")],
)
def test_a_name_from_outside_is_plain(text: str, shown: str) -> None:
    assert plain(text) == shown
