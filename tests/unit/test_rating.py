"""How well somebody gets on with the phone: asked twice, free to pass over, never together with anything else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from campaign.consent import Purpose
from conversation.events import Opened, Typed
from conversation.facts import LessonFinished, apply
from conversation.learner import Confidence, Milestone, Outside, Rating
from conversation.places import Answering, AskingAbout, Finished, Menu, Practising, RatingOneself, Reading
from tests.unit.chatting import Chatter
from tests.unit.talking import answer, counted, first, keys, option


def later(chatter: Chatter | None = None, days: int = 2) -> Chatter:
    """Return somebody counted who came again on these days and answered whatever else a visit asks."""
    chatter = chatter or counted()
    for _ in range(days):
        chatter.now += timedelta(days=1)
        chatter.act(Opened())
        for _ in range(6):
            match chatter.chat.place:
                case Practising():
                    chatter.act(first(chatter))
                case AskingAbout():
                    chatter.act(option(chatter, 2))
                case Answering():
                    chatter.act(answer(chatter))
                    chatter.act(first(chatter))
    return chatter


def rated(chatter: Chatter) -> dict[Milestone, Rating]:
    assert chatter.learner is not None
    return dict(chatter.learner.ratings)


def test_it_is_not_asked_together_with_the_consent_of_the_first_lesson() -> None:
    chatter = counted()
    assert isinstance(chatter.chat.place, Reading)
    assert "rating.ask" not in keys(chatter)


def test_it_comes_at_the_next_visit_after_what_else_is_asked() -> None:
    chatter = later()
    assert chatter.chat.place == RatingOneself(Milestone.FIRST)
    assert keys(chatter)[-1] == "rating.ask"
    assert [one.label.key for one in chatter.sent[-1].options] == [
        "rating.cannot", "rating.with_help", "rating.alone", "rating.teaches", "rating.pass",
    ]  # fmt: skip


@pytest.mark.parametrize(("number", "level"), [(1, Confidence.CANNOT), (3, Confidence.ALONE), (5, None)])
def test_the_answer_is_kept_with_its_day_and_learning_goes_on(number: int, level: Confidence | None) -> None:
    chatter = later()
    chatter.act(option(chatter, number))
    assert rated(chatter) == {Milestone.FIRST: Rating(chatter.world.today(chatter.now), level)}
    assert isinstance(chatter.chat.place, Reading)


def test_it_is_asked_once_whether_answered_or_passed_over() -> None:
    chatter = later()
    chatter.act(option(chatter, 5))
    chatter.act(Typed("menu"))
    chatter.act(Typed("học"))
    assert not isinstance(chatter.chat.place, RatingOneself)


@pytest.mark.parametrize("words", ["ok", "dạ", "ừ", "tiếp"])
def test_a_word_that_means_going_on_is_no_answer(words: str) -> None:
    chatter = later()
    chatter.act(Typed(words))
    assert chatter.chat.place == RatingOneself(Milestone.FIRST)
    assert rated(chatter) == {}


def test_after_five_lessons_it_is_asked_again_in_other_words() -> None:
    chatter = later()
    chatter.act(option(chatter, 2))
    assert chatter.learner is not None
    today = chatter.world.today(chatter.now)
    learner = chatter.learner
    for number in range(20, 24):
        learner = apply(learner, LessonFinished(f"{number:03}-khác"), today)
    chatter.learner = learner
    chatter.chat = replace(chatter.chat, place=Menu(), after=None)
    chatter = later(chatter, days=1)
    assert chatter.chat.place == RatingOneself(Milestone.FIFTH)
    assert keys(chatter)[-1] == "rating.ask_again"


def test_who_is_not_counted_or_lives_elsewhere_is_not_asked() -> None:
    for change in ("refused", "outside"):
        chatter = counted()
        assert chatter.learner is not None
        if change == "refused":
            chatter.learner = chatter.learner.with_consent(Purpose.COUNT_IN_HAMLET, False)
        else:
            chatter.learner = replace(chatter.learner, home=Outside())
        assert not isinstance(later(chatter).chat.place, RatingOneself)


def test_who_wants_to_stop_for_today_is_left_in_peace() -> None:
    chatter = counted()
    assert chatter.learner is not None
    chatter.chat = replace(chatter.chat, place=Finished("009-bài-ữ"), after=None)
    chatter.act(Typed("để mai"))
    assert not isinstance(chatter.chat.place, RatingOneself)
    assert keys(chatter)[-1] == "resting.bye"


def test_what_was_said_is_told_to_whoever_asks_for_their_data() -> None:
    chatter = later()
    chatter.act(option(chatter, 4))
    chatter.act(Typed("xem dữ liệu"))
    chatter.act(option(chatter, next(one.number for one in chatter.sent[-1].options if one.label.key == "data.told")))
    assert "rating.known" in keys(chatter)
