"""Sending to Zalo."""

from http import HTTPStatus

from bot.channels.channel import SendError
from bot.channels.zalo_bot import wording
from bot.channels.zalo_bot.errors import NotSentError, RefusedError, UnsureError, ZaloError
from bot.channels.zalo_bot.halting import Halting
from bot.channels.zalo_bot.request import Client
from conversation.message import Message

_PERMANENT = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)
_SAYINGS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "token refused",
    HTTPStatus.TOO_MANY_REQUESTS: "month's messages used up",
}


class ZaloBotChannel:
    """Sends one account's messages."""

    def __init__(self, account: str, client: Client, halting: Halting) -> None:
        self._account = account
        self._client = client
        self._halting = halting
        self._begun: dict[str, tuple[Message, int]] = {}

    @property
    def account(self) -> str:
        """Return the account, like "zalo_bot:main"."""
        return self._account

    async def send(self, address: str, message: Message) -> None:
        """Send a message, in several texts if it is long; return once Zalo took all of them.

        When a later text fails, those before it do not go out again with the next try.

        Raises:
            SendError: when Zalo did not take it, or nobody knows.
        """
        texts = wording.texts(message)
        if not texts:
            raise SendError("nothing to send", is_refused=True)
        begun, taken = self._begun.pop(address, (message, 0))
        for at in range(taken if begun == message else 0, len(texts)):
            try:
                await self._client.send_message(address, texts[at])
            except ZaloError as error:
                if at:
                    self._begun[address] = (message, at)
                raise self._as_send_error(error) from None
            self._halting.went_well()

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
