"""Sending to Telegram, and acknowledging taps."""

import asyncio
import time

import structlog
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from bot.channels.channel import SendError
from bot.channels.telegram import wording
from bot.channels.telegram.request import NotSentError, TooManyError, UnsureError
from bot.limits import Budget
from conversation.message import Message

log = structlog.get_logger()

_MOST_UNANSWERED = 200
"""How many taps may wait for their acknowledgement: beyond that the answer itself has to do."""

_TAP_LIVES = 10.0
"""After how many seconds an acknowledgement is not worth a call any more."""

_TAP_WAITS = 0.1
"""How many seconds an acknowledgement lets messages go first before it tries again."""

_NO_PREVIEW = {"is_disabled": True}


class TelegramChannel:
    """Sends one account's messages."""

    def __init__(self, account: str, bot: Bot, budget: Budget) -> None:
        self._account = account
        self._bot = bot
        self._budget = budget
        self._acknowledging: set[asyncio.Task[None]] = set()

    @property
    def account(self) -> str:
        """Return the account, like "telegram:main"."""
        return self._account

    async def send(self, address: str, message: Message) -> None:
        """Send a message; return once Telegram took it.

        Raises:
            SendError: when it did not, or nobody knows.
        """
        try:
            await self._bot.send_message(
                address,
                wording.text(message),
                parse_mode=ParseMode.HTML,
                api_kwargs={"reply_markup": wording.keyboard(message), "link_preview_options": _NO_PREVIEW},
            )
        except TelegramError as error:
            raise _as_send_error(error) from None

    def acknowledge(self, tap: str) -> None:
        """Tell Telegram in a while that a tap was taken; nothing depends on it, so it is tried once."""
        if len(self._acknowledging) >= _MOST_UNANSWERED:
            return
        task = asyncio.create_task(self._acknowledge(tap))
        self._acknowledging.add(task)
        task.add_done_callback(self._acknowledging.discard)

    async def stop(self) -> None:
        """Give up what is not acknowledged yet."""
        for task in self._acknowledging:
            task.cancel()
        await asyncio.gather(*self._acknowledging, return_exceptions=True)

    async def _acknowledge(self, tap: str) -> None:
        give_up = time.monotonic() + _TAP_LIVES
        while not self._budget.take_spare():
            if time.monotonic() > give_up:
                return
            await asyncio.sleep(_TAP_WAITS)
        try:
            await self._bot.answer_callback_query(tap, read_timeout=_TAP_LIVES)
        except TelegramError as error:
            log.info("not_acknowledged", account=self._account, error=type(error).__name__)


def _as_send_error(error: TelegramError) -> SendError:
    """Say what to do next; the words of an error may hold an address with the token, so only some are told."""
    match error:
        case TooManyError(seconds=seconds):
            return SendError("too many requests", retry_after=seconds)
        case NotSentError(message=reason):
            return SendError(reason, is_account=error.is_unreached)
        case UnsureError(message=reason):
            return SendError(reason, is_unsure=True)
        case Forbidden(message=reason):
            return SendError(reason, is_gone=True)
        case ChatMigrated():
            return SendError("chat became a group", is_refused=True)
        case BadRequest(message=reason):
            return SendError(reason, is_refused=True)
        case InvalidToken():
            return SendError("token refused", is_account=True)
    return SendError(type(error).__name__)
