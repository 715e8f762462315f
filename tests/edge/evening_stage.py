"""What an evening is played with: a program that may be killed, phones on the loopback Zalo, and the web page."""

import asyncio
import html
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import Engine, text

from bench.platforms.zalo import Person, Shown, ZaloPlatform
from storage.unit import reading
from tests.edge.learner import form_on
from tests.edge.waiting import until

START = datetime(2026, 11, 22, 19, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
"""A Sunday evening."""

_PATIENCE = 60.0
"""Seconds within which everything must be answered, a start of the program included."""

_PAUSE = 0.02
_SURE = 1.5
"""Seconds after which somebody who sees nothing, while nothing is on its way, types again."""

_FAILED = 500
_OWED = text(
    "SELECT 1 FROM outbox JOIN chat ON chat.id = outbox.chat_id"
    " WHERE address = :address AND outbox.state IN ('ready', 'claimed', 'later')"
)


class Program(Protocol):
    """A program that can be started and stopped."""

    @property
    def url(self) -> str: ...

    async def start(self, clock: str) -> None: ...

    async def stop(self, *, is_killed: bool = False) -> None: ...


class Trouble:
    """What happens to the program while people act; here, nothing."""

    async def between(self, stage: "Stage") -> None:
        """Come between two steps, when everything was answered."""

    async def amid(self, stage: "Stage") -> None:
        """Come after somebody acted, when perhaps nothing was answered yet."""


@dataclass
class Stage:
    """Where an evening is played: `codes` are the leaders' by the name they have in the script.

    With `is_doubled` whoever taps on the web page taps twice; what Zalo doubles is the platform's matter.
    """

    platform: ZaloPlatform
    program: Program
    engine: Engine
    codes: dict[str, str]
    trouble: Trouble = field(default_factory=Trouble)
    is_doubled: bool = False
    _days: int = 0
    _began: float = field(default_factory=time.monotonic)

    def clock(self) -> str:
        """Return the time of the evening, as HOCSO_CLOCK wants it; it never goes back."""
        passed = timedelta(days=self._days, seconds=time.monotonic() - self._began)
        return f"{(START + passed).isoformat()}x1"

    async def sleep(self) -> None:
        """Let the next evening come."""
        await self.program.stop()
        self._days += 1
        await self.program.start(self.clock())

    def owes(self, address: str) -> bool:
        """Say whether anything of a chat is not written down as sent yet.

        Until it is, a digit answers what was asked before: the message may be on the screen before the program has
        heard that it was taken. No person types so fast.
        """
        with reading(self.engine) as tx:
            return tx.execute(_OWED, {"address": address}).first() is not None


class Phone:
    """A chat on Zalo: an option is chosen by its digit."""

    def __init__(self, person: Person, stage: Stage) -> None:
        self._person = person
        self._stage = stage

    @property
    def heard(self) -> list[str]:
        """Return everything that was shown."""
        return [shown.text for shown in self._person.messages]

    @property
    def labels(self) -> Sequence[str]:
        """Return what the newest message offers that has numbers; a letter may have come since, which has none."""
        return self._numbered().labels

    async def pick(self, label: str) -> None:
        """Type the digit that stands before a label."""
        digits = {label: digit for digit, label in self._numbered().options}
        await self.write(str(digits[label]))

    async def write(self, words: str) -> None:
        """Type words, and again when they were lost on the way."""
        before = len(self._person.messages)
        self._person.say(words)
        await self._stage.trouble.amid(self._stage)
        async with asyncio.timeout(_PATIENCE):
            while not await self._is_answered(before):
                self._person.say(words)

    async def visit(self, path: str) -> None:
        """Open nothing: a chat is always open."""

    async def rest(self) -> None:
        """Do nothing until all that was sent is written down too."""
        await until(lambda: not self._stage.owes(self._person.chat_id))

    def _numbered(self) -> Shown:
        return next(shown for shown in reversed(self._person.messages) if shown.options)

    async def _is_answered(self, before: int) -> bool:
        """Wait for an answer; say no once it is sure that none is coming."""
        silent_since = time.monotonic()
        while True:
            # In this order: what was taken in is committed by then, and so is what is owed for it.
            is_new = len(self._person.messages) > before
            is_under_way = self._stage.platform.waiting > 0 or self._stage.owes(self._person.chat_id)
            if is_new and not is_under_way:
                return True
            if is_under_way:
                silent_since = time.monotonic()
            if time.monotonic() - silent_since > _SURE:
                return False
            await asyncio.sleep(_PAUSE)


class Page:
    """The web page in a browser that keeps its cookie; what fails on the way is sent again, as people do."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._client = httpx.AsyncClient(base_url=stage.program.url, timeout=10)
        self._pages: list[str] = []

    @property
    def heard(self) -> list[str]:
        """Return everything that was shown."""
        return [_words(page) for page in self._pages]

    @property
    def labels(self) -> Sequence[str]:
        """Return what the page offers."""
        return tuple(self._buttons())

    async def pick(self, label: str) -> None:
        """Tap a button."""
        await self._post(button=self._buttons()[label])

    async def write(self, words: str) -> None:
        """Type into the field of the page."""
        await self._post(text=words)

    async def visit(self, path: str = "/hoc") -> None:
        """Open a page."""
        self._pages.append((await self._ask("GET", path)).text)

    async def close(self) -> None:
        """Close the browser."""
        await self._client.aclose()

    def _buttons(self) -> dict[str, str]:
        found = re.findall(r'name="button" value="([^"]*)".*?class="label">(.*?)</span>', self._pages[-1], re.DOTALL)
        return {html.unescape(label): button for button, label in found}

    async def _post(self, **fields: str) -> None:
        form = form_on(self._pages[-1]) | fields
        sending = [
            asyncio.create_task(self._ask("POST", "/hoc", form)) for _ in range(2 if self._stage.is_doubled else 1)
        ]
        await self._stage.trouble.amid(self._stage)
        await asyncio.gather(*sending)
        await self.visit()

    async def _ask(self, method: str, path: str, form: dict[str, str] | None = None) -> httpx.Response:
        give_up = time.monotonic() + _PATIENCE
        while True:
            try:
                answer = await self._client.request(method, path, data=form)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code < _FAILED:
                return answer
            assert time.monotonic() < give_up, "the page does not answer"
            await asyncio.sleep(_PAUSE)


Device = Phone | Page


def _words(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page.partition("<body")[2]))
