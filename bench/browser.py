"""The learner page under 64 visitors at once; its start, and its memory at rest."""

import asyncio
import html
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from bench.children import Child
from bench.figures import Figure, compare, percentile
from bench.ours import bare_page, free_port, program

VISITORS = 64
TURNS = 24
ROUNDS = 3
STARTS = 5

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_BUTTON = re.compile(r'<button name="button" value="([^"]+)"')


@dataclass
class Load:
    """What a round of visits took: turns done, seconds each turn took, processor seconds of the server."""

    turns: int = 0
    seconds: list[float] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def cpu_ms(self) -> float:
        """Return the milliseconds of processor time a turn cost."""
        return self.cpu / self.turns * 1000


def figures() -> Iterator[Figure]:
    """Measure turns, start and memory, ours and the bare page interleaved."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        ours, peer = [], []
        for number in range(ROUNDS):
            ours.append(_round(program(folder / f"ours{number}", port := free_port()), port))
            peer.append(_round(bare_page(folder / f"peer{number}", port := free_port()), port))
        bare = "bare FastAPI page without storage"
        yield compare("browser turn CPU", "ms", [one.cpu_ms for one in ours], [one.cpu_ms for one in peer], bare)
        p95 = (
            [percentile(one.seconds, 0.95) * 1000 for one in ours],
            [percentile(one.seconds, 0.95) * 1000 for one in peer],
        )
        yield compare("browser turn p95 at 64", "ms", *p95, peer_name=bare)
        starts = [_start_and_memory(program(folder / "ours0", port), bare_page(folder / "peer0", free_port()))
                  for port in (free_port() for _ in range(STARTS))]  # fmt: skip
        yield compare("start, warm", "s", [one[0] for one in starts], [one[1] for one in starts], bare)
        yield compare("memory at rest", "MB", [one[2] for one in starts], [one[3] for one in starts], bare)


def _start_and_memory(ours: Child, peer: Child) -> tuple[float, float, float, float]:
    with ours, peer:
        return ours.start_seconds, peer.start_seconds, ours.memory_bytes() / 1e6, peer.memory_bytes() / 1e6


def _round(child: Child, port: int) -> Load:
    with child:
        return asyncio.run(_visit_all(child, f"http://127.0.0.1:{port}"))


async def _visit_all(child: Child, url: str) -> Load:
    load = Load()
    visits = [_Visit(url, load) for _ in range(VISITORS)]
    await asyncio.gather(*(visit.open() for visit in visits))
    load.turns, load.seconds = 0, []
    before = child.cpu_seconds()
    await asyncio.gather(*(visit.take_turns(TURNS) for visit in visits))
    load.cpu = child.cpu_seconds() - before
    await asyncio.gather(*(visit.close() for visit in visits))
    return load


class _Visit:
    """One visitor, who always taps the first button."""

    def __init__(self, url: str, load: Load) -> None:
        self._url = f"{url}/hoc"
        self._load = load
        self._page = ""

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        await self._get()
        await self._turn()

    async def take_turns(self, count: int) -> None:
        for _ in range(count):
            await self._turn()

    async def close(self) -> None:
        await self._session.close()

    async def _turn(self) -> None:
        begun = time.monotonic()
        form = {name: html.unescape(value) for name, value in _HIDDEN.findall(self._page)}
        form["button"] = _BUTTON.findall(self._page)[0]
        async with self._session.post(self._url, data=form, allow_redirects=False) as answer:
            if answer.status != 303:
                raise RuntimeError(f"a turn ended with {answer.status}")
        await self._get()
        self._load.seconds.append(time.monotonic() - begun)
        self._load.turns += 1

    async def _get(self) -> None:
        async with self._session.get(self._url) as answer:
            self._page = await answer.text()
