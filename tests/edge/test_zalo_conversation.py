"""A person learns the first lesson on Zalo by typing digits, whichever way events come and whatever goes wrong."""

import asyncio
from pathlib import Path

import pytest

from bench.platforms.zalo import Fault, FaultPlan, Person, Shape, Shown, ZaloPlatform
from tests.edge.telegram_talk import Assistant
from tests.edge.test_telegram_conversation import all_sent, right_choices
from tests.edge.waiting import until
from tests.edge.zalo_talk import AGREE, play

LAN = 7001
STEPS = 100


async def learn(person: Person, here: Assistant, within: float = 10) -> list[Shown]:
    """Go through the first lesson; return all that was said."""
    right = right_choices(here)
    person.say("4821")
    await person.wait_until(lambda shown: bool(shown and shown[-1].options), within)
    for _ in range(STEPS):
        last, count = person.messages[-1], len(person.messages)
        if "đã học xong bài" in last.text:
            return person.messages
        await all_sent(here)
        person.choose(next((label for label in last.labels if label in right), 0))
        await person.wait_for_more(count, within)
    raise AssertionError(person.messages[-1].text)


@pytest.mark.parametrize(
    ("mode", "shape"), [("polling", Shape.FLAT), ("webhook", Shape.FLAT), ("webhook", Shape.WRAPPED)]
)
def test_the_first_lesson_is_learned_on_zalo(tmp_path: Path, mode: str, shape: Shape) -> None:
    async def act(platform: ZaloPlatform, here: Assistant) -> None:
        shown = await learn(platform.user(LAN, "Lan <b>&"), here)
        assert "xóm Đông" in shown[0].text
        assert "cuộc trò chuyện Zalo này" in shown[0].text
        assert shown[0].text.endswith(f"\n\n1. {AGREE}\n2. Xã giữ những gì?\n3. Chưa đủ 18 tuổi, hoặc để sau")
        assert shown[1].picture.startswith(f"{here.url}/hinh/")
        assert "Cuộc gọi giả danh · trang 1/4" in shown[2].text
        assert [one.picture for one in shown[2:]] == [""] * len(shown[2:])
        assert "**" not in "".join(one.text for one in shown)
        assert here.ask("SELECT count(*), sum(is_correct) FROM answer") == [(3, 3)]
        assert here.ask("SELECT count(*) FROM consent WHERE purpose = 'learn'") == [(1,)]
        await platform.taken()
        await all_sent(here)

    play(tmp_path, act, mode, platform=ZaloPlatform(shape=shape))


def test_many_learn_at_once_and_both_shapes_are_understood(tmp_path: Path) -> None:
    async def act(platform: ZaloPlatform, here: Assistant) -> None:
        people = [platform.user(8000 + number) for number in range(16)]
        said = await asyncio.gather(*(learn(person, here) for person in people))
        assert {len(one) for one in said} == {len(said[0])}
        assert here.ask("SELECT count(*), sum(is_correct) FROM answer") == [(3 * 16, 3 * 16)]
        assert {one.is_wrapped for one in platform.record.deliveries} == {True, False}
        assert {one.status for one in platform.record.deliveries} == {200}

    play(tmp_path, act, "webhook", platform=ZaloPlatform(shape=Shape.ALTERNATE), seconds=60)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_the_lesson_is_learned_although_the_platform_fails_all_the_time(tmp_path: Path, mode: str) -> None:
    chance = {Fault.BAD_GATEWAY: 0.05, Fault.SERVER_ERROR: 0.05, Fault.INTERNAL: 0.05, Fault.DUPLICATED: 0.3}
    plan = FaultPlan(seed=36, chance=chance, methods=frozenset({"sendMessage", "setWebhook", "getMe"}))

    async def act(platform: ZaloPlatform, here: Assistant) -> None:
        await learn(platform.user(LAN), here, within=30)
        await platform.taken()
        assert here.ask("SELECT count(*), sum(is_correct) FROM answer") == [(3, 3)]

    play(tmp_path, act, mode, platform=ZaloPlatform(plan=plan), seconds=120)


def test_what_cannot_be_read_is_answered_kindly(tmp_path: Path) -> None:
    async def act(platform: ZaloPlatform, here: Assistant) -> None:
        lan = platform.user(LAN)
        await learn(lan, here)
        for send in (lan.send_voice, lan.send_picture, lan.send_sticker, lan.send_unsupported):
            count = len(lan.messages)
            send()
            await lan.wait_for(count + 1)
        lan.send_picture(key="photo")
        await lan.wait_for(count + 2)

    play(tmp_path, act, "webhook")


def test_nobody_is_answered_in_a_group_or_for_an_event_without_a_message(tmp_path: Path) -> None:
    async def act(platform: ZaloPlatform, here: Assistant) -> None:
        lan = platform.user(LAN)
        lan.send_unsupported(has_message=False)
        lan.say_in_group("@Bot Học Số chào bot")
        platform.inject({"event_name": "message.reaction.received", "message": {"message_id": "1"}})
        platform.inject({"event_name": "bot.added"})
        await platform.taken()
        await until(lambda: len(platform.record.deliveries) == 4)
        assert here.ask("SELECT count(*) FROM chat") == [(0,)]
        assert platform.record.of("sendMessage") == []
        assert {one.status for one in platform.record.deliveries} == {200}

    play(tmp_path, act, "webhook")


def test_the_month_used_up_parks_the_answer_with_a_reason(tmp_path: Path) -> None:
    async def act(platform: ZaloPlatform, here: Assistant) -> None:
        lan = platform.user(LAN)
        lan.say("chào")
        await until(lambda: here.ask("SELECT state, reason FROM outbox") == [("later", "month's messages used up")])
        lan.say("tôi vừa chuyển tiền")
        await asyncio.sleep(1.5)
        assert len(platform.record.of("sendMessage")) == 1
        assert here.ask("SELECT count(*) FROM outbox WHERE state IN ('ready', 'later')") == [(2,)]

    play(tmp_path, act, platform=ZaloPlatform(quota=0))


def test_the_fifty_first_is_not_served(tmp_path: Path) -> None:
    async def act(platform: ZaloPlatform, here: Assistant) -> None:
        for number in range(51):
            platform.user(number + 1).say("chào")
        await asyncio.gather(*(platform.user(number + 1).wait_for(1, 20) for number in range(50)))
        assert not platform.user(51).is_served
        assert platform.user(51).messages == []
        assert here.ask("SELECT count(*) FROM chat") == [(50,)]

    play(tmp_path, act, "webhook")
