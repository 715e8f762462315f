"""What somebody is told that is kept, before and after they agreed, and how short the way to change it is."""

from dataclasses import replace

import pytest

from conversation import consents
from conversation.events import Opened, Typed
from conversation.facts import Consented
from conversation.places import Settings, WhatIsKept
from conversation.replies import Say
from tests.unit.chatting import TEXTS, TINY, Chatter
from tests.unit.talking import counted, first, keys, option
from tests.unit.test_asking import facts
from tests.unit.test_moving import labels, tap

MARKS = {
    "browser": "máy này",
    "telegram": "cuộc trò chuyện Telegram này",
    "zalo_bot": "cuộc trò chuyện Zalo này",
    "terminal": "máy này",
}


def asking(channel: str) -> Chatter:
    """Return somebody new who asked what is kept."""
    chatter = Chatter(TINY)
    chatter.chat = replace(chatter.chat, channel=channel)
    chatter.act(Opened())
    tap(chatter, "welcome.what_is_kept")
    return chatter


def mark(chatter: Chatter) -> str:
    said = chatter.sent[-1].bubbles[0].say
    assert isinstance(said, Say)
    named = said.values["mark"]
    assert isinstance(named, Say)
    return TEXTS[named.key]


@pytest.mark.parametrize("channel", sorted(consents.GATES))
def test_each_channel_names_what_a_chat_is_known_by_there(channel: str) -> None:
    assert MARKS[channel] in mark(asking(channel))


@pytest.mark.parametrize("channel", sorted(consents.GATES))
def test_my_data_name_the_same_mark_as_before_agreeing(channel: str) -> None:
    chatter = asking(channel)
    before = mark(chatter)
    chatter.act(first(chatter))
    chatter.act(Typed("dữ liệu của tôi"))
    assert mark(chatter) == before


@pytest.mark.parametrize("channel", sorted(consents.GATES))
def test_who_asked_first_agrees_to_the_words_that_were_shown(channel: str) -> None:
    chatter = asking(channel)
    assert chatter.chat.place == WhatIsKept()
    [consent] = [fact for fact in facts(chatter, first(chatter)) if isinstance(fact, Consented)]
    assert consent.version == consents.learn_informed(TEXTS, channel).version
    assert consent.version in [wording.version for wording in consents.wordings(TEXTS)]


def test_settings_are_short_enough_to_be_read_to_the_end() -> None:
    chatter = counted()
    chatter.act(Typed("cài đặt"))
    assert len(labels(chatter)) == 6


@pytest.mark.parametrize("part", ["settings.consents", "settings.phone"])
def test_a_part_of_the_settings_leads_back_to_them(part: str) -> None:
    chatter = counted()
    chatter.act(Typed("cài đặt"))
    tap(chatter, part)
    assert keys(chatter) == [f"{part}_of"]
    chatter.act(option(chatter, len(labels(chatter))))
    assert chatter.chat.place == Settings()


def test_erasing_is_found_from_the_settings() -> None:
    chatter = counted()
    chatter.act(Typed("cài đặt"))
    tap(chatter, "settings.data")
    tap(chatter, "data.erase")
    assert keys(chatter) == ["erasing.sure"]
