"""The card of a leader's unit in words: counts, rates beside what they are of, and eight weeks."""

from dataclasses import replace

import pytest

from conversation.pictures import HamletCard
from conversation.render import Voice, leader_card, render, summarised, words
from conversation.replies import Bubble, HamletSummary, Reply
from tests.unit.chatting import LEADERS_CARD, TINY

VOICE = Voice(TINY[0])


def lines(card: HamletCard) -> list[str]:
    return words(leader_card(card), VOICE).splitlines()


def test_the_card_says_what_the_picture_shows() -> None:
    assert lines(LEADERS_CARD) == [
        "**Xóm Đông** · đến 07/12/2026",
        "125/412 người trưởng thành đã tham gia (30,3%), tuần này +11",
        "64 người học xong ít nhất 5 bài (15,5%)",
        "3 buổi hướng dẫn, 17 lượt người được hướng dẫn trực tiếp",
        "4 người đang chờ giúp",
        "Người mới 8 tuần qua, tuần này ở cuối: 3 · 5 · 0 · 2 · 11 · 4 · 7 · 11",
    ]


@pytest.mark.parametrize("adults", [None, 0])
def test_without_the_number_of_adults_there_is_no_rate(adults: int | None) -> None:
    told = lines(replace(LEADERS_CARD, adults=adults))
    assert told[1] == "125 người đã tham gia, tuần này +11"
    assert told[2] == "64 người học xong ít nhất 5 bài"


def test_completions_of_a_few_are_not_told() -> None:
    assert lines(replace(LEADERS_CARD, completers=None))[2] == "Chưa đến 5 người học xong ít nhất 5 bài"


def test_large_numbers_are_written_as_in_vietnamese() -> None:
    assert lines(replace(LEADERS_CARD, participants=1250, adults=4120))[1].startswith("1.250/4.120 người")


def test_a_name_from_outside_carries_no_markup() -> None:
    assert lines(replace(LEADERS_CARD, hamlet="Xóm **{bác}**\n🌾"))[0] == "**Xóm {bác} 🌾** · đến 07/12/2026"


def test_words_and_picture_come_from_the_same_figures() -> None:
    summary = HamletSummary("X01")
    reply = Reply((Bubble(summary),), picture=summary)
    assert summarised(reply) == {"X01"}
    message = render(reply, replace(VOICE, summaries={"X01": LEADERS_CARD}))
    assert message.picture == LEADERS_CARD
    assert message.bubbles[0].text == words(leader_card(LEADERS_CARD), VOICE)
