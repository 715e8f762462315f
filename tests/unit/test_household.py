"""Several learners on one phone: each with a record and a consent of their own, one tap to switch."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.consent import Purpose
from conversation.events import Opened, Tapped, Typed
from conversation.facts import Answered, Assisted, Consented, Joined, SteppedAside
from conversation.household import MOST_PEOPLE
from conversation.places import (
    Answering,
    AskingWhoTapped,
    ChoosingLabel,
    Emergency,
    Explained,
    Finished,
    HandingOver,
    Menu,
    Paused,
    Reading,
    WhoIsLearning,
)
from quizzes import Kind
from tests.unit.chatting import TINY, Chatter
from tests.unit.talking import answer, asked, finished, first, joined, keys
from tests.unit.test_moving import decided, labels, tap, tapped


def somebody_comes(chatter: Chatter) -> None:
    chatter.act(Typed("cài đặt"))
    tap(chatter, "settings.phone")
    tap(chatter, "settings.somebody_else")


def shared(chatter: Chatter | None = None) -> Chatter:
    """Return a phone on which bà learned first and ông has just agreed."""
    chatter = chatter or asked()
    somebody_comes(chatter)
    tap(chatter, "address.ba")
    tap(chatter, "address.ong")
    tap(chatter, "welcome.agree")
    return chatter


def hand_to(chatter: Chatter, label: str) -> None:
    """Give the phone to somebody who says who they are."""
    while chatter.sent[-1].asks_consent:  # whose command would be no answer to it
        chatter.act(Tapped(chatter.sent[-1].options[-1].button))
    if not isinstance(chatter.chat.place, WhoIsLearning):
        chatter.act(Typed("đổi người"))
    chatter.act(Tapped(button_of(chatter, label)))


def button_of(chatter: Chatter, label: str) -> str:
    return next(one.button for one in chatter.sent[-1].options if one.label.values.get("label") == label)


def person(chatter: Chatter, label: str) -> int:
    return next(one for one, called in chatter.labels.items() if called == label)


def test_the_one_who_learns_already_is_called_something_first() -> None:
    chatter = joined()
    somebody_comes(chatter)
    assert chatter.chat.place == ChoosingLabel(is_first=True)
    assert labels(chatter) == [
        "address.ba", "address.ong", "household.father", "household.mother", "household.other", "household.not_now",
    ]  # fmt: skip
    tap(chatter, "address.ba")
    assert chatter.chat.place == ChoosingLabel(is_first=False)
    assert "address.ba" not in labels(chatter)


def test_the_new_one_gets_a_consent_of_their_own_on_what_is_kept_here() -> None:
    chatter = joined()
    chatter.act(Typed("xưng hô"))
    tap(chatter, "address.chi")
    somebody_comes(chatter)
    tap(chatter, "address.ba")
    tap(chatter, "address.ong")
    assert chatter.chat.place == HandingOver("Ông")
    assert keys(chatter) == ["household.hand_over", "welcome.kept_terminal", "household.own"]
    assert chatter.sent[-1].asks_consent
    kept = chatter.sent[-1].bubbles[1].say
    assert kept.values["bác"] == "bác"  # type: ignore[union-attr]
    step = decided(chatter, first(chatter))
    assert [type(fact) for fact in step.facts[:3]] == [SteppedAside, Joined, Consented]
    assert [fact.purpose for fact in step.facts if isinstance(fact, Consented)] == [Purpose.LEARN]


def test_the_new_one_begins_with_nothing_of_the_other() -> None:
    chatter = shared(finished("4821"))
    assert chatter.learner is not None
    assert (chatter.learner.finished, chatter.learner.home, chatter.learner.is_counted) == (frozenset(), None, None)
    assert isinstance(chatter.chat.place, Reading)
    assert chatter.labels == {1: "Bà", 2: "Ông"}


def test_who_does_not_agree_gives_the_phone_back_without_loss() -> None:
    chatter = asked()
    place = chatter.chat.place
    somebody_comes(chatter)
    tap(chatter, "address.ba")
    tap(chatter, "address.ong")
    tap(chatter, "household.not_now")
    assert (chatter.person, chatter.chat.place) == (1, Menu())
    chatter.act(first(chatter))
    assert chatter.chat.place == place


@pytest.mark.parametrize("text", ["ok", "tiếp", "học tiếp"])
def test_a_word_that_is_no_consent_lets_nobody_begin(text: str) -> None:
    chatter = joined()
    somebody_comes(chatter)
    tap(chatter, "address.ba")
    tap(chatter, "address.ong")
    chatter.act(Typed(text))
    assert chatter.chat.place == HandingOver("Ông")
    assert list(chatter.village.people) == [1]


def test_the_fifth_and_sixth_are_numbered_and_then_the_phone_is_full() -> None:
    chatter = shared()
    for label in ("household.father", "household.mother", "household.other", "household.other_number"):
        chatter.act(Typed("đổi người"))
        tap(chatter, "household.somebody_else")
        tap(chatter, label)
        tap(chatter, "welcome.agree")
    assert sorted(chatter.labels.values()) == ["Bà", "Bố", "Khác", "Khác 2", "Mẹ", "Ông"]
    assert len(chatter.labels) == MOST_PEOPLE
    chatter.act(Typed("đổi người"))
    tap(chatter, "household.somebody_else")
    assert keys(chatter)[0] == "household.full"
    assert chatter.chat.place == WhoIsLearning()


def test_one_tap_switches_and_each_finds_what_is_theirs() -> None:
    chatter = shared(finished())
    hand_to(chatter, "Bà")
    assert keys(chatter) == ["household.opened", "menu.choose"]
    assert chatter.learner is not None
    assert (chatter.person, len(chatter.learner.finished)) == (1, 1)


def test_a_label_may_be_typed_even_where_it_is_a_number_word() -> None:
    chatter = shared()
    chatter.act(Typed("đổi người"))
    chatter.act(Typed("ba"))
    assert chatter.person == person(chatter, "Bà")


def test_who_says_they_are_who_learned_goes_back_to_what_was_open() -> None:
    chatter = shared()
    place = chatter.chat.place
    chatter.act(Typed("đổi người"))
    chatter.act(Tapped(button_of(chatter, "Ông")))
    assert (chatter.person, chatter.chat.place) == (2, place)


def test_the_menu_offers_to_change_only_on_a_shared_phone() -> None:
    chatter = joined()
    chatter.act(Typed("menu"))
    assert "menu.somebody_else" not in labels(chatter)
    shared(chatter)
    chatter.act(Typed("menu"))
    tap(chatter, "menu.somebody_else")
    assert chatter.chat.place == WhoIsLearning()


@pytest.mark.parametrize("event", [Opened(), Typed("học tiếp"), Typed("1"), Typed("asdf"), Opened("5936")])
def test_the_first_message_of_a_day_asks_who_is_learning(event: Opened | Typed) -> None:
    chatter = shared()
    chatter.now += timedelta(days=1)
    chatter.act(event)
    assert chatter.chat.place == WhoIsLearning()


def test_an_answer_tapped_the_next_morning_waits_until_it_is_known_whose_it_is() -> None:
    chatter = shared()
    while not isinstance(chatter.chat.place, Answering):
        chatter.act(first(chatter))
    place = chatter.chat.place
    chatter.now += timedelta(days=1)
    chatter.act(answer(chatter))
    assert chatter.answered == set()
    chatter.act(Tapped(button_of(chatter, "Ông")))
    assert chatter.learner is not None
    assert chatter.learner.visit_on == chatter.world.today(chatter.now)
    while chatter.chat.place != place:
        chatter.act(Tapped(chatter.sent[-1].options[-1].button))


def test_the_visit_begins_for_the_one_who_was_chosen() -> None:
    chatter = shared(finished("4821"))
    chatter.now += timedelta(days=1)
    chatter.act(Opened())
    chatter.act(Tapped(button_of(chatter, "Bà")))
    assert keys(chatter) == ["household.opened", "practising.ask"]
    assert chatter.village.people[2].visit_on < chatter.world.today(chatter.now)


def test_who_it_is_is_asked_once_a_day_only() -> None:
    chatter = shared()
    chatter.now += timedelta(days=1)
    chatter.act(Opened())
    chatter.act(Tapped(button_of(chatter, "Bà")))
    for event in (Opened(), Typed("menu"), Typed("học tiếp")):
        chatter.act(event)
        assert chatter.chat.place != WhoIsLearning()


def test_danger_and_stopping_come_before_who_is_learning() -> None:
    for text, place in (("tôi vừa chuyển tiền cho nó", Emergency()), ("THÔI", Paused())):
        chatter = shared()
        chatter.now += timedelta(days=1)
        chatter.act(Typed(text))
        assert chatter.chat.place == place


def test_a_phone_with_one_learner_is_never_asked_who_it_is() -> None:
    chatter = finished()
    chatter.now += timedelta(days=1)
    chatter.act(Opened())
    assert chatter.chat.place != WhoIsLearning()


def test_an_old_answer_button_of_another_learner_only_repeats() -> None:
    chatter = asked()
    event = answer(chatter, is_right=False)
    chatter.act(event)
    shared(chatter)
    before = dict(chatter.village.people)
    chatter.act(event)
    assert keys(chatter)[0] == "explained.unsafe"
    assert chatter.village.people == before


def test_an_open_question_of_another_learner_is_not_answered_any_more() -> None:
    chatter = asked()
    event = answer(chatter)
    shared(chatter)
    chatter.act(event)
    assert chatter.answered == set()


def finish_lesson(chatter: Chatter) -> None:
    while not isinstance(chatter.chat.place, Explained) or not chatter.chat.place.is_finish:
        chatter.act(answer(chatter) if isinstance(chatter.chat.place, Answering) else first(chatter))
    chatter.act(first(chatter))


@pytest.mark.parametrize(("key", "was_helped"), [("household.alone", False), ("household.helped", True)])
def test_on_a_shared_phone_the_end_of_a_lesson_asks_who_tapped(key: str, was_helped: bool) -> None:
    chatter = shared()
    finish_lesson(chatter)
    place = chatter.chat.place
    assert isinstance(place, AskingWhoTapped)
    assert decided(chatter, tapped(chatter, key)).facts == (Assisted(place.lesson, was_helped),)
    tap(chatter, key)
    assert chatter.chat.place == Finished(place.lesson)
    assert chatter.learner is not None
    assert chatter.learner.at(place.lesson).assisted is was_helped


def test_on_a_phone_of_ones_own_nobody_is_asked_who_tapped() -> None:
    assert isinstance(finished().chat.place, Finished)


def test_who_erases_everything_leaves_the_others_of_the_phone() -> None:
    chatter = shared()
    chatter.act(Typed("xóa hết"))
    tap(chatter, "erasing.yes")
    assert chatter.labels == {1: "Bà"}
    chatter.act(first(chatter))
    assert chatter.chat.place == WhoIsLearning()
    chatter.act(Tapped(button_of(chatter, "Bà")))
    assert chatter.person == 1


def test_somebody_new_may_come_after_the_one_who_was_erased() -> None:
    chatter = shared()
    chatter.act(Typed("xóa hết"))
    tap(chatter, "erasing.yes")
    chatter.act(Opened())
    chatter.act(first(chatter))
    tap(chatter, "household.somebody_else")
    assert chatter.chat.place == ChoosingLabel(is_first=False)
    tap(chatter, "household.father")
    tap(chatter, "welcome.agree")
    assert chatter.labels == {1: "Bà", 3: "Bố"}


def test_the_code_of_another_learner_of_this_phone_may_just_switch() -> None:
    chatter = shared()
    chatter.act(Typed("mã học"))
    assert chatter.learner is not None
    code = chatter.learner.study_code
    hand_to(chatter, "Bà")
    chatter.act(Typed(str(code)))
    tap(chatter, "moving.somebody")
    assert (chatter.person, chatter.labels) == (2, {1: "Bà", 2: "Ông"})


def test_one_person_with_two_labels_becomes_one() -> None:
    chatter = shared()
    chatter.act(Typed("mã học"))
    assert chatter.learner is not None
    code = chatter.learner.study_code
    hand_to(chatter, "Bà")
    chatter.act(Typed(str(code)))
    tap(chatter, "moving.mine")
    assert (chatter.person, chatter.labels) == (2, {2: "Ông"})
    chatter.act(Typed("menu"))
    assert "menu.somebody_else" not in labels(chatter)


ACTIONS = st.lists(
    st.tuples(st.sampled_from(["hand", "hand", "study", "study", "slip", "wait", "open"]), st.integers(0, 11)),
    min_size=10,
    max_size=25,
)


@settings(max_examples=40)
@given(st.sampled_from([2, 3]), ACTIONS)
def test_each_record_has_what_its_own_learner_did_and_nothing_else(people: int, actions: list[tuple[str, int]]) -> None:
    chatter = shared(joined())
    names = ["Bà", "Ông"]
    if people == 3:
        chatter.act(Typed("đổi người"))
        tap(chatter, "household.somebody_else")
        tap(chatter, "household.mother")
        tap(chatter, "welcome.agree")
        names.append("Mẹ")
    holder = names[-1]
    did = dict.fromkeys(names, 0)
    for kind, number in actions:
        if kind == "hand":
            holder = names[number % people]
            hand_to(chatter, holder)
        elif kind == "wait":
            chatter.now += timedelta(days=(1, 3, 10)[number % 3])
        elif kind == "open":
            chatter.act(Opened())
        else:
            for _ in range(number):
                did[holder] += go_on(chatter, holder, is_right=kind == "study")
        is_known = not isinstance(chatter.chat.place, WhoIsLearning)
        assert not is_known or chatter.person == person(chatter, holder)
        assert did == {name: answers_of(chatter, name) for name in names}


def go_on(chatter: Chatter, holder: str, *, is_right: bool) -> int:
    """Do the next thing as the one who holds the phone; return how many answers were taken by it."""
    chatter.now += timedelta(seconds=30)
    if isinstance(chatter.chat.place, WhoIsLearning):
        chatter.act(Tapped(button_of(chatter, holder)))
        return 0
    event = answer(chatter, is_right) if isinstance(chatter.chat.place, Answering) else first(chatter)
    facts = decided(chatter, event).facts
    chatter.act(event)
    return sum(isinstance(fact, Answered) for fact in facts)


def answers_of(chatter: Chatter, label: str) -> int:
    """Return how many answers the attempts of one learner have."""
    own = person(chatter, label)
    mine = [one for at, one in chatter.attempts.items() if chatter.village.owners[at] == own]
    record = chatter.village.people[own]
    reviews = sum(len(one.answers) for one in mine if one.kind is Kind.REVIEW)
    assert reviews == sum(done.reviews for done in record.progress.values())
    return sum(len(one.answers) for one in mine)


def test_where_nobody_learns_yet_the_first_one_begins_as_everybody_does() -> None:
    chatter = Chatter(TINY)
    chatter.act(Opened())
    tap(chatter, "welcome.not_now")
    chatter.act(Typed("đổi người"))
    assert keys(chatter)[0] == "welcome.who"


def test_a_fresh_phone_asks_for_no_label() -> None:
    chatter = Chatter(TINY)
    chatter.act(Opened())
    chatter.act(first(chatter))
    assert chatter.labels == {}
