"""What goes wrong with a call to Telegram is told apart, and never says where the call went."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError

from bench.platforms.telegram import TOKEN, Fault, FaultPlan, TelegramPlatform
from bot.channels.telegram.request import NotSentError, Request, TooManyError, UnsureError

WHO = 7001
SECRET_PART = TOKEN.partition(":")[2]


def call(
    act: Callable[[Bot, TelegramPlatform], Awaitable[object]],
    *,
    plan: FaultPlan | None = None,
    token: str = TOKEN,
    url: str = "",
    proxy: str | None = None,
) -> None:
    """Let a bot act on a loopback Telegram, or on whatever is at the address."""

    async def run() -> None:
        async with asyncio.timeout(10), TelegramPlatform(plan=plan) as platform:
            platform.user(WHO).say("chào")
            request = Request(proxy)
            await request.initialize()
            bot = Bot(token, base_url=f"{url or platform.url}/bot", request=request, get_updates_request=request)
            try:
                await act(bot, platform)
            finally:
                await request.shutdown()

    asyncio.run(run())


async def _send(bot: Bot, platform: TelegramPlatform) -> None:
    await bot.send_message(WHO, "Chào bác ẫ 🌾", read_timeout=1)


def fault(kind: Fault, **more: float) -> FaultPlan:
    return FaultPlan.model_validate({"chance": {kind: 1}, "methods": {"sendMessage"}, "hang_seconds": 5, **more})


def nobody_listens() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_a_message_arrives_as_it_was_written() -> None:
    async def send(bot: Bot, platform: TelegramPlatform) -> None:
        await bot.send_message(WHO, "Bác <b>tắt máy</b> &amp; hỏi ẫ 🌾", parse_mode="HTML")
        [shown] = platform.user(WHO).messages
        assert shown.text == "Bác tắt máy & hỏi ẫ 🌾"

    call(send)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (Fault.TOO_MANY, TooManyError),
        (Fault.SERVER_ERROR, NotSentError),
        (Fault.BAD_GATEWAY, NotSentError),
        (Fault.HTML, UnsureError),
        (Fault.RESET_BEFORE, UnsureError),
        (Fault.RESET_AFTER, UnsureError),
        (Fault.TIMEOUT_BEFORE, UnsureError),
        (Fault.TIMEOUT_AFTER, UnsureError),
    ],
)
def test_each_fault_says_whether_the_message_may_have_arrived(
    kind: Fault, error: type[TelegramError], caplog: pytest.LogCaptureFixture
) -> None:
    async def send(bot: Bot, platform: TelegramPlatform) -> None:
        with pytest.raises(error) as caught:
            await _send(bot, platform)
        assert type(caught.value) is error
        assert SECRET_PART not in repr(caught.value)
        assert caught.value.__cause__ is None

    caplog.set_level(logging.INFO)
    call(send, plan=fault(kind))
    assert SECRET_PART not in caplog.text


def test_too_many_calls_say_how_long_to_wait() -> None:
    async def send(bot: Bot, platform: TelegramPlatform) -> None:
        with pytest.raises(TooManyError) as caught:
            await _send(bot, platform)
        assert caught.value.seconds == 17

    call(send, plan=fault(Fault.TOO_MANY, retry_after=17))


def test_a_call_that_never_left_was_surely_not_sent() -> None:
    async def send(bot: Bot, platform: TelegramPlatform) -> None:
        with pytest.raises(NotSentError) as caught:
            await _send(bot, platform)
        assert caught.value.is_unreached
        assert SECRET_PART not in repr(caught.value)

    call(send, url=nobody_listens())
    call(send, url="http://không-có.invalid")
    call(send, proxy=nobody_listens())


def test_a_proxy_carries_the_call() -> None:
    async def through(bot: Bot, platform: TelegramPlatform) -> None:
        request = Request(platform.url)
        await request.initialize()
        try:
            status, _ = await request.do_request(f"http://api.telegram.invalid/bot{TOKEN}/getMe", "GET")
        finally:
            await request.shutdown()
        assert status == 200

    call(through)


def test_refusals_of_the_platform_are_the_librarys_own() -> None:
    async def refused(bot: Bot, platform: TelegramPlatform) -> None:
        with pytest.raises(BadRequest):
            await bot.send_message(-5, "nhóm")
        with pytest.raises(Forbidden):
            await bot.send_message(7999, "người lạ")
        with pytest.raises(BadRequest):
            await bot.send_message(WHO, "<b>dở dang", parse_mode="HTML")
        await bot.set_webhook(f"{platform.url}/hook")
        with pytest.raises(Conflict):
            await bot.get_updates()

    call(refused)


def test_a_wrong_token_is_known_as_such() -> None:
    async def refused(bot: Bot, platform: TelegramPlatform) -> None:
        with pytest.raises(InvalidToken):
            await _send(bot, platform)

    call(refused, token="1:sai")  # noqa: S106 - it is to be wrong


def answering(answer: bytes) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def answer_all(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    return answer_all


def http(status: int, body: bytes, length: int | None = None) -> bytes:
    head = (
        f"HTTP/1.1 {status} -\r\nContent-Length: {len(body) if length is None else length}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (http(403, b"<html>Truy cap bi chan</html>"), NotSentError),
        (http(407, b""), NotSentError),
        (http(302, b""), NotSentError),
        (http(503, b"upstream"), NotSentError),
        (http(504, b"<html></html>"), UnsureError),
        (http(200, b""), UnsureError),
        (http(200, b'{"ok":tr'), UnsureError),
        (http(200, b'{"ok":true,"result":{}}', 500), UnsureError),
        (http(500, b'{"ok":false,"error_code":500,"description":"Internal"}'), NetworkError),
        (http(429, b'{"ok":false,"error_code":429,"description":"?"}'), TooManyError),
        (b"khong phai HTTP\r\n\r\n", UnsureError),
        (b"", UnsureError),
    ],
)
def test_an_answer_of_somebody_in_between_is_no_answer_of_telegram(answer: bytes, error: type[TelegramError]) -> None:
    async def run() -> None:
        server = await asyncio.start_server(answering(answer), "127.0.0.1", 0)
        request = Request()
        await request.initialize()
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"
        bot = Bot(TOKEN, base_url=address, request=request, get_updates_request=request)
        try:
            with pytest.raises(error) as caught:
                await bot.get_me()
            assert type(caught.value) is error
        finally:
            await request.shutdown()
            server.close()
            await server.wait_closed()

    asyncio.run(run())


def test_nothing_is_called_before_the_start_and_after_the_end() -> None:
    async def run() -> None:
        request = Request()
        with pytest.raises(NotSentError):
            await request.do_request("http://127.0.0.1:1/", "GET")
        await request.shutdown()

    asyncio.run(run())
