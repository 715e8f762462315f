"""The methods of the Bot API that the program calls."""

import re
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable
from functools import lru_cache
from urllib.parse import urlsplit

from pydantic import JsonValue

from bench.platforms.telegram.bell import Bell
from bench.platforms.telegram.chats import Chat, Chats
from bench.platforms.telegram.faults import Faults
from bench.platforms.telegram.fields import Fields
from bench.platforms.telegram.markup import Formatted, formatted, keyboard
from bench.platforms.telegram.refusal import bad_request, conflict, forbidden
from bench.platforms.telegram.updates import Updates
from bench.platforms.telegram.webhook import Deliveries, Hook

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
_MAX_CAPTION = 1024
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""What a file that can be shown as a photo begins with."""

_LONGEST_POLL = 50
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"

Method = Callable[[Fields], Awaitable[JsonValue]]


class Methods:
    """What each method does; a refusal is raised."""

    def __init__(self, chats: Chats, updates: Updates, deliveries: Deliveries, faults: Faults, bell: Bell) -> None:
        self._chats = chats
        self._updates = updates
        self._deliveries = deliveries
        self._faults = faults
        self._bell = bell
        self._polls = 0
        self.by_name: dict[str, tuple[str, Method]] = {
            name.lower(): (name, method)
            for name, method in {
                "getMe": self._get_me,
                "getUpdates": self._get_updates,
                "setWebhook": self._set_webhook,
                "deleteWebhook": self._delete_webhook,
                "getWebhookInfo": self._get_webhook_info,
                "sendMessage": self._send_message,
                "sendPhoto": self._send_photo,
                "sendVoice": self._send_voice,
                "answerCallbackQuery": self._answer_callback_query,
                "setMyCommands": self._set_my_commands,
            }.items()
        }

    async def _get_me(self, fields: Fields) -> JsonValue:
        can = {"can_join_groups": False, "can_read_all_group_messages": False, "supports_inline_queries": False}
        return {**self._chats.bot, **can}

    async def _get_updates(self, fields: Fields) -> JsonValue:
        if self._deliveries.hook:
            raise conflict("can't use getUpdates method while webhook is active; use deleteWebhook first")
        self._polls += 1
        mine = self._polls
        self._bell.ring()
        self._allow(fields)
        if offset := fields.integer("offset", 0):
            self._updates.confirm(offset)
        limit = min(max(fields.integer("limit", 100), 1), 100)
        give_up = time.monotonic() + min(fields.integer("timeout", 0), _LONGEST_POLL)
        while not (batch := self._updates.first(limit)) and time.monotonic() < give_up:
            await self._bell.wait(give_up - time.monotonic())
            if mine != self._polls or self._deliveries.hook:
                raise conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
        return [*batch]

    async def _set_webhook(self, fields: Fields) -> JsonValue:
        url, secret = fields.text("url"), fields.text("secret_token")
        if not url:
            return await self._delete_webhook(fields)
        address = urlsplit(url)
        if address.hostname not in _LOOPBACK or address.scheme not in {"http", "https"}:
            raise bad_request("bad webhook: this platform calls only this machine, http://127.0.0.1")
        if secret and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        connections = fields.integer("max_connections", 40)
        if not 1 <= connections <= 100:
            raise bad_request("max_connections must be between 1 and 100")
        self._allow(fields)
        self._forget_if_asked(fields)
        await self._deliveries.set(Hook(url, secret, connections))
        self._bell.ring()
        return True

    async def _delete_webhook(self, fields: Fields) -> JsonValue:
        self._forget_if_asked(fields)
        await self._deliveries.set(None)
        return True

    async def _get_webhook_info(self, fields: Fields) -> JsonValue:
        hook = self._deliveries.hook
        info: dict[str, JsonValue] = {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
            "max_connections": hook.max_connections if hook else 40,
        }
        if self._updates.allowed:
            info["allowed_updates"] = [*sorted(self._updates.allowed)]
        if self._deliveries.last_error:
            info["last_error_message"] = self._deliveries.last_error
            info["last_error_date"] = self._deliveries.last_error_at
        return info

    async def _send_message(self, fields: Fields) -> JsonValue:
        text = formatted(fields.text("text"), fields.text("parse_mode"))
        return self._show(self._chat(fields), text, fields)

    async def _send_photo(self, fields: Fields) -> JsonValue:
        picture = _uploaded(fields.uploads["photo"]) if "photo" in fields.uploads else self._named(fields.text("photo"))
        caption = fields.text("caption")
        text = formatted(caption, fields.text("parse_mode"), _MAX_CAPTION) if caption else Formatted("", "")
        return self._show(self._chat(fields), text, fields, picture)

    def _named(self, photo: str) -> str:
        """Return the address of a picture named by its address or by the id of one that was sent before."""
        if not photo:
            raise bad_request("there is no photo in the request")
        picture = photo if photo.startswith(("http://", "https://")) else self._chats.picture(photo)
        if not picture:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return picture

    async def _send_voice(self, fields: Fields) -> JsonValue:
        if not (fields.uploads.get("voice") or fields.text("voice")):
            raise bad_request("there is no voice in the request")
        caption = fields.text("caption")
        text = formatted(caption, fields.text("parse_mode"), _MAX_CAPTION) if caption else Formatted("", "")
        return self._show(self._chat(fields), text, fields)

    async def _answer_callback_query(self, fields: Fields) -> JsonValue:
        if len(fields.text("text")) > 200:
            raise bad_request("MESSAGE_TOO_LONG")
        if not self._chats.acknowledge(fields.text("callback_query_id")):
            raise bad_request(_TOO_OLD)
        return True

    async def _set_my_commands(self, fields: Fields) -> JsonValue:
        commands = fields.json("commands")
        if not isinstance(commands, list) or len(commands) > 100:
            raise bad_request("can't parse commands")
        for command in commands:
            fits = isinstance(command, dict) and _COMMAND.fullmatch(str(command.get("command", "")))
            if not (isinstance(command, dict) and fits and 1 <= len(str(command.get("description", ""))) <= 256):
                raise bad_request("BOT_COMMAND_INVALID")
        return True

    def _chat(self, fields: Fields) -> Chat:
        number = fields.integer("chat_id")
        if number <= 0:
            raise bad_request("chat not found")
        chat = self._chats.of(number)
        if not chat.has_written:
            raise forbidden("bot can't initiate conversation with a user")
        if number in self._faults.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def _show(self, chat: Chat, text: Formatted, fields: Fields, picture: str = "") -> JsonValue:
        buttons = keyboard(fields.json("reply_markup"))
        message = self._chats.show(chat, text, buttons, picture=picture)
        return self._chats.as_message(chat, message)

    def _allow(self, fields: Fields) -> None:
        allowed = fields.json("allowed_updates")
        if isinstance(allowed, list):
            self._updates.allowed = frozenset(map(str, allowed))

    def _forget_if_asked(self, fields: Fields) -> None:
        if fields.boolean("drop_pending_updates"):
            self._updates.drop()


@lru_cache(maxsize=64)
def _uploaded(picture: bytes) -> str:
    """Return an address under which a browser shows a picture that came with a call."""
    kind = next((kind for begin, kind in _PICTURES.items() if picture.startswith(begin)), None)
    if kind is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return f"data:{kind};base64,{b64encode(picture).decode()}"
