"""The loopback Telegram fails when it is asked to, in the way it is asked to."""

import asyncio
import gc

import aiohttp
import pytest

from bench.platforms.telegram import TOKEN, Fault, FaultPlan, Limits, TelegramPlatform
from tests.edge.loopback import Bot, keyboard, play


def test_a_plan_begins_the_same_way_for_everybody() -> None:
    async def seen(order: tuple[int, ...]) -> dict[int, list[Fault | None]]:
        async with (
            TelegramPlatform(
                limits=Limits.off(), plan=FaultPlan(seed=3, chance={Fault.TOO_MANY: 0.3, Fault.BAD_GATEWAY: 0.3})
            ) as platform,
            aiohttp.ClientSession() as session,
        ):
            for chat in order:
                platform.user(chat).say("chào")
                fields = {"chat_id": chat, "text": "tin"}
                async with session.post(f"{platform.url}/bot{TOKEN}/sendMessage", json=fields):
                    pass
            return {chat: [call.fault for call in platform.record.of("sendMessage", chat)] for chat in (5, 6)}

    one = asyncio.run(seen((5, 6) * 8))
    assert one == asyncio.run(seen((5,) * 8 + (6,) * 8))
    assert {None, Fault.TOO_MANY, Fault.BAD_GATEWAY} == {*one[5], *one[6]}


async def _send(bot: Bot, text: str = "tin") -> str:
    """Send a message and say what the bot learned of it."""
    try:
        async with bot.session.post(f"{bot.url}/bot{TOKEN}/sendMessage", json={"chat_id": 5, "text": text}) as answer:
            return f"{answer.status} {answer.content_type}"
    except TimeoutError:
        return "time-out"
    except aiohttp.ClientError:
        return "broken"


OUTCOMES = [
    (Fault.TOO_MANY, "429 application/json", 0, 429),
    (Fault.SERVER_ERROR, "500 text/html", 0, 500),
    (Fault.BAD_GATEWAY, "502 text/html", 0, 502),
    (Fault.HTML, "200 text/html", 0, 200),
    (Fault.RESET_BEFORE, "broken", 0, 0),
    (Fault.RESET_AFTER, "broken", 1, 0),
    (Fault.TIMEOUT_BEFORE, "time-out", 0, 0),
    (Fault.TIMEOUT_AFTER, "time-out", 1, 0),
]


@pytest.mark.parametrize(("fault", "learned", "seen", "status"), OUTCOMES)
def test_a_fault_shows_the_bot_and_the_person_what_it_should(
    fault: Fault, learned: str, seen: int, status: int
) -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        platform.user(5).say("chào")
        platform.faults.script(fault, method="sendMessage")
        assert await _send(bot) == learned
        assert len(platform.user(5).messages) == seen
        (call,) = platform.record.calls
        assert (call.status, call.is_accepted, call.fault) == (status, bool(seen), fault)
        assert await _send(bot) == "200 application/json"

    play(act, patience=0.3)


def test_a_call_that_hangs_is_cut_after_a_while() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        platform.user(5).say("chào")
        platform.faults.set(FaultPlan(chance={Fault.TIMEOUT_AFTER: 1}, hang_seconds=0.05))
        assert await _send(bot) == "broken"

    play(act)


def test_faults_keep_to_the_chats_and_methods_they_were_asked_for() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        platform.user(5).say("chào")
        platform.user(6).say("chào")
        platform.faults.set(FaultPlan(chance={Fault.TOO_MANY: 1}, methods=frozenset({"answerCallbackQuery"})))
        platform.faults.script(Fault.BAD_GATEWAY, chat=6, times=2)
        assert await _send(bot) == "200 application/json"
        assert (await bot.refused("answerCallbackQuery", callback_query_id="1"))[0] == 429
        assert [script.times for script in platform.faults.remaining().next] == [2]

    play(act)


def test_a_platform_that_is_down_refuses_connections_and_keeps_what_people_did() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        platform.user(5).say("chào")
        await platform.refuse_connections()
        with pytest.raises(aiohttp.ClientConnectorError):
            await bot.ask("getMe")
        platform.user(5).say("có ai không?")
        await platform.accept_connections()
        assert len(await bot.updates()) == 2

    play(act)


def test_an_update_comes_twice_with_the_same_number_even_when_it_was_confirmed() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        platform.faults.set(FaultPlan(hold_seconds=0.05))
        platform.faults.script(Fault.DUPLICATED)
        platform.user(5).say("một")
        platform.user(5).say("hai")
        one, two = await bot.updates()
        assert await bot.updates(offset=100_003, timeout=4) == [one]
        assert await bot.updates(offset=100_003) == []
        assert two["update_id"] == 100_002

    play(act)


def test_a_tap_comes_again_under_a_new_number() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        lan = platform.user(5)
        lan.say("chào")
        await bot.result("sendMessage", chat_id=5, text="Mời bác", reply_markup=keyboard("a.1.0.0"))
        platform.faults.set(FaultPlan(chance={Fault.REIDENTIFIED: 1}, hold_seconds=0.01))
        lan.tap(0)
        lan.say("không lặp lại lời nói")
        await asyncio.sleep(0.1)
        _, tap, _, again = await bot.updates()
        assert (tap["update_id"], again["update_id"]) == (100_002, 100_004)
        assert tap["callback_query"] == again["callback_query"]

    play(act)


@pytest.mark.parametrize(("within_chat", "is_moved"), [(False, False), (True, True)])
def test_updates_overtake_each_other_within_a_chat_only_when_asked(within_chat: bool, is_moved: bool) -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        platform.faults.set(FaultPlan(chance={Fault.REORDERED: 1}, within_chat=within_chat))
        for chat in (5, 5, 6):
            platform.user(chat).say("ừ")
        numbers = [int(str(update["update_id"])) for update in await bot.updates()]
        assert sorted(numbers) == [100_001, 100_002, 100_003]
        assert numbers != sorted(numbers)
        assert (numbers.index(100_002) < numbers.index(100_001)) is is_moved

    play(act)


def test_an_upload_whose_bot_dies_leaves_nothing_behind() -> None:
    async def act(platform: TelegramPlatform, bot: Bot) -> None:
        address = f"/bot{TOKEN}/sendPhoto"
        part = '--x\r\nContent-Disposition: form-data; name="photo"; filename="hinh.png"\r\n\r\nPNG'
        head = f"POST {address} HTTP/1.1\r\nHost: t\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        _, dying = await asyncio.open_connection("127.0.0.1", platform.port)
        dying.write(f"{head}Content-Length: 90000\r\n\r\n{part}".encode())
        await dying.drain()
        assert await bot.result("getMe")
        dying.transport.abort()
        platform.user(5).say("chào")
        assert await bot.result("sendMessage", chat_id=5, text="Ảnh sau ạ 🌾")
        assert platform.record.of("sendPhoto") == []

    play(act)
    gc.collect()  # a file that nobody closed would say so now
