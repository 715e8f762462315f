"""A leader answers a question: seen before it is sent, short, and without numbers nobody should send."""

from dataclasses import replace
from datetime import date

import pytest

from conversation.events import Typed
from conversation.places import Emergency, Inquiries, Leading, Paused, Replying
from conversation.team import Inquiry, Replied
from tests.unit.at_work import ASKED, EAST, ROOM, Leader, Team, binh, cuc

OTHER = Inquiry(52, "Mã OTP là gì ạ?", date(2026, 12, 7))
ANSWER = "Bác cứ tắt máy, mai tôi ghé qua nhà ạ 🌾."


def asked(*inquiries: Inquiry) -> Leader:
    team = Team(rooms={EAST: replace(ROOM, inquiries=inquiries or (ASKED,))})
    return binh(team).tap("Câu hỏi của bà con")


def replying() -> Leader:
    return asked().tap("Trả lời")


def test_a_question_is_shown_with_its_day_and_nobodys_name() -> None:
    leader = asked()
    assert leader.said() == ["inquiries.which", "inquiries.text"]
    assert ASKED.text in leader.heard()
    assert "06/12" in leader.heard()


def test_how_many_questions_wait_stands_on_the_card() -> None:
    assert "Câu hỏi của bà con (1)" in binh().heard()
    assert "(" not in next(line for line in cuc().heard().splitlines() if line.startswith("Câu hỏi"))


def test_questions_come_one_at_a_time() -> None:
    leader = asked(ASKED, OTHER)
    assert OTHER.text not in leader.heard()
    leader.tap("Câu khác")
    assert OTHER.text in leader.heard()
    assert ASKED.text not in leader.heard()
    assert ASKED.text in leader.tap("Câu khác").heard()


def test_without_questions_it_says_so() -> None:
    assert cuc().tap("Câu hỏi của bà con").said() == ["inquiries.none"]


def test_an_answer_is_shown_as_it_will_be_sent_and_then_sent() -> None:
    leader = replying().say(ANSWER)
    assert leader.deeds == []
    assert leader.said() == ["replying.will_be_sent", "replying.text"]
    assert "ký tên Anh Bình" in leader.heard()
    assert ANSWER in leader.heard()
    assert leader.tap("Gửi").chat.place == Leading(EAST)
    assert leader.deeds == [Replied(1, ASKED.id, ANSWER)]


def test_after_an_answer_the_next_question_comes() -> None:
    leader = asked(ASKED, OTHER).tap("Trả lời").say(ANSWER).tap("Gửi")
    assert leader.chat.place == Inquiries(EAST)
    assert OTHER.text in leader.heard()


def test_the_question_that_was_read_is_the_one_answered() -> None:
    leader = asked(ASKED, OTHER).tap("Câu khác").tap("Trả lời").say(ANSWER, "1")
    assert leader.deeds == [Replied(1, OTHER.id, ANSWER)]


def test_an_answer_is_changed_before_it_is_sent() -> None:
    leader = replying().say(ANSWER).tap("Sửa").say("Bác đừng nghe nhé.").tap("Gửi")
    assert leader.deeds == [Replied(1, ASKED.id, "Bác đừng nghe nhé.")]


@pytest.mark.parametrize("words", ["ok", "dạ", "ừ gửi đi cháu ơi xem nào"])
def test_only_a_choice_sends(words: str) -> None:
    leader = replying().say(ANSWER, words)
    assert leader.deeds == []
    assert leader.chat.place == Replying(EAST, ASKED.id, ANSWER)


def test_an_answer_may_wait() -> None:
    assert replying().tap("Để sau").chat.place == Inquiries(EAST)
    assert replying().say(ANSWER).tap("Để sau").chat.place == Inquiries(EAST)


@pytest.mark.parametrize(
    "text",
    [
        "Bác gọi tôi số 0912 345 678 nhé",
        "Gọi +84 912 345 678 hoặc 0228 3888 113",
        "Bác gọi tổng đài 1900 1234, 18001166 hoặc 1900.123.456 ạ",
        "Gọi công an 113 nhé",
        "Phí có 50.000 đồng thôi ạ",
        "0912345678",
    ],
)
def test_numbers_to_call_may_be_sent(text: str) -> None:
    assert replying().say(text).chat.place == Replying(EAST, ASKED.id, text)


@pytest.mark.parametrize(
    "text",
    [
        "Căn cước của tôi 036158001234",
        "Bác gọi 0912 345 678, căn cước tôi là 036158001234",
        "Bác chuyển vào 9704 3668 1234 5678 nhé",
        "Số tài khoản 19031234567890",
        "Mã OTP là 482913",
        "482913",
    ],
)
def test_numbers_nobody_should_send_are_not_even_kept(text: str) -> None:
    leader = replying().say(text)
    assert leader.said()[0] == "replying.number"
    assert leader.chat.place == Replying(EAST, ASKED.id)


@pytest.mark.parametrize("text", ["ữ " * 41, "ữ" * 401])
def test_a_long_answer_is_kindly_refused(text: str) -> None:
    leader = replying().say(text)
    assert leader.said()[0] == "replying.too_long"
    assert leader.chat.place == Replying(EAST, ASKED.id)


def test_forty_words_are_an_answer() -> None:
    assert replying().say("ữ " * 40).chat.place == Replying(EAST, ASKED.id, ("ữ " * 40).strip())


def test_an_answer_carries_no_markup() -> None:
    assert replying().say("Bác **cứ**\u202e tắt\nmáy").chat.place == Replying(EAST, ASKED.id, "Bác cứ tắt máy")


def test_an_answer_about_lost_money_is_kept_and_nobody_is_left_without_help() -> None:
    leader = replying().say("Bác vừa chuyển tiền thì gọi ngân hàng ngay")
    assert isinstance(leader.chat.place, Replying)
    assert leader.chat.place.text
    assert leader.said()[0] == "emergency.stop"


def test_elsewhere_in_a_leaders_room_lost_money_comes_first() -> None:
    assert binh().say("toi vua chuyen tien cho no roi").chat.place == Emergency()


def test_stopping_wins_over_an_answer() -> None:
    assert replying().say("THÔI").chat.place == Paused()


def test_an_answer_typed_before_the_question_was_seen_is_not_taken() -> None:
    leader = asked()
    leader.act(Typed("1"), arrives=False)
    leader.say("ai ai ai")
    assert leader.chat.place == Replying(EAST, ASKED.id)


def test_a_question_answered_by_somebody_else_is_not_answered_twice() -> None:
    leader = replying().say(ANSWER)
    leader.team.rooms[EAST] = replace(ROOM, inquiries=())
    leader.say("1")
    assert leader.deeds == []
    assert leader.chat.place == Inquiries(EAST)
    assert leader.said() == ["replying.gone", "inquiries.none"]
