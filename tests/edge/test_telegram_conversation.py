"""A person learns the first lesson on Telegram, whichever way updates come and whatever goes wrong meanwhile."""

import asyncio
from pathlib import Path

import pytest

from bench.platforms.telegram import Fault, FaultPlan, Limits, Person, Shown, TelegramPlatform
from tests.edge.telegram_talk import AGREE, Assistant, play
from tests.edge.waiting import until

LAN, CUC = 7001, 7002
STEPS = 100


def right_choices(here: Assistant) -> set[str]:
    bank = here.program.surroundings.world().bank
    return {choice.text for pool in bank.pools.values() for question in pool.questions for choice in question.choices
            if choice.correct}  # fmt: skip


def choose(shown: Shown, right: set[str]) -> int:
    """Return the place of the right answer, or of the next step."""
    return next((place for place, label in enumerate(shown.labels) if label in right), 0)


async def all_sent(here: Assistant) -> None:
    """Return once it is written down that everything was sent: a digit answers what is known to have arrived."""
    await until(lambda: here.ask("SELECT count(*) FROM outbox WHERE state != 'sent'") == [(0,)])


async def learn(person: Person, here: Assistant, *, is_typing: bool = False, within: float = 10) -> list[Shown]:
    """Go through the first lesson; return all that was said."""
    right = right_choices(here)
    person.start("4821")
    await person.wait_for(1, within)
    for _ in range(STEPS):
        last = person.messages[-1]
        count = len(person.messages)
        if "đã học xong bài" in last.text:
            return person.messages
        if is_typing:
            await all_sent(here)
            person.say(str(choose(last, right) + 1))
        else:
            person.tap(choose(last, right))
        await person.wait_for_more(count, within)
    raise AssertionError(person.messages[-1].text)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
@pytest.mark.parametrize("is_typing", [False, True])
def test_the_first_lesson_is_learned_on_telegram(tmp_path: Path, mode: str, is_typing: bool) -> None:
    async def act(platform: TelegramPlatform, here: Assistant) -> None:
        lan = platform.user(LAN, "Lan <b>&")
        shown = await learn(lan, here, is_typing=is_typing)
        assert "xóm Đông" in shown[0].text
        assert "cuộc trò chuyện Telegram này" in shown[0].text
        assert shown[0].labels[0] == AGREE
        assert shown[1].picture.startswith("data:image/png;base64,")
        assert "Cuộc gọi giả danh · trang 1/4" in shown[2].text
        assert "<b>" in shown[2].html
        assert [one.picture for one in shown[2:]] == [""] * len(shown[2:])
        assert "**" not in "".join(one.text for one in shown)
        await platform.taken()
        assert here.ask("SELECT count(*), sum(is_correct) FROM answer") == [(3, 3)]
        await all_sent(here)
        if not is_typing:
            await acknowledged(platform, len(shown) - 2)

    play(tmp_path, act, mode)


async def acknowledged(platform: TelegramPlatform, count: int) -> None:
    await until(lambda: len(platform.record.of("answerCallbackQuery")) == count)
    assert {call.status for call in platform.record.of("answerCallbackQuery")} == {200}


def test_many_learn_at_once_and_nobody_waits_for_another(tmp_path: Path) -> None:
    async def act(platform: TelegramPlatform, here: Assistant) -> None:
        people = [platform.user(8000 + number) for number in range(16)]
        said = await asyncio.gather(*(learn(person, here) for person in people))
        assert {len(one) for one in said} == {len(said[0])}
        assert here.ask("SELECT count(*), sum(is_correct) FROM answer") == [(3 * 16, 3 * 16)]

    play(tmp_path, act)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_the_lesson_is_learned_although_the_platform_fails_all_the_time(tmp_path: Path, mode: str) -> None:
    chance = {
        Fault.TOO_MANY: 0.05, Fault.SERVER_ERROR: 0.05, Fault.BAD_GATEWAY: 0.05,
        Fault.DUPLICATED: 0.2, Fault.REORDERED: 0.2, Fault.REIDENTIFIED: 0.2,
    }  # fmt: skip
    plan = FaultPlan(seed=4, chance=chance, hold_seconds=0.05)

    async def act(platform: TelegramPlatform, here: Assistant) -> None:
        await learn(platform.user(LAN), here, within=20)
        await platform.taken()
        assert here.ask("SELECT count(*), sum(is_correct) FROM answer") == [(3, 3)]

    free = ", calls_per_second: 1000, chat_calls_per_second: 1000"
    play(tmp_path, act, mode, platform=TelegramPlatform(limits=Limits.off(), plan=plan), more=free, seconds=90)


def test_nobody_is_sent_more_than_telegram_allows(tmp_path: Path) -> None:
    async def act(platform: TelegramPlatform, here: Assistant) -> None:
        lan = platform.user(LAN)
        for number in range(6):
            lan.say("2")  # each time to another card: what would look the same is not sent again
            await lan.wait_for(number + 1, 10)
        assert {call.status for call in platform.record.of("sendMessage")} == {200}

    play(tmp_path, act, platform=TelegramPlatform())


def test_a_button_of_somebody_else_changes_nothing(tmp_path: Path) -> None:
    async def act(platform: TelegramPlatform, here: Assistant) -> None:
        lan, cuc = platform.user(LAN), platform.user(CUC)
        await learn(lan, here)
        await learn(cuc, here)
        before = here.ask("SELECT count(*) FROM answer")
        question = next(one for one in lan.messages if set(one.labels) & right_choices(here))
        tap = {
            "id": "1", "chat_instance": "1", "data": question.buttons[1].data,
            "from": {"id": CUC, "is_bot": False}, "message": {"message_id": 1, "chat": {"id": CUC, "type": "private"}},
        }  # fmt: skip
        count = len(cuc.messages)
        platform.inject("callback_query", CUC, tap)  # type: ignore[arg-type]  # it is JSON
        await cuc.wait_for(count + 1)
        assert here.ask("SELECT count(*) FROM answer") == before

    play(tmp_path, act)
