"""The offer to listen is there only where a page has a recording this channel can play; a machine is called one."""

from dataclasses import replace
from pathlib import Path

import pytest

from conversation.events import Medium, Tapped, Typed, Unreadable
from conversation.places import Reading
from conversation.recordings import Recording
from conversation.render import Voice, render
from conversation.replies import Reply
from conversation.situation import Chat
from lessons import Course
from tests.unit.chatting import TINY, Chatter
from tests.unit.talking import joined

SITE = "https://hocso.example.vn"
FILES = tuple(Path(f"voice-1.{form}") for form in ("aac", "m4a", "ogg"))


def reading(
    channel: str, *files: Path, site: str = SITE, machine: frozenset[int] = frozenset(), page: int = 0
) -> Chatter:
    """Return somebody who is about to see a page of a lesson whose first page has these recordings."""
    lesson = next(iter(TINY[0].course))
    spoken = replace(lesson, voices={1: files} if files else {}, machine_voices=machine)
    chatter = joined()
    chatter.world = replace(chatter.world, course=Course((spoken,)), public_url=site)
    place = Reading(lesson.id, page)
    chatter.chat = Chat(channel, place, shown=chatter.chat.shown)
    chatter.act(Unreadable(Medium.STICKER))
    return chatter


def labels(reply: Reply) -> list[str]:
    return [option.label.key for option in reply.options]


@pytest.mark.parametrize("channel", ["telegram", "zalo_bot"])
def test_where_there_is_a_recording_a_chat_offers_to_listen(channel: str) -> None:
    assert labels(reading(channel, *FILES).sent[-1])[1:] == ["reading.listen"]


@pytest.mark.parametrize(
    ("channel", "files", "site"),
    [
        ("telegram", (), SITE),
        ("telegram", (Path("voice-1.aac"),), SITE),
        ("zalo_bot", (Path("voice-1.m4a"), Path("voice-1.ogg")), SITE),
        ("zalo_bot", FILES, ""),
        ("terminal", FILES, SITE),
    ],
)
def test_where_it_cannot_be_played_nothing_is_offered(channel: str, files: tuple[Path, ...], site: str) -> None:
    assert "reading.listen" not in labels(reading(channel, *files, site=site).sent[-1])


def test_a_page_without_a_recording_offers_none_beside_one_that_has() -> None:
    assert "reading.listen" not in labels(reading("telegram", *FILES, page=1).sent[-1])


@pytest.mark.parametrize(("machine", "says_so"), [(frozenset({1}), True), (frozenset[int](), False)])
def test_asked_for_the_voice_is_sent_and_a_machine_is_called_one(machine: frozenset[int], says_so: bool) -> None:
    chatter = reading("telegram", *FILES, machine=machine)
    place = chatter.chat.place
    assert isinstance(place, Reading)
    chatter.act(Tapped(chatter.sent[-1].options[1].button))
    message = render(chatter.sent[-1], Voice(chatter.world))
    assert message.recording == Recording(place.lesson, 1, says_so)
    assert ("giọng máy đọc" in message.bubbles[-1].text) == says_so
    assert labels(chatter.sent[-1]) == ["reading.next"]


def test_after_listening_the_next_page_follows() -> None:
    chatter = reading("telegram", *FILES)
    chatter.act(Tapped(chatter.sent[-1].options[1].button))
    chatter.act(Typed("tiếp"))
    assert chatter.chat.place == Reading(next(iter(chatter.world.course)).id, 1)


def test_a_browser_gets_the_voice_beside_the_page_and_no_option() -> None:
    reply = reading("browser", *FILES).sent[-1]
    assert labels(reply) == ["reading.next"]
    assert reply.recording is not None
    assert reading("browser", Path("voice-1.ogg")).sent[-1].recording is None
