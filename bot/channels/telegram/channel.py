"""Sending to Telegram, and acknowledging taps."""

import asyncio
import time
from collections.abc import Awaitable, Mapping
from pathlib import Path

import structlog
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from bot.channels.channel import Pictures, Recordings, SendError
from bot.channels.telegram import wording
from bot.channels.telegram.request import READ_SECONDS, NotSentError, TooManyError, UnsureError, body
from bot.limits import Budget
from conversation.message import Message
from conversation.pictures import LessonPicture, Picture
from conversation.recordings import FORMS, Recording

log = structlog.get_logger()

_MOST_UNANSWERED = 200
"""How many taps may wait for their acknowledgement: beyond that the answer itself has to do."""

_TAP_LIVES = 10.0
"""After how many seconds an acknowledgement is not worth a call any more."""

_FILE = "hinh.png"
"""Every picture's name: Telegram and the library tell from it what kind of file it is."""

_TAP_WAITS = 0.1
"""How many seconds an acknowledgement lets messages go first before it tries again."""


class TelegramChannel:
    """Sends one account's messages."""

    def __init__(
        self,
        account: str,
        bot: Bot,
        budget: Budget,
        pictures: Pictures | None = None,
        recordings: Recordings | None = None,
    ) -> None:
        self._account = account
        self._bot = bot
        self._budget = budget
        self._pictures = pictures
        self._recordings = recordings
        self._shown: dict[str, Message] = {}
        """In each chat the message whose picture or voice is there and whose words are not."""
        self._known: dict[LessonPicture, str] = {}
        """What Telegram calls the pictures it has: every learner gets the same picture of a lesson."""
        self._acknowledging: set[asyncio.Task[None]] = set()

    @property
    def account(self) -> str:
        """Return the account, like "telegram:main"."""
        return self._account

    async def send(self, address: str, message: Message) -> None:
        """Send a message, its picture or voice ahead of its words; return once Telegram took the words.

        When the words fail, what arrived ahead of them does not go out again with the next try.

        Raises:
            SendError: when it did not, or nobody knows.
        """
        is_shown = self._shown.pop(address, None) == message
        if message.picture is not None and not is_shown:
            is_shown = await self._show(address, message.picture)
        if message.recording is not None and not is_shown:
            is_shown = await self._speak(address, message.recording)
        try:
            await self._call("sendMessage", wording.fields(address, message))
        except TelegramError as error:
            if is_shown:
                self._shown[address] = message
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

    async def _show(self, address: str, picture: Picture) -> bool:
        """Send a picture and return whether it need not go out again; the words go out without it."""
        return await self._ahead("picture", self._known_or_uploaded(address, picture))

    async def _speak(self, address: str, recording: Recording) -> bool:
        """Send the voice of a page as a voice message, the same way."""
        file = self._recordings.file(recording, *FORMS["telegram"]) if self._recordings else None
        return file is not None and await self._ahead("voice", self._upload_voice(address, file))

    async def _ahead(self, what: str, sending: Awaitable[bool]) -> bool:
        """Send what goes ahead of the words and return whether it need not go out again.

        Raises:
            SendError: when it failed for a reason for which the words would too.
        """
        try:
            return await sending
        except TelegramError as error:
            told = _as_send_error(error)
            if told.is_gone or told.is_account or told.retry_after is not None:
                raise told from None
            log.warning(f"{what}_not_sent", account=self._account, reason=told.reason)
            return told.is_refused or told.is_unsure

    async def _known_or_uploaded(self, address: str, picture: Picture) -> bool:
        return await self._show_known(address, picture) or await self._upload(address, picture)

    async def _upload_voice(self, address: str, file: Path) -> bool:
        held = await asyncio.to_thread(file.read_bytes)
        await self._bot.send_voice(address, held, filename=f"tieng{file.suffix}")
        return True

    async def _show_known(self, address: str, picture: Picture) -> bool:
        """Send a picture that Telegram has by its name there, and return whether it was shown."""
        name = self._known.get(picture) if isinstance(picture, LessonPicture) else None
        if name is None:
            return False
        try:
            await self._call("sendPhoto", {"chat_id": address, "photo": name})
        except BadRequest:  # Telegram does not keep it for ever
            return False
        return True

    async def _upload(self, address: str, picture: Picture) -> bool:
        png = await self._pictures.drawn(picture) if self._pictures else None
        if png is None:
            return False
        sent = await self._bot.send_photo(address, png, filename=_FILE)
        if isinstance(picture, LessonPicture) and sent.photo:
            self._known[picture] = sent.photo[-1].file_id
        return True

    async def _call(self, method: str, fields: Mapping[str, object], read_timeout: float = READ_SECONDS) -> None:
        """Make one of the two calls of every turn: the library is as long about their fields as about the call."""
        await self._bot.request.post(f"{self._bot.base_url}/{method}", body(fields), read_timeout=read_timeout)

    async def _acknowledge(self, tap: str) -> None:
        give_up = time.monotonic() + _TAP_LIVES
        while not self._budget.take_spare():
            if time.monotonic() > give_up:
                return
            await asyncio.sleep(_TAP_WAITS)
        try:
            await self._call("answerCallbackQuery", {"callback_query_id": tap}, _TAP_LIVES)
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
