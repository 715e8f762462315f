"""A picture goes out ahead of its words on Telegram, and whatever becomes of it, the words arrive."""

import asyncio
from base64 import b64decode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

import aiohttp
import pytest
from structlog.testing import capture_logs
from telegram import Bot

from bench.platforms.telegram import TOKEN, Fault, FaultPlan, Limits, Person, TelegramPlatform
from bot.channels.channel import SendError
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.request import Request
from bot.limits import TELEGRAM, Budget
from conversation.message import Button, Message, Text
from conversation.pictures import HamletCard, LessonPicture, Picture
from papers.cards import progress
from storage import team
from tests.edge.telegram_talk import Assistant
from tests.edge.telegram_talk import play as play_with_the_program
from tests.edge.waiting import until

BINH = 7002
CARD = HamletCard("xã Xuân Hưng", "Xóm Đông", date(2026, 11, 22), 12, 412, 3, None, (0, 0, 1, 2, 0, 4, 2, 3), 2, 31, 1)
WEEK = Message((Text("Xóm Đông tuần này ẫ 🌾"),), (Button("Ai cần giúp", 1, "p.1.0"),), picture=CARD)
LESSON = Message((Text("Bà Hoa đang nhặt rau"),), picture=LessonPicture("009-cuoc-goi-gia-danh", "Bà bấm nút đỏ"))
OTHER_LESSON = Message((Text("Mã OTP như chìa khóa"),), picture=LessonPicture("008-mat-khau-va-otp", "Ông giơ tay"))
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class Album:
    """Pictures that were drawn beforehand; None where there is nothing to show any more."""

    png: bytes | None = PNG

    async def drawn(self, picture: Picture) -> bytes | None:
        return self.png

    def url(self, picture: Picture) -> str | None:
        raise AssertionError("Telegram is sent the picture itself")


def play(
    act: Callable[[TelegramChannel, TelegramPlatform], Awaitable[None]],
    plan: FaultPlan | None = None,
    album: Album | None = None,
    limits: Limits | None = None,
) -> None:
    """Let a channel act on a loopback Telegram on which Bình has written."""

    async def run() -> None:
        async with asyncio.timeout(10), TelegramPlatform(plan=plan, limits=limits) as platform:
            platform.user(BINH).say("chào")
            request = Request()
            await request.initialize()
            bot = Bot(TOKEN, base_url=f"{platform.url}/bot", request=request, get_updates_request=request)
            channel = TelegramChannel("telegram:main", bot, Budget(TELEGRAM), album or Album())
            try:
                await act(channel, platform)
            finally:
                await request.shutdown()

    asyncio.run(run())


def seen(platform: TelegramPlatform) -> list[str]:
    """Return what Bình sees: "hình" for a picture, the beginning of a text."""
    return ["hình" if shown.picture else shown.text[:8] for shown in platform.user(BINH).messages]


def test_a_picture_is_uploaded_ahead_of_its_words() -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        await channel.send(str(BINH), WEEK)
        picture, words = platform.user(BINH).messages
        assert b64decode(picture.picture.removeprefix("data:image/png;base64,")) == drawn
        assert (picture.text, picture.buttons) == ("", ())
        assert words.labels == ("Ai cần giúp",)
        assert [(call.method, call.uploaded) for call in platform.record.calls] == [
            ("sendPhoto", len(drawn)),
            ("sendMessage", 0),
        ]

    drawn = progress.draw(CARD)
    play(send, album=Album(drawn))


def uploads(platform: TelegramPlatform) -> list[bool]:
    """Return for each picture that was taken whether it came with the call."""
    return [call.uploaded > 0 for call in platform.record.of("sendPhoto", BINH) if call.status == 200]


def test_the_picture_of_a_lesson_is_uploaded_once_for_everybody() -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        for message in (LESSON, LESSON, WEEK, WEEK, OTHER_LESSON):
            await channel.send(str(BINH), message)
        pictures = [shown.picture for shown in platform.user(BINH).messages if shown.picture]
        assert pictures == [pictures[0]] * 5
        assert uploads(platform) == [True, False, True, True, True]

    play(send, limits=Limits.off())


def test_a_picture_that_telegram_forgot_is_uploaded_again() -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        await channel.send(str(BINH), LESSON)
        platform.forget_pictures()
        for _ in range(2):
            await channel.send(str(BINH), LESSON)
        assert seen(platform) == ["hình", "Bà Hoa đ"] * 3
        assert uploads(platform) == [True, True, False]

    play(send, limits=Limits.off())


def test_a_picture_there_is_no_more_is_left_out() -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        await channel.send(str(BINH), WEEK)
        assert seen(platform) == ["Xóm Đông"]

    play(send, album=Album(None))


def test_a_refused_picture_does_not_hold_up_its_words() -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        with capture_logs() as logs:
            await channel.send(str(BINH), WEEK)
        assert seen(platform) == ["Xóm Đông"]
        [line] = logs
        assert line["event"] == "picture_not_sent"
        assert "Image_process_failed" in line["reason"]
        assert TOKEN not in str(logs)
        assert "Đông" not in str(logs)

    play(send, album=Album(b"not a picture"))


@pytest.mark.parametrize("kind", [Fault.SERVER_ERROR, Fault.BAD_GATEWAY, Fault.HTML, Fault.RESET_BEFORE])
def test_a_picture_that_fails_does_not_hold_up_its_words(kind: Fault) -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        await channel.send(str(BINH), WEEK)
        assert seen(platform) == ["Xóm Đông"]

    play(send, FaultPlan(chance={kind: 1}, methods=frozenset({"sendPhoto"})))


def outcome(error: SendError) -> dict[str, object]:
    return {name: value for name, value in vars(error).items() if value and name != "reason"}


def test_a_chat_that_is_gone_is_known_by_its_picture() -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        platform.faults.blocked.add(BINH)
        with pytest.raises(SendError) as caught:
            await channel.send(str(BINH), WEEK)
        assert outcome(caught.value) == {"is_gone": True}
        assert [call.method for call in platform.record.calls] == ["sendPhoto"]

    play(send)


def test_a_picture_that_comes_too_soon_waits_with_its_words() -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        platform.faults.script(Fault.TOO_MANY, method="sendPhoto")
        with pytest.raises(SendError) as caught:
            await channel.send(str(BINH), WEEK)
        assert outcome(caught.value) == {"retry_after": 1}
        assert seen(platform) == []
        await channel.send(str(BINH), WEEK)
        assert seen(platform) == ["hình", "Xóm Đông"]

    play(send)


def test_a_platform_that_is_down_gets_the_picture_when_it_is_back() -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        await platform.refuse_connections()
        try:
            with pytest.raises(SendError) as caught:
                await channel.send(str(BINH), WEEK)
        finally:
            await platform.accept_connections()
        assert outcome(caught.value) == {"is_account": True}
        await channel.send(str(BINH), WEEK)
        assert seen(platform) == ["hình", "Xóm Đông"]

    play(send)


@pytest.mark.parametrize("kind", [Fault.TOO_MANY, Fault.SERVER_ERROR])
def test_a_picture_that_arrived_is_not_sent_again_with_its_words(kind: Fault) -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        platform.faults.script(kind, method="sendMessage")
        with pytest.raises(SendError):
            await channel.send(str(BINH), WEEK)
        await channel.send(str(BINH), WEEK)
        assert seen(platform) == ["hình", "Xóm Đông"]

    play(send)


def test_another_message_has_its_own_picture() -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        platform.faults.script(Fault.SERVER_ERROR, method="sendMessage")
        with pytest.raises(SendError):
            await channel.send(str(BINH), WEEK)
        await channel.send(str(BINH), replace(WEEK, bubbles=(Text("Tuần sau"),)))
        assert seen(platform) == ["hình", "hình", "Tuần sau"]

    play(send)


async def lead(person: Person, here: Assistant) -> None:
    """Let a person become leader of xóm Đông, up to the agreement."""
    now = here.program.clock.now()
    code = await asyncio.to_thread(here.program.write, lambda tx: team.invite(tx, "X01", "Anh Bình", now, Random(1)))
    person.start()
    await person.wait_for(1)
    person.say(code)
    await person.wait_for(2)


def test_a_leaders_card_arrives_as_picture_and_text(tmp_path: Path) -> None:
    async def act(platform: TelegramPlatform, here: Assistant) -> None:
        binh = platform.user(BINH, "Bình")
        await lead(binh, here)
        binh.tap(0)
        picture, words = (await binh.wait_for(4, 20))[2:]
        drawn = b64decode(picture.picture.removeprefix("data:image/png;base64,"))
        assert drawn.startswith(PNG)
        assert "Xóm Đông" in words.text
        assert len(words.labels) > 3
        page = f"{platform.url}/?chat={BINH}"
        async with aiohttp.ClientSession() as session, session.get(page) as answer:
            assert f'<img src="{picture.picture}"' in await answer.text()

    play_with_the_program(tmp_path, act)


def test_a_leader_who_blocked_the_assistant_is_gone_with_the_picture(tmp_path: Path) -> None:
    async def act(platform: TelegramPlatform, here: Assistant) -> None:
        binh = platform.user(BINH, "Bình")
        await lead(binh, here)
        binh.tap(0)
        platform.faults.blocked.add(BINH)
        await until(lambda: here.ask("SELECT is_unreachable FROM chat") == [(1,)], 20)
        assert [call.status for call in platform.record.of("sendPhoto", BINH)] == [403]
        assert len(binh.messages) == 2

    play_with_the_program(tmp_path, act)
