"""What people do reaches a bot that asks for it, as on the real Telegram."""

import asyncio
import time

import aiohttp
import pytest

from bench.platforms.telegram import TelegramPlatform
from tests.edge.loopback import Bot, play


def test_an_offset_confirms_and_numbers_rise_by_one() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        for chat in (5, 6, 5):
            platform.user(chat).say("ừ")
        first = await bot.updates(limit=2)
        assert [update["update_id"] for update in first] == [100_001, 100_002]
        assert await bot.updates(limit=2) == first
        assert [update["update_id"] for update in await bot.updates(offset=100_003)] == [100_003]
        assert await bot.updates(offset=100_004) == []
        assert platform.waiting == 0

    play(act)


def test_a_negative_offset_keeps_the_last_updates() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        for _ in range(5):
            platform.user(5).say("ừ")
        assert [update["update_id"] for update in await bot.updates(offset=-2)] == [100_004, 100_005]

    play(act)


def test_a_long_poll_ends_when_somebody_writes() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        poll = asyncio.create_task(bot.updates(timeout=4))
        await asyncio.sleep(0.05)
        platform.user(5).say("bác đây")
        before = time.monotonic()
        assert len(await poll) == 1
        assert time.monotonic() - before < 1

    play(act)


def test_the_older_of_two_polls_is_ended() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        older = asyncio.create_task(bot.refused("getUpdates", timeout=4))
        await asyncio.sleep(0.05)
        newer = asyncio.create_task(bot.updates(timeout=4))
        status, reason = await older
        assert status == 409
        assert "terminated by other getUpdates" in str(reason)
        platform.user(5).say("ừ")
        assert len(await newer) == 1

    play(act)


def test_a_poll_whose_caller_is_gone_does_not_compete() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        async with aiohttp.ClientSession() as other:
            lost = asyncio.create_task(Bot(bot.url, other).updates(timeout=4))
            await asyncio.sleep(0.05)
            lost.cancel()
            await asyncio.gather(lost, return_exceptions=True)
        platform.user(5).say("ừ")
        assert len(await bot.updates(timeout=4)) == 1

    play(act)


def test_only_wanted_updates_are_kept() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        await bot.updates(allowed_updates=["callback_query"])
        platform.user(5).say("ừ")
        platform.inject("callback_query", 5, {"id": "1"})
        assert [list(update)[1] for update in await bot.updates()] == ["callback_query"]

    play(act)


def test_a_tap_on_what_is_not_shown_can_be_forged() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        lan = platform.user(5)
        lan.say("chào")
        await bot.result("sendMessage", chat_id=5, text="Mời bác")
        lan.forge_tap("a.zzz.0.1")
        query = (await bot.updates())[1]["callback_query"]
        assert isinstance(query, dict)
        assert query["data"] == "a.zzz.0.1"

    play(act)


def test_voice_pictures_and_stickers_arrive_as_what_they_are() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        lan = platform.user(5, "Lan <b>&")
        lan.send_voice()
        lan.send_picture("ảnh ruộng 👋")
        lan.send_sticker()
        messages = [update["message"] for update in await bot.updates()]
        assert all(isinstance(message, dict) and message["from"]["first_name"] == "Lan <b>&" for message in messages)
        assert [
            set(message) & {"text", "voice", "photo", "sticker"} for message in messages if isinstance(message, dict)
        ] == [
            {"voice"},
            {"photo"},
            {"sticker"},
        ]

    play(act)


def test_waiting_for_an_answer_that_does_not_come_ends_and_says_what_is_there() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        lan = platform.user(5)
        lan.say("chào")
        await bot.result("sendMessage", chat_id=5, text="Mời bác")
        with pytest.raises(TimeoutError, match="Mời bác"):
            await lan.wait_for(2, within=0.05)
        with pytest.raises(TimeoutError, match="1 updates"):
            await platform.taken(within=0.05)

    play(act)
