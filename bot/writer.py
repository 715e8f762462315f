"""The one thread that writes: what arrived goes through it in batches, and so does every other write of the process.

Batching is the speed: with one event waiting a batch is one, under load a transaction carries up to a hundred.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Generic, TypeVar

import structlog
from sqlalchemy import Connection, Engine

from bot.incoming import Incoming
from conversation.message import Message
from storage import chats
from storage.chats import ChatKey
from storage.unit import committed, reading

log = structlog.get_logger()

LARGEST_BATCH = 100

LastMessage = tuple[int, Message | None]
"""The step a chat is at, and the message it shows."""

T = TypeVar("T")


def _running() -> Future[T]:
    """Return a future that nobody can cancel: a browser that hangs up must not stop what it asked for."""
    future = Future[T]()
    future.set_running_or_notify_cancel()
    return future


@dataclass(frozen=True, slots=True)
class _Event:
    incoming: Incoming
    done: Future[None] = field(default_factory=_running)


@dataclass(frozen=True, slots=True)
class _Job(Generic[T]):
    work: Callable[[], T]
    done: Future[T] = field(default_factory=_running)

    def run(self) -> None:
        """Do the work and hand its result, or what it raised, to whoever waits."""
        try:
            result = self.work()
        except BaseException as error:
            self.done.set_exception(error)
        else:
            self.done.set_result(result)


@dataclass(frozen=True, slots=True)
class _Look:
    key: ChatKey
    done: Future[LastMessage | None] = field(default_factory=_running)


class Writer:
    """Runs what must be written in the order in which it was offered, on a thread of its own.

    Pages that only look are answered here too, many with one question: reading one by one costs a page more than
    everything else it does.
    """

    def __init__(self, engine: Engine, take: Callable[[Sequence[Incoming]], None]) -> None:
        self._engine = engine
        self._take = take
        self._queue: SimpleQueue[_Event | _Look | _Job[object] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what was offered so far and end the thread."""
        self._queue.put(None)
        self._thread.join()

    async def take(self, incoming: Incoming) -> None:
        """Return once the event is kept.

        Raises:
            OperationalError, InterfaceError: when the database failed; the event was not kept.
        """
        event = _Event(incoming)
        self._queue.put(event)
        await asyncio.wrap_future(event.done)

    async def look(self, key: ChatKey) -> LastMessage | None:
        """Return the step a chat is at and the message it shows, or None when there is no such chat.

        Raises:
            OperationalError, InterfaceError: when the database failed.
        """
        look = _Look(key)
        self._queue.put(look)
        return await asyncio.wrap_future(look.done)

    def offer(self, work: Callable[[], T]) -> Future[T]:
        """Have work done on the writer's thread; it opens its own transaction."""
        job = _Job(work)
        self._queue.put(job)  # type: ignore[arg-type]  # a Job of any result is run the same way
        return job.done

    def write(self, work: Callable[[Connection], T]) -> Future[T]:
        """Have work done in a transaction that is committed when it returns."""
        return self.offer(lambda: committed(self._engine, work))

    def _run(self) -> None:
        while True:
            waiting = [self._queue.get()]
            while len(waiting) < LARGEST_BATCH and not self._queue.empty():
                waiting.append(self._queue.get())
            events: list[_Event] = []
            for one in waiting:
                if isinstance(one, _Event):
                    events.append(one)
                elif not isinstance(one, _Look):
                    self._take_all(events)
                    events = []
                    if one is None:
                        return
                    one.run()
            self._take_all(events)
            self._answer([one for one in waiting if isinstance(one, _Look)])

    def _answer(self, looks: Sequence[_Look]) -> None:
        if not looks:
            return
        try:
            with reading(self._engine) as tx:
                found = chats.last_messages(tx, {look.key for look in looks})
        except Exception as error:
            for look in looks:
                look.done.set_exception(error)
        else:
            for look in looks:
                look.done.set_result(found.get(look.key))

    def _take_all(self, events: Sequence[_Event]) -> None:
        if not events:
            return
        try:
            self._take([event.incoming for event in events])
        except Exception as error:
            log.warning("not_taken", events=len(events), error=type(error).__name__)
            for event in events:
                event.done.set_exception(error)
        else:
            for event in events:
                event.done.set_result(None)
