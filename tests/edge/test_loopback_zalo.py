"""The loopback Zalo answers as the real one is known to."""

import asyncio
import os
import subprocess
import sys
import time

import aiohttp
import pytest

from bench.platforms.zalo import TOKEN, ZaloPlatform
from tests.edge.waiting import until
from tests.edge.zalo_loopback import Bot, Result, hook, play
from tests.running import HERE


def test_a_person_writes_and_reads_the_answer() -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        lan = platform.user(5, "Lan 🌾")
        lan.say("chào ẫ")
        event = await bot.result("getUpdates", timeout="5")
        message = event["message"]
        assert isinstance(message, dict)
        assert (event["event_name"], message["text"]) == ("message.text.received", "chào ẫ")
        assert message["from"] == {"id": lan.chat_id, "is_bot": False, "display_name": "Lan 🌾"}
        assert len(lan.chat_id) == len(message["message_id"]) == 20
        await bot.result("sendMessage", chat_id=lan.chat_id, text="Chào bác\n\n1. Tiếp\n2. Để mai")
        (shown,) = await lan.wait_for(1)
        assert shown.options == ((1, "Tiếp"), (2, "Để mai"))
        lan.choose("Để mai")
        assert (await bot.result("getUpdates"))["message"]["text"] == "2"  # type: ignore[index]

    play(act)


def test_an_event_is_read_once() -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        platform.user(5).say("một")
        platform.user(6).say("hai")
        texts = [(await bot.result("getUpdates"))["message"]["text"] for _ in range(2)]  # type: ignore[index]
        assert texts == ["một", "hai"]
        begun = time.monotonic()
        assert await bot.refused("getUpdates", timeout=1) == (408, "Request timeout")
        assert 0.9 < time.monotonic() - begun < 2

    play(act)


def test_what_comes_while_nobody_asks_may_be_gone() -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        lan = platform.user(5)
        lan.say("nhắn lúc máy tắt")
        asking = asyncio.create_task(bot.result("getUpdates", timeout=5))
        await asyncio.sleep(0.2)
        lan.say("nhắn lúc máy chờ")
        assert (await asking)["message"]["text"] == "nhắn lúc máy chờ"  # type: ignore[index]

    play(act, ZaloPlatform(keeps_unasked=False))


def test_with_a_hook_asking_brings_nothing_and_no_error() -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        async with hook() as (url, came):
            await bot.result("setWebhook", url=url, secret_token="12345678")  # noqa: S106 - opens nothing
            platform.user(5).say("chào")
            assert await bot.refused("getUpdates", timeout=1) == (408, "Request timeout")
            await until(lambda: len(came) == 2)
            await bot.result("deleteWebhook")
            platform.user(5).say("chào lại")
            assert (await bot.result("getUpdates"))["message"]["text"] == "chào lại"  # type: ignore[index]

    play(act)


REFUSED: list[tuple[str, Result, int]] = [
    ("sendMessage", {"text": "chào"}, 400),
    ("sendMessage", {"chat_id": "{lan}"}, 400),
    ("sendMessage", {"chat_id": "{lan}", "text": " "}, 400),
    ("sendMessage", {"chat_id": "{lan}", "text": "ẫ" * 2001}, 400),
    ("sendMessage", {"chat_id": "{lan}", "text": "👋" * 1001}, 400),
    ("sendMessage", {"chat_id": "{lan}", "text": "chào", "parse_mode": "rst"}, 400),
    ("sendMessage", {"chat_id": "nguoi-la", "text": "chào"}, 400),
    ("sendPhoto", {"chat_id": "{lan}"}, 400),
    ("sendPhoto", {"chat_id": "{lan}", "photo": "data:image/png;base64,AA"}, 400),
    ("sendPhoto", {"chat_id": "{lan}", "photo": "https://example.vn/a.png"}, 400),
    ("sendVoice", {"chat_id": "{lan}", "voice_url": "https://example.vn/a.mp3"}, 400),
    ("sendChatAction", {"chat_id": "{lan}", "action": "flying"}, 400),
    ("setWebhook", {"url": "https://example.vn/hook", "secret_token": "12345678"}, 400),
    ("setWebhook", {"url": "http://127.0.0.1:1/", "secret_token": "1234567"}, 400),
    ("setWebhook", {"url": "http://127.0.0.1:1/"}, 400),
    ("getUpdates", {"timeout": "lâu"}, 400),
    ("sendDocument", {"chat_id": "{lan}"}, 404),
    ("sendmessage", {"chat_id": "{lan}", "text": "chào"}, 404),
    ("getMe", {"token": "1:sai"}, 401),
]


@pytest.mark.parametrize(("method", "fields", "code"), REFUSED)
def test_a_refusal_comes_with_status_200(method: str, fields: Result, code: int) -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        lan = platform.user(5)
        lan.say("chào")
        filled = {name: lan.chat_id if value == "{lan}" else value for name, value in fields.items()}
        assert (await bot.refused(method, **filled))[0] == code
        assert platform.record.calls[-1].error_code == code
        assert lan.messages == []

    play(act)


def test_parts_of_a_body_are_not_read_but_forms_are() -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        lan = platform.user(5)
        lan.say("chào")
        address = f"{bot.url}/bot{TOKEN}/sendMessage"
        fields = {"chat_id": lan.chat_id, "text": "Chào bác"}
        with aiohttp.MultipartWriter("form-data") as parts:
            for name, value in fields.items():
                parts.append(value).set_content_disposition("form-data", name=name)
        async with bot.session.post(address, data=parts) as answer:
            assert (await answer.json())["description"] == "Bad request: The chat_id must not be empty"
        async with bot.session.post(address, data=fields) as answer:
            assert (await answer.json())["ok"] is True

    play(act)


def test_an_action_succeeds_without_a_result() -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        lan = platform.user(5)
        lan.say("chào")
        assert await bot.ask("sendChatAction", chat_id=lan.chat_id, action="typing") == {"ok": True, "error_code": 0}

    play(act)


def test_what_is_not_passed_on_may_come_without_a_message() -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        lan = platform.user(5)
        lan.send_unsupported(has_message=False)
        lan.send_unsupported()
        assert await bot.result("getUpdates") == {"event_name": "message.unsupported.received"}
        assert "message" in await bot.result("getUpdates")

    play(act)


def test_person_number_fifty_one_is_not_served() -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        for number in range(1, 4):
            platform.user(number).say("chào")
        assert platform.waiting == 2
        assert (await bot.refused("sendMessage", chat_id=platform.user(3).chat_id, text="x"))[0] == 403
        await bot.result("sendMessage", chat_id=platform.user(2).chat_id, text="x")

    play(act, ZaloPlatform(most_people=2))


def test_after_the_months_messages_none_is_taken() -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        lan = platform.user(5)
        lan.say("chào")
        await bot.result("sendMessage", chat_id=lan.chat_id, text="cuối")
        assert await bot.refused("sendMessage", chat_id=lan.chat_id, text="thêm") == (429, "Quota exceeded")
        assert platform.sent == 1

    play(act, ZaloPlatform(quota=1))


def test_calls_too_fast_are_refused_in_html() -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        seen = []
        for _ in range(5):
            async with bot.session.post(f"{bot.url}/bot{TOKEN}/getMe") as answer:
                seen.append((answer.status, answer.content_type))
        assert seen == [(200, "application/json")] * 2 + [(429, "text/html")] * 3

    play(act, ZaloPlatform(calls_per_second=2))


def test_a_person_writes_on_the_page_and_sees_the_answer_escaped() -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        async def answer_one() -> None:
            event = await bot.result("getUpdates")
            chat = event["message"]["chat"]["id"]  # type: ignore[index]
            await bot.result("sendMessage", chat_id=chat, text="<b>Chào</b> bác\n\n1. Tiếp")

        answering = asyncio.create_task(answer_one())
        async with bot.session.post(f"{bot.url}/say", data={"chat": "5", "text": "chào"}) as page:
            shown = await page.text()
        await answering
        assert "&lt;b&gt;Chào&lt;/b&gt; bác" in shown
        assert 'name="text" value="1"' in shown

    play(act)


def test_people_faults_and_record_are_reached_from_outside() -> None:
    async def control(bot: Bot, path: str, /, **fields: object) -> Result:
        async with bot.session.post(f"{bot.url}/control/{path}", json=fields) as answer:
            body: Result = await answer.json()
            return body

    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        assert await control(bot, "say", chat=5, text="chào") == {"ok": True}
        for what in ("voice", "picture", "sticker", "unsupported", "nothing"):
            assert await control(bot, "send", chat=5, what=what) == {"ok": True}
        assert platform.waiting == 6
        await control(bot, "faults", next=[{"fault": "quota"}])
        fields = {"chat_id": platform.user(5).chat_id, "text": "1. Tiếp"}
        assert (await bot.refused("sendMessage", **fields))[0] == 429
        await bot.result("sendMessage", **fields)
        assert await control(bot, "choose", chat=5, option="Tiếp") == {"ok": True}
        assert "no option" in str((await control(bot, "choose", chat=5, option=3))["error"])
        assert "rocket" in str((await control(bot, "faults", rocket=1))["error"])
        async with bot.session.get(f"{bot.url}/control/record") as answer:
            record = await answer.json()
        assert [call["error_code"] for call in record["calls"]] == [429, 0]
        async with bot.session.get(f"{bot.url}/control/chats/5") as answer:
            assert [one["text"] for one in (await answer.json())["messages"]][-1] == "1"

    play(act)


def test_the_command_says_how_to_use_it_and_stops_by_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.platforms", "zalo", "--port", "0", "--seconds", "0.1"],
        cwd=HERE,
        env=os.environ | {"PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert "base_url: http://127.0.0.1:" in done.stdout
    assert "HOCSO_ZALO_BOT_TOKEN=" in done.stdout
    assert done.stderr == ""
