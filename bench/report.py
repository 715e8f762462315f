"""The commune's report in each format: 60 hamlets, 40,000 learners, a million answers; the peer has a tenth of them.

On both databases; and how fast turns go on meanwhile.
"""

import asyncio
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import office, telegram
from bench.figures import Figure, compare
from bench.platforms.telegram import Limits, Person, TelegramPlatform
from tests.postgres import shared

FORMATS = ("docx", "pdf", "xlsx", "csv", "json")
ROUNDS = 3
MEANWHILE = 5.0
"""Seconds over which turns are counted."""

_PEER = "ours with a tenth of the answers and days"


def figures() -> Iterator[Figure]:
    """Measure whole commands, from their start to the written file, start of the interpreter included."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        large, small = office.large_and_small(folder)
        yield from _in_each_format((large, {}), (small, {}), "")
        with shared(folder) as server:
            places = [(place, office.copied(place, server)) for place in (large, small)]
            yield from _in_each_format(places[0], places[1], ", PostgreSQL")
        yield _turns_meanwhile(large)


_Place = tuple[Path, Mapping[str, str]]


def _in_each_format(large: _Place, small: _Place, where: str) -> Iterator[Figure]:
    for format_ in FORMATS:
        runs = [(_seconds(large, format_), _seconds(small, format_)) for _ in range(ROUNDS)]
        ours, peer = zip(*runs, strict=True)
        yield compare(f"report_{format_}{where}", "s", list(ours), list(peer), peer_name=_PEER)


def _seconds(place: _Place, format_: str) -> float:
    folder, environ = place
    begun = time.monotonic()
    office.run(folder, "report", "--format", format_, "--out", str(folder / f"report.{format_}"), environ=environ)
    return time.monotonic() - begun


def _turns_meanwhile(folder: Path) -> Figure:
    """Let 64 people write as fast as they are answered, beside an officer who makes report after report, and alone."""
    measured: dict[bool, list[float]] = {True: [], False: []}
    for number in range(ROUNDS):
        for is_reporting in (True, False):
            # A database knows the updates of the Telegram it was used with, and each round has a new one.
            fresh = shutil.copytree(folder, folder.with_name(f"turns{number}{is_reporting}"))
            measured[is_reporting].append(asyncio.run(_turn_ms(fresh, is_reporting=is_reporting)))
            shutil.rmtree(fresh)
    return compare("turn while a report is made", "ms", measured[True], measured[False], "ours while none is made")


async def _turn_ms(folder: Path, *, is_reporting: bool) -> float:
    """Return the milliseconds from one answer to the next, all people together."""
    async with TelegramPlatform(limits=Limits.off()) as platform:
        child = telegram.ours(folder, platform)
        await asyncio.to_thread(child.__enter__)
        is_over = threading.Event()
        officer = threading.Thread(target=_report_until, args=(folder, platform.token, is_over))
        try:
            people = [platform.user(1000 + number) for number in range(telegram.PEOPLE)]
            await asyncio.gather(*(telegram.go_to_a_question(person) for person in people))
            if is_reporting:
                officer.start()
            end = time.monotonic() + MEANWHILE
            turns = sum(await asyncio.gather(*(_write_until(person, end) for person in people)))
            return MEANWHILE / turns * 1000
        finally:
            is_over.set()
            if is_reporting:
                await asyncio.to_thread(officer.join)
            await asyncio.to_thread(child.__exit__, None, None, None)


async def _write_until(person: Person, end: float) -> int:
    turns = 0
    while time.monotonic() < end:
        await telegram.say(person)
        turns += 1
    return turns


def _report_until(folder: Path, token: str, is_over: threading.Event) -> None:
    while not is_over.is_set():
        _seconds((folder, {"HOCSO_TELEGRAM_TOKEN": token}), "pdf")
