"""What a learner tells about themselves: asked once, each answer free, everything taken back in one tap."""

from dataclasses import replace
from datetime import timedelta

import pytest

from campaign.consent import Purpose
from campaign.people import About, AgeBand, Group, Sex
from campaign.units import Unit, UnitKind
from conversation.events import Opened, Tapped, Typed
from conversation.facts import Settled, apply
from conversation.learner import Outside
from conversation.places import (
    AskingAbout,
    AskingAge,
    AskingGroup,
    AskingSex,
    ChoosingAssociations,
    ChoosingWorkplace,
    Menu,
    Practising,
    Reading,
    Settings,
    WhatWasTold,
)
from conversation.replies import Reply, Say
from tests.unit.chatting import TINY, UNITS, Chatter, tiny, world
from tests.unit.chatting import lesson as a_lesson
from tests.unit.talking import counted, first, keys

SCHOOLS = tuple(Unit(f"T{at:02}", UnitKind.SCHOOL, f"Trường Tiểu học {at} ữ") for at in range(1, 11))
WORK = (
    Unit("C01", UnitKind.AGENCY, "UBND xã Xuân Hưng"),
    Unit("D01", UnitKind.ENTERPRISE, "Công ty may Đông Nam"),
)
ASSOCIATIONS = (
    Unit("H01", UnitKind.ASSOCIATION, "Hội Liên hiệp Phụ nữ xã"),
    Unit("H02", UnitKind.ASSOCIATION, "Hội Nông dân xã"),
)
BELONGING = world(tiny("Câu", a_lesson(9), a_lesson(0)), (*UNITS, *SCHOOLS, *WORK, *ASSOCIATIONS))


def second_visit(chatter: Chatter | None = None) -> Chatter:
    """Return somebody counted who comes on the next day and has said that the small task is done."""
    chatter = chatter or counted()
    chatter.now += timedelta(days=1)
    chatter.act(Opened())
    if isinstance(chatter.chat.place, Practising):
        chatter.act(first(chatter))
    return chatter


def tap(chatter: Chatter, label: str) -> None:
    """Tap the option whose label has this key, or shows this name."""
    options = chatter.sent[-1].options
    chatter.act(Tapped(next(one.button for one in options if label in (one.label.key, one.label.values.get("name")))))


def labels_of(message: Reply) -> list[str]:
    return [option.label.key for option in message.options]


def labels(chatter: Chatter) -> list[str]:
    return labels_of(chatter.sent[-1])


def told(chatter: Chatter, age: str = "about.senior") -> Chatter:
    tap(chatter, "about.agree")
    tap(chatter, age)
    tap(chatter, "about.female")
    tap(chatter, "about.other")
    return chatter


def about(chatter: Chatter) -> About:
    assert chatter.learner is not None
    return chatter.learner.about


def at_belonging(chatter: Chatter | None = None) -> Chatter:
    """Return somebody at the list of workplaces, who agreed to be asked."""
    chatter = chatter or Chatter((BELONGING,))
    if chatter.learner is None:
        chatter.act(Opened("4821"))
        chatter.act(first(chatter))
    chatter.act(Typed("cài đặt"))
    tap(chatter, "settings.consents")
    tap(chatter, "settings.belonging")
    if isinstance(chatter.chat.place, AskingAbout):
        tap(chatter, "about.agree_units")
    return chatter


def test_at_the_second_visit_the_consent_is_asked_after_the_small_task() -> None:
    assert second_visit().chat.place == AskingAbout()


def test_it_is_not_asked_on_the_first_day() -> None:
    chatter = counted()
    assert isinstance(chatter.chat.place, Reading)
    assert not {key for message in chatter.sent for key in labels_of(message)} & {"about.agree"}


def test_who_is_not_counted_is_not_asked() -> None:
    chatter = counted()
    assert chatter.learner is not None
    chatter.learner = chatter.learner.with_consent(Purpose.COUNT_IN_HAMLET, False)
    assert isinstance(second_visit(chatter).chat.place, Reading)


def test_who_lives_elsewhere_is_not_asked() -> None:
    chatter = counted()
    assert chatter.learner is not None
    chatter.learner = apply(chatter.learner, Settled(Outside()), chatter.world.today(chatter.now))
    assert isinstance(second_visit(chatter).chat.place, Reading)


def test_three_answers_are_kept_and_learning_goes_on() -> None:
    chatter = told(second_visit())
    assert about(chatter) == About(AgeBand.SENIOR, Sex.FEMALE, Group.OTHER)
    assert isinstance(chatter.chat.place, Reading)
    assert "about.thanks" in keys(chatter)


def test_every_question_may_be_passed_over() -> None:
    chatter = second_visit()
    tap(chatter, "about.agree")
    for place in (AskingAge(), AskingSex(), AskingGroup()):
        assert chatter.chat.place == place
        tap(chatter, "about.not_said")
    assert about(chatter) == About()
    assert isinstance(chatter.chat.place, Reading)


def test_who_is_16_or_17_is_asked_nothing_more() -> None:
    chatter = second_visit()
    tap(chatter, "about.agree")
    tap(chatter, "about.minor")
    assert about(chatter) == About(AgeBand.MINOR)
    assert isinstance(chatter.chat.place, Reading)


def test_a_refusal_is_respected() -> None:
    chatter = second_visit()
    tap(chatter, "about.refuse")
    assert "about.refused" in keys(chatter)
    assert isinstance(chatter.chat.place, Reading)
    chatter.now += timedelta(days=40)
    chatter.act(Opened())
    for _ in range(4):
        assert not isinstance(chatter.chat.place, AskingAbout)
        chatter.act(first(chatter))


@pytest.mark.parametrize("words", ["ok", "dạ", "ừ", "tiếp"])
def test_no_other_word_than_dong_y_agrees(words: str) -> None:
    chatter = second_visit()
    chatter.now += timedelta(seconds=5)
    chatter.act(Typed(words))
    assert chatter.chat.place == AskingAbout()
    assert keys(chatter)[0] == "heard.consent_only"


def test_dong_y_agrees() -> None:
    chatter = second_visit()
    chatter.act(Typed("Đồng ý ạ"))
    assert chatter.chat.place == AskingAge()


@pytest.mark.parametrize(
    ("words", "band"),
    [
        ("16", AgeBand.MINOR),
        ("tôi 39 tuổi", AgeBand.YOUNG),
        ("40", AgeBand.MIDDLE),
        ("59 tuổi ạ", AgeBand.MIDDLE),
        ("năm nay tôi 60", AgeBand.SENIOR),
        ("101", AgeBand.SENIOR),
        ("3", AgeBand.MIDDLE),
    ],
)
def test_an_age_may_be_typed_and_only_its_band_is_kept(words: str, band: AgeBand) -> None:
    chatter = second_visit()
    tap(chatter, "about.agree")
    chatter.act(Typed(words))
    assert about(chatter) == About(band)


def test_a_number_that_is_no_age_here_is_asked_again() -> None:
    chatter = second_visit()
    tap(chatter, "about.agree")
    chatter.act(Typed("12"))
    assert chatter.chat.place == AskingAge()
    assert about(chatter) == About()


def test_nam_means_a_man_where_that_is_asked() -> None:
    chatter = second_visit()
    tap(chatter, "about.agree")
    tap(chatter, "about.young")
    chatter.act(Typed("nam"))
    assert about(chatter).sex is Sex.MALE


def test_settings_say_what_is_kept_before_asking_again() -> None:
    chatter = told(second_visit())
    chatter.act(Typed("cài đặt"))
    tap(chatter, "settings.consents")
    tap(chatter, "settings.about")
    assert keys(chatter) == ["about.known", "about.ask", "about.scope"]


def test_taking_it_back_clears_everything_told() -> None:
    chatter = told(second_visit(counted_among_units()))
    at_belonging(chatter)
    tap(chatter, "Trường Tiểu học 1 ữ")
    tap(chatter, "Hội Nông dân xã")
    tap(chatter, "belonging.done")
    chatter.act(Typed("cài đặt"))
    tap(chatter, "settings.consents")
    tap(chatter, "settings.about")
    tap(chatter, "about.withdraw")
    assert chatter.learner is not None
    assert about(chatter) == About()
    assert (chatter.learner.workplace, chatter.learner.associations) == (None, frozenset())
    assert chatter.learner.consents[Purpose.ABOUT_ME] is False
    assert "about.cleared" in keys(chatter)


def counted_among_units() -> Chatter:
    chatter = counted()
    chatter.worlds = (replace(TINY[0], units=BELONGING.units),)
    chatter.world = chatter.worlds[0]
    return chatter


def test_my_data_list_what_was_told() -> None:
    chatter = told(second_visit())
    chatter.act(Typed("dữ liệu của tôi"))
    assert keys(chatter) == ["data.kept", "data.agreed_more", "data.who"]
    tap(chatter, "data.told")
    assert chatter.chat.place == WhatWasTold()
    assert keys(chatter) == ["about.known"]


def test_who_told_nothing_has_nothing_to_see() -> None:
    chatter = counted()
    chatter.act(Typed("dữ liệu của tôi"))
    assert "data.told" not in labels(chatter)
    assert keys(chatter) == ["data.kept", "data.agreed", "data.who"]


def test_a_commune_without_such_units_offers_no_list() -> None:
    chatter = counted()
    chatter.act(Typed("cài đặt"))
    tap(chatter, "settings.consents")
    assert "settings.belonging" not in labels(chatter)
    chatter.act(Typed("nơi làm việc"))
    assert keys(chatter)[0] == "belonging.no_units"
    assert chatter.chat.place == Menu()


def test_the_lists_come_only_after_a_consent() -> None:
    chatter = Chatter((BELONGING,))
    chatter.act(Opened("4821"))
    chatter.act(first(chatter))
    chatter.act(Typed("nơi làm việc"))
    assert chatter.chat.place == AskingAbout(is_for_belonging=True)
    tap(chatter, "about.refuse")
    assert chatter.learner is not None
    assert chatter.learner.consents[Purpose.ABOUT_ME] is False
    assert not isinstance(chatter.chat.place, ChoosingWorkplace)


def test_a_long_list_comes_in_pages_and_begins_again() -> None:
    chatter = at_belonging()
    assert chatter.chat.place == ChoosingWorkplace(0)
    assert len(chatter.sent[-1].options) == 10
    tap(chatter, "belonging.more")
    assert chatter.chat.place == ChoosingWorkplace(8)
    assert len(chatter.sent[-1].options) == 6
    tap(chatter, "belonging.from_start")
    assert chatter.chat.place == ChoosingWorkplace(0)


def test_a_workplace_leads_on_to_the_associations() -> None:
    chatter = at_belonging()
    tap(chatter, "Trường Tiểu học 2 ữ")
    assert chatter.learner is not None
    assert chatter.learner.workplace == "T02"
    assert chatter.chat.place == ChoosingAssociations()


@pytest.mark.parametrize("words", ["cong ty may dong nam", "công ty may đông nan", "may đông nam"])
def test_a_name_may_be_typed_whatever_page_it_stands_on(words: str) -> None:
    chatter = at_belonging()
    chatter.act(Typed(words))
    assert chatter.learner is not None
    assert chatter.learner.workplace == "D01"


@pytest.mark.parametrize("words", ["trường tiểu học", "xã", "asdf ữ", "tiếp"])
def test_words_that_mean_no_one_unit_choose_none(words: str) -> None:
    chatter = at_belonging()
    chatter.act(Typed(words))
    assert chatter.learner is not None
    assert chatter.learner.workplace is None


def test_a_tap_ticks_an_association_and_another_one_takes_it_back() -> None:
    chatter = at_belonging()
    tap(chatter, "belonging.none")
    tap(chatter, "Hội Nông dân xã")
    assert chatter.learner is not None
    assert chatter.learner.associations == {"H02"}
    assert [one.label.key for one in chatter.sent[-1].options][:2] == ["hamlet.name", "belonging.chosen"]
    tap(chatter, "Hội Nông dân xã")
    assert chatter.learner.associations == frozenset()


def test_a_tap_that_arrives_twice_ticks_once() -> None:
    chatter = at_belonging()
    tap(chatter, "belonging.none")
    button = next(one.button for one in chatter.sent[-1].options if one.label.values.get("name") == "Hội Nông dân xã")
    for _ in range(2):
        chatter.act(Tapped(button))
    assert chatter.learner is not None
    assert chatter.learner.associations == {"H02"}


def test_phu_nu_typed_is_their_association() -> None:
    chatter = at_belonging()
    tap(chatter, "belonging.none")
    chatter.act(Typed("phụ nữ"))
    assert chatter.learner is not None
    assert chatter.learner.associations == {"H01"}


def test_done_leads_back_to_the_lesson_that_was_open() -> None:
    chatter = at_belonging()
    tap(chatter, "belonging.none")
    chatter.act(Typed("tiếp"))
    assert isinstance(chatter.chat.place, Reading)


def test_done_leads_back_to_settings_where_no_lesson_was_open() -> None:
    chatter = at_belonging()
    chatter.act(Typed("menu"))
    chatter.chat = replace(chatter.chat, after=None)
    at_belonging(chatter)
    tap(chatter, "belonging.none")
    tap(chatter, "belonging.done")
    assert chatter.chat.place == Settings()


def test_a_merged_workplace_is_the_one_it_went_into() -> None:
    chatter = at_belonging()
    tap(chatter, "Trường Tiểu học 2 ữ")
    yesterday = chatter.world.today(chatter.now) - timedelta(days=1)
    gone = replace(SCHOOLS[1], valid_to=yesterday, merged_into="T01")
    chatter.world = replace(BELONGING, units=replace(BELONGING.units, by_code={**BELONGING.units.by_code, "T02": gone}))
    at_belonging(chatter)
    ticked = [one.label for one in chatter.sent[-1].options if one.label.key == "belonging.chosen"]
    assert ticked == [Say("belonging.chosen", {"name": "Trường Tiểu học 1 ữ"})]
