"""Fetching updates: the platform forgets them only when the next call names a later one, so after they are kept."""

import asyncio
import json
from urllib.parse import urlencode

import structlog
from telegram import Bot

from bot.channels.telegram.reception import Reception
from bot.channels.telegram.request import Request, TooManyError
from bot.channels.telegram.update import KINDS, Answer, Update

log = structlog.get_logger()

_POLL_SECONDS = 25
_GRACE_SECONDS = 10
_WAITS = (0.5, 1, 2, 5, 10, 30)
"""Seconds before the next try after the first, second … failure in a row."""


class Polling:
    """Fetches one account's updates until it is cancelled.

    No offset is kept anywhere: at the start none is sent, and what comes again was seen before.
    """

    def __init__(self, account: str, bot: Bot, request: Request, reception: Reception) -> None:
        self._account = account
        self._bot = bot
        self._request = request
        self._reception = reception

    async def run(self) -> None:
        """Fetch and hand in; what goes wrong is reported once and tried again."""
        offset: int | None = None
        failures, is_ready = 0, False
        while True:
            try:
                if not is_ready:
                    await self._bot.delete_webhook()  # while one is set, Telegram refuses to be asked
                    is_ready = True
                updates = await self._fetch(offset)
                await self._reception.take(updates)
            except Exception as error:
                failures += 1
                self._report(error, failures)
                await asyncio.sleep(_wait(error, failures))
                continue
            if failures:
                log.info("polling_again", account=self._account, failures=failures)
                failures = 0
            # An empty answer means that nothing older is left, and numbers may begin anywhere after a quiet week.
            offset = max((update.update_id + 1 for update in updates), default=None)

    async def _fetch(self, offset: int | None) -> tuple[Update, ...]:
        asked: dict[str, object] = {"timeout": _POLL_SECONDS, "limit": 100, "allowed_updates": json.dumps(KINDS)}
        if offset is not None:
            asked["offset"] = offset
        address = f"{self._bot.base_url}/getUpdates?{urlencode(asked)}"
        answer = await self._request.retrieve(address, read_timeout=_POLL_SECONDS + _GRACE_SECONDS)
        return Answer.model_validate_json(answer).result

    def _report(self, error: Exception, failures: int) -> None:
        """Say once that it fails; the words of an error may hold the token or what somebody wrote."""
        if failures == 1:
            reason = str(error) if type(error).__module__ == Request.__module__ else ""
            log.warning("polling_fails", account=self._account, error=type(error).__name__, reason=reason)


def _wait(error: Exception, failures: int) -> float:
    if isinstance(error, TooManyError):
        return error.seconds
    return _WAITS[min(failures, len(_WAITS)) - 1]
