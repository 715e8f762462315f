"""A person can use the loopback Telegram by hand, and a harness from outside its process."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from bench.platforms.telegram import Fault, TelegramPlatform
from tests.edge.loopback import Bot, Result, keyboard, play

HERE = Path(__file__).parents[2]


async def _control(bot: Bot, path: str, **fields: object) -> Result:
    async with bot.session.post(f"{bot.url}/control/{path}", json=fields) as answer:
        body: Result = await answer.json()
        assert body.get("ok", True) is (answer.status == 200)
        return body


async def _page(bot: Bot, path: str = "/?chat=5", **form: str) -> str:
    ask = bot.session.post(f"{bot.url}{path}", data=form) if form else bot.session.get(f"{bot.url}{path}")
    async with ask as answer:
        assert answer.status == 200
        return await answer.text()


async def _answer(bot: Bot, text: str, *data: str) -> None:
    """Wait for what a person does and answer it."""
    (update,) = await bot.updates(timeout=4)
    await bot.updates(offset=int(str(update["update_id"])) + 1)
    await bot.result("sendMessage", chat_id=5, text=text, parse_mode="HTML", reply_markup=keyboard(*data))


def test_a_person_writes_and_taps_on_the_page() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        assert "Bắt đầu (/start)" in await _page(bot)
        answering = asyncio.create_task(_answer(bot, "<b>Mời bác</b> &lt;học&gt; 👋", "a.1.0.0", "a.1.0.1"))
        page = await _page(bot, "/say", chat="5", text="<i>chào</i>")
        await answering
        assert "&lt;i&gt;chào&lt;/i&gt;" in page
        assert "<b>Mời bác</b> &lt;học&gt; 👋" in page
        answering = asyncio.create_task(_answer(bot, "Đúng rồi ạ."))
        page = await _page(bot, "/tap", chat="5", message="0", button="1")
        await answering
        assert "Đúng rồi ạ." in page
        assert "2 tin của trợ lý" in page

    play(act)


def test_the_page_forgives_what_is_not_there() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        for path in ("/", "/?chat=ba", "/?chat=-1", "/?chat=99999999999999999999"):
            assert "Telegram thử" in await _page(bot, path)
        assert "0 tin" in await _page(bot, "/tap", chat="5", message="7", button="x")
        assert platform.waiting == 0

    play(act)


def test_people_act_and_the_record_is_read_from_outside() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        await _control(bot, "start", chat=5, payload="4821", name="Lan")
        await bot.result("sendMessage", chat_id=5, text="Mời bác", reply_markup=keyboard("p.1.0", "p.1.1"))
        await _control(bot, "tap", chat=5, data="p.1.1")
        await _control(bot, "tap", chat=5, button="Chọn 0")
        await _control(bot, "say", chat=5, text="ừ ẫ 👋")
        await _control(bot, "voice", chat=5)
        assert platform.waiting == 5
        async with bot.session.get(f"{bot.url}/control/record?since=0") as answer:
            record = await answer.json()
        (call,) = record["calls"]
        assert (call["method"], call["chat"], call["status"], call["is_accepted"]) == ("sendMessage", 5, 200, True)
        assert call["buttons"][0][0] == {"label": "Chọn 0", "data": "p.1.0"}
        async with bot.session.get(f"{bot.url}/control/chats/5") as answer:
            assert [message["is_own"] for message in (await answer.json())["messages"]] == [True, False, True, True]

    play(act)


def test_faults_are_set_and_read_from_outside() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        plan = {"seed": 4, "next": [{"fault": "too_many", "times": 2}], "blocked": [6]}
        told = await _control(bot, "faults", **plan)
        assert told["next"] == [{"fault": "too_many", "times": 2, "method": None, "chat": None}]
        assert (await bot.ask("getMe"))[0] == 429
        async with bot.session.get(f"{bot.url}/control/faults") as answer:
            assert (await answer.json())["next"][0]["times"] == 1
        assert platform.record.calls[0].fault is Fault.TOO_MANY

    play(act)


def test_what_the_control_does_not_understand_is_refused_with_a_reason() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        assert "rocket" in str((await _control(bot, "faults", rocket=1))["error"])
        assert "text" in str((await _control(bot, "say", chat=5))["error"])
        assert "0 messages" in str((await _control(bot, "tap", chat=5, button=0))["error"])

    play(act)


def test_the_command_says_how_to_use_it_and_stops_by_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.platforms", "telegram", "--port", "0", "--seconds", "0.1"],
        cwd=HERE,
        env=os.environ | {"PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert "base_url: http://127.0.0.1:" in done.stdout
    assert "HOCSO_TELEGRAM_TOKEN=" in done.stdout
    assert done.stderr == ""


def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        done = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.platforms", "telegram", "--port", str(platform.port)),
            cwd=HERE,
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await done.communicate()
        assert (done.returncode, said.decode().count("\n")) == (1, 1)
        assert "hãy chọn cổng khác" in said.decode()

    play(act)
