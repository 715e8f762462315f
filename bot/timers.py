"""The handful of things that happen by themselves. What is due is a question to the database, never a timer each."""

from collections.abc import Callable
from datetime import timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot import letters
from bot.feed import FeedPush
from bot.moving_clock import Clock
from bot.surroundings import Surroundings
from bot.writer import Writer
from storage import homes, jobs, outbox, questions, retention
from storage.standing import Standing

log = structlog.get_logger()

_POST_SECONDS = 10
_PUSH_SECONDS = 5
_STUCK_AFTER = timedelta(minutes=2)


class Timers:
    """Starts and stops the timers of one process; all of them write through its one writer.

    `speed` is that of the program's clock; the log of consents of people who are gone is kept for `consent_years`.
    """

    def __init__(
        self,
        writer: Writer,
        surroundings: Surroundings,
        clock: Clock,
        standing: Standing,
        speed: float,
        consent_years: int,
        feed: FeedPush | None = None,
    ) -> None:
        self._writer = writer
        self._surroundings = surroundings
        self._clock = clock
        self._standing = standing
        self._speed = speed
        self._consent_years = consent_years
        self._feed = feed
        self._scheduler = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})

    def start(self) -> None:
        """Begin: each timer runs once at the start too, so that nothing waits for a program that is often restarted."""
        self._every(timedelta(minutes=1), self._release_stuck)
        self._every(timedelta(minutes=10), self._sweep)
        self._every(timedelta(minutes=10), self._follow_mergers)
        self._every(timedelta(minutes=10), self._pass_to_office)
        self._every(timedelta(seconds=_POST_SECONDS), self._post_letters)
        self._scheduler.add_job(self._try, args=(self._surroundings.warm,))
        self._scheduler.add_job(self._try, "interval", args=(self._surroundings.refresh,), seconds=60)
        if self._feed is not None:
            self._scheduler.add_job(self._try, "interval", args=(self._feed.prepare,), seconds=60)
            self._scheduler.add_job(self._try, "interval", args=(self._feed.send,), seconds=_PUSH_SECONDS)
        self._scheduler.start()

    def stop(self) -> None:
        """End; what is running is finished."""
        self._scheduler.shutdown()

    def _every(self, period: timedelta, work: Callable[[Connection], object]) -> None:
        """Have work done now and then once in a period of the program's clock, at most every second."""
        seconds = max(1.0, period.total_seconds() / self._speed)
        self._scheduler.add_job(self._run, "interval", args=(work,), seconds=seconds)
        self._run(work)

    def _run(self, work: Callable[[Connection], object]) -> None:
        try:
            self._writer.write(work).result()
        except DBAPIError as error:
            log.warning("timer_failed", timer=work.__name__, error=type(error).__name__)

    def _try(self, work: Callable[[], object]) -> None:
        try:
            work()
        except DBAPIError as error:
            log.warning("timer_failed", timer=work.__name__, error=type(error).__name__)

    def _release_stuck(self, tx: Connection) -> None:
        outbox.release_stuck(tx, self._clock.now() - _STUCK_AFTER * self._speed)

    def _post_letters(self, tx: Connection) -> None:
        world = self._surroundings.world()
        letters.post(tx, world, world.today(self._clock.now()))

    def _sweep(self, tx: Connection) -> None:
        now = self._clock.now()
        retention.sweep(tx, now, self._surroundings.world().today(now), self._consent_years)
        jobs.sweep(tx, now)

    def _follow_mergers(self, tx: Connection) -> None:
        homes.follow_mergers(tx, self._surroundings.world().today(self._clock.now()), self._standing)

    def _pass_to_office(self, tx: Connection) -> None:
        questions.pass_to_office(tx, self._clock.now())
