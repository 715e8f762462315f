"""A lesson's picture stands with its first page and with no other."""

import asyncio
import io
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from bot.channels.terminal import Terminal
from conversation.events import Tapped
from conversation.message import Message, from_json, to_json
from conversation.pictures import LessonPicture
from conversation.render import Voice, render
from lessons import Course, Picture
from tests.unit.chatting import TINY, Chatter, lesson
from tests.unit.talking import first

ALT = "Bà đội nón bấm nút đỏ TẮT MÁY ẫ."
DRAWN = replace(lesson(9), picture=Picture(Path("picture.svg"), ALT, 1080, 720))
_AGREE = Tapped("p.0.0")
WORLD = replace(TINY[0], course=Course((DRAWN, *TINY[0].course.lessons[1:])))


def reader() -> Chatter:
    """Return somebody who agreed to learn and sees the first page of the first lesson."""
    chatter = Chatter((WORLD,))
    chatter.act(_AGREE)
    return chatter


def test_the_first_page_has_the_picture_and_the_second_has_not() -> None:
    chatter = reader()
    assert chatter.sent[-1].picture == LessonPicture(DRAWN.id, ALT)

    chatter.act(first(chatter))
    assert chatter.sent[-1].picture is None


def test_a_lesson_without_a_picture_is_read_without_one() -> None:
    chatter = Chatter((TINY[0],))
    chatter.act(_AGREE)

    assert chatter.sent[-1].picture is None


def test_the_picture_is_kept_with_its_message() -> None:
    message = render(reader().sent[-1], Voice(WORLD))

    assert from_json(to_json(message)) == message


def test_a_terminal_tells_what_is_seen() -> None:
    shown = io.StringIO()
    seen = Message((), picture=LessonPicture(DRAWN.id, ALT))

    asyncio.run(Terminal(Console(file=shown, width=60)).send("me", seen))

    assert f"Hình: {ALT}" in shown.getvalue()
