"""Counting for the pages in a process of its own: `python -m bot.counting QUESTION…` prints the answers, one a line.

A year of forty thousand people takes half a second; in the server it would hold up a page, and turns beside it.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import structlog
from sqlalchemy import Connection

from bot.settings import load
from storage import heavy
from storage.engine import open_engine
from storage.heavy import NotYetError, Question
from storage.unit import reading

log = structlog.get_logger()

_FRESH_SECONDS = 60.0
"""How long an answer about days that go on is shown; as many may have learned meanwhile as see it on other pages."""

_SETTLED_SECONDS = 600.0
"""The same for days that are over: only who has themselves erased changes them."""

_LONGEST_SECONDS = 60

_GATHER_SECONDS = 0.1
"""So long a question waits for the others of its page: starting a process costs more than most of them."""

_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Answer:
    text: str
    at: float


CountBeside = Callable[[Sequence[Question], Mapping[str, str]], Sequence[str]]
"""Returns the answers to questions, counted by another process with this environment."""


class CountingRoom:
    """Has heavy questions answered beside the server, a page at a time, and keeps the answers for a moment."""

    def __init__(
        self,
        environ: Mapping[str, str],
        today: Callable[[], date],
        count: CountBeside | None = None,
    ) -> None:
        self._environ = dict(environ)
        self._today = today
        self._count = count or count_beside
        self._lock = threading.Lock()
        self._kept: dict[Question, _Answer] = {}
        self._asked: set[Question] = set()
        self._queued: list[Question] = []
        self._failed: set[Question] = set()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="counting")

    def ask(self, tx: Connection, question: Question) -> str:
        """Return the answer; implements `storage.heavy.Ask`.

        In a small commune, and where the other process could not, it is counted here.

        Raises:
            NotYetError: while another process counts.
        """
        if not heavy.is_much(tx):
            return heavy.answer(tx, question)
        with self._lock:
            kept = self._kept.get(question)
            if kept is not None and time.monotonic() - kept.at < self._life(question):
                return kept.text
            has_failed = question in self._failed
            self._failed.discard(question)
            if not has_failed and question not in self._asked:
                self._asked.add(question)
                self._queued.append(question)
                self._worker.submit(self._work)
        if has_failed:
            return heavy.answer(tx, question)
        raise NotYetError

    def stop(self) -> None:
        """Take nothing more, and wait for what is being counted: the end of the program would wait for it too."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _life(self, question: Question) -> float:
        return _SETTLED_SECONDS if question.end < self._today() else _FRESH_SECONDS

    def _work(self) -> None:
        time.sleep(_GATHER_SECONDS)
        with self._lock:
            questions, self._queued = self._queued, []
        if not questions:
            return  # answered with one that was asked before
        begun = time.monotonic()
        texts: Sequence[str] = ()
        try:
            texts = self._count(questions, self._environ)
        except Exception as error:  # whatever it was, who waits must not wait for ever
            log.warning("counting_failed", error=type(error).__name__)
        with self._lock:
            self._asked.difference_update(questions)
            if len(texts) != len(questions):
                self._failed.update(questions)
                return
            if len(self._kept) + len(texts) > _MOST_KEPT:
                self._kept.clear()
            self._kept.update((one, _Answer(text, begun)) for one, text in zip(questions, texts, strict=True))


def count_beside(questions: Sequence[Question], environ: Mapping[str, str]) -> Sequence[str]:
    """Return the answers of a process of its own.

    Raises:
        OSError, SubprocessError: when it could not.
    """
    done = subprocess.run(  # noqa: S603 - this program
        [sys.executable, "-m", "bot.counting", *(one.text() for one in questions)],
        env=dict(environ), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        timeout=_LONGEST_SECONDS, check=True,
    )  # fmt: skip
    return done.stdout.splitlines()


def main() -> None:
    """Print the answers to the questions on the command line."""
    engine = open_engine(load(os.environ).database.url)
    try:
        with reading(engine) as tx:
            for text in sys.argv[1:]:
                print(heavy.answer(tx, Question.of_text(text)))
    finally:
        engine.dispose()


if __name__ == "__main__":
    main()
