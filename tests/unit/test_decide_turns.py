"""Single turns of the conversation that a written talk cannot reach: what was not seen yet, or tapped out of turn."""

from datetime import timedelta

import pytest

from conversation.decide import decide, opening, recover
from conversation.events import Opened, Tapped, Typed
from conversation.facts import Answered
from conversation.places import (
    Answering,
    AskingToCount,
    Explained,
    Menu,
    Reading,
    Welcome,
)
from conversation.replies import Say
from conversation.situation import Situation
from tests.unit.chatting import TINY, Chatter
from tests.unit.talking import answer, asked, finished, first, joined, keys, option


def test_agreeing_by_word_before_anything_was_seen_joins_nobody() -> None:
    chatter = Chatter(TINY)
    chatter.act(Typed("đồng ý"))
    assert chatter.learner is None
    assert keys(chatter) == ["welcome.who", "welcome.kept_terminal"]


def test_a_consent_on_its_way_cannot_be_agreed_to_by_word() -> None:
    chatter = finished("4821")
    chatter.act(first(chatter), arrives=False)
    chatter.act(Typed("đồng ý"))
    assert chatter.learner is not None
    assert chatter.learner.is_counted is None
    assert isinstance(chatter.chat.place, AskingToCount)
    chatter.act(Typed("đồng ý"))
    assert chatter.learner.is_counted is True


@pytest.mark.parametrize("text", ["chào ạ", "alo 🌾", "1", "ok", "", "đồng ý đi"])
def test_the_first_words_of_a_stranger_are_answered_by_the_first_card_alone(text: str) -> None:
    chatter = Chatter(TINY)
    chatter.act(Typed(text))
    assert keys(chatter) == ["welcome.who", "welcome.kept_terminal"]


def test_the_first_card_of_a_page_can_be_tapped_before_anything_was_stored() -> None:
    chatter = Chatter(TINY)
    reply = opening("terminal", chatter.world, chatter.now, chatter.rng)
    chatter.act(Tapped(reply.options[0].button))
    assert chatter.learner is not None


def test_a_digit_for_a_question_already_answered_repeats_its_reason() -> None:
    chatter = asked()
    chatter.act(answer(chatter), arrives=False)
    before = chatter.learner
    chatter.act(Typed("2"))
    assert keys(chatter) == ["heard.stale", "explained.right"]
    assert chatter.learner == before


def test_a_digit_before_anything_arrived_shows_what_is_open() -> None:
    chatter = Chatter(TINY)
    chatter.act(Opened(), arrives=False)
    chatter.act(Typed("1"))
    assert chatter.learner is None


def test_a_digit_is_guarded_only_when_it_would_be_a_consent() -> None:
    chatter = asked()
    place = chatter.chat.place
    chatter.act(Typed("1"))
    assert chatter.chat.place != place


def test_a_digit_two_seconds_after_a_consent_counts_at_once() -> None:
    chatter = finished("4821")
    chatter.act(first(chatter))
    chatter.now += timedelta(seconds=2)
    chatter.act(Typed("1"))
    assert chatter.learner is not None
    assert chatter.learner.is_counted is True


def test_an_answer_tapped_above_the_menu_is_taken() -> None:
    chatter = asked()
    event = answer(chatter)
    chatter.act(Typed("cái này ữ"))
    assert isinstance(chatter.chat.place, Menu)
    chatter.act(event)
    assert isinstance(chatter.chat.place, Explained)
    assert len(chatter.answered) == 1


def test_words_not_understood_after_the_emergency_card_show_it_again() -> None:
    chatter = asked()
    chatter.act(Typed("bị lừa mất tiền rồi"))
    chatter.act(Typed("tôi phải làm sao bây giờ"))
    assert keys(chatter) == ["emergency.stop"]


def test_a_code_typed_in_a_lesson_is_always_taken_for_an_otp() -> None:
    chatter = asked()
    for code in ("1111", "2222", "3333", "4444", "5555", "6666", "7777"):
        chatter.act(Typed(code))
        assert keys(chatter)[0] == "heard.otp"


def test_a_trial_that_is_not_passed_promises_no_page_to_read_again() -> None:
    chatter = Chatter(TINY)
    chatter.act(Opened())
    chatter.act(option(chatter, 3))
    while chatter.sent[-1].bubbles[0].say != Say("trial_ended.done"):
        wrong = isinstance(chatter.chat.place, Answering)
        label = [item.label.key for item in chatter.sent[-1].options]
        assert label != ["explained.reread"]
        chatter.act(answer(chatter, is_right=False) if wrong else first(chatter))


def test_a_label_with_the_form_of_address_in_it_can_be_typed() -> None:
    chatter = asked()
    assert chatter.learner is not None
    chatter.act(Typed("xưng hô"))
    chatter.act(Typed("Bà"))
    assert chatter.learner.address == "bà"


def test_an_answer_button_of_another_chat_is_refused() -> None:
    mine, other = asked(), asked()
    other.rng.seed(8)
    other.act(Typed("menu"))
    place = mine.chat.place
    mine.act(Tapped("a.1y2p0ij32e8e7.0.0"))
    assert keys(mine)[0] == "heard.not_yours"
    assert mine.chat.place == place


def test_an_answer_in_a_trial_is_no_fact() -> None:
    chatter = Chatter(TINY)
    chatter.act(Opened())
    chatter.act(option(chatter, 3))
    for _ in range(4):
        chatter.act(first(chatter))
    step = decide(chatter.situation(Opened()), Typed("1"), chatter.world, chatter.now, chatter.rng)
    assert step.facts == ()


def test_an_answer_faster_than_its_question_can_be_read_is_marked() -> None:
    chatter = asked()
    for seconds, is_hurried in ((0, True), (30, False)):
        chatter.now += timedelta(seconds=seconds)
        step = decide(chatter.situation(answer(chatter)), answer(chatter), chatter.world, chatter.now, chatter.rng)
        assert [fact.is_hurried for fact in step.facts if isinstance(fact, Answered)] == [is_hurried]


def test_after_a_failure_there_is_the_menu_or_the_first_card() -> None:
    chatter = asked()
    for learner, place in ((chatter.learner, Menu()), (None, Welcome())):
        step = recover(Situation(chatter.chat, learner), chatter.world, chatter.now, chatter.rng)
        assert step.situation.chat.place == place
        assert step.facts == ()
        assert step.replies[0].bubbles[0].say == Say("heard.trouble")


def test_a_time_without_a_zone_is_refused() -> None:
    chatter = joined()
    with pytest.raises(ValueError, match="aware"):
        decide(chatter.situation(Opened()), Opened(), chatter.world, chatter.now.replace(tzinfo=None), chatter.rng)


def test_the_same_arguments_give_the_same_step() -> None:
    one, two = asked("4821"), asked("4821")
    assert (one.chat, one.learner) == (two.chat, two.learner)


@pytest.mark.parametrize("text", ["ữ " * 5000, "1" * 10_000, "thôi " * 2000, "🌾" * 10_000, "\u202e\0<b>" * 2000])
def test_a_pasted_book_gets_the_menu(text: str) -> None:
    chatter = joined()
    chatter.act(Typed(text))
    assert chatter.chat.place in (Menu(), Reading("009-bài-ữ", 0))
