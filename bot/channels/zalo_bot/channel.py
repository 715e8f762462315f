"""Sending to Zalo."""

from dataclasses import dataclass
from http import HTTPStatus

import structlog

from bot.channels.channel import Pictures, SendError
from bot.channels.zalo_bot import wording
from bot.channels.zalo_bot.errors import NotSentError, RefusedError, UnsureError, ZaloError
from bot.channels.zalo_bot.halting import Halting
from bot.channels.zalo_bot.request import Client
from conversation.message import Message
from conversation.pictures import Picture

log = structlog.get_logger()

_PERMANENT = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)
_SAYINGS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "token refused",
    HTTPStatus.TOO_MANY_REQUESTS: "month's messages used up",
}


@dataclass(slots=True)
class _Begun:
    """How much of a message is in the chat: its picture, and so many of its texts."""

    message: Message
    is_shown: bool = False
    texts: int = 0


class ZaloBotChannel:
    """Sends one account's messages."""

    def __init__(self, account: str, client: Client, halting: Halting, pictures: Pictures | None = None) -> None:
        self._account = account
        self._client = client
        self._halting = halting
        self._pictures = pictures
        self._begun: dict[str, _Begun] = {}

    @property
    def account(self) -> str:
        """Return the account, like "zalo_bot:main"."""
        return self._account

    async def send(self, address: str, message: Message) -> None:
        """Send a message, its picture first, in several texts if it is long; return once Zalo took all of them.

        When a text fails, what went before it does not go out again with the next try.

        Raises:
            SendError: when Zalo did not take it, or nobody knows.
        """
        texts = wording.texts(message)
        if not texts:
            raise SendError("nothing to send", is_refused=True)
        begun = self._begun.pop(address, None)
        if begun is None or begun.message != message:
            begun = _Begun(message)
        if message.picture is not None and not begun.is_shown:
            begun.is_shown = await self._show(address, message.picture)
        while begun.texts < len(texts):
            try:
                await self._client.send_message(address, texts[begun.texts])
            except ZaloError as error:
                if begun.texts or begun.is_shown:
                    self._begun[address] = begun
                raise self._as_send_error(error) from None
            begun.texts += 1
            self._halting.went_well()

    async def _show(self, address: str, picture: Picture) -> bool:
        """Send a picture and return whether it need not go out again; the words go out without it.

        Raises:
            SendError: when it failed for a reason that concerns the account.
        """
        url = self._pictures.url(picture) if self._pictures else None
        if url is None:
            return False
        try:
            await self._client.send_photo(address, url)
        except ZaloError as error:
            told = self._as_send_error(error)
            if told.is_account:
                raise told from None
            # Zalo's own words may hold the address, which opens the picture.
            reason = f"refused {error.code}" if isinstance(error, RefusedError) else error.reason
            log.warning("picture_not_sent", account=self._account, reason=reason)
            return told.is_refused or told.is_unsure
        self._halting.went_well()
        return True

    def _as_send_error(self, error: ZaloError) -> SendError:
        """Say what to do next. 403 is Zalo's "internal server error": it says nothing about the token."""
        seconds = self._halting.judge(error)
        if seconds is not None:
            code = error.code if isinstance(error, RefusedError) else 0
            return SendError(_SAYINGS.get(code, error.reason), retry_after=seconds, is_account=True)
        match error:
            case NotSentError():
                return SendError(error.reason, is_account=error.is_unreached)
            case UnsureError():
                return SendError(error.reason, is_unsure=True)
            case RefusedError(code=code) if code in _PERMANENT:
                return SendError(error.reason, is_refused=True)
        return SendError(error.reason)
