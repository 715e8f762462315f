"""The loopback Zalo calls a hook as the real one does, and fails when it is asked to."""

import asyncio

import aiohttp
import pytest

from bench.platforms.zalo import TOKEN, Fault, FaultPlan, Shape, ZaloPlatform
from tests.edge.waiting import until
from tests.edge.zalo_loopback import Bot, hook, play


@pytest.mark.parametrize(
    ("shape", "wrapped"),
    [(Shape.FLAT, [False] * 3), (Shape.WRAPPED, [True] * 3), (Shape.ALTERNATE, [False, True, False])],
)
def test_events_are_brought_with_the_secret_in_the_shape_that_was_chosen(shape: Shape, wrapped: list[bool]) -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        async with hook() as (url, came):
            result = await bot.result("setWebhook", url=url, secret_token="bi-mat-day")  # noqa: S106 - opens nothing
            assert result["verification"]["outcome"] == "webhook.ok"  # type: ignore[index]
            assert came == [("bi-mat-day", None)]
            lan = platform.user(5)
            for number in range(3):
                lan.say(f"tin {number}")
            await platform.taken()
            assert {secret for secret, _ in came} == {"bi-mat-day"}
            bodies = [body for _, body in came[1:]]
            assert ["result" in body for body in bodies if isinstance(body, dict)] == wrapped
            assert [one.is_wrapped for one in platform.record.deliveries] == wrapped

    play(act, ZaloPlatform(shape=shape))


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(403, "webhook.http.403"), (404, "webhook.http.404"), (503, "webhook.http.5xx"), (401, "webhook.http.other")],
)
def test_a_hook_that_refuses_is_kept_all_the_same(status: int, outcome: str) -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        async with hook(status) as (url, came):
            result = await bot.result("setWebhook", url=url, secret_token="bi-mat-day")  # noqa: S106 - opens nothing
            assert result["verification"]["outcome"] == outcome  # type: ignore[index]
            assert (await bot.result("getWebhookInfo"))["url"] == url
            platform.user(5).say("chào")
            await platform.taken()
            await until(lambda: len(platform.record.deliveries) == 2)
            assert [one.status for one in platform.record.deliveries] == [status] * 2
            assert len(came) == 3

    play(act, ZaloPlatform(hook_tries=2))


def test_a_hook_where_nobody_is_cannot_be_verified() -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        result = await bot.result("setWebhook", url="http://127.0.0.1:1/", secret_token="bi-mat-day")  # noqa: S106
        assert result["verification"]["outcome"] == "webhook.err.conn"  # type: ignore[index]

    play(act)


@pytest.mark.parametrize(("fault", "count"), [(Fault.DUPLICATED, 2), (Fault.LOST, 0)])
def test_an_event_may_come_twice_or_never(fault: Fault, count: int) -> None:
    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        async with hook() as (url, came):
            await bot.result("setWebhook", url=url, secret_token="bi-mat-day")  # noqa: S106 - opens nothing
            platform.faults.script(fault)
            platform.user(5).say("một")
            platform.user(5).say("hai")
            await platform.taken()
            texts = [body["message"]["text"] for _, body in came[1:]]  # type: ignore[index]
            assert texts == ["một"] * count + ["hai"]

    play(act)


OUTCOMES = [
    (Fault.QUOTA, "200 application/json", 0, 200, 429),
    (Fault.UNAUTHORIZED, "200 application/json", 0, 200, 401),
    (Fault.INTERNAL, "200 application/json", 0, 200, 403),
    (Fault.REQUEST_TIMEOUT, "200 application/json", 0, 200, 408),
    (Fault.TOO_FAST, "429 text/html", 0, 429, 0),
    (Fault.SERVER_ERROR, "500 text/html", 0, 500, 0),
    (Fault.BAD_GATEWAY, "502 text/html", 0, 502, 0),
    (Fault.GATEWAY_TIMEOUT, "504 text/html", 0, 504, 0),
    (Fault.HTML, "200 text/html", 0, 200, 0),
    (Fault.RESET_BEFORE, "broken", 0, 0, 0),
    (Fault.RESET_AFTER, "broken", 1, 0, 0),
    (Fault.TIMEOUT_BEFORE, "time-out", 0, 0, 0),
    (Fault.TIMEOUT_AFTER, "time-out", 1, 0, 0),
]


@pytest.mark.parametrize(("fault", "learned", "seen", "status", "code"), OUTCOMES)
def test_a_fault_shows_the_bot_and_the_person_what_it_should(
    fault: Fault, learned: str, seen: int, status: int, code: int
) -> None:
    async def send(bot: Bot, chat_id: str) -> str:
        try:
            fields = {"chat_id": chat_id, "text": "tin"}
            async with bot.session.post(f"{bot.url}/bot{TOKEN}/sendMessage", json=fields) as answer:
                return f"{answer.status} {answer.content_type}"
        except TimeoutError:
            return "time-out"
        except aiohttp.ClientError:
            return "broken"

    async def act(platform: ZaloPlatform, bot: Bot) -> None:
        lan = platform.user(5)
        lan.say("chào")
        platform.faults.script(fault, method="sendMessage")
        assert await send(bot, lan.chat_id) == learned
        assert len(lan.messages) == seen
        (call,) = platform.record.calls
        assert (call.status, call.error_code, call.is_accepted, call.fault) == (status, code, bool(seen), fault)
        assert await send(bot, lan.chat_id) == "200 application/json"

    play(act, patience=0.5)


def test_a_plan_is_the_same_for_everybody_whoever_comes_first() -> None:
    async def seen(order: tuple[int, ...]) -> dict[int, list[Fault | None]]:
        chance = {Fault.INTERNAL: 0.3, Fault.BAD_GATEWAY: 0.3}
        async with (
            ZaloPlatform(plan=FaultPlan(seed=3, chance=chance)) as platform,
            aiohttp.ClientSession() as session,
        ):
            for number in order:
                platform.user(number).say("chào")
                fields = {"chat_id": platform.user(number).chat_id, "text": "tin"}
                async with session.post(f"{platform.url}/bot{TOKEN}/sendMessage", json=fields):
                    pass
            sent = {number: platform.record.of("sendMessage", platform.user(number).chat_id) for number in (5, 6)}
            return {number: [call.fault for call in calls] for number, calls in sent.items()}

    one = asyncio.run(seen((5, 6) * 8))
    assert one == asyncio.run(seen((5,) * 8 + (6,) * 8))
    assert {None, Fault.INTERNAL, Fault.BAD_GATEWAY} == {*one[5], *one[6]}
