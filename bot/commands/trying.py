"""`hocso try`: the assistant in this terminal, with nothing kept afterwards."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random, SystemRandom

from rich.console import Console

from bot.channels.terminal import Terminal
from bot.refusing import sentences
from bot.settings import Settings, load
from bot.surroundings import build
from bot.transcript import Entry, Player, UnreadableLineError, dump
from bot.trial import Trial, unkept_units
from lessons.texts_file import read_texts

_TEXTS = Path(__file__).with_name("trying.vi.yaml")


def talk(environ: Mapping[str, str], file: Path | None) -> None:
    """Talk until the person leaves; with a file, write the talk down as a transcript for `tests/transcripts`."""
    with sentences():
        settings = load(environ)
        seed = SystemRandom().randrange(1000)
        start = datetime.now(UTC).replace(microsecond=0)
        entries = asyncio.run(_talk(settings, start, seed))
        if file is not None:
            head: Entry = {"about": file.stem, "start": start.isoformat(), "seed": seed}
            file.write_text(dump(head, entries), encoding="utf-8")


async def _talk(settings: Settings, start: datetime, seed: int) -> list[Entry]:
    console = Console()
    texts = read_texts(_TEXTS)
    terminal = Terminal(console)
    engine, units = unkept_units(settings.commune.units_file, settings.commune.day(start))
    console.print(texts["greeting"], markup=False, highlight=False)
    entries: list[Entry] = []
    with Trial(engine, build(settings, units), terminal, start, Random(seed)) as trial:  # noqa: S311 - to be repeated
        player = Player(trial, terminal.sent)
        line: str | None = "/"
        while line is not None:
            try:
                entries.append(await player.play(line))
            except UnreadableLineError as error:
                console.print(texts["unreadable"].format(why=error), markup=False)
            line = _next_line(console, texts["prompt"])
    console.print(texts["bye"])
    return entries


def _next_line(console: Console, prompt: str) -> str | None:
    while True:
        try:
            line = console.input(f"[bold]{prompt}>[/] ").strip()
        except EOFError:
            return None
        if line:
            return line
