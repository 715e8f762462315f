"""What becomes of a conversation when days pass, posters are scanned and content is edited in the middle."""

from datetime import timedelta

from campaign.consent import Purpose
from conversation.decide import decide
from conversation.events import Opened, Tapped, Typed
from conversation.facts import Consented, Joined
from conversation.learner import Milestone, Outside
from conversation.places import (
    Answering,
    AskingToCount,
    ChoosingHamlet,
    Emergency,
    Finished,
    Menu,
    Moving,
    Practising,
    RatingOneself,
    Reading,
    Resting,
)
from quizzes import Kind
from tests.unit.chatting import TINY, Chatter, world
from tests.unit.talking import answer, asked, counted, finished, first, keys, option

EDITED, WITHDRAWN = TINY[1], TINY[2]


def test_no_digit_answers_a_question_that_was_edited_before_it_came() -> None:
    chatter = asked()
    chatter.world = EDITED
    seen = len(chatter.answered)
    chatter.act(Typed("1"))
    assert keys(chatter) == ["answering.edited", "answering.question"]
    assert len(chatter.answered) == seen


def test_no_label_and_no_old_button_answers_an_edited_question() -> None:
    for event_of in (lambda _: Typed("Tắt máy"), answer):
        chatter = asked()
        event = event_of(chatter)
        chatter.world = EDITED
        chatter.act(event)
        assert chatter.answered == set()
        assert isinstance(chatter.chat.place, Answering)


def test_a_lesson_withdrawn_in_the_middle_leads_to_the_menu() -> None:
    chatter = asked()
    chatter.world = WITHDRAWN
    chatter.act(Typed("1"))
    assert isinstance(chatter.chat.place, Menu)


def test_an_emergency_wins_over_edited_content() -> None:
    chatter = asked()
    chatter.world = EDITED
    chatter.act(Typed("tôi vừa chuyển tiền cho nó"))
    assert isinstance(chatter.chat.place, Emergency)


def test_an_answer_tapped_above_the_menu_after_an_edit_is_not_graded() -> None:
    chatter = asked()
    event = answer(chatter)
    chatter.act(Typed("menu"))
    chatter.world = EDITED
    chatter.act(event)
    assert chatter.answered == set()


def test_words_not_understood_in_a_list_of_hamlets_show_it_again() -> None:
    chatter = finished()
    chatter.act(first(chatter))
    chatter.act(first(chatter))
    chatter.act(first(chatter))
    place = chatter.chat.place
    assert isinstance(place, ChoosingHamlet)
    chatter.act(Typed("xóm ông Bảy ữ"))
    assert chatter.chat.place == place


def test_who_agreed_without_a_hamlet_is_put_into_the_one_whose_poster_is_scanned() -> None:
    chatter = counted(poster=None)
    while not isinstance(chatter.chat.place, Reading):
        chatter.act(Tapped(chatter.sent[-1].options[-1].button))
    chatter.act(Opened("4821"))
    assert chatter.learner is not None
    assert keys(chatter)[0] == "hamlet.settled"
    assert chatter.learner.home is not None


def test_who_lives_outside_is_asked_before_a_poster_moves_them() -> None:
    chatter = finished("4821")
    chatter.act(first(chatter))
    chatter.act(option(chatter, 2))
    chatter.act(option(chatter, 3))
    assert chatter.learner is not None
    assert chatter.learner.home == Outside()
    chatter.act(Opened("5936"))
    assert chatter.chat.place == Moving("X02")


def test_a_hamlet_said_not_to_be_mine_is_not_named_again() -> None:
    chatter = finished("4821")
    chatter.act(first(chatter))
    chatter.act(option(chatter, 2))
    chatter.act(option(chatter, 4))
    chatter.act(Typed("cài đặt"))
    chatter.act(option(chatter, 3))
    chatter.act(first(chatter))
    assert chatter.chat.place == AskingToCount(None)


def test_a_lesson_gone_through_again_goes_on_after_the_questions_from_before() -> None:
    chatter = counted()
    chatter.act(Typed("ôn bài"))
    chatter.act(first(chatter))
    chatter.now += timedelta(days=4)
    chatter.act(first(chatter))
    assert isinstance(chatter.chat.place, Practising)
    chatter.act(first(chatter))
    assert keys(chatter)[-1] == "about.scope"
    chatter.act(option(chatter, 2))
    place = chatter.chat.place
    assert isinstance(place, Answering)
    assert place.attempt.kind is Kind.REVIEW
    chatter.act(answer(chatter))
    chatter.act(first(chatter))
    assert chatter.chat.place == RatingOneself(Milestone.FIRST)
    chatter.act(option(chatter, 5))
    assert chatter.chat.place == Reading("009-bài-ữ", 1)


def test_a_quiz_left_for_the_menu_goes_on_on_another_day() -> None:
    chatter = counted()
    while not isinstance(chatter.chat.place, Answering):
        chatter.act(first(chatter))
    chatter.act(answer(chatter))
    chatter.act(first(chatter))
    place = chatter.chat.place
    chatter.act(Typed("menu"))
    chatter.now += timedelta(days=1)
    chatter.act(Typed("kết quả"))
    chatter.act(Typed("về trang chính"))
    assert isinstance(chatter.chat.place, Practising)
    chatter.act(first(chatter))
    assert keys(chatter)[-1] == "about.scope"
    chatter.act(option(chatter, 2))
    assert chatter.chat.place == place


def test_a_page_left_open_another_day_begins_the_visit_when_opened() -> None:
    chatter = counted()
    chatter.act(Typed("kết quả"))
    chatter.now += timedelta(days=1)
    chatter.act(Opened())
    assert isinstance(chatter.chat.place, Practising)


def test_resting_with_nothing_left_to_learn_does_not_offer_to_learn() -> None:
    chatter = Chatter((world((TINY[2].course, TINY[2].bank)),))
    chatter.act(Opened())
    while not isinstance(chatter.chat.place, Finished):
        chatter.act(answer(chatter) if isinstance(chatter.chat.place, Answering) else first(chatter))
    chatter.act(option(chatter, 2))
    chatter.act(option(chatter, 3))
    assert isinstance(chatter.chat.place, Resting)
    assert [item.label.key for item in chatter.sent[-1].options] == ["finished.menu"]


def test_the_menu_is_one_digit_away_for_who_rests() -> None:
    chatter = finished("4821")
    chatter.act(option(chatter, 2))
    chatter.act(option(chatter, 3))
    assert [item.label.key for item in chatter.sent[-1].options] == ["resting.learn", "finished.menu"]
    chatter.act(Typed("2"))
    assert chatter.chat.place == Menu()


def test_joining_records_the_consent_to_learn_and_nothing_about_the_hamlet() -> None:
    chatter = Chatter(TINY)
    chatter.act(Opened("4821"))
    step = decide(chatter.situation(Opened()), first(chatter), chatter.world, chatter.now, chatter.rng)
    assert [type(fact) for fact in step.facts[:2]] == [Joined, Consented]
    assert [fact.purpose for fact in step.facts if isinstance(fact, Consented)] == [Purpose.LEARN]
    assert step.situation.learner is not None
    assert step.situation.learner.home is None
