"""Pushes the figures to the address of the settings: made ready once a day, kept, tried until they are taken.

The body is that of `/api/v1/participation`. It is signed, and a day's figures have the same id however often they are
tried, so that a receiver can pass over what it has.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

import httpx
import structlog
from sqlalchemy import Connection

from bot.channels.channel import SendError
from bot.retrying import Fate, judge
from bot.writer import Writer
from storage import pushes
from storage.pushes import Push

log = structlog.get_logger()

T = TypeVar("T")

_SECONDS = 20.0
_CLAIM = timedelta(minutes=2)
"""For how long nobody else sends what was taken: far longer than a try may last."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where figures go, the key they are signed with, and the local hour from which a day's figures are ready."""

    address: str
    secret: str
    hour: int


class Transaction(Protocol):
    """Runs a question inside a transaction of the database and returns its answer."""

    def __call__(self, question: Callable[[Connection], T]) -> T:
        """Return what the question returns."""


class FeedPush:
    """Makes the figures ready and sends them; the timers call both.

    `figures` returns the body for a day, `read` asks the database without holding up who writes, `now` is the
    program's clock and `local` tells a moment as the commune's clocks do.
    """

    def __init__(
        self,
        target: Target,
        writer: Writer,
        read: Transaction,
        figures: Callable[[Connection, date], str],
        now: Callable[[], datetime],
        local: Callable[[datetime], datetime],
    ) -> None:
        self._target, self._writer, self._read, self._figures = target, writer, read, figures
        self._now, self._local = now, local

    def prepare(self) -> None:
        """Keep the figures up to yesterday, once a day: of a day that is over nothing changes any more."""
        now = self._now()
        local = self._local(now)
        day = local.date() - timedelta(days=1)
        if local.hour < self._target.hour or self._read(lambda tx: pushes.has(tx, day)):
            return
        body = self._read(lambda tx: self._figures(tx, day))
        self._writer.write(lambda tx: pushes.add(tx, day, body, now)).result()

    def send(self) -> None:
        """Send what is due; what goes wrong is kept and tried again later."""
        one = self._writer.write(self._claim).result()
        if one is None:
            return
        error = self._post(one)
        verdict = judge(error, one.tries + 1)
        log.info("pushed", push=one.id, fate=verdict.fate.value, reason=verdict.reason)
        self._writer.write(lambda tx: self._mark(tx, one.id, verdict.fate, verdict.reason, verdict.wait)).result()

    def _claim(self, tx: Connection) -> Push | None:
        now = self._now()
        one = pushes.due(tx, now)
        return one if one is not None and pushes.claim(tx, one, now + _CLAIM) else None

    def _mark(self, tx: Connection, push_id: int, fate: Fate, reason: str, wait: timedelta) -> None:
        if fate is Fate.SENT:
            pushes.mark_sent(tx, push_id)
        else:
            pushes.mark_failed(tx, push_id, reason, self._now() + wait if fate is Fate.LATER else None)

    def _post(self, one: Push) -> SendError | None:
        body = one.body.encode()
        headers = {
            "Content-Type": "application/json",
            "X-Hocso-Delivery": str(one.id),
            "X-Hocso-Signature": sign(self._target.secret, body),
        }
        try:
            with httpx.Client(timeout=_SECONDS, follow_redirects=False, trust_env=False) as client:
                status = client.post(self._target.address, content=body, headers=headers).status_code
        except httpx.HTTPError as error:  # to receive it twice does no harm, so it does not matter whether it arrived
            return SendError(f"no answer: {type(error).__name__}")
        return None if 200 <= status < 300 else SendError(f"answered {status}")


def sign(secret: str, body: bytes) -> str:
    """Return the header that proves who sent a body: the hexadecimal HMAC-SHA256 of its bytes under the secret."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
