"""What goes wrong with a call to Zalo is told apart, and never says where the call went."""

import asyncio
import json
import logging
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import quote

import pytest
from aiohttp import web

from bench.platforms.zalo import TOKEN, Fault, FaultPlan, ZaloPlatform
from bot.channels.zalo_bot.errors import NotSentError, RefusedError, TooFastError, UnsureError, ZaloError
from bot.channels.zalo_bot.request import Client
from tests.edge.zalo_talk import SECRET_PART

WHO = 7001


def call(
    act: Callable[[Client, ZaloPlatform], Awaitable[object]],
    *,
    plan: FaultPlan | None = None,
    token: str = TOKEN,
    url: str = "",
) -> None:
    """Let a client act on a loopback Zalo, or on whatever is at the address."""

    async def run() -> None:
        async with asyncio.timeout(10), ZaloPlatform(plan=plan) as platform:
            platform.user(WHO).say("chào")
            client = Client(url or platform.url, token)
            client.start()
            try:
                await act(client, platform)
            finally:
                await client.stop()

    asyncio.run(run())


def fault(kind: Fault) -> FaultPlan:
    return FaultPlan.model_validate({"chance": {kind: 1}, "methods": {"sendMessage"}, "hang_seconds": 5})


def nobody_listens() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_a_message_arrives_as_it_was_written() -> None:
    async def send(client: Client, platform: ZaloPlatform) -> None:
        lan = platform.user(WHO)
        await client.send_message(lan.chat_id, "Bác **tắt máy** & hỏi ẫ 🌾")
        assert [shown.text for shown in lan.messages] == ["Bác **tắt máy** & hỏi ẫ 🌾"]

    call(send)


@pytest.mark.parametrize(
    ("kind", "error", "seen"),
    [
        (Fault.TOO_FAST, TooFastError, 0),
        (Fault.SERVER_ERROR, NotSentError, 0),
        (Fault.BAD_GATEWAY, NotSentError, 0),
        (Fault.GATEWAY_TIMEOUT, UnsureError, 0),
        (Fault.HTML, UnsureError, 0),
        (Fault.RESET_BEFORE, UnsureError, 0),
        (Fault.RESET_AFTER, UnsureError, 1),
        (Fault.TIMEOUT_BEFORE, UnsureError, 0),
        (Fault.TIMEOUT_AFTER, UnsureError, 1),
        (Fault.QUOTA, RefusedError, 0),
        (Fault.UNAUTHORIZED, RefusedError, 0),
        (Fault.INTERNAL, RefusedError, 0),
        (Fault.REQUEST_TIMEOUT, RefusedError, 0),
    ],
)
def test_each_fault_says_whether_the_message_may_have_arrived(
    kind: Fault, error: type[ZaloError], seen: int, caplog: pytest.LogCaptureFixture
) -> None:
    async def send(client: Client, platform: ZaloPlatform) -> None:
        lan = platform.user(WHO)
        with pytest.raises(error) as caught:
            await client.call("sendMessage", {"chat_id": lan.chat_id, "text": "Chào bác ẫ 🌾"}, read_seconds=0.5)
        assert type(caught.value) is error
        assert SECRET_PART not in repr(caught.value)
        assert caught.value.__cause__ is None
        assert len(lan.messages) == seen

    caplog.set_level(logging.DEBUG)
    call(send, plan=fault(kind))
    assert SECRET_PART not in caplog.text


@pytest.mark.parametrize(
    ("kind", "code"),
    [(Fault.QUOTA, 429), (Fault.UNAUTHORIZED, 401), (Fault.INTERNAL, 403), (Fault.REQUEST_TIMEOUT, 408)],
)
def test_a_refusal_carries_zalos_own_number_though_the_status_is_200(kind: Fault, code: int) -> None:
    async def send(client: Client, platform: ZaloPlatform) -> None:
        with pytest.raises(RefusedError) as caught:
            await client.send_message(platform.user(WHO).chat_id, "Chào")
        assert caught.value.code == code
        assert platform.record.calls[-1].status == 200

    call(send, plan=fault(kind))


def test_a_call_that_never_left_was_surely_not_sent() -> None:
    async def send(client: Client, platform: ZaloPlatform) -> None:
        with pytest.raises(NotSentError) as caught:
            await client.send_message("x", "Chào")
        assert caught.value.is_unreached
        assert SECRET_PART not in repr(caught.value)

    call(send, url=nobody_listens())
    call(send, url="http://không-có.invalid")


def test_what_zalo_does_not_take_is_refused_for_good() -> None:
    async def refused(client: Client, platform: ZaloPlatform) -> None:
        lan = platform.user(WHO)
        for chat_id, text in ((lan.chat_id, "x" * 2001), (lan.chat_id, "👏" * 1001), (lan.chat_id, ""), ("lạ", "chào")):
            with pytest.raises(RefusedError) as caught:
                await client.send_message(chat_id, text)
            assert caught.value.code == 400
        with pytest.raises(RefusedError) as caught:
            await client.call("sendDocument", {})
        assert caught.value.code == 404

    call(refused)


def test_nothing_new_is_no_error() -> None:
    async def ask(client: Client, platform: ZaloPlatform) -> None:
        assert await client.get_update(1, 5) is not None
        assert await client.get_update(1, 5) is None
        assert platform.record.calls[-1].error_code == 408

    call(ask)


def answering(status: int, body: bytes) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, body=body)

    return answer


def ask_somebody(status: int, body: bytes, token: str = TOKEN) -> ZaloError | None:
    """Return what a call learns from whoever answers like this."""

    async def run() -> ZaloError | None:
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", answering(status, body))
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        client = Client(f"http://127.0.0.1:{runner.addresses[0][1]}", token)
        client.start()
        try:
            await client.get_me()
        except ZaloError as error:
            return error
        finally:
            await client.stop()
            await runner.cleanup()
        return None

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, b"<html>Dang nhap</html>", NotSentError),
        (403, b"<html>Truy cap bi chan</html>", NotSentError),
        (302, b"", NotSentError),
        (503, b"upstream", NotSentError),
        (504, b"<html></html>", UnsureError),
        (200, b"", UnsureError),
        (200, b'{"ok":tr', UnsureError),
        (200, b'{"ok":"true"}', UnsureError),
        (200, b'{"result":{}}', UnsureError),
        (200, b"[]", UnsureError),
        (429, b"<html>429 Too Many Requests</html>", TooFastError),
    ],
)
def test_an_answer_of_somebody_in_between_is_no_answer_of_zalo(
    status: int, body: bytes, error: type[ZaloError]
) -> None:
    assert type(ask_somebody(status, body)) is error


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (200, b'{"ok":false,"error_code":"401","description":"Invalid token"}', 401),
        (200, b'{"ok":false,"errorCode":426}', 426),
        (404, b'{"ok":false,"error_code":null,"description":null}', 404),
        (429, b'{"ok":false,"error_code":429,"description":"Quota exceeded"}', 429),
        (200, b'{"ok":false,"error_code":{"a":1},"description":["?"]}', 200),
    ],
)
def test_the_number_of_a_refusal_is_found_however_it_is_written(status: int, body: bytes, code: int) -> None:
    error = ask_somebody(status, body)
    assert isinstance(error, RefusedError)
    assert error.code == code


@pytest.mark.parametrize("body", [b'{"ok":true}', b'{"ok":true,"result":null,"error_code":0}'])
def test_a_success_may_have_no_result_and_a_number(body: bytes) -> None:
    assert ask_somebody(200, body) is None


SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    quote,
    lambda token: quote(token, safe=""),
    lambda token: quote(token, safe="").lower(),
    lambda token: token.replace(":", "&#58;"),
    lambda token: token.partition(":")[2],
)
TOKENS = ("123:a-b_c", "123:a+b/c=", "123:Ẫ%x")


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("spell", SPELLINGS)
def test_the_token_is_told_in_no_spelling(token: str, spell: Callable[[str], str]) -> None:
    said = f"no such path /bot{spell(token)}/getMe"
    error = ask_somebody(200, json.dumps({"ok": False, "error_code": 400, "description": said}).encode(), token)
    assert error is not None
    assert "no such path" in error.reason
    for hidden in (token, token.partition(":")[2], quote(token, safe=""), quote(token.partition(":")[2])):
        assert hidden.lower() not in error.reason.lower()


def test_a_client_does_not_show_its_token() -> None:
    client = Client("https://bot-api.zaloplatforms.com", TOKEN)
    assert SECRET_PART not in repr(client) + str(client)


def test_nothing_is_called_before_the_start_and_after_the_end() -> None:
    async def run() -> None:
        client = Client("http://127.0.0.1:1", TOKEN)
        with pytest.raises(NotSentError):
            await client.get_me()
        await client.stop()

    asyncio.run(run())


PIXEL = bytes.fromhex("89504e470d0a1a0a")


def test_a_picture_is_fetched_by_zalo_itself() -> None:
    async def run() -> None:
        app = web.Application()

        async def picture(request: web.Request) -> web.Response:
            return web.Response(body=PIXEL, content_type="image/png")

        async def page(request: web.Request) -> web.Response:
            return web.Response(text="<html>", content_type="text/html")

        app.router.add_get("/hinh.png", picture)
        app.router.add_get("/trang", page)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        base = f"http://127.0.0.1:{runner.addresses[0][1]}"

        async def send(client: Client, platform: ZaloPlatform) -> None:
            lan = platform.user(WHO)
            await client.send_photo(lan.chat_id, f"{base}/hinh.png?chu-ky=a.b", "Tiến bộ của bác 👏")
            [shown] = lan.messages
            assert (shown.text, shown.picture) == ("Tiến bộ của bác 👏", f"{base}/hinh.png?chu-ky=a.b")
            found = platform.record.calls[-1].picture
            assert found is not None
            assert (found.status, found.content_type, found.size) == (200, "image/png", len(PIXEL))
            for wrong in (f"{base}/trang", f"{base}/khong-co", nobody_listens(), "data:image/png;base64,AAAA"):
                with pytest.raises(RefusedError):
                    await client.send_photo(lan.chat_id, wrong)
            statuses = [call.picture.status for call in platform.record.calls[1:] if call.picture]
            assert statuses == [200, 404, 0]

        async with ZaloPlatform() as platform:
            platform.user(WHO).say("chào")
            client = Client(platform.url, TOKEN)
            client.start()
            await send(client, platform)
            await client.stop()
        await runner.cleanup()

    asyncio.run(run())
