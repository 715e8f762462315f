"""The hook takes only what comes with the secret, in both shapes, and says 200 only to what is kept."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from bench.platforms.zalo import ZaloPlatform
from tests.edge.telegram_talk import Assistant
from tests.edge.zalo_talk import SECRET, assistant, configure

HEADER = "X-Bot-Api-Secret-Token"
HOOK = "/hooks/zalo-bot/main"
LAN = "a1b2c3d4e5f60718293a"
TEXT = {
    "event_name": "message.text.received",
    "message": {
        "message_id": "m1a2b3c4d5e6f7081920",
        "date": 1789033572455,
        "chat": {"chat_type": "PRIVATE", "id": LAN},
        "from": {"id": LAN, "is_bot": False, "display_name": "Lan"},
        "text": "chào ẫ 🌾",
    },
}

Act = Callable[[httpx.AsyncClient, Assistant], Awaitable[None]]


def play(folder: Path, act: Act) -> None:
    """Let somebody call the hook of a program that has no public address."""

    async def run() -> None:
        async with (
            asyncio.timeout(30),
            ZaloPlatform() as platform,
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


@pytest.mark.parametrize("body", [TEXT, {"ok": True, "result": TEXT}])
def test_what_is_taken_is_kept_before_it_is_said(tmp_path: Path, body: dict[str, object]) -> None:
    async def act(client: httpx.AsyncClient, here: Assistant) -> None:
        answer = await client.post(HOOK, json=body)
        assert (answer.status_code, answer.content) == (200, b"")
        assert here.ask("SELECT account, external_id FROM inbox") == [("zalo_bot:main", "m1a2b3c4d5e6f7081920")]
        assert here.ask("SELECT account, address FROM chat") == [("zalo_bot:main", LAN)]

    play(tmp_path, act)


def test_the_same_message_again_in_any_shape_is_taken_and_has_no_effect(tmp_path: Path) -> None:
    async def act(client: httpx.AsyncClient, here: Assistant) -> None:
        bodies = [TEXT, {"ok": True, "result": TEXT}] * 10
        answers = await asyncio.gather(*(client.post(HOOK, json=body) for body in bodies))
        assert {answer.status_code for answer in answers} == {200}
        assert here.ask("SELECT count(*) FROM outbox") == [(1,)]

    play(tmp_path, act)


@pytest.mark.parametrize(
    "headers", [{}, {HEADER: ""}, {HEADER: SECRET[:-1]}, {HEADER: SECRET + "x"}, {HEADER: "bí mật".encode()}]
)
@pytest.mark.parametrize("body", [json.dumps(TEXT).encode(), b""])
def test_without_the_secret_nothing_is_read_or_stored(
    tmp_path: Path, headers: dict[str, str | bytes], body: bytes
) -> None:
    async def act(client: httpx.AsyncClient, here: Assistant) -> None:
        del client.headers[HEADER]
        answer = await client.post(HOOK, content=body, headers=headers)  # type: ignore[arg-type]  # bytes are sent as they are
        assert answer.status_code == 401
        assert stored(here) == 0

    play(tmp_path, act)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 200),
        (b"\r\n", 200),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"<html>", 400),
        (b"[" * 100_000, 400),
        (b"[]", 200),
        (b"7", 200),
        (b"{}", 200),
        (b'{"ok": true, "result": null}', 200),
        (b'{"event_name": "message.unsupported.received"}', 200),
        (b'{"event_name": "message.reaction.received", "message": {}}', 200),
        (b'{"event_name": "message.text.received", "message": []}', 200),
        (json.dumps(TEXT).replace("PRIVATE", "GROUP").encode(), 200),
        (json.dumps(TEXT).replace("false", "true").encode(), 200),
        (b" " * (256 * 1024) + b"{}", 413),
    ],
)
def test_strange_bodies_are_answered_calmly_and_not_stored(tmp_path: Path, body: bytes, status: int) -> None:
    async def act(client: httpx.AsyncClient, here: Assistant) -> None:
        assert (await client.post(HOOK, content=body)).status_code == status
        assert stored(here) == 0

    play(tmp_path, act)


def test_when_the_database_cannot_keep_it_zalo_is_not_told_that_it_was_taken(tmp_path: Path) -> None:
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
        assert (await client.post("/hooks/zalo-bot/khac", json=TEXT)).status_code == 404
        assert (await client.get(HOOK)).status_code in (404, 405)
        assert stored(here) == 0

    play(tmp_path, act)
