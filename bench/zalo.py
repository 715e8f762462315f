"""Turns over Zalo beside a bare httpx bot: the same loopback platform calls both hooks, for the same people."""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.children import Child, answers
from bench.figures import Figure, compare, percentile
from bench.ours import HERE, free_port, program
from bench.platforms.zalo import Person, ZaloPlatform
from bot.channels.zalo_bot.request import Client

PEOPLE = 64
TURNS = 24
INSTANTS = 20
ROUNDS = 3

_WITHIN = 60
_STEPS = 30
_OPTIONS_OF_A_QUESTION = 3
_CONSENT = "đồng ý"
_PEER = "bare httpx bot without storage"

_SECRET = "mot-chuoi-de-do"  # noqa: S105 - opens nothing but the hooks of this run

Bot = Callable[[Path, ZaloPlatform], tuple[Child, str]]


@dataclass(frozen=True, slots=True)
class Turns:
    """What one bot needed: milliseconds of processor time a turn, and p95 when all write at once."""

    cpu_ms: float
    p95_ms: float


def figures() -> Iterator[Figure]:
    """Measure ours beside the bare bot, interleaved."""
    bots: dict[str, Bot] = {"ours": ours, "peer": _bare}
    measured: dict[str, list[Turns]] = {name: [] for name in bots}
    with TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            for name, bot in bots.items():
                (place := Path(folder) / f"{name}{number}").mkdir()
                measured[name].append(asyncio.run(_serve(bot, place)))
    cpu = [one.cpu_ms for one in measured["ours"]], [one.cpu_ms for one in measured["peer"]]
    yield compare("zalo turn CPU", "ms", *cpu, peer_name=_PEER)
    p95 = [one.p95_ms for one in measured["ours"]], [one.p95_ms for one in measured["peer"]]
    yield compare("zalo 64 chats at once p95", "ms", *p95, peer_name=_PEER)


def ours(folder: Path, platform: ZaloPlatform) -> tuple[Child, str]:
    """Return our program beside this platform, and its hook."""
    rates = "calls_per_second: 1000, chat_calls_per_second: 1000"
    channels = f"channels: {{zalo_bot: {{enabled: true, mode: webhook, base_url: '{platform.url}', {rates}}}}}"
    environ = {"HOCSO_ZALO_BOT_TOKEN": platform.token, "HOCSO_ZALO_BOT_SECRET": _SECRET}
    child = program(folder, port := free_port(), channels, environ)
    return child, f"http://127.0.0.1:{port}/hooks/zalo-bot/main"


def _bare(folder: Path, platform: ZaloPlatform) -> tuple[Child, str]:
    script, port = HERE / "bench" / "peers" / "zalo_echo.py", free_port()
    command = [sys.executable, str(script), platform.url, platform.token, str(port), _SECRET]
    return Child(
        command, os.environ, folder, answers(f"http://127.0.0.1:{port}/readyz")
    ), f"http://127.0.0.1:{port}/hook"


async def _serve(bot: Bot, folder: Path) -> Turns:
    async with ZaloPlatform(most_people=PEOPLE, quota=10**9) as platform:
        child, hook = bot(folder, platform)
        await asyncio.to_thread(child.__enter__)
        try:
            await _set_hook(platform, hook)
            people = [platform.user(1000 + number) for number in range(PEOPLE)]
            await asyncio.gather(*(_go_to_a_question(person) for person in people))
            cpu = await _cpu_ms(child, people)
            return Turns(cpu, await _p95_at_once(people))
        finally:
            await asyncio.to_thread(child.__exit__, None, None, None)


async def _set_hook(platform: ZaloPlatform, hook: str) -> None:
    """Set the hook as an operator does, for a program without a public address."""
    client = Client(platform.url, platform.token)
    client.start()
    try:
        await client.set_webhook(hook, _SECRET)
    finally:
        await client.stop()


async def _go_to_a_question(person: Person) -> None:
    """Bring our learner to the first question; a bare bot asks it at once."""
    person.say("chào")
    shown = (await person.wait_for(1, _WITHIN))[-1]
    for _ in range(_STEPS):
        if len(shown.options) == _OPTIONS_OF_A_QUESTION and _CONSENT not in shown.labels[0]:
            return
        await asyncio.sleep(0.2)  # what was shown must be written down as sent before it can be answered
        count = len(person.messages)
        person.say(shown.labels[0])
        shown = (await person.wait_for_more(count, _WITHIN))[-1]
    raise RuntimeError(f"no question came, only {shown.text!r}")


async def _cpu_ms(child: Child, people: list[Person]) -> float:
    async def take_all(person: Person) -> None:
        for _ in range(TURNS):
            await _say(person)

    before = child.cpu_seconds()
    await asyncio.gather(*(take_all(person) for person in people))
    return (child.cpu_seconds() - before) / (TURNS * len(people)) * 1000


async def _p95_at_once(people: list[Person]) -> float:
    seconds: list[float] = []

    async def turn(person: Person) -> None:
        begun = time.monotonic()
        await _say(person)
        seconds.append(time.monotonic() - begun)

    for _ in range(INSTANTS):
        await asyncio.gather(*(turn(person) for person in people))
    return percentile(seconds, 0.95) * 1000


async def _say(person: Person) -> None:
    """Say what has our question asked again, with its three options."""
    before = len(person.messages)
    person.say("ok")
    await person.wait_for(before + 1, _WITHIN)
