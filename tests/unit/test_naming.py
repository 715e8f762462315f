"""Asking for help, and the name the team may see: asked once, typed, skippable, taken back as easily."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from campaign.consent import Purpose
from conversation.decide import decide
from conversation.events import Event, Opened, Typed
from conversation.facts import CertificateEarned, Consented, Fact, HelpWanted, Named, TaskAnswered
from conversation.learner import InHamlet, Learner, Outcome, Progress
from conversation.places import AskingToShowName, CertificateShown, Menu, Paused, Practising, Reading, TypingName
from tests.unit.chatting import TINY, Chatter
from tests.unit.talking import keys, option

LESSON = "009-bài-ữ"
SHOW = Purpose.SHOW_NAME_TO_LEADER


def learner(**more: object) -> Chatter:
    """Return somebody of xóm Đông, asked whether the small task was done."""
    chatter = Chatter(TINY)
    today = chatter.world.today(chatter.now)
    known = {Purpose.COUNT_IN_HAMLET: True, Purpose.ABOUT_ME: False}
    values: dict[str, object] = {"home": InHamlet("X01"), "consents": known, **more}
    chatter.learner = Learner(today - timedelta(days=9), today, **values)  # type: ignore[arg-type]
    chatter.chat = replace(chatter.chat, place=Practising(LESSON))
    chatter.act(Opened())
    return chatter


def facts(chatter: Chatter, event: Event) -> tuple[Fact, ...]:
    found = decide(chatter.situation(event), event, chatter.world, chatter.now, chatter.rng).facts
    chatter.act(event)
    return found


def typing(**more: object) -> Chatter:
    """Return somebody who agreed to show a name and is asked for it."""
    chatter = learner(**more)
    chatter.act(option(chatter, 3))
    chatter.act(option(chatter, 1))
    assert chatter.chat.place == TypingName()
    return chatter


def choices(chatter: Chatter) -> tuple[bool | None, str]:
    assert chatter.learner is not None
    return chatter.learner.consents.get(SHOW), chatter.learner.name


def test_asking_for_help_counts_at_once_and_asks_for_the_name_apart() -> None:
    chatter = learner()
    assert facts(chatter, option(chatter, 3)) == (
        TaskAnswered(LESSON, Outcome.WANTS_HELP),
        HelpWanted(LESSON),
    )
    assert chatter.chat.place == AskingToShowName()
    assert keys(chatter) == ["help.noted", "naming.ask"]
    assert chatter.sent[-1].asks_consent


def test_agreeing_leads_to_the_name_and_the_name_back_to_the_visit() -> None:
    chatter = typing()
    assert facts(chatter, Typed("Nguyễn Thị Lan ạ"))[:1] == (Named("Nguyễn Thị Lan ạ"),)
    assert choices(chatter) == (True, "Nguyễn Thị Lan ạ")
    assert isinstance(chatter.chat.place, Reading)


def test_refusing_leaves_the_count_and_no_name() -> None:
    chatter = learner()
    chatter.act(option(chatter, 3))
    [refused] = (fact for fact in facts(chatter, option(chatter, 2)) if isinstance(fact, Consented))
    assert (refused.purpose, refused.choice) == (SHOW, False)
    assert keys(chatter)[0] == "naming.refused"
    assert isinstance(chatter.chat.place, Reading)


@pytest.mark.parametrize("choice", [True, False])
def test_whoever_was_asked_is_not_asked_again(choice: bool) -> None:
    known = {Purpose.COUNT_IN_HAMLET: True, Purpose.ABOUT_ME: False, SHOW: choice}
    chatter = learner(consents=known, name="Lan" if choice else "")
    assert HelpWanted(LESSON) in facts(chatter, option(chatter, 3))
    assert isinstance(chatter.chat.place, Reading)


def test_the_name_may_be_skipped() -> None:
    chatter = typing()
    chatter.act(option(chatter, 1))
    assert choices(chatter) == (True, "")
    assert isinstance(chatter.chat.place, Reading)


@pytest.mark.parametrize("text", ["Bỏ qua", "1", "bo qua"])
def test_skipping_by_word_is_skipping(text: str) -> None:
    chatter = typing()
    chatter.act(Typed(text))
    assert choices(chatter) == (True, "")
    assert isinstance(chatter.chat.place, Reading)


@pytest.mark.parametrize("name", ["Lan", "Nguyễn Thị Ẫn", "H’Hen Niê", "Ôn", "Diễm", "bà Năm", "Đỗ Thị Hồng-Vân"])
def test_names_as_people_have_them_are_taken(name: str) -> None:
    chatter = typing()
    chatter.act(Typed(f" {name} \n"))
    assert choices(chatter) == (True, name)


@pytest.mark.parametrize("text", ["🌾", "ai thế?", "?", "<b>", "a" * 41, "tôi không biết phải bấm vào chỗ nào đây nữa"])
def test_what_is_no_name_is_asked_for_again(text: str) -> None:
    chatter = typing()
    chatter.act(Typed(text))
    assert chatter.chat.place == TypingName()
    assert keys(chatter)[0] == "naming.letters_only"


@pytest.mark.parametrize("text", ["ok", "dạ", "ừ", "đồng ý", "Lan 3", "036158001234", "0912345678", "482913", "9"])
def test_neither_a_nod_nor_a_number_becomes_a_name(text: str) -> None:
    chatter = typing()
    chatter.act(Typed(text))
    assert chatter.chat.place == TypingName()
    assert choices(chatter) == (True, "")


def test_thoi_is_no_name() -> None:
    chatter = typing()
    chatter.act(Typed("thôi"))
    assert chatter.chat.place == Paused()
    assert choices(chatter) == (True, "")


def test_whoever_has_no_hamlet_is_told_whom_to_ask() -> None:
    chatter = learner(home=None, consents={Purpose.COUNT_IN_HAMLET: False})
    assert HelpWanted(LESSON) in facts(chatter, option(chatter, 3))
    assert keys(chatter)[0] == "help.no_hamlet"
    assert not isinstance(chatter.chat.place, AskingToShowName)


def test_somebody_can_be_asked_for_from_the_menu_too() -> None:
    chatter = learner()
    chatter.act(Typed("hỏi người thật"))
    assert facts(chatter, Typed("nhờ người đến giúp")) == (HelpWanted(None),)
    chatter.act(option(chatter, 2))
    assert chatter.chat.place == Menu()


def test_the_consent_is_taken_back_in_the_settings_and_the_name_goes_with_it() -> None:
    chatter = typing()
    chatter.act(Typed("Lan"))
    chatter.act(Typed("cài đặt"))
    chatter.act(Typed("Những điều tôi đồng ý"))
    chatter.act(Typed("Cho biết tên khi nhờ giúp"))
    assert chatter.chat.place == AskingToShowName()
    assert Named("") in facts(chatter, option(chatter, 2))
    assert choices(chatter) == (False, "")


def test_whoever_was_never_asked_finds_nothing_to_take_back() -> None:
    chatter = learner()
    chatter.act(Typed("cài đặt"))
    chatter.act(Typed("Những điều tôi đồng ý"))
    assert "settings.show_name" not in [each.label.key for each in chatter.sent[-1].options]


def test_the_name_on_a_certificate_is_not_for_the_leader_to_see() -> None:
    done = Progress(2, date(2026, 11, 1), remembered=True)
    lessons = {f"{number:03}-bài-ữ": done for number in range(5)}
    known = {Purpose.COUNT_IN_HAMLET: True, Purpose.ABOUT_ME: False, Purpose.CERTIFICATE: True}
    chatter = learner(progress=lessons, consents=known)
    chatter.chat = replace(chatter.chat, place=TypingName(for_certificate=True), prompt=None)
    chatter.act(Opened())
    [earned] = facts(chatter, Typed("Nguyễn Thị Lan"))
    assert isinstance(earned, CertificateEarned)
    assert earned.name == "Nguyễn Thị Lan"
    assert choices(chatter) == (None, "")
    assert chatter.chat.place == CertificateShown()


def test_a_name_asked_for_yesterday_is_not_taken_today() -> None:
    chatter = typing()
    chatter.now += timedelta(days=1)
    chatter.act(Typed("Lan"))
    assert choices(chatter) == (True, "")
