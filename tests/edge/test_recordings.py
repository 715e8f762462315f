"""A recording from its file to whoever listens: on the page without script, as a voice message, from its address."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs
from telegram import Bot

from bench.platforms.telegram import TOKEN as TELEGRAM_TOKEN
from bench.platforms.telegram import FaultPlan, TelegramPlatform
from bench.platforms.zalo import TOKEN as ZALO_TOKEN
from bench.platforms.zalo import ZaloPlatform
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.request import Request
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.halting import Halting
from bot.channels.zalo_bot.request import Client
from bot.limits import TELEGRAM, ZALO_BOT, Budget
from bot.recording_desk import RecordingDesk
from conversation.message import Button, Message, Text
from conversation.recordings import Recording
from lessons import Course
from lessons.load import load
from tests.running import HERE, Running, make

LAN = 7001
LESSON = "009-cuoc-goi-gia-danh"
SOUND = b"OggS" + b"\x00" * 300
SPOKEN = Message(
    (Text("Tiếng đọc trang này ở tin trên ẫ 🌾"),), (Button("Tiếp", 1, "p.1.0"),), recording=Recording(LESSON, 1)
)


def with_voices(folder: Path, *names: str) -> Course:
    """Return the shipped course with recordings beside a lesson."""
    shutil.copytree(HERE / "lessons/content/vi", folder / "bai")
    for name in names:
        (folder / "bai" / LESSON / name).write_bytes(SOUND)
    return load(folder / "bai")


def on_telegram(
    act: Callable[[TelegramChannel, TelegramPlatform], Awaitable[None]],
    desk: RecordingDesk,
    plan: FaultPlan | None = None,
) -> None:
    async def run() -> None:
        async with asyncio.timeout(10), TelegramPlatform(plan=plan) as platform:
            platform.user(LAN).say("chào")
            request = Request()
            await request.initialize()
            bot = Bot(TELEGRAM_TOKEN, base_url=f"{platform.url}/bot", request=request, get_updates_request=request)
            try:
                await act(TelegramChannel("telegram:main", bot, Budget(TELEGRAM), None, desk), platform)
            finally:
                await request.shutdown()

    asyncio.run(run())


def test_telegram_gets_a_voice_message_ahead_of_the_words(tmp_path: Path) -> None:
    desk = RecordingDesk(lambda: course, "")
    course = with_voices(tmp_path, "voice-1.ogg", "voice-1.m4a")

    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        await channel.send(str(LAN), SPOKEN)
        assert [call.method for call in platform.record.calls] == ["sendVoice", "sendMessage"]

    on_telegram(send, desk)


def test_a_recording_that_is_gone_meanwhile_does_not_hold_the_words_back(tmp_path: Path) -> None:
    course = with_voices(tmp_path, "voice-1.ogg")
    (tmp_path / "bai" / LESSON / "voice-1.ogg").unlink()

    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        await channel.send(str(LAN), SPOKEN)
        assert [call.method for call in platform.record.calls] == ["sendMessage"]

    on_telegram(send, RecordingDesk(lambda: course, ""))


@pytest.mark.parametrize("site", ["https://hocso.example.vn", ""])
def test_zalo_is_told_the_public_address_of_the_aac_file(tmp_path: Path, site: str) -> None:
    course = with_voices(tmp_path, "voice-1.aac", "voice-1.m4a")

    async def run() -> None:
        async with asyncio.timeout(10), ZaloPlatform() as platform:
            platform.user(LAN).say("chào")
            client = Client(platform.url, ZALO_TOKEN)
            client.start()
            channel = ZaloBotChannel(
                "zalo_bot:main",
                client,
                Halting("zalo_bot:main", Budget(ZALO_BOT)),
                None,
                RecordingDesk(lambda: course, site),
            )
            try:
                await channel.send(platform.user(LAN).chat_id, SPOKEN)
            finally:
                await client.stop()
            calls = [call.method for call in platform.record.calls]
            assert calls == (["sendVoice", "sendMessage"] if site else ["sendMessage"])

    with capture_logs() as logs:
        asyncio.run(run())
    assert [line["event"] for line in logs if "not_sent" in str(line["event"])] == []


@pytest.fixture
def program(tmp_path: Path) -> Running:
    program = make(tmp_path)
    with_voices(tmp_path, "voice-1.m4a", "voice-2.m4a", "voice-2.ogg")
    (tmp_path / "bai" / LESSON / "voices.yaml").write_text("machine: [2]\n", "utf-8")
    config = tmp_path / "config.yaml"
    config.write_text(config.read_text("utf-8").replace(f"{HERE}/lessons/content/vi", "bai"), "utf-8")
    return program


def test_the_page_plays_a_recording_without_script_and_tells_a_machine(program: Running) -> None:
    program.start("2026-11-27T08:00x1")
    try:
        with httpx.Client(base_url=program.url) as browser:
            page = browser.get(f"/bai/{LESSON}")
            assert page.text.count("<audio controls") == 2
            assert "<script" not in page.text
            assert "media-src 'self'" in page.headers["content-security-policy"]
            assert page.text.count("Nghe đọc (giọng máy đọc)</figcaption>") == 1
            assert page.text.count("Nghe đọc</figcaption>") == 1
            assert "<audio" not in browser.get("/bai/008").text
            sound = browser.get(f"/tieng/{LESSON}/1.m4a")
            assert (sound.content, sound.headers["content-type"]) == (SOUND, "audio/mp4")
            part = browser.get(f"/tieng/{LESSON}/1.m4a", headers={"Range": "bytes=0-3"})
            assert (part.status_code, part.content) == (206, b"OggS")
            for nothing in (f"{LESSON}/1.ogg", f"{LESSON}/9.m4a", "../../config/1.m4a", f"{LESSON}/1.md"):
                assert browser.get(f"/tieng/{nothing}").status_code == 404
    finally:
        program.stop()
