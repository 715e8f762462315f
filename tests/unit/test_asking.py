"""A typed question: the page that answers it, or a person after the text was shown; never more than was shown."""

from dataclasses import replace
from datetime import timedelta

import pytest

from campaign.consent import Purpose
from conversation.asking import MOST_A_DAY, MOST_OPEN, key_sentence
from conversation.decide import decide
from conversation.events import Event, Opened, Tapped, Typed
from conversation.facts import Asked, Consented, Fact, LetterRead, PageSeen
from conversation.learner import InHamlet, Learner, Letter, Outside, Question
from conversation.places import (
    Answering,
    AskingAPerson,
    Emergency,
    Explained,
    Menu,
    Paused,
    Place,
    Reading,
    SendingQuestion,
    Suggesting,
    TypingQuestion,
    WhoIsLearning,
)
from conversation.render import Voice, render
from conversation.world import World
from tests.unit.chatting import SHIPPED, TINY, Chatter
from tests.unit.talking import answer, asked, first, keys, option

CALL = "cong an goi dien doa bat thi lam sao"
"""Lesson 9 answers it."""
ABOUT_COWS = "Bao giờ xã tiêm phòng cho trâu bò ạ?"
"""No lesson does."""


def learner(home: str | None = "X01", worlds: tuple[World, ...] = SHIPPED, **more: object) -> Chatter:
    """Return somebody of xóm Đông at the menu."""
    chatter = Chatter(worlds)
    today = chatter.world.today(chatter.now)
    where = InHamlet(home) if home else None
    chatter.learner = Learner(today, today, home=where, **more)  # type: ignore[arg-type]
    chatter.chat = replace(chatter.chat, place=Menu())
    chatter.act(Opened())
    return chatter


def facts(chatter: Chatter, event: Event) -> tuple[Fact, ...]:
    """Return the facts of an event, and let it happen."""
    found = decide(chatter.situation(event), event, chatter.world, chatter.now, chatter.rng).facts
    chatter.act(event)
    return found


def is_at(chatter: Chatter, place: Place) -> bool:
    return chatter.chat.place == place


def shown(chatter: Chatter) -> list[str]:
    voice = Voice(chatter.world, "bác", "xóm Đông")
    return [bubble.text for bubble in render(chatter.sent[-1], voice).bubbles]


def labels(chatter: Chatter) -> list[str]:
    return [each.label for each in render(chatter.sent[-1], Voice(chatter.world)).options]


def typing(**more: object) -> Chatter:
    chatter = learner(**more)  # type: ignore[arg-type]
    chatter.act(Typed("hỏi người thật"))
    chatter.act(Typed("gõ câu hỏi"))
    assert chatter.chat.place == TypingQuestion()
    return chatter


def sending(text: str = ABOUT_COWS, **more: object) -> Chatter:
    chatter = typing(**more)
    chatter.act(Typed(text))
    assert isinstance(chatter.chat.place, SendingQuestion)
    return chatter


def test_a_typed_question_gets_the_page_that_answers_it() -> None:
    chatter = learner()
    chatter.act(Typed(CALL))
    assert chatter.chat.place == Suggesting(CALL, "009-cuoc-goi-gia-danh", 0)
    [said] = shown(chatter)
    assert said.startswith("Bài **Cuộc gọi giả danh**")
    assert "**Vừa giục vừa dọa thì bấm nút đỏ, tắt máy.**" in said
    assert labels(chatter) == ["Xem bài Cuộc gọi giả danh", "Vẫn hỏi người thật", "Về trang chính"]


def test_the_lesson_is_opened_where_no_page_is_skipped() -> None:
    """Pages count as seen up to the one that is shown, so the best page may not be jumped to."""
    chatter = learner()
    chatter.act(Typed("tắt máy có thất lễ không"))
    assert is_at(chatter, Suggesting("tắt máy có thất lễ không", "009-cuoc-goi-gia-danh", 3))
    assert facts(chatter, first(chatter)) == (PageSeen("009-cuoc-goi-gia-danh", 1),)
    assert is_at(chatter, Reading("009-cuoc-goi-gia-danh", 0))


def test_a_page_that_was_seen_is_opened_at_once() -> None:
    chatter = learner()
    chatter.act(Typed("học"))
    for _ in range(3):
        chatter.act(first(chatter))
    chatter.act(Typed("công an gọi điện dọa bắt"))
    chatter.act(first(chatter))
    assert chatter.chat.place == Reading("009-cuoc-goi-gia-danh", 0)
    chatter.act(Typed("tắt máy có thất lễ không"))
    chatter.act(first(chatter))
    assert chatter.chat.place == Reading("009-cuoc-goi-gia-danh", 3)


def test_a_lesson_that_is_not_taught_is_not_suggested() -> None:
    around = SHIPPED[0]
    expired = replace(around, course=type(around.course)(tuple(
        replace(lesson, expires_on=around.today(Chatter(SHIPPED).now) - timedelta(days=1)) for lesson in around.course
    )))  # fmt: skip
    chatter = learner(worlds=(expired,))
    chatter.act(Typed(CALL))
    assert chatter.chat.place == SendingQuestion(CALL)


def test_a_question_no_lesson_answers_is_offered_to_a_person_word_for_word() -> None:
    chatter = learner()
    chatter.act(Typed(ABOUT_COWS))
    assert chatter.chat.place == SendingQuestion(ABOUT_COWS)
    ask, text = shown(chatter)
    assert text == f"“{ABOUT_COWS}”"
    assert "Tổ công nghệ số cộng đồng của xóm Đông" in ask
    assert "không kèm tên bác" in ask
    assert labels(chatter) == ["Gửi", "Đừng gửi"]
    assert chatter.sent[-1].asks_consent


def test_whoever_has_no_hamlet_is_told_that_the_office_gets_it() -> None:
    chatter = learner(home=None)
    chatter.act(Typed(ABOUT_COWS))
    assert shown(chatter)[0].startswith("Câu hỏi dưới đây sẽ gửi cán bộ xã, không kèm tên")


def test_sending_is_a_consent_of_its_own_and_exactly_the_text_shown_is_sent() -> None:
    chatter = sending("Số 036158001234 của tôi, đưa cho ai được?")
    place = chatter.chat.place
    assert place == SendingQuestion("Số ●●● của tôi, đưa cho ai được?")
    assert shown(chatter)[-1] == "“Số ●●● của tôi, đưa cho ai được?”"
    assert chatter.chat.prompt is not None
    version = chatter.chat.prompt.version
    assert facts(chatter, option(chatter, 1)) == (
        Consented(Purpose.ASK_HUMAN, True, version),
        Asked("Số ●●● của tôi, đưa cho ai được?"),
    )
    assert chatter.chat.place == Menu()
    assert keys(chatter)[0] == "asking.sent"


def test_not_sending_sends_nothing() -> None:
    chatter = sending()
    assert chatter.chat.prompt is not None
    version = chatter.chat.prompt.version
    assert facts(chatter, option(chatter, 2)) == (Consented(Purpose.ASK_HUMAN, False, version),)
    assert keys(chatter)[0] == "asking.not_sent"


@pytest.mark.parametrize("text", ["ok", "dạ", "ừ", "gửi cho tôi", "tiếp", "asdf ữ"])
def test_nothing_but_the_button_its_digit_or_dong_y_sends(text: str) -> None:
    chatter = sending()
    assert facts(chatter, Typed(text)) == ()
    assert chatter.chat.place == SendingQuestion(ABOUT_COWS)


@pytest.mark.parametrize("text", ["đồng ý", "Gửi"])
def test_agreeing_by_word_sends(text: str) -> None:
    chatter = sending()
    chatter.now += timedelta(seconds=3)
    assert facts(chatter, Typed(text))[-1] == Asked(ABOUT_COWS)


def test_each_question_is_asked_about_anew() -> None:
    chatter = sending()
    chatter.act(option(chatter, 1))
    chatter.act(Typed("Cán bộ xã làm việc đến mấy giờ thế?"))
    assert chatter.chat.place == SendingQuestion("Cán bộ xã làm việc đến mấy giờ thế?")


def test_the_button_of_a_question_that_was_sent_sends_nothing_twice() -> None:
    chatter = sending()
    send = option(chatter, 1)
    chatter.act(send)
    assert facts(chatter, send) == ()


def test_a_fourth_open_question_is_kindly_refused() -> None:
    today = Chatter(SHIPPED).world.today(Chatter(SHIPPED).now)
    waiting = tuple(Question(today - timedelta(days=day), is_open=True) for day in range(1, MOST_OPEN + 1))
    chatter = learner(asked=waiting)
    chatter.act(Typed(ABOUT_COWS))
    assert chatter.chat.place == AskingAPerson()
    assert keys(chatter)[0] == "asking.too_many_open"


def test_a_sixth_question_of_a_day_is_kindly_refused_and_another_day_is_free() -> None:
    today = Chatter(SHIPPED).world.today(Chatter(SHIPPED).now)
    answered = (Question(today, is_open=False),) * MOST_A_DAY
    chatter = learner(asked=answered)
    chatter.act(Typed(ABOUT_COWS))
    assert keys(chatter)[0] == "asking.too_many_today"
    yesterday = (Question(today - timedelta(days=1), is_open=False),) * MOST_A_DAY
    other = learner(asked=yesterday)
    other.act(Typed(ABOUT_COWS))
    assert other.chat.place == SendingQuestion(ABOUT_COWS)


def test_sending_counts_towards_the_limit() -> None:
    chatter = learner()
    for _ in range(MOST_OPEN):
        chatter.act(Typed(ABOUT_COWS))
        chatter.act(option(chatter, 1))
    chatter.act(Typed(ABOUT_COWS))
    assert chatter.chat.place == AskingAPerson()


@pytest.mark.parametrize("text", ["asdf", "asdf qwer", "trời oi quá 🌧️", "ừ thì thế thôi mà"])
def test_what_is_no_question_is_not_understood_as_before(text: str) -> None:
    chatter = learner()
    chatter.act(Typed(text))
    assert chatter.chat.place == Menu()
    assert keys(chatter)[0] == "heard.unclear"


def test_a_pasted_book_is_no_question() -> None:
    chatter = learner()
    chatter.act(Typed("công an gọi điện bao giờ " * 40))
    assert chatter.chat.place == Menu()


def test_somebody_who_has_not_joined_asks_nobody() -> None:
    chatter = Chatter(SHIPPED)
    chatter.act(Opened())
    chatter.act(Typed(CALL))
    assert keys(chatter)[0] == "heard.consent_only"
    chatter.act(option(chatter, 3))
    chatter.act(Typed(CALL))
    assert keys(chatter)[0] == "heard.unclear"
    chatter.act(Typed("hỏi người thật"))
    assert chatter.chat.place == AskingAPerson()
    assert "Gõ câu hỏi" not in labels(chatter)


def test_own_words_in_a_quiz_are_no_question_unless_put_as_one() -> None:
    chatter = asked()
    chatter.act(Typed("tôi gọi cho công an xã"))
    assert chatter.chat.place == Menu()
    other = asked()
    other.act(Typed("Bao giờ mới có lịch tiêm?"))
    assert other.chat.place == SendingQuestion("Bao giờ mới có lịch tiêm?")


def test_after_a_question_in_the_middle_of_a_lesson_the_lesson_goes_on() -> None:
    chatter = asked()
    place = chatter.chat.place
    chatter.act(Typed("Bao giờ mới có lịch tiêm?"))
    chatter.act(option(chatter, 1))
    assert chatter.chat.place == place


def test_an_answer_tapped_above_a_question_to_a_person_is_taken() -> None:
    chatter = asked()
    event = answer(chatter)
    chatter.act(Typed("Bao giờ mới có lịch tiêm?"))
    chatter.act(event)
    assert isinstance(chatter.chat.place, Explained)


def test_danger_comes_before_any_question() -> None:
    chatter = typing()
    chatter.act(Typed("tôi vừa chuyển tiền cho nó thì làm sao bây giờ?"))
    assert chatter.chat.place == Emergency()


@pytest.mark.parametrize("text", ["1", "ok", "menu", "4821"])
def test_where_a_question_is_asked_for_digits_and_commands_are_still_themselves(text: str) -> None:
    chatter = typing()
    assert facts(chatter, Typed(text)) == ()
    assert not isinstance(chatter.chat.place, Suggesting | SendingQuestion)


@pytest.mark.parametrize("text", ["036158001234", "0912 345 678", "482913"])
def test_a_number_alone_is_no_question_and_is_not_kept(text: str) -> None:
    chatter = typing()
    chatter.act(Typed(text))
    assert chatter.chat.place == TypingQuestion()
    assert keys(chatter)[0].startswith("heard.")


def test_a_number_in_a_question_is_masked_and_warned_about() -> None:
    chatter = sending("Trâu nhà tôi đeo thẻ 036158001234, tiêm ở đâu?")
    assert keys(chatter)[0] == "asking.masked"
    assert "036158" not in " ".join(shown(chatter))


def test_too_few_words_are_asked_about_again() -> None:
    chatter = typing()
    chatter.act(Typed("trâu bò"))
    assert chatter.chat.place == TypingQuestion()
    assert keys(chatter)[0] == "asking.short"


def test_one_word_that_a_lesson_has_is_enough_where_a_question_is_asked_for() -> None:
    chatter = typing()
    chatter.act(Typed("giả danh"))
    assert chatter.chat.place == Suggesting("giả danh", "009-cuoc-goi-gia-danh", 2)


def test_a_suggestion_may_go_on_to_a_person() -> None:
    chatter = learner()
    chatter.act(Typed(CALL))
    chatter.act(option(chatter, 2))
    assert chatter.chat.place == SendingQuestion(CALL)


def test_a_long_question_is_shown_whole_in_short_bubbles() -> None:
    text = "Tôi muốn hỏi là " + "ruộng nhà tôi " * 14 + "bao giờ?"
    chatter = sending(text)
    said = shown(chatter)
    assert " ".join(said[1:]) == f"“{text}”"
    assert all(len(bubble.split()) <= 40 for bubble in said)


def test_a_question_left_lying_on_another_day_is_not_gone_on_with() -> None:
    chatter = typing()
    chatter.now += timedelta(days=1)
    chatter.act(Opened())
    assert not isinstance(chatter.chat.place, TypingQuestion)


def test_a_suggestion_whose_lesson_is_gone_becomes_the_menu() -> None:
    chatter = learner()
    chatter.act(Typed(CALL))
    chatter.world = TINY[0]
    chatter.act(Tapped("p.zz.0"))
    assert chatter.chat.place == Menu()


@pytest.mark.parametrize("page", [page for lesson in SHIPPED[0].course for page in lesson.pages])
def test_whatever_line_is_nearest_the_key_sentence_fits_beside_the_title(page: str) -> None:
    for line in filter(None, page.split("\n")):
        said = key_sentence(page, line)
        assert said
        assert len(said.split()) <= 26
        assert said.count("**") % 2 == 0


def test_a_story_never_stands_without_what_it_teaches() -> None:
    story, lesson = "Có người gọi: “Chuyển tiền ngay!”", "**Bị giục thì tắt máy.**"
    assert key_sentence(f"{story}\n\n{lesson}", story) == f"{story}\n{lesson}"
    long = "rồi nó bảo “chuyển đi” " * 9
    assert key_sentence(f"{long}\n\n{lesson}", long) == lesson


def test_of_a_long_line_the_strong_words_are_said_or_its_beginning() -> None:
    long = "dài lắm " * 20
    assert key_sentence("", f"{long}**tắt máy** rồi thôi") == "**tắt máy**"
    assert key_sentence("", long) == ("dài lắm " * 13).strip() + "…"


def test_the_line_that_answers_is_said() -> None:
    chatter = learner()
    chatter.act(Typed("ban la ai"))
    assert "Trợ lý là máy của xã, không phải người." in shown(chatter)[0]


LETTERS = tuple(
    Letter(number, f"Câu {number} ●●● là gì?", f"Trả lời {number} ạ 🌾.", "anh Bình") for number in (1, 2, 3)
)


def test_an_answer_is_shown_before_anything_else_and_once() -> None:
    chatter = learner()
    assert chatter.learner is not None
    chatter.learner = replace(chatter.learner, letters=LETTERS[:1])
    assert facts(chatter, Typed("menu")) == (LetterRead(1),)
    assert shown(chatter)[0] == "Câu bác hỏi: “Câu 1 ●●● là gì?”\nTrả lời của anh Bình:"
    assert shown(chatter)[1] == "Trả lời 1 ạ 🌾."
    assert facts(chatter, Typed("menu")) == ()


def test_answers_wait_until_three_bubbles_have_room_for_them() -> None:
    chatter = learner(letters=LETTERS)
    assert len(shown(chatter)) <= 3
    assert chatter.learner is not None
    assert chatter.learner.letters == LETTERS[1:]
    chatter.act(Typed("hỏi người thật"))
    assert chatter.learner.letters == LETTERS[1:]
    chatter.act(Typed("menu"))
    chatter.act(Typed("menu"))
    assert chatter.learner.letters == ()


def test_an_answer_never_stands_beside_a_consent_or_the_emergency_card() -> None:
    chatter = sending()
    assert chatter.learner is not None
    chatter.learner = replace(chatter.learner, letters=LETTERS[:1])
    for event in (Typed("asdf"), Typed("tôi vừa chuyển tiền cho nó"), Typed("thôi")):
        assert facts(chatter, event) == ()
    assert chatter.chat.place == Paused()


def test_an_answer_is_shown_in_the_middle_of_a_quiz_without_losing_it() -> None:
    chatter = asked()
    assert chatter.learner is not None
    chatter.learner = replace(chatter.learner, letters=LETTERS[:1])
    chatter.act(Opened())
    assert isinstance(chatter.chat.place, Answering)
    assert keys(chatter)[0] == "letters.about"


def test_nobody_else_on_a_shared_phone_is_shown_an_answer() -> None:
    chatter = learner()
    assert chatter.learner is not None
    chatter.learner = replace(chatter.learner, home=Outside(), letters=LETTERS[:1])
    chatter.update_village()
    assert chatter.person is not None
    chatter.labels = {chatter.person: "Bà", chatter.village.add(replace(chatter.learner, letters=())): "Ông"}
    chatter.now += timedelta(days=1)
    chatter.act(Opened())
    assert chatter.chat.place == WhoIsLearning()
    assert "letters.about" not in keys(chatter)
    chatter.act(Typed("Ông"))
    assert "letters.about" not in keys(chatter)
    chatter.act(Typed("đổi người"))
    chatter.act(Typed("Bà"))
    chatter.act(Typed("menu"))
    assert "letters.about" in keys(chatter)
