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

from bot.basket import Basket, Baskets
from bot.incoming import Incoming
from conversation.message import Message
from storage import chats
from storage.chats import ChatKey
from storage.unit import committed, reading

log = structlog.get_logger()

LARGEST_BATCH = 100
"""Events of a transaction; those that came in together stay together, so that it may be a few more."""

LastMessage = tuple[int, Message | None]
"""The step a chat is at, and the message it shows."""

T = TypeVar("T")


def _running() -> Future[T]:
    """Return a future that nobody can cancel: a browser that hangs up must not stop what it asked for."""
    future = Future[T]()
    future.set_running_or_notify_cancel()
    return future


@dataclass(frozen=True, slots=True)
class _Arrived:
    events: Sequence[Incoming]
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


_Waiting = _Arrived | _Look | _Job[object] | None


class Writer:
    """Runs what must be written in the order in which it was offered, on a thread of its own.

    Pages that only look are answered here too, many with one question: reading one by one costs a page more than
    everything else it does.
    """

    def __init__(
        self, engine: Engine, take: Callable[[Sequence[Incoming]], None], baskets: Baskets | None = None
    ) -> None:
        self._engine = engine
        self._take = take
        self._baskets = {} if baskets is None else baskets
        self._queue: SimpleQueue[_Waiting] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what was offered so far and end the thread."""
        self._queue.put(None)
        self._thread.join()

    async def take(self, *events: Incoming) -> None:
        """Return once the events are kept; they are taken in this order.

        Raises:
            OperationalError, InterfaceError: when the database failed; the events were not kept.
        """
        if not events:
            return
        arrived = _Arrived(events)
        self._queue.put(arrived)
        await asyncio.wrap_future(arrived.done)

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

    def write(self, work: Callable[[Connection], T], then: Callable[[T], object] | None = None) -> Future[T]:
        """Have work done in a transaction that is committed when it returns; `then` gets its result on this thread."""

        def write() -> T:
            result = committed(self._engine, work)
            if then is not None:
                then(result)
            return result

        return self.offer(write)

    def open(self, basket: Basket) -> Future[None]:
        """Have the intake hand over to a sender what it keeps for its account."""
        return self.offer(lambda: self._baskets.update({basket.account: basket}))

    def close(self, basket: Basket) -> Future[None]:
        """Hand nothing over to a sender any more."""
        return self.offer(lambda: _drop(self._baskets, basket))

    def _run(self) -> None:
        while True:
            waiting = self._waiting()
            arrived: list[_Arrived] = []
            for one in waiting:
                if isinstance(one, _Arrived):
                    arrived.append(one)
                elif not isinstance(one, _Look):
                    self._take_all(arrived)
                    arrived = []
                    if one is None:
                        return
                    one.run()
            self._take_all(arrived)
            self._answer([one for one in waiting if isinstance(one, _Look)])

    def _waiting(self) -> "list[_Waiting]":
        """Return what waits, as soon as there is something: what comes after the batch is full waits for the next."""
        waiting = [self._queue.get()]
        events = _count(waiting[0])
        while events < LARGEST_BATCH and not self._queue.empty():
            waiting.append(self._queue.get())
            events += _count(waiting[-1])
        return waiting

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

    def _take_all(self, arrived: Sequence[_Arrived]) -> None:
        if not arrived:
            return
        events = [event for one in arrived for event in one.events]
        try:
            self._take(events)
        except Exception as error:
            log.warning("not_taken", events=len(events), error=type(error).__name__)
            for one in arrived:
                one.done.set_exception(error)
        else:
            for one in arrived:
                one.done.set_result(None)


def _count(waiting: _Waiting) -> int:
    return len(waiting.events) if isinstance(waiting, _Arrived) else 1


def _drop(baskets: Baskets, basket: Basket) -> None:
    if baskets.get(basket.account) is basket:
        del baskets[basket.account]
