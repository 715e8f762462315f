"""The "Mã học": one person, one record, on whatever phone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from campaign.consent import Purpose
from conversation.decide import decide
from conversation.events import Event, Opened, Tapped, Typed
from conversation.facts import CodeGiven, Consented, MergedInto, TookUp
from conversation.moving import grouped
from conversation.places import (
    Answering,
    ChoosingLabel,
    Enlisting,
    Menu,
    Place,
    Recognising,
    StudyCode,
    TypingStudyCode,
    Welcome,
    WhatIsKept,
)
from conversation.replies import Bubble, Say, Tone
from conversation.situation import LookedUp, Step
from conversation.team import Invited
from tests.unit.chatting import TINY, Chatter
from tests.unit.talking import finished, first, joined, keys, option


def tap(chatter: Chatter, key: str) -> None:
    """Tap the option with this text."""
    chatter.act(tapped(chatter, key))


def tapped(chatter: Chatter, key: str) -> Event:
    return Tapped(next(option.button for option in chatter.sent[-1].options if option.label.key == key))


def place_of(chatter: Chatter) -> Place:
    return chatter.chat.place


def labels(chatter: Chatter) -> list[str]:
    return [option.label.key for option in chatter.sent[-1].options]


def decided(chatter: Chatter, event: Event, looked_up: LookedUp | None = None) -> Step:
    situation = chatter.situation(event)
    situation = replace(situation, looked_up=looked_up) if looked_up else situation
    return decide(situation, event, chatter.world, chatter.now, chatter.rng)


def with_code() -> Chatter:
    """Return a learner who finished a lesson, with the "Mã học" on the screen."""
    chatter = finished("4821")
    chatter.act(Typed("mã học"))
    return chatter


def code_of(chatter: Chatter) -> str:
    assert chatter.learner is not None
    assert chatter.learner.study_code is not None
    return chatter.learner.study_code


def elsewhere(chatter: Chatter) -> Chatter:
    """Return another phone of the same village, where nobody learns yet."""
    other = Chatter(TINY, now=chatter.now, village=chatter.village)
    other.chat = replace(other.chat, channel="browser")
    return other


def test_the_code_is_made_when_it_is_first_shown_and_stays() -> None:
    chatter = with_code()
    code = code_of(chatter)
    assert (len(code), code[0] != "0", chatter.chat.place) == (10, True, StudyCode())
    chatter.act(Typed("cài đặt"))
    tap(chatter, "settings.phone")
    tap(chatter, "settings.study_code")
    assert code_of(chatter) == code


def test_the_code_is_shown_as_it_is_written_down() -> None:
    assert grouped("4821773096") == "482 177 3096"


@pytest.mark.parametrize("command", ["kết quả", "xem dữ liệu"])
def test_the_code_is_found_where_one_looks_for_it(command: str) -> None:
    chatter = finished()
    chatter.act(Typed(command))
    tap(chatter, "settings.study_code")
    assert keys(chatter) == ["moving.code", "moving.guard"]


def test_a_code_typed_on_the_first_card_asks_before_anything_is_kept() -> None:
    lan = with_code()
    phone = elsewhere(lan)
    phone.act(Opened())
    phone.act(Typed(grouped(code_of(lan))))
    assert place_of(phone) == Recognising(1)
    assert keys(phone) == ["moving.found", "welcome.kept_browser"]
    assert phone.sent[-1].asks_consent
    assert phone.learner is None


def test_nothing_is_told_of_a_record_but_its_beginning_and_how_many_lessons() -> None:
    lan = with_code()
    phone = elsewhere(lan)
    phone.act(Typed(code_of(lan)))
    said = [bubble.say for bubble in phone.sent[-1].bubbles]
    assert said[0].values == {"joined": "07/12/2026", "finished": 1}  # type: ignore[union-attr]


def test_who_says_yes_goes_on_with_their_record_and_agreed_to_what_is_kept_there() -> None:
    lan = with_code()
    phone = elsewhere(lan)
    phone.act(Typed(code_of(lan)))
    step = decided(phone, first(phone))
    assert step.facts[0] == TookUp(1)
    assert [fact.purpose for fact in step.facts if isinstance(fact, Consented)] == [Purpose.LEARN]
    phone.act(first(phone))
    assert phone.person == lan.person
    assert phone.learner is not None
    assert phone.learner.finished == lan.learner.finished  # type: ignore[union-attr]
    assert keys(phone)[0] == "moving.welcome_back"


def test_a_visit_on_another_phone_begins_as_any_visit_does() -> None:
    lan = with_code()
    phone = elsewhere(lan)
    phone.now += timedelta(days=4)
    phone.act(Typed(code_of(lan)))
    phone.act(first(phone))
    assert keys(phone) == ["moving.welcome_back", "practising.ask"]
    assert phone.learner is not None
    assert phone.learner.visit_on == phone.world.today(phone.now)


def test_ok_takes_up_no_record() -> None:
    lan = with_code()
    phone = elsewhere(lan)
    phone.act(Typed(code_of(lan)))
    phone.act(Typed("ok"))
    assert (phone.learner, phone.chat.place) == (None, Recognising(1))
    assert keys(phone)[0] == "heard.consent_only"


def test_who_says_it_is_not_theirs_is_back_at_the_first_card() -> None:
    lan = with_code()
    phone = elsewhere(lan)
    phone.act(Typed(code_of(lan)))
    tap(phone, "moving.not_mine")
    assert place_of(phone) == Welcome()
    assert phone.learner is None


def test_what_is_kept_leads_to_typing_a_code_and_back() -> None:
    phone = Chatter(TINY)
    phone.act(Opened())
    tap(phone, "welcome.what_is_kept")
    assert place_of(phone) == WhatIsKept()
    tap(phone, "what_is_kept.have_code")
    assert place_of(phone) == TypingStudyCode()
    assert phone.sent[-1].typing is not None
    tap(phone, "moving.back")
    assert place_of(phone) == Welcome()


def test_the_same_records_code_is_kindly_told_so() -> None:
    lan = with_code()
    lan.act(Typed(code_of(lan)))
    assert keys(lan)[0] == "moving.same"


def test_a_learner_may_make_one_record_of_two() -> None:
    lan = with_code()
    phone = elsewhere(lan)
    phone.act(Opened())
    phone.act(first(phone))
    phone.act(Typed(code_of(lan)))
    assert labels(phone) == ["moving.mine", "moving.somebody", "moving.not_mine"]
    assert not phone.sent[-1].asks_consent
    tap(phone, "moving.mine")
    assert keys(phone)[0] == "moving.merged"
    assert phone.person == lan.person == 1
    assert list(phone.village.people) == [1]
    assert code_of(phone) == code_of(lan)


def test_merging_says_so_in_one_fact_and_goes_on_as_the_other_record() -> None:
    lan = with_code()
    phone = elsewhere(lan)
    phone.act(Opened())
    phone.act(first(phone))
    phone.act(Typed(code_of(lan)))
    step = decided(phone, tapped(phone, "moving.mine"))
    assert step.facts == (MergedInto(1),)
    assert step.situation.person == 1


def test_a_lesson_that_was_open_goes_on_when_the_code_was_not_ones_own() -> None:
    lan = with_code()
    phone = elsewhere(lan)
    phone.act(Opened())
    while not isinstance(phone.chat.place, Answering):
        phone.act(first(phone))
    place = phone.chat.place
    phone.act(Typed(code_of(lan)))
    tap(phone, "moving.not_mine")
    assert place_of(phone) == Menu()
    phone.act(first(phone))
    assert place_of(phone) == place


def test_somebody_elses_record_joins_this_phone_under_a_label_with_a_consent() -> None:
    lan = with_code()
    phone = elsewhere(lan)
    phone.act(Opened())
    phone.act(first(phone))
    own = phone.person
    phone.act(Typed(code_of(lan)))
    tap(phone, "moving.somebody")
    assert place_of(phone) == ChoosingLabel(is_first=True, record=1)
    tap(phone, "address.ba")
    tap(phone, "address.ong")
    assert place_of(phone) == Recognising(1, "Ông")
    assert keys(phone) == ["moving.found_of", "welcome.kept_browser", "household.own"]
    assert phone.sent[-1].asks_consent
    phone.act(first(phone))
    assert phone.person == 1
    assert phone.labels == {own: "Bà", 1: "Ông"}


def test_a_record_erased_meanwhile_is_not_taken_up() -> None:
    lan = with_code()
    phone = elsewhere(lan)
    phone.act(Typed(code_of(lan)))
    event = first(phone)
    phone.village.forget(1)
    phone.act(event)
    assert keys(phone)[0] == "moving.gone"
    assert place_of(phone) == Welcome()


def test_a_wrong_code_is_counted_and_kindly_answered_where_it_was_asked_for() -> None:
    phone = Chatter(TINY)
    phone.act(Opened())
    tap(phone, "welcome.what_is_kept")
    tap(phone, "what_is_kept.have_code")
    assert decided(phone, Typed("mã học của tôi là 482 177 3096")).wrong_codes == 1
    phone.act(Typed("482 177 3096"))
    assert keys(phone) == ["moving.unknown", "moving.type"]


@pytest.mark.parametrize("text", ["4821773096", "48217730"])
def test_a_wrong_code_anywhere_else_is_counted_and_warned_of(text: str) -> None:
    step = decided(joined(), Typed(text))
    assert step.wrong_codes == 1
    assert step.replies[-1].bubbles[0] == Bubble(Say("heard.no_such_code"), Tone.WARNING)


def test_a_code_that_leads_somewhere_is_not_counted() -> None:
    lan = with_code()
    phone = elsewhere(lan)
    assert decided(phone, Typed(code_of(lan))).wrong_codes == 0


def test_slowed_guesses_are_asked_to_come_back_and_not_counted() -> None:
    phone = Chatter(TINY)
    phone.act(Opened())
    tap(phone, "welcome.what_is_kept")
    tap(phone, "what_is_kept.have_code")
    step = decided(phone, Typed("482 177 3096"), LookedUp(is_slowed=True))
    assert step.wrong_codes == 0
    assert step.replies[-1].bubbles[0].say.key == "moving.slowed"  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["482 177", "482177309", "4821"])
def test_a_code_cut_short_is_asked_for_again(text: str) -> None:
    chatter = joined()
    chatter.act(Typed("nhập mã học"))
    chatter.act(Typed(text))
    assert keys(chatter) == ["moving.ten_digits", "moving.type"]


@pytest.mark.parametrize(("text", "key"), [("036158001234", "heard.id_number"), ("0912345678", "heard.phone_number")])
def test_numbers_not_to_send_are_named_even_where_a_code_is_asked_for(text: str, key: str) -> None:
    chatter = joined()
    chatter.act(Typed("nhập mã học"))
    chatter.act(Typed(text))
    assert keys(chatter)[0] == key


def test_a_command_still_leads_away_from_typing_a_code() -> None:
    chatter = joined()
    chatter.act(Typed("nhập mã học"))
    chatter.act(Typed("kết quả"))
    assert keys(chatter) == ["results.none"]


def test_an_invitation_typed_anywhere_shows_what_the_role_is() -> None:
    chatter = joined()
    invited = Invited("hash", "X01", "Anh Bình")
    step = decided(chatter, Typed("48217730"), LookedUp(invitation=invited))
    assert step.situation.chat.place == Enlisting(invited)


def test_a_code_is_given_once_in_a_fact() -> None:
    chatter = finished()
    step = decided(chatter, Typed("mã học"))
    assert [type(fact) for fact in step.facts] == [CodeGiven]
    chatter.act(Typed("mã học"))
    assert decided(chatter, Typed("mã học")).facts == ()


def test_an_option_chosen_by_digit_takes_up_a_record_only_after_a_moment() -> None:
    lan = with_code()
    phone = elsewhere(lan)
    phone.act(Typed(code_of(lan)))
    phone.act(Typed("1"))
    assert phone.learner is None
    phone.act(Typed("1"))
    assert phone.person == 1


def test_settings_lead_to_typing_an_old_code() -> None:
    chatter = joined()
    chatter.act(Typed("cài đặt"))
    tap(chatter, "settings.phone")
    tap(chatter, "settings.have_code")
    assert place_of(chatter) == TypingStudyCode()
    chatter.act(option(chatter, 1))
    assert place_of(chatter) == Menu()


def test_where_only_grown_ups_may_learn_a_record_is_taken_up_by_one() -> None:
    lan = with_code()
    phone = elsewhere(lan)
    phone.chat = replace(phone.chat, channel="zalo_bot")
    phone.act(Typed(code_of(lan)))
    assert keys(phone) == ["moving.found", "welcome.kept_zalo_bot"]
    assert labels(phone) == ["moving.go_on_here_18", "moving.not_mine"]
