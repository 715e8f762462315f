"""The hook takes only what comes with the secret, and says 200 only to what is kept."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from bench.platforms.telegram import TelegramPlatform
from tests.edge.telegram_talk import SECRET, Assistant, assistant, configure

HEADER = "X-Telegram-Bot-Api-Secret-Token"
HOOK = "/hooks/telegram/main"
TEXT = {
    "update_id": 1,
    "message": {"message_id": 1, "date": 1, "chat": {"id": 7001, "type": "private"}, "text": "chào ẫ 🌾"},
}

Act = Callable[[httpx.AsyncClient, Assistant], Awaitable[None]]


def play(folder: Path, act: Act) -> None:
    """Let somebody call the hook of a program that has no public address."""

    async def run() -> None:
        async with (
            asyncio.timeout(30),
            TelegramPlatform() as platform,
            assistant(configure(folder, platform.url, "webhook", has_public_url=False)) as here,
            httpx.AsyncClient(base_url=here.url, headers={HEADER: SECRET}) as client,
        ):
            await act(client, here)
            assert platform.record.of("setWebhook") == []

    asyncio.run(run())


def stored(here: Assistant) -> int:
    [(count,)] = here.ask("SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM chat)")
    assert isinstance(count, int)
    return count


def test_what_is_taken_is_kept_before_it_is_said(tmp_path: Path) -> None:
    async def act(client: httpx.AsyncClient, here: Assistant) -> None:
        answer = await client.post(HOOK, json=TEXT)
        assert (answer.status_code, answer.content) == (200, b"")
        assert here.ask("SELECT account, external_id FROM inbox") == [("telegram:main", "u1")]
        assert here.ask("SELECT account, address FROM chat") == [("telegram:main", "7001")]

    play(tmp_path, act)


def test_the_same_update_again_is_taken_and_has_no_effect(tmp_path: Path) -> None:
    async def act(client: httpx.AsyncClient, here: Assistant) -> None:
        answers = await asyncio.gather(*(client.post(HOOK, json=TEXT) for _ in range(20)))
        assert {answer.status_code for answer in answers} == {200}
        assert here.ask("SELECT count(*) FROM outbox") == [(1,)]

    play(tmp_path, act)


@pytest.mark.parametrize(
    "headers", [{}, {HEADER: ""}, {HEADER: SECRET[:-1]}, {HEADER: SECRET + "x"}, {HEADER: "bí mật".encode()}]
)
def test_without_the_secret_nothing_is_read_or_stored(tmp_path: Path, headers: dict[str, str | bytes]) -> None:
    async def act(client: httpx.AsyncClient, here: Assistant) -> None:
        del client.headers[HEADER]
        answer = await client.post(HOOK, json=TEXT, headers=headers)  # type: ignore[arg-type]  # bytes are sent as they are
        assert answer.status_code == 401
        assert stored(here) == 0

    play(tmp_path, act)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"<html>", 400),
        (b'{"update_id": 1, "message": {"text": "\\ud83d"}', 400),
        (b"[" * 100_000, 400),
        (b"[]", 200),
        (b"7", 200),
        (b'{"update_id": "x"}', 200),
        (b'{"update_id": 1e400}', 200),
        (b'{"update_id": 5}', 200),
        (b'{"update_id": 5, "message": []}', 200),
        (json.dumps({"update_id": 5, "edited_message": TEXT["message"]}).encode(), 200),
        (json.dumps({"update_id": 5, "callback_query": {"id": "1", "data": "a.1.1.1"}}).encode(), 200),
        (json.dumps(TEXT).replace("private", "supergroup").encode(), 200),
        (b" " * (256 * 1024) + b"{}", 413),
    ],
)
def test_strange_bodies_are_answered_calmly_and_not_stored(tmp_path: Path, body: bytes, status: int) -> None:
    async def act(client: httpx.AsyncClient, here: Assistant) -> None:
        assert (await client.post(HOOK, content=body)).status_code == status
        assert stored(here) == 0

    play(tmp_path, act)


def test_a_button_that_is_not_this_chats_changes_nothing(tmp_path: Path) -> None:
    async def act(client: httpx.AsyncClient, here: Assistant) -> None:
        for number, button in enumerate(("a.1.0.0", "a.zzzzzzzzzzzz.0.0", "p.zz.9", "đồng ý", "a.1.-1.0", "")):
            tap = {"id": str(number), "data": button, "message": {"chat": TEXT["message"]["chat"]}}  # type: ignore[index]
            answer = await client.post(HOOK, json={"update_id": 10 + number, "callback_query": tap})
            assert answer.status_code == 200
        assert here.ask("SELECT count(*) FROM answer") == [(0,)]
        assert here.ask("SELECT count(*) FROM learner") == [(0,)]
        assert here.ask("SELECT count(*) FROM failure") == [(0,)]

    play(tmp_path, act)


def test_when_the_database_cannot_keep_it_telegram_must_come_again(tmp_path: Path) -> None:
    async def act(client: httpx.AsyncClient, here: Assistant) -> None:
        with here.program.engine.connect() as other:
            other.exec_driver_sql("ALTER TABLE inbox RENAME TO away")
            other.commit()
        assert (await client.post(HOOK, json=TEXT)).status_code == 503
        with here.program.engine.connect() as other:
            other.exec_driver_sql("ALTER TABLE away RENAME TO inbox")
            other.commit()
        assert (await client.post(HOOK, json=TEXT)).status_code == 200
        assert here.ask("SELECT count(*) FROM outbox") == [(1,)]

    play(tmp_path, act)


def test_there_is_no_hook_of_another_account_and_none_to_look_at(tmp_path: Path) -> None:
    async def act(client: httpx.AsyncClient, here: Assistant) -> None:
        assert (await client.post("/hooks/telegram/khac", json=TEXT)).status_code == 404
        assert (await client.get(HOOK)).status_code in (404, 405)
        assert stored(here) == 0

    play(tmp_path, act)
