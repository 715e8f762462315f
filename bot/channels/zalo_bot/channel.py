"""Sending to Zalo."""

from collections.abc import Awaitable
from dataclasses import dataclass
from http import HTTPStatus

import structlog

from bot.channels.channel import Pictures, Recordings, SendError
from bot.channels.zalo_bot import wording
from bot.channels.zalo_bot.errors import NotSentError, RefusedError, UnsureError, ZaloError
from bot.channels.zalo_bot.halting import Halting
from bot.channels.zalo_bot.request import Client
from conversation.message import Message
from conversation.pictures import Picture
from conversation.recordings import FORMS, Recording

log = structlog.get_logger()

_PERMANENT = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)
_SAYINGS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "token refused",
    HTTPStatus.TOO_MANY_REQUESTS: "month's messages used up",
}


@dataclass(slots=True)
class _Begun:
    """How much of a message is in the chat: its picture or voice, and so many of its texts."""

    message: Message
    is_shown: bool = False
    texts: int = 0


class ZaloBotChannel:
    """Sends one account's messages."""

    def __init__(
        self,
        account: str,
        client: Client,
        halting: Halting,
        pictures: Pictures | None = None,
        recordings: Recordings | None = None,
    ) -> None:
        self._account = account
        self._client = client
        self._halting = halting
        self._pictures = pictures
        self._recordings = recordings
        self._begun: dict[str, _Begun] = {}

    @property
    def account(self) -> str:
        """Return the account, like "zalo_bot:main"."""
        return self._account

    async def send(self, address: str, message: Message) -> None:
        """Send a message, its picture or voice first, in several texts if it is long; return once Zalo took all.

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
        if message.recording is not None and not begun.is_shown:
            begun.is_shown = await self._speak(address, message.recording)
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
        """Send a picture and return whether it need not go out again; the words go out without it."""
        url = self._pictures.url(picture) if self._pictures else None
        return url is not None and await self._ahead("picture", self._client.send_photo(address, url))

    async def _speak(self, address: str, recording: Recording) -> bool:
        """Send the voice of a page, the same way."""
        [form] = FORMS["zalo_bot"]
        url = self._recordings.url(recording, form) if self._recordings else None
        return url is not None and await self._ahead("voice", self._client.send_voice(address, url))

    async def _ahead(self, what: str, sending: Awaitable[None]) -> bool:
        """Send what goes ahead of the words and return whether it need not go out again.

        Raises:
            SendError: when it failed for a reason that concerns the account.
        """
        try:
            await sending
        except ZaloError as error:
            told = self._as_send_error(error)
            if told.is_account:
                raise told from None
            # Zalo's own words may hold the address, which opens the picture.
            reason = f"refused {error.code}" if isinstance(error, RefusedError) else error.reason
            log.warning(f"{what}_not_sent", account=self._account, reason=reason)
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
