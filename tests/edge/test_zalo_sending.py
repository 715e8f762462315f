"""A message goes out as plain texts in their order, and every refusal says what to do next."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from structlog.testing import capture_logs

from bench.platforms.zalo import TOKEN, Fault, FaultPlan, ZaloPlatform
from bot.channels.channel import SendError
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.errors import RefusedError, TooFastError
from bot.channels.zalo_bot.halting import Halting
from bot.channels.zalo_bot.request import Client
from bot.limits import ZALO_BOT, Budget
from conversation.message import Button, Message, Text
from tests.edge.zalo_talk import SECRET_PART

LAN = 7001
ASKS = Message(
    (Text("Xóm <Đông> & **tắt máy** ẫ 🌾"), Text("Bác làm gì?")),
    (Button("Tắt máy", 1, "a.1.0.0"), Button("Chuyển <tiền>", 2, "a.1.0.1")),
)
LONG = Message((Text("a" * 1500), Text("b" * 1500), Text("c" * 1500)), (Button("Tiếp", 1, "p.1.0"),))


def play(
    act: Callable[[ZaloBotChannel, ZaloPlatform, str], Awaitable[None]],
    plan: FaultPlan | None = None,
    token: str = TOKEN,
    budget: Budget | None = None,
) -> None:
    """Let a channel act on a loopback Zalo on which Lan has written."""

    async def run() -> None:
        async with asyncio.timeout(10), ZaloPlatform(plan=plan) as platform:
            lan = platform.user(LAN)
            lan.say("chào")
            client = Client(platform.url, token)
            client.start()
            channel = ZaloBotChannel("zalo_bot:main", client, Halting("zalo_bot:main", budget or Budget(ZALO_BOT)))
            try:
                await act(channel, platform, lan.chat_id)
            finally:
                await client.stop()

    asyncio.run(run())


def test_a_message_with_its_options_is_one_plain_text() -> None:
    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, lan: str) -> None:
        await channel.send(lan, ASKS)
        [call] = platform.record.calls
        assert call.text == "Xóm <Đông> & tắt máy ẫ 🌾\n\nBác làm gì?\n\n1. Tắt máy\n2. Chuyển <tiền>"
        assert platform.user(LAN).messages[0].options == ((1, "Tắt máy"), (2, "Chuyển <tiền>"))

    play(send)


def test_a_long_message_is_several_texts_in_their_order() -> None:
    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, lan: str) -> None:
        await channel.send(lan, LONG)
        assert [shown.text[0] for shown in platform.user(LAN).messages] == ["a", "b", "c"]
        assert platform.user(LAN).messages[-1].labels == ("Tiếp",)

    play(send)


def test_texts_that_were_taken_do_not_go_out_again() -> None:
    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, lan: str) -> None:
        person = platform.user(LAN)
        sending = asyncio.create_task(channel.send(lan, LONG))
        await person.wait_for(1)
        platform.faults.script(Fault.INTERNAL)
        with pytest.raises(SendError):
            await sending
        await channel.send(lan, LONG)
        assert [shown.text[0] for shown in person.messages] == ["a", "b", "c"]

    play(send)


def test_another_message_begins_at_its_beginning() -> None:
    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, lan: str) -> None:
        person = platform.user(LAN)
        sending = asyncio.create_task(channel.send(lan, LONG))
        await person.wait_for(1)
        platform.faults.script(Fault.INTERNAL)
        with pytest.raises(SendError):
            await sending
        await channel.send(lan, ASKS)
        assert person.messages[-1].text.startswith("Xóm <Đông>")

    play(send)


def outcome(error: SendError) -> dict[str, object]:
    return {name: value for name, value in vars(error).items() if value and name != "reason"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Fault.QUOTA, {"is_account": True, "retry_after": 21600}),
        (Fault.UNAUTHORIZED, {"is_account": True, "retry_after": 600}),
        (Fault.TOO_FAST, {"is_account": True, "retry_after": 2}),
        (Fault.INTERNAL, {}),
        (Fault.REQUEST_TIMEOUT, {}),
        (Fault.SERVER_ERROR, {}),
        (Fault.BAD_GATEWAY, {}),
        (Fault.GATEWAY_TIMEOUT, {"is_unsure": True}),
        (Fault.HTML, {"is_unsure": True}),
        (Fault.RESET_AFTER, {"is_unsure": True}),
    ],
)
def test_a_refusal_says_what_to_do_next(kind: Fault, expected: dict[str, object]) -> None:
    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, lan: str) -> None:
        with pytest.raises(SendError) as caught:
            await channel.send(lan, ASKS)
        assert outcome(caught.value) == expected
        assert SECRET_PART not in caught.value.reason

    play(send, FaultPlan(chance={kind: 1}))


def test_a_message_zalo_cannot_take_is_not_tried_again() -> None:
    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, lan: str) -> None:
        for address, message in ((lan, Message(())), ("nguoi-la", ASKS)):
            with pytest.raises(SendError) as caught:
                await channel.send(address, message)
            assert outcome(caught.value) == {"is_refused": True}

    play(send)


def test_somebody_zalo_does_not_serve_is_tried_again_and_holds_up_nobody() -> None:
    budget = Budget(ZALO_BOT)

    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, lan: str) -> None:
        platform.faults.blocked.add(lan)
        with pytest.raises(SendError) as caught:
            await channel.send(lan, ASKS)
        assert outcome(caught.value) == {}
        assert caught.value.reason == "403 Internal server error"
        assert budget.room() == 5

    play(send, budget=budget)


@pytest.mark.parametrize("kind", [Fault.QUOTA, Fault.UNAUTHORIZED, Fault.TOO_FAST])
def test_what_concerns_the_account_closes_it_and_is_told_once(kind: Fault) -> None:
    budget = Budget(ZALO_BOT)

    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, lan: str) -> None:
        with capture_logs() as logs:
            for _ in range(3):
                with pytest.raises(SendError):
                    await channel.send(lan, ASKS)
        assert budget.room() == 0
        assert len(logs) == 1
        assert SECRET_PART not in str(logs)

    play(send, FaultPlan(chance={kind: 1}), budget=budget)


def test_a_wrong_token_concerns_everybody() -> None:
    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, lan: str) -> None:
        with pytest.raises(SendError) as caught:
            await channel.send(lan, ASKS)
        assert caught.value.is_account
        assert caught.value.reason == "token refused"

    play(send, token="1:sai")  # noqa: S106 - it is to be wrong


def test_a_platform_that_is_down_concerns_everybody() -> None:
    async def send(channel: ZaloBotChannel, platform: ZaloPlatform, lan: str) -> None:
        await platform.refuse_connections()
        try:
            with pytest.raises(SendError) as caught:
                await channel.send(lan, ASKS)
        finally:
            await platform.accept_connections()
        assert outcome(caught.value) == {"is_account": True}

    play(send)


class _Hand:
    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_the_gateway_is_left_alone_longer_each_time_until_it_answers() -> None:
    hand = _Hand()
    halting = Halting("zalo_bot:main", Budget(ZALO_BOT, hand), hand)
    pauses = []
    for _ in range(7):
        pauses.append(halting.judge(TooFastError()))
        hand.seconds += 100
    assert pauses == [2, 5, 15, 30, 60, 60, 60]
    halting.went_well()
    assert halting.judge(TooFastError()) == 2


def test_calls_refused_together_count_once() -> None:
    hand = _Hand()
    halting = Halting("zalo_bot:main", Budget(ZALO_BOT, hand), hand)
    assert halting.judge(TooFastError()) == 2
    for _ in range(3):
        assert halting.judge(TooFastError()) == 2
    hand.seconds += 2
    assert halting.judge(TooFastError()) == 5


@pytest.mark.parametrize("code", [400, 403, 404, 408, 426, 500])
def test_what_concerns_one_message_closes_nothing(code: int) -> None:
    budget = Budget(ZALO_BOT)
    assert Halting("zalo_bot:main", budget).judge(RefusedError(code, "?")) is None
    assert budget.room() == 5
