"""Calls to the Bot API: python-telegram-bot words them, aiohttp carries them, and what goes wrong is told apart.

The library turns every exception that is not its own into a NetworkError, which would hide whether a call never left
or may have arrived; so ours are its own. The address of a call holds the token: no error here says where it went.
"""

import json
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus

import aiohttp
from pydantic_core import to_json
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # the library exports what holds these, but not these

_CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
"""How long an answer is waited for where a call does not say."""

_CONNECTIONS = 128
_HEADERS = {"Content-Type": "application/json"}
_BEGINNING = b'{"ok":'
_DONE = b'{"ok":true,"result":true}'

_NEVER_CONNECTED = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)


class NotSentError(TelegramError):
    """The call surely had no effect; `is_unreached` when no connection came about."""

    def __init__(self, reason: str, *, is_unreached: bool = False) -> None:
        super().__init__(reason)
        self.is_unreached = is_unreached


class UnsureError(TelegramError):
    """The call may have had its effect: there was no answer, or none of the Bot API."""


class TooManyError(TelegramError):
    """The platform wants no call for so many seconds.

    The library's own RetryAfter cannot be made without a warning about its future.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__("too many requests")
        self.seconds = seconds


def body(fields: Mapping[str, object]) -> RequestData:
    """Return the fields of a call that uploads nothing, each in the form of the Bot API already."""
    return RequestData([RequestParameter(name, value, None) for name, value in fields.items()])


class Request(BaseRequest):
    """The connections of one account."""

    def __init__(self, proxy: str | None = None) -> None:
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Return for how many seconds an answer may be waited for where a call does not say."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Get ready; nothing is connected yet."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=_timeout(READ_SECONDS),
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a call and return the status and body of the Bot API's answer; only `read_timeout` can be chosen.

        Raises:
            NotSentError: when the call surely had no effect.
            UnsureError: when it may have had.
            TooManyError: when the platform wants no call for a while.
        """
        if self._session is None:
            raise NotSentError("closed")
        is_usual = read_timeout is BaseRequest.DEFAULT_NONE or not isinstance(read_timeout, int | float)
        timeout = self._session.timeout if is_usual else _timeout(float(str(read_timeout)))
        data, headers = _written(request_data)
        try:
            async with self._session.request(
                method, url, data=data, headers=headers, timeout=timeout, proxy=self._proxy, allow_redirects=False
            ) as answer:
                status, body = _judge(answer.status, await answer.read())
        except _NEVER_CONNECTED as error:
            raise NotSentError(type(error).__name__, is_unreached=True) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise UnsureError(type(error).__name__) from None
        if status == HTTPStatus.OK and url.endswith("/sendMessage"):
            return status, _DONE  # nobody wants to see the message again, and reading it back takes time
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, object]:
        """Return an answer; what it says goes into no log.

        Raises:
            UnsureError: when it cannot be read.
        """
        try:
            answer: dict[str, object] = json.loads(payload)
        except ValueError:
            raise UnsureError("unreadable answer") from None
        return answer


def _written(fields: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, Mapping[str, str]]:
    """Return the body of a call and what its headers say of it; the parts of an upload say that themselves."""
    if fields is None:
        return None, {}
    if not fields.contains_files:
        # As it is: the library would put JSON into JSON, which takes three times as long.
        return to_json(fields.parameters), _HEADERS
    form = aiohttp.FormData()
    for name, value in fields.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in fields.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}


def _judge(status: int, body: bytes) -> tuple[int, bytes]:
    """Let only the Bot API's own answers through.

    A gateway or a proxy answers in HTML, and what its status means there must not be taken for what it means here: its
    403 would make everybody unreachable.
    """
    if not body.startswith(_BEGINNING):
        if status >= HTTPStatus.MULTIPLE_CHOICES and status != HTTPStatus.GATEWAY_TIMEOUT:
            raise NotSentError(f"status {status}, not from the Bot API")
        raise UnsureError(f"status {status}, not from the Bot API")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise TooManyError(_seconds_to_wait(body))
    return status, body


def _seconds_to_wait(body: bytes) -> float:
    try:
        return max(1.0, float(json.loads(body)["parameters"]["retry_after"]))
    except (ValueError, KeyError, TypeError):
        return 1.0


@cache
def _timeout(read: float) -> aiohttp.ClientTimeout:
    """Give up a call whose answer does not begin, or trickles for ever."""
    return aiohttp.ClientTimeout(total=2 * _CONNECT_SECONDS + read, connect=_CONNECT_SECONDS, sock_read=read)
