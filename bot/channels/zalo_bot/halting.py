"""When a whole account must be quiet: its token is refused, its month is used up, or it called too fast."""

import time
from collections.abc import Callable
from http import HTTPStatus

import structlog

from bot.channels.zalo_bot.errors import RefusedError, TooFastError, ZaloError
from bot.limits import Budget

log = structlog.get_logger()

_TOKEN_SECONDS = 600.0
"""A refused token stays refused until somebody sets another one; asked again only in case Zalo was wrong."""

_QUOTA_SECONDS = 6 * 3600.0
"""Zalo does not say when its month begins anew."""

_PAUSES = (2.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds without a call after the first, second … time in a row that the gateway wanted fewer."""


class Halting:
    """Closes one account's budget, and says so once each time."""

    def __init__(self, account: str, budget: Budget, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._account = account
        self._budget = budget
        self._monotonic = monotonic
        self._until = 0.0
        self._in_a_row = 0

    def judge(self, error: ZaloError) -> float | None:
        """Return for how many seconds no call is worth making, None when the error says nothing about the account."""
        match error:
            case RefusedError(code=HTTPStatus.UNAUTHORIZED):
                return self._close(_TOKEN_SECONDS, "token_refused")
            case RefusedError(code=HTTPStatus.TOO_MANY_REQUESTS):
                return self._close(_QUOTA_SECONDS, "month_used_up")
            case TooFastError():
                if self._monotonic() >= self._until or not self._in_a_row:  # calls in hand together count once
                    self._in_a_row += 1
                return self._close(_PAUSES[min(self._in_a_row, len(_PAUSES)) - 1], "called_too_fast")
        return None

    def went_well(self) -> None:
        """Take note of a call that was answered."""
        self._in_a_row = 0

    def _close(self, seconds: float, event: str) -> float:
        now = self._monotonic()
        if now >= self._until:
            level = log.warning if event == "called_too_fast" else log.error
            level(event, account=self._account, quiet_seconds=int(seconds))
        self._until = max(self._until, now + seconds)
        self._budget.close_account(seconds)
        return seconds
