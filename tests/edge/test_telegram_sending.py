"""A message goes out as one call, a tap is acknowledged with another, and every refusal says what to do next."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from telegram import Bot

from bench.platforms.telegram import TOKEN, Fault, FaultPlan, TelegramPlatform
from bot.channels.channel import SendError
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.request import Request
from bot.limits import TELEGRAM, Budget, Rates
from conversation.message import Button, Message, Text
from tests.edge.waiting import until

LAN = 7001
ASKS = Message(
    (Text("Xóm <Đông> & **tắt máy** ẫ 🌾"), Text("Bác làm gì?")),
    (Button("Tắt máy", 1, "a.1.0.0"), Button("Chuyển <tiền>", 2, "a.1.0.1")),
)


def play(
    act: Callable[[TelegramChannel, TelegramPlatform], Awaitable[None]],
    plan: FaultPlan | None = None,
    token: str = TOKEN,
    rates: Rates = TELEGRAM,
) -> None:
    """Let a channel act on a loopback Telegram on which Lan has written."""

    async def run() -> None:
        async with asyncio.timeout(10), TelegramPlatform(plan=plan) as platform:
            platform.user(LAN).say("chào")
            platform.faults.blocked |= platform.faults.plan.blocked  # writing has let the bot in
            request = Request()
            await request.initialize()
            bot = Bot(token, base_url=f"{platform.url}/bot", request=request, get_updates_request=request)
            channel = TelegramChannel("telegram:main", bot, Budget(rates))
            try:
                await act(channel, platform)
            finally:
                await channel.stop()
                await request.shutdown()

    asyncio.run(run())


def test_a_message_with_its_buttons_is_one_call() -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        await channel.send(str(LAN), ASKS)
        [call] = platform.record.calls
        assert (call.method, call.chat) == ("sendMessage", LAN)
        assert call.text == "Xóm &lt;Đông&gt; &amp; <b>tắt máy</b> ẫ 🌾\n\nBác làm gì?"
        [shown] = platform.user(LAN).messages
        assert shown.text == "Xóm <Đông> & tắt máy ẫ 🌾\n\nBác làm gì?"
        assert [[button.label for button in row] for row in shown.keyboard] == [["Tắt máy"], ["Chuyển <tiền>"]]
        assert [button.data for button in shown.buttons] == ["a.1.0.0", "a.1.0.1"]

    play(send)


def test_the_longest_message_is_taken() -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        await channel.send(str(LAN), Message((Text("**👏** & 👏 " * 2000),)))
        assert len(platform.user(LAN).messages) == 1

    play(send)


def outcome(error: SendError) -> dict[str, object]:
    return {name: value for name, value in vars(error).items() if value and name != "reason"}


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ({"chance": {Fault.TOO_MANY: 1}, "retry_after": 9}, {"retry_after": 9}),
        ({"chance": {Fault.SERVER_ERROR: 1}}, {}),
        ({"chance": {Fault.BAD_GATEWAY: 1}}, {}),
        ({"chance": {Fault.HTML: 1}}, {"is_unsure": True}),
        ({"chance": {Fault.RESET_AFTER: 1}}, {"is_unsure": True}),
        ({"blocked": {LAN}}, {"is_gone": True}),
    ],
)
def test_a_refusal_says_what_to_do_next(plan: dict[str, object], expected: dict[str, object]) -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        with pytest.raises(SendError) as caught:
            await channel.send(str(LAN), ASKS)
        assert outcome(caught.value) == expected
        assert TOKEN not in caught.value.reason

    play(send, FaultPlan.model_validate(plan))


def test_a_message_the_platform_cannot_read_is_not_tried_again() -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        with pytest.raises(SendError) as caught:
            await channel.send(str(LAN), Message(()))
        assert outcome(caught.value) == {"is_refused": True}

    play(send)


def test_a_refused_token_concerns_everybody() -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        with pytest.raises(SendError) as caught:
            await channel.send(str(LAN), ASKS)
        assert outcome(caught.value) == {"is_account": True}

    play(send, token="1:sai")  # noqa: S106 - it is to be wrong


def test_a_platform_that_is_down_concerns_everybody() -> None:
    async def send(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        await platform.refuse_connections()
        try:
            with pytest.raises(SendError) as caught:
                await channel.send(str(LAN), ASKS)
        finally:
            await platform.accept_connections()
        assert outcome(caught.value) == {"is_account": True}

    play(send)


async def _acknowledgements(platform: TelegramPlatform, count: int) -> None:
    await until(lambda: len(platform.record.of("answerCallbackQuery")) == count)


def test_a_tap_is_acknowledged_without_waiting_for_it() -> None:
    async def tap(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        channel.acknowledge("4000")
        assert platform.record.calls == []
        await _acknowledgements(platform, 1)

    play(tap)


def test_an_acknowledgement_that_fails_is_not_tried_again() -> None:
    async def tap(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        channel.acknowledge("lạ")
        await _acknowledgements(platform, 1)
        await asyncio.sleep(0.2)
        assert len(platform.record.calls) == 1

    play(tap)


def test_acknowledgements_leave_room_for_messages() -> None:
    async def tap(channel: TelegramChannel, platform: TelegramPlatform) -> None:
        for number in range(300):
            channel.acknowledge(str(number))
        await asyncio.sleep(0.1)
        assert len(platform.record.calls) <= 3
        await channel.send(str(LAN), ASKS)
        assert platform.record.calls[-1].status == 200

    play(tap, rates=Rates(4, 4, 1, 3))
