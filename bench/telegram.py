"""Turns over Telegram beside bare bots: every bot polls the same loopback platform and answers the same people."""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.children import Child
from bench.figures import Figure, compare, percentile
from bench.ours import HERE, free_port, program
from bench.platforms.telegram import Limits, Person, TelegramPlatform
from tests.postgres import shared

PEOPLE = 64
TEXT_TURNS = 24
TAP_TURNS = 24
INSTANTS = 50
ROUNDS = 3

_PEERS = HERE / ".venv-peers" / "bin" / "python"
_WITHIN = 60

Bot = Callable[[Path, TelegramPlatform], Child]


@dataclass(frozen=True, slots=True)
class Turns:
    """What one bot needed: milliseconds of processor time a text and a tap, and p95 when all write at once."""

    text_ms: float
    tap_ms: float
    p95_ms: float


def figures() -> Iterator[Figure]:
    """Measure ours beside both bare bots, then on PostgreSQL beside SQLite, each interleaved."""
    yield from _beside_bare_bots()
    yield from _on_postgresql()


def _beside_bare_bots() -> Iterator[Figure]:
    bots: dict[str, Bot] = {"ours": ours, "aiogram": _peer("aiogram_echo"), "python-telegram-bot": _peer("ptb_echo")}
    measured = run(bots)
    for peer in ("aiogram", "python-telegram-bot"):
        name = f"bare {peer} bot without storage"
        for what, value in (("text", _text), ("button", _tap)):
            pair = [value(one) for one in measured["ours"]], [value(one) for one in measured[peer]]
            yield compare(f"telegram {what} turn CPU", "ms", *pair, peer_name=name)
    pair = [one.p95_ms for one in measured["ours"]], [one.p95_ms for one in measured["aiogram"]]
    yield compare("telegram 64 chats at once p95", "ms", *pair, peer_name="bare aiogram bot without storage")


def _on_postgresql() -> Iterator[Figure]:
    with TemporaryDirectory() as folder, shared(Path(folder)) as server:

        def on_postgresql(place: Path, platform: TelegramPlatform) -> Child:
            url = server.new_database(is_migrated=True)
            return ours(place, platform, {"HOCSO_DATABASE_URL": url, "HOCSO_SECRET_KEY": "0" * 64})

        measured = run({"postgresql": on_postgresql, "sqlite": ours})
    for what, value in (("text", _text), ("button", _tap)):
        pair = [value(one) for one in measured["postgresql"]], [value(one) for one in measured["sqlite"]]
        yield compare(f"telegram {what} turn CPU, PostgreSQL", "ms", *pair, peer_name="ours on SQLite")


def run(bots: Mapping[str, Bot], rounds: int = ROUNDS) -> dict[str, list[Turns]]:
    """Let each bot serve the same load in turn, several times over."""
    measured: dict[str, list[Turns]] = {name: [] for name in bots}
    with TemporaryDirectory() as folder:
        for number in range(rounds):
            for name, bot in bots.items():
                (place := Path(folder) / f"{name}{number}").mkdir()
                measured[name].append(asyncio.run(_serve(bot, place)))
    return measured


def ours(folder: Path, platform: TelegramPlatform, environ: Mapping[str, str] | None = None) -> Child:
    """Return our program polling this platform."""
    rates = "calls_per_second: 1000, chat_calls_per_second: 1000"
    channels = f"channels: {{telegram: {{enabled: true, mode: polling, base_url: '{platform.url}', {rates}}}}}"
    return program(folder, free_port(), channels, {"HOCSO_TELEGRAM_TOKEN": platform.token, **(environ or {})})


def _peer(name: str) -> Bot:
    def start(folder: Path, platform: TelegramPlatform) -> Child:
        if not _PEERS.exists():
            sys.exit("The bare bots are not installed; run the benchmark with make bench.")
        command = [str(_PEERS), str(HERE / "bench" / "peers" / f"{name}.py"), platform.url, platform.token]
        return Child(command, os.environ, folder, lambda: bool(platform.record.of("getUpdates")))

    return start


def _text(turns: Turns) -> float:
    return turns.text_ms


def _tap(turns: Turns) -> float:
    return turns.tap_ms


async def _serve(bot: Bot, folder: Path) -> Turns:
    async with TelegramPlatform(limits=Limits.off()) as platform:
        child = bot(folder, platform)
        await asyncio.to_thread(child.__enter__)
        try:
            people = [platform.user(1000 + number) for number in range(PEOPLE)]
            await asyncio.gather(*(go_to_a_question(person) for person in people))
            text = await _cpu_ms(child, people, TEXT_TURNS, say)
            p95 = await _p95_at_once(people)
            tap = await _cpu_ms(child, people, TAP_TURNS, _tap_first)
            return Turns(text, tap, p95)
        finally:
            await asyncio.to_thread(child.__exit__, None, None, None)


async def go_to_a_question(person: Person) -> None:
    """Bring our learner to the first question; a bare bot answers all the same."""
    person.start()
    await person.wait_for(1, _WITHIN)
    for _ in range(5):
        await _tap_first(person)


async def _cpu_ms(child: Child, people: list[Person], turns: int, turn: Callable[[Person], Awaitable[None]]) -> float:
    async def take_all(person: Person) -> None:
        for _ in range(turns):
            await turn(person)

    before = child.cpu_seconds()
    await asyncio.gather(*(take_all(person) for person in people))
    return (child.cpu_seconds() - before) / (turns * len(people)) * 1000


async def _p95_at_once(people: list[Person]) -> float:
    seconds: list[float] = []

    async def turn(person: Person) -> None:
        begun = time.monotonic()
        await say(person)
        seconds.append(time.monotonic() - begun)

    for _ in range(INSTANTS):
        await asyncio.gather(*(turn(person) for person in people))
    return percentile(seconds, 0.95) * 1000


async def say(person: Person) -> None:
    """Say what has our question asked again, with its three buttons."""
    before = len(person.messages)
    person.say("ok")
    await person.wait_for(before + 1, _WITHIN)


async def _tap_first(person: Person) -> None:
    before = len(person.messages)
    person.tap(0)
    await person.wait_for_more(before, _WITHIN)
