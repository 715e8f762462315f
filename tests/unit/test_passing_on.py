"""After a lesson its short text can be passed on: with the public address where there is one, whole, to be copied."""

from dataclasses import replace

import pytest

from conversation.events import Tapped
from conversation.places import Answering, Finished, PassingOn, Resting
from conversation.render import Voice, render
from lessons import Course
from tests.unit.chatting import Chatter
from tests.unit.talking import answer, asked, finished, first, keys

TEXT = "Ai gọi mà giục thì cứ **tắt máy** ạ 🌾."
SITE = "https://hocso.example.vn"


def at_the_end(site: str = "", channel: str = "terminal") -> Chatter:
    """Return a learner who has just finished a lesson that has a text to pass on."""
    chatter = asked()
    chatter.chat = replace(chatter.chat, channel=channel)
    course = Course(tuple(replace(lesson, forward=TEXT) for lesson in chatter.world.course))
    chatter.world = replace(chatter.world, course=course, public_url=site)
    while not isinstance(chatter.chat.place, Finished):
        chatter.act(answer(chatter) if isinstance(chatter.chat.place, Answering) else first(chatter))
    return chatter


def choose(chatter: Chatter, key: str) -> list[str]:
    """Tap the option with this text and return each message of the answer."""
    before = len(chatter.sent)
    chatter.act(Tapped(next(one.button for one in chatter.sent[-1].options if one.label.key == key)))
    messages = [render(reply, Voice(chatter.world)) for reply in chatter.sent[before:]]
    return ["\n".join(bubble.text for bubble in message.bubbles) for message in messages]


def test_the_text_of_the_lesson_is_a_message_of_its_own_with_the_public_address() -> None:
    chatter = at_the_end(SITE)
    text, how = choose(chatter, "finished.pass_on")
    assert text == f"{TEXT}\nHọc bài này: {SITE}/bai/009-bài-ữ"
    assert how.startswith("Bác chỉ lại cho một người nhé.")
    assert isinstance(chatter.chat.place, PassingOn)


def test_on_the_page_the_text_stands_below_how_to_copy_it() -> None:
    [said] = choose(at_the_end(SITE, "browser"), "finished.pass_on")
    how, text, address = said.split("\n")
    assert how.startswith("Bác chỉ lại cho một người nhé. Chép")
    assert (text, address) == (TEXT, f"Học bài này: {SITE}/bai/009-bài-ữ")


def test_without_a_public_address_none_is_made_up() -> None:
    assert choose(at_the_end(), "finished.pass_on")[0] == TEXT


@pytest.mark.parametrize("way", ["finished.next_lesson", "finished.tomorrow"])
def test_afterwards_one_goes_on_as_after_the_lesson(way: str) -> None:
    straight, around = at_the_end(), at_the_end()
    choose(around, "finished.pass_on")
    choose(straight, way)
    choose(around, way)
    assert (around.chat.place, around.chat.after) == (straight.chat.place, straight.chat.after)
    assert isinstance(around.chat.after, Resting) == (way == "finished.tomorrow")


def test_a_lesson_without_such_a_text_offers_nothing_to_pass_on() -> None:
    chatter = finished()
    assert "finished.done" in keys(chatter)
    assert "finished.pass_on" not in [option.label.key for option in chatter.sent[-1].options]
