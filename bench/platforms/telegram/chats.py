"""The people, what they see, and the taps that wait for an acknowledgement."""

import hashlib
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from bench.platforms.telegram.bell import Bell
from bench.platforms.telegram.markup import Button, Formatted, Keyboard


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as a person sees it; `at` is monotonic seconds, `picture` the address of one.

    A picture that was uploaded is in its address.
    """

    message_id: int
    text: str
    html: str
    keyboard: Keyboard = ()
    is_own: bool = False
    picture: str = ""
    at: float = 0

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Return all buttons, row after row."""
        return tuple(button for row in self.keyboard for button in row)

    @property
    def labels(self) -> tuple[str, ...]:
        """Return what the buttons say."""
        return tuple(button.label for button in self.buttons)


@dataclass(slots=True)
class Chat:
    """One person's private chat with the bot; it exists once the person has written."""

    chat_id: int
    name: str
    history: list[Shown] = field(default_factory=list)
    has_written: bool = False
    bell: Bell = field(default_factory=Bell)
    """Rings when a message is shown."""

    def as_user(self) -> dict[str, JsonValue]:
        """Return the person as the Bot API names them."""
        return {"id": self.chat_id, "is_bot": False, "first_name": self.name, "language_code": "vi"}

    def as_chat(self) -> dict[str, JsonValue]:
        """Return the chat as the Bot API names it."""
        return {"id": self.chat_id, "first_name": self.name, "type": "private"}


@dataclass(slots=True)
class Chats:
    """All chats of one bot."""

    bot: Mapping[str, JsonValue]
    query_seconds: float
    _chats: dict[int, Chat] = field(default_factory=dict)
    _queries: dict[str, tuple[int, float]] = field(default_factory=dict)
    _last_message: int = 0
    _last_query: int = 0
    _files: dict[str, str] = field(default_factory=dict)

    def of(self, chat_id: int) -> Chat:
        """Return the chat of a person, new or known."""
        if chat_id not in self._chats:
            self._chats[chat_id] = Chat(chat_id, f"Người {chat_id}")
        return self._chats[chat_id]

    def numbers(self) -> list[int]:
        """Return the chats in which somebody has written."""
        return sorted(chat.chat_id for chat in self._chats.values() if chat.has_written)

    def show(
        self, chat: Chat, text: Formatted, keyboard: Keyboard = (), *, is_own: bool = False, picture: str = ""
    ) -> Shown:
        """Put a message into a chat."""
        self._last_message += 1
        message = Shown(self._last_message, text.plain, text.html, keyboard, is_own, picture, time.monotonic())
        chat.history.append(message)
        chat.bell.ring()
        return message

    def as_message(self, chat: Chat, message: Shown) -> dict[str, JsonValue]:
        """Return a message as the Bot API names it."""
        body: dict[str, JsonValue] = {
            "message_id": message.message_id,
            "from": chat.as_user() if message.is_own else dict(self.bot),
            "chat": chat.as_chat(),
            "date": int(time.time()),
        }
        if message.picture:
            if message.text:
                body["caption"] = message.text
            file_id = self._keep(message.picture)
            body["photo"] = [{"file_id": file_id, "file_unique_id": file_id, "width": 1, "height": 1}]
        else:
            body["text"] = message.text
        if message.keyboard:
            rows: list[JsonValue] = [[_as_button(button) for button in row] for row in message.keyboard]
            body["reply_markup"] = {"inline_keyboard": rows}
        return body

    def picture(self, file_id: str) -> str:
        """Return the address of a picture that was in a chat before, "" when there was none by this id."""
        return self._files.get(file_id, "")

    def forget_pictures(self) -> None:
        """Know none of them any more."""
        self._files.clear()

    def _keep(self, picture: str) -> str:
        file_id = f"p{hashlib.sha256(picture.encode()).hexdigest()[:16]}"
        self._files[file_id] = picture
        return file_id

    def ask(self, chat: Chat) -> str:
        """Return the id of a new tap that wants to be acknowledged."""
        self._last_query += 1
        query = str(4_000_000_000 + self._last_query)
        self._queries[query] = (chat.chat_id, time.monotonic())
        return query

    def acknowledge(self, query: str) -> bool:
        """Return whether this tap still waited for it."""
        _, asked = self._queries.pop(query, (0, -math.inf))
        return time.monotonic() - asked <= self.query_seconds

    def asker(self, query: str) -> int | None:
        """Return whose tap it is, as long as it waits."""
        return self._queries[query][0] if query in self._queries else None


def _as_button(button: Button) -> JsonValue:
    if button.data is None:
        return {"text": button.label, "url": "https://example.vn/"}
    return {"text": button.label, "callback_data": button.data}
