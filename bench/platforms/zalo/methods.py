"""The methods of Zalo's bots, all eleven of them."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
from pydantic import JsonValue

from bench.platforms.zalo.chats import Chat, Chats
from bench.platforms.zalo.events import Events
from bench.platforms.zalo.faults import Faults
from bench.platforms.zalo.fields import Fields
from bench.platforms.zalo.record import Picture
from bench.platforms.zalo.refusal import bad_request, internal, quota_exceeded, timed_out
from bench.platforms.zalo.webhook import Deliveries, Hook

_LONGEST = 2000
_LONGEST_POLL = 50
_FETCH_SECONDS = 15
_LARGEST_PICTURE = 20_000_000
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Result:
    """What a method gives back: nothing at all for some; `picture` is what was fetched meanwhile."""

    value: JsonValue = None
    message_id: str | None = None
    picture: Picture | None = None


Method = Callable[[Fields], Awaitable[Result]]


class Methods:
    """What each method does; a refusal is raised."""

    def __init__(
        self,
        bot: Mapping[str, JsonValue],
        chats: Chats,
        events: Events,
        deliveries: Deliveries,
        faults: Faults,
        *,
        quota: int,
        probes_with_secret: bool,
    ) -> None:
        self.sent = 0
        self._bot = bot
        self._chats = chats
        self._events = events
        self._deliveries = deliveries
        self._faults = faults
        self._quota = quota
        self._probes_with_secret = probes_with_secret
        self.by_name: dict[str, Method] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "testWebhook": self._test_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._get_webhook_info,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendSticker": self._send_sticker,
            "sendChatAction": self._send_chat_action,
            "sendVoice": self._send_voice,
        }

    async def _get_me(self, fields: Fields) -> Result:
        return Result(dict(self._bot))

    async def _get_updates(self, fields: Fields) -> Result:
        given = fields.text("timeout") or "30"
        if not given.isdecimal():
            raise bad_request("The timeout must be a number")
        event = await self._events.next(min(int(given), _LONGEST_POLL))
        if event is None:
            raise timed_out()
        return Result(event)

    async def _set_webhook(self, fields: Fields) -> Result:
        url, secret = fields.needed("url"), fields.needed("secret_token")
        address = urlsplit(url)
        if address.hostname not in _LOOPBACK or address.scheme not in {"http", "https"}:
            raise bad_request("The url must be on this machine: this platform calls nobody else")
        if not 8 <= len(secret) <= 256:
            raise bad_request("The secret_token must be between 8 and 256 characters")
        self._events.drop()
        await self._deliveries.set(Hook(url, secret))
        probe = await self._deliveries.probe(has_secret=self._probes_with_secret)
        return Result({"url": url, "updated_at": self._deliveries.changed_at, "verification": probe})

    async def _test_webhook(self, fields: Fields) -> Result:
        return Result(await self._deliveries.probe(has_secret=self._probes_with_secret))

    async def _delete_webhook(self, fields: Fields) -> Result:
        await self._deliveries.set(None)
        return await self._get_webhook_info(fields)

    async def _get_webhook_info(self, fields: Fields) -> Result:
        hook = self._deliveries.hook
        return Result({"url": hook.url if hook else "", "updated_at": self._deliveries.changed_at})

    async def _send_message(self, fields: Fields) -> Result:
        chat = self._chat(fields)
        text = _measured("text", fields.needed("text"))
        if fields.text("parse_mode") not in {"", "markdown", "html"}:
            raise bad_request("The parse_mode is invalid")
        return self._show(chat, text)

    async def _send_photo(self, fields: Fields) -> Result:
        chat = self._chat(fields)
        url = fields.needed("photo")
        if not url.startswith(("http://", "https://")):
            raise bad_request("The photo must start with http:// or https://")
        caption = _measured("caption", fields.text("caption"))
        picture = await _fetch(url)
        if picture.status != 200 or not picture.content_type.startswith("image/"):
            raise bad_request("The photo URL is invalid", picture)
        shown = self._show(chat, caption, url)
        value = {**shown.value, "message_type": "CHAT_PHOTO"} if isinstance(shown.value, dict) else None
        return Result(value, shown.message_id, picture)

    async def _send_sticker(self, fields: Fields) -> Result:
        chat = self._chat(fields)
        return self._show(chat, f"(nhãn dán {fields.needed('sticker')})")

    async def _send_chat_action(self, fields: Fields) -> Result:
        self._chat(fields)
        if fields.needed("action") not in {"typing", "upload_photo"}:
            raise bad_request("The action is invalid")
        return Result()

    async def _send_voice(self, fields: Fields) -> Result:
        chat = self._chat(fields)
        if not fields.needed("voice_url").endswith(".aac"):
            raise bad_request("The voice_url must end with .aac")
        return self._show(chat, "(tin thoại)")

    def _chat(self, fields: Fields) -> Chat:
        chat = self._chats.find(fields.needed("chat_id"))
        if chat is None:
            raise bad_request("The chat_id is invalid")
        if not chat.is_served or chat.chat_id in self._faults.blocked:
            raise internal()
        return chat

    def _show(self, chat: Chat, text: str, picture: str = "") -> Result:
        if self.sent >= self._quota:
            raise quota_exceeded()
        self.sent += 1
        message = self._chats.show(chat, text, picture=picture)
        return Result({"message_id": message.message_id, "date": int(time.time() * 1000)}, message.message_id)


def _measured(name: str, text: str) -> str:
    """Return a text that is short enough, however Zalo may count."""
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > _LONGEST:
        raise bad_request(f"The {name} must not exceed {_LONGEST} characters")
    return text


async def _fetch(url: str) -> Picture:
    """Fetch a picture as Zalo does, from this machine only."""
    if urlsplit(url).hostname not in _LOOPBACK:
        return Picture(url, 0, "", 0)
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_FETCH_SECONDS)) as session,
            session.get(url) as answer,
        ):
            body = await answer.content.read(_LARGEST_PICTURE)
            return Picture(url, answer.status, answer.content_type, len(body))
    except (aiohttp.ClientError, OSError, TimeoutError):
        return Picture(url, 0, "", 0)
