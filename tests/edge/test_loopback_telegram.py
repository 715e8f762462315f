"""The loopback Telegram answers as the real one does."""

import asyncio
import json

import aiohttp
import pytest

from bench.platforms.telegram import TOKEN, Limits, Rate, TelegramPlatform
from tests.edge.loopback import Bot, Result, keyboard, play


def test_a_person_writes_and_reads_the_answer() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        lan = platform.user(5, "Lan")
        lan.start("4821")
        (update,) = await bot.updates(timeout=5)
        assert update["message"]["text"] == "/start 4821"  # type: ignore[index]
        await bot.result("sendMessage", chat_id=5, text="<b>Chào bác</b> &amp; cả nhà 👋", parse_mode="HTML")
        (shown,) = await lan.wait_for(1)
        assert shown.text == "Chào bác & cả nhà 👋"
        assert shown.html == "<b>Chào bác</b> &amp; cả nhà 👋"

    play(act)


def test_a_tap_carries_what_the_button_carries_and_is_acknowledged_once() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        lan = platform.user(5)
        lan.say("chào")
        await bot.result("sendMessage", chat_id=5, text="Mời bác", reply_markup=keyboard("a.1.0.0", "a.1.0.1"))
        lan.tap("Chọn 1")
        query = (await bot.updates(offset=100_002))[0]["callback_query"]
        assert isinstance(query, dict)
        assert (query["data"], query["message"]["text"]) == ("a.1.0.1", "Mời bác")
        assert await bot.result("answerCallbackQuery", callback_query_id=query["id"]) is True
        assert platform.record.of("answerCallbackQuery", 5)[0].is_accepted
        status, reason = await bot.refused("answerCallbackQuery", callback_query_id=query["id"])
        assert status == 400
        assert str(reason).startswith("Bad Request: query is too old")

    play(act)


def test_a_tap_cannot_be_acknowledged_late() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        lan = platform.user(5)
        lan.say("chào")
        await bot.result("sendMessage", chat_id=5, text="Mời bác", reply_markup=keyboard("p.1.0"))
        lan.tap(0)
        query = (await bot.updates(offset=100_002))[0]["callback_query"]
        assert isinstance(query, dict)
        assert (await bot.refused("answerCallbackQuery", callback_query_id=query["id"]))[0] == 400

    play(act, TelegramPlatform(query_seconds=-1))


def test_a_blocked_chat_takes_nothing_until_the_person_writes_again() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        lan = platform.user(5)
        lan.say("chào")
        lan.block()
        assert await bot.refused("sendMessage", chat_id=5, text="Chào") == (
            403,
            "Forbidden: bot was blocked by the user",
        )
        lan.say("tôi lại học")
        await bot.result("sendMessage", chat_id=5, text="Mừng bác trở lại")
        kinds = [list(update)[1] for update in await bot.updates()]
        assert kinds == ["message", "my_chat_member", "my_chat_member", "message"]

    play(act)


BAD_MESSAGES: list[tuple[Result, int, str]] = [
    ({"text": ""}, 400, "message text is empty"),
    ({"text": " \n"}, 400, "message text is empty"),
    ({"text": "ẫ" * 4097}, 400, "message is too long"),
    ({"text": "👋" * 2049}, 400, "message is too long"),
    ({"text": "<b>đậm", "parse_mode": "HTML"}, 400, "can't parse entities: Can't find end tag"),
    ({"text": "<div>ô</div>", "parse_mode": "HTML"}, 400, "can't parse entities: Unsupported start tag"),
    ({"text": "2 < 3", "parse_mode": "HTML"}, 400, "can't parse entities: Unsupported start tag"),
    ({"text": "<b><i>ư</b></i>", "parse_mode": "HTML"}, 400, "can't parse entities: Unmatched end tag"),
    ({"text": "ư", "parse_mode": "Markdown"}, 400, "unsupported parse_mode"),
    ({"text": "ư", "reply_markup": keyboard("")}, 400, "BUTTON_DATA_INVALID"),
    ({"text": "ư", "reply_markup": keyboard("đ" * 33)}, 400, "BUTTON_DATA_INVALID"),
    ({"text": "ư", "reply_markup": keyboard(*["a"] * 101)}, 400, "reply markup is too long"),
    ({"text": "ư", "reply_markup": {"inline_keyboard": [["a"]]}}, 400, "can't parse inline keyboard button"),
    ({"text": "ư", "chat_id": -7}, 400, "chat not found"),
    ({"text": "ư", "chat_id": "bà"}, 400, "chat_id must be an integer"),
    ({"text": "ư", "chat_id": None}, 400, "chat_id is empty"),
    ({"text": "ư", "chat_id": 99}, 403, "bot can't initiate conversation with a user"),
]


def test_what_telegram_would_not_take_is_refused_with_its_reason() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        platform.user(5).say("chào")
        for fields, status, reason in BAD_MESSAGES:
            seen, description = await bot.refused("sendMessage", **{"chat_id": 5, **fields})
            assert (seen, reason in str(description)) == (status, True), (fields, description)
        assert platform.user(5).messages == []
        assert [call.is_accepted for call in platform.record.of("sendMessage")] == [False] * len(BAD_MESSAGES)

    play(act, TelegramPlatform(limits=Limits.off()))


def test_the_longest_text_and_the_longest_button_are_taken() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        lan = platform.user(5)
        lan.say("chào")
        await bot.result("sendMessage", chat_id=5, text="ẫ" * 4096, reply_markup=keyboard("đ" * 32))
        await bot.result("sendMessage", chat_id=5, text=f"<b>{'👋' * 2048}</b>", parse_mode="HTML")
        assert [len(shown.text) for shown in lan.messages] == [4096, 2048]

    play(act)


def test_a_wrong_token_an_unknown_method_and_broken_json_are_told_apart() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        assert (await Bot(bot.url, bot.session, "1:sai").ask("getMe"))[0] == 401
        assert (await bot.ask("sendRocket"))[0] == 404
        async with bot.session.post(
            f"{bot.url}/bot{TOKEN}/getMe", data=b"{", headers={"Content-Type": "application/json"}
        ) as answer:
            assert answer.status == 400
        me = await bot.result("getMe")
        assert isinstance(me, dict)
        assert me["is_bot"] is True

    play(act)


def test_forms_parts_and_queries_are_read_like_json() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        lan = platform.user(5)
        lan.say("chào")
        address = f"{bot.url}/bot{TOKEN}"
        form = {"chat_id": "5", "text": "một", "reply_markup": json.dumps(keyboard("p.1.0"))}
        parts = aiohttp.FormData({"chat_id": "5", "caption": "hai ẫ"})
        parts.add_field("photo", b"\x89PNG\r\n\x1a\n", filename="the.png", content_type="image/png")
        async with bot.session.post(f"{address}/sendMessage", data=form) as answer:
            assert answer.status == 200
        async with bot.session.post(f"{address}/sendPhoto", data=parts) as answer:
            assert answer.status == 200
        async with bot.session.get(f"{address}/sendmessage", params={"chat_id": "5", "text": "ba 👋"}) as answer:
            assert answer.status == 200
        assert [shown.text for shown in lan.messages] == ["một", "hai ẫ", "ba 👋"]
        assert [shown.picture for shown in lan.messages] == ["", "data:image/png;base64,iVBORw0KGgo=", ""]
        assert lan.messages[0].labels == ("Chọn 0",)

    play(act)


def test_commands_are_checked() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        good = [{"command": "start", "description": "Bắt đầu"}]
        assert await bot.result("setMyCommands", commands=good) is True
        bad = [{"command": "Bắt đầu", "description": "không được"}]
        assert await bot.refused("setMyCommands", commands=bad) == (400, "Bad Request: BOT_COMMAND_INVALID")

    play(act)


def test_a_chat_takes_three_messages_at_once_and_then_one_a_second() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        for chat in (5, 6):
            platform.user(chat).say("chào")
        for _ in range(3):
            await bot.result("sendMessage", chat_id=5, text="tin")
        status, body = await bot.ask("sendMessage", chat_id=5, text="tin")
        assert (status, body["parameters"]) == (429, {"retry_after": 1})
        await bot.result("sendMessage", chat_id=6, text="tin")
        await asyncio.sleep(1)
        await bot.result("sendMessage", chat_id=5, text="tin")
        assert len(platform.record.accepted(5)) == 4

    play(act)


def test_the_buckets_fill_again_with_time() -> None:
    limits = Limits(Rate(30, 30), Rate(3, 1))
    assert [limits.wait(chat, 0) for chat in range(1, 33)] == [0] * 31 + [1]
    assert [limits.wait(7, 10) for _ in range(4)] == [0, 0, 0, 1]
    assert [limits.wait(7, 12) for _ in range(3)] == [0, 0, 1]
    assert {Limits.off().wait(7, 0) for _ in range(99)} == {0}


def test_no_record_is_kept_of_a_stranger() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        await Bot(bot.url, bot.session, "1:sai").ask("sendMessage", chat_id=5, text="tin")
        assert platform.record.calls == []

    play(act)


def test_a_button_that_is_not_there_cannot_be_tapped() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        with pytest.raises(LookupError):
            platform.user(5).tap("Tiếp")

    play(act)


def test_answers_are_written_as_the_real_one_writes_them() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        async with bot.session.get(f"{bot.url}/bot{TOKEN}/deleteWebhook") as answer:
            assert await answer.read() == b'{"ok":true,"result":true}'
        async with bot.session.get(f"{bot.url}/bot{TOKEN}/sendRocket") as answer:
            assert await answer.read() == b'{"ok":false,"error_code":404,"description":"Not Found"}'

    play(act)
