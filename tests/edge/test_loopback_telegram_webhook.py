"""The loopback Telegram delivers to a webhook in order, with the secret, until it is taken."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bench.platforms.telegram import Fault, FaultPlan, TelegramPlatform
from tests.edge.loopback import Bot, play

SECRET = "bí-mật".encode().hex()


@dataclass
class Doorstep:
    """A webhook; `refused` says how often it answers 503 to an update before it takes it."""

    refused: Counter[int] = field(default_factory=Counter)
    pause: float = 0
    url: str = ""
    seen: list[tuple[int, int, str]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    async def take(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        chat = body["message"]["chat"]["id"]
        self.seen.append((body["update_id"], chat, request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")))
        await asyncio.sleep(self.pause)
        self.at_once -= 1
        self.refused[body["update_id"]] -= 1
        return web.Response(status=503 if self.refused[body["update_id"]] >= 0 else 200)

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Doorstep"]:
        app = web.Application()
        app.router.add_post("/hooks/telegram/main", self.take)
        runner = web.AppRunner(app, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/telegram/main"
        try:
            yield self
        finally:
            await runner.cleanup()

    def numbers(self, chat: int) -> list[int]:
        return [number for number, whose, _ in self.seen if whose == chat]


def test_updates_arrive_with_the_secret_and_what_waited_arrives_first() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        async with Doorstep().open() as door:
            platform.user(5).say("trước")
            await bot.result("setWebhook", url=door.url, secret_token=SECRET)
            platform.user(5).say("sau 👋")
            await platform.taken()
            assert door.seen == [(100_001, 5, SECRET), (100_002, 5, SECRET)]

    play(act)


def test_an_update_that_is_not_taken_comes_again_and_holds_up_only_its_own_chat() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        async with Doorstep(Counter({100_001: 2})).open() as door:
            await bot.result("setWebhook", url=door.url)
            platform.user(5).say("một")
            platform.user(5).say("hai")
            platform.user(6).say("xen vào")
            await platform.taken()
            assert door.numbers(5) == [100_001, 100_001, 100_001, 100_002]
            assert door.seen.index((100_003, 6, "")) < door.seen.index((100_002, 5, ""))
            info = await bot.result("getWebhookInfo")
            assert isinstance(info, dict)
            assert str(info["last_error_message"]).startswith("Wrong response from the webhook: 503")

    play(act)


def test_a_webhook_that_is_too_slow_or_away_is_tried_again() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        door = Doorstep(pause=0.4)
        async with door.open():
            await bot.result("setWebhook", url=door.url)
            platform.user(5).say("một")
            await asyncio.sleep(0.3)
            door.pause = 0
            await platform.taken()
            assert len(door.numbers(5)) >= 2
        platform.user(5).say("hai")
        await asyncio.sleep(0.1)
        assert platform.waiting == 1

    play(act, TelegramPlatform(webhook_pause=0.05, webhook_seconds=0.2))


def test_no_more_than_the_wanted_number_is_under_way_and_chats_stay_in_order() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        async with Doorstep(pause=0.01).open() as door:
            await bot.result("setWebhook", url=door.url, max_connections=3)
            for _ in range(4):
                for chat in range(1, 9):
                    platform.user(chat).say("ừ")
            await platform.taken()
            assert door.most_at_once == 3
            assert len(door.seen) == 32
            assert all(door.numbers(chat) == sorted(door.numbers(chat)) for chat in range(1, 9))

    play(act)


def test_polling_and_a_webhook_exclude_each_other() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        await bot.result("setWebhook", url="http://127.0.0.1:9/hooks/telegram/main")
        assert (await bot.refused("getUpdates"))[0] == 409
        platform.user(5).say("chào")
        await bot.result("deleteWebhook")
        assert len(await bot.updates()) == 1
        await bot.result("deleteWebhook", drop_pending_updates=True)
        assert await bot.updates() == []

    play(act)


def test_webhooks_elsewhere_and_bad_secrets_are_refused() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        here = "http://127.0.0.1:9/hook"
        for bad in (
            {"url": "https://example.vn/hook"},
            {"url": here, "secret_token": "bí mật"},
            {"url": here, "max_connections": 101},
        ):
            assert (await bot.refused("setWebhook", **bad))[0] == 400
        info = await bot.result("getWebhookInfo")
        assert isinstance(info, dict)
        assert info["url"] == ""

    play(act)


def test_copies_and_reordered_updates_reach_a_webhook_too() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        async with Doorstep().open() as door:
            await bot.result("setWebhook", url=door.url)
            platform.faults.set(FaultPlan(hold_seconds=0.1))
            platform.faults.script(Fault.REORDERED, chat=5)
            platform.faults.script(Fault.DUPLICATED, chat=6)
            platform.user(5).say("một")
            platform.user(6).say("hai")
            await platform.taken()
            assert [number for number, _, _ in door.seen[:1]] == [100_002]
            assert sorted(number for number, _, _ in door.seen) == [100_001, 100_002, 100_002]

    play(act)


def test_a_later_message_overtakes_an_earlier_one_of_its_chat_only_when_asked() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        async with Doorstep().open() as door:
            await bot.result("setWebhook", url=door.url)
            for within_chat in (False, True):
                platform.faults.set(FaultPlan(hold_seconds=0.05, within_chat=within_chat))
                platform.faults.script(Fault.REORDERED)
                platform.user(5).say("một")
                platform.user(5).say("hai")
                await platform.taken()
            assert door.numbers(5) == [100_001, 100_002, 100_004, 100_003]

    play(act)
