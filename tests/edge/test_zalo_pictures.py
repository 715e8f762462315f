"""A picture goes out ahead of its words on Zalo, which fetches it, and whatever becomes of it, the words arrive."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bench.platforms.zalo import TOKEN, Fault, FaultPlan, ZaloPlatform
from bot.channels.channel import SendError
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.halting import Halting
from bot.channels.zalo_bot.request import Client
from bot.limits import ZALO_BOT, Budget
from conversation.message import Button, Message, Text
from conversation.pictures import HamletCard, Picture
from storage import team
from tests.edge.telegram_talk import Assistant
from tests.edge.test_telegram_conversation import all_sent
from tests.edge.zalo_talk import play as play_with_the_program

BINH = 7002
CARD = HamletCard("xã Xuân Hưng", "Xóm Đông", date(2026, 11, 22), 12, 412, 3, None, (0, 0, 1, 2, 0, 4, 2, 3), 2, 31, 1)
WEEK = Message((Text("Xóm Đông tuần này ẫ 🌾"),), (Button("Ai cần giúp", 1, "p.1.0"),), picture=CARD)
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class Album:
    """Pictures at one address; None when nobody outside reaches us."""

    address: str | None

    async def drawn(self, picture: Picture) -> bytes | None:
        raise AssertionError("Zalo fetches the picture itself")

    def url(self, picture: Picture) -> str | None:
        return self.address


@asynccontextmanager
async def on_the_wall() -> AsyncIterator[str]:
    """Show one picture somewhere."""

    async def show(request: web.Request) -> web.Response:
        return web.Response(body=PNG, content_type="image/png")

    app = web.Application()
    app.router.add_get("/hinh.png", show)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hinh.png"
    finally:
        await runner.cleanup()


Act = Callable[[ZaloBotChannel, ZaloPlatform, str], Awaitable[None]]


def play(act: Act, plan: FaultPlan | None = None, *, budget: Budget | None = None, address: str | None = "") -> None:
    """Let a channel act on a loopback Zalo on which Bình has written; its pictures are there unless told otherwise."""

    async def run() -> None:
        async with asyncio.timeout(10), ZaloPlatform(plan=plan) as platform, on_the_wall() as wall:
            binh = platform.user(BINH)
            binh.say("chào")
            client = Client(platform.url, TOKEN)
            client.start()
            halting = Halting("zalo_bot:main", budget or Budget(ZALO_BOT))
            channel = ZaloBotChannel("zalo_bot:main", client, halting, Album(wall if address == "" else address))
            try:
                await act(channel, platform, binh.chat_id)
            finally:
                await client.stop()

    asyncio.run(run())


def seen(platform: ZaloPlatform) -> list[str]:
    """Return what Bình sees: "hình" for a picture, the beginning of a text."""
    return ["hình" if shown.picture else shown.text[:8] for shown in platform.user(BINH).messages]


def test_zalo_fetches_a_picture_ahead_of_its_words() -> None:
    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, binh: str) -> None:
        await channel.send(binh, WEEK)
        assert seen(platform) == ["hình", "Xóm Đông"]
        assert platform.user(BINH).messages[1].labels == ("Ai cần giúp",)
        fetched = platform.record.calls[0].picture
        assert fetched is not None
        assert (fetched.status, fetched.size) == (200, len(PNG))

    play(send)


def test_a_program_nobody_reaches_from_outside_leaves_pictures_out() -> None:
    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, binh: str) -> None:
        await channel.send(binh, WEEK)
        assert seen(platform) == ["Xóm Đông"]
        assert [call.method for call in platform.record.calls] == ["sendMessage"]

    play(send, address=None)


def test_a_refused_picture_does_not_hold_up_its_words() -> None:
    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, binh: str) -> None:
        with capture_logs() as logs:
            await channel.send(binh, WEEK)
        assert seen(platform) == ["Xóm Đông"]
        assert [(line["event"], line["reason"]) for line in logs] == [("picture_not_sent", "refused 400")]
        assert "hocso" not in str(logs)

    play(send, address="https://hocso.example.vn/hinh/token.png")


@pytest.mark.parametrize("kind", [Fault.INTERNAL, Fault.SERVER_ERROR, Fault.GATEWAY_TIMEOUT, Fault.HTML])
def test_a_picture_that_fails_does_not_hold_up_its_words(kind: Fault) -> None:
    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, binh: str) -> None:
        await channel.send(binh, WEEK)
        assert seen(platform) == ["Xóm Đông"]

    play(send, FaultPlan(chance={kind: 1}, methods=frozenset({"sendPhoto"})))


@pytest.mark.parametrize("kind", [Fault.QUOTA, Fault.UNAUTHORIZED, Fault.TOO_FAST])
def test_what_concerns_the_account_is_known_by_a_picture(kind: Fault) -> None:
    budget = Budget(ZALO_BOT)

    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, binh: str) -> None:
        platform.faults.script(kind, method="sendPhoto")
        with pytest.raises(SendError) as caught:
            await channel.send(binh, WEEK)
        assert caught.value.is_account
        assert caught.value.retry_after
        assert budget.room() == 0
        assert seen(platform) == []
        await channel.send(binh, WEEK)
        assert seen(platform) == ["hình", "Xóm Đông"]

    play(send, budget=budget)


def test_a_picture_that_arrived_is_not_sent_again_with_its_words() -> None:
    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, binh: str) -> None:
        platform.faults.script(Fault.INTERNAL, method="sendMessage")
        with pytest.raises(SendError):
            await channel.send(binh, WEEK)
        await channel.send(binh, WEEK)
        assert seen(platform) == ["hình", "Xóm Đông"]

    play(send)


def test_another_message_has_its_own_picture() -> None:
    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, binh: str) -> None:
        platform.faults.script(Fault.INTERNAL, method="sendMessage")
        with pytest.raises(SendError):
            await channel.send(binh, WEEK)
        await channel.send(binh, replace(WEEK, bubbles=(Text("Tuần sau"),)))
        assert seen(platform) == ["hình", "hình", "Tuần sau"]

    play(send)


def test_a_leaders_card_arrives_as_picture_and_text(tmp_path: Path) -> None:
    async def act(platform: ZaloPlatform, here: Assistant) -> None:
        now = here.program.clock.now()
        code = await asyncio.to_thread(
            here.program.write, lambda tx: team.invite(tx, "X01", "Anh Bình", now, Random(1))
        )
        binh = platform.user(BINH, "Bình")
        binh.say(code)
        await binh.wait_for(1)
        await all_sent(here)
        binh.choose(0)
        picture, words = (await binh.wait_for(3, 20))[1:]
        [asked] = platform.record.of("sendPhoto")
        assert asked.picture is not None
        assert (asked.picture.status, asked.picture.content_type) == (200, "image/png")
        assert "Xóm Đông" in words.text
        assert len(words.labels) > 3
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{platform.url}/?chat={BINH}") as answer:
                assert f'<img src="{picture.picture}"' in await answer.text()
            async with session.get(picture.picture) as answer:
                assert (await answer.read()).startswith(PNG)

    play_with_the_program(tmp_path, act)
