"""The people, what they see, and which of them the bot serves."""

import hashlib
import re
import time
from dataclasses import dataclass, field

from pydantic import JsonValue

from bench.platforms.telegram.bell import Bell

_OPTION = re.compile(r"(\d+)\. (.+)")


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as a person sees it; `at` is monotonic seconds, `picture` the address of one."""

    message_id: str
    text: str
    is_own: bool = False
    picture: str = ""
    at: float = 0

    @property
    def options(self) -> tuple[tuple[int, str], ...]:
        """Return the numbered lines at the end: what to type, and what it means."""
        found: list[tuple[int, str]] = []
        for line in reversed(self.text.split("\n")):
            option = _OPTION.fullmatch(line)
            if option is None:
                break
            found.append((int(option[1]), option[2]))
        return tuple(reversed(found))

    @property
    def labels(self) -> tuple[str, ...]:
        """Return what the options say."""
        return tuple(label for _, label in self.options)


@dataclass(slots=True)
class Chat:
    """One person's private chat with the bot; it exists once the person has written."""

    number: int
    chat_id: str
    name: str
    history: list[Shown] = field(default_factory=list)
    has_written: bool = False
    is_served: bool = True
    bell: Bell = field(default_factory=Bell)
    """Rings when a message is shown."""

    def as_message(self, message_id: str) -> dict[str, JsonValue]:
        """Return what every event says about a message of this person."""
        return {
            "date": int(time.time() * 1000),
            "chat": {"chat_type": "PRIVATE", "id": self.chat_id},
            "message_id": message_id,
            "from": {"id": self.chat_id, "is_bot": False, "display_name": self.name},
        }


@dataclass(slots=True)
class Chats:
    """All chats of one bot. Who writes first is served, until there are as many as the plan allows."""

    most_people: int
    _chats: dict[int, Chat] = field(default_factory=dict)
    _by_id: dict[str, Chat] = field(default_factory=dict)
    _messages: int = 0

    def of(self, number: int) -> Chat:
        """Return the chat of a person, new or known."""
        if number not in self._chats:
            chat_id = hashlib.blake2b(f"chat {number}".encode(), digest_size=10).hexdigest()
            self._chats[number] = self._by_id[chat_id] = Chat(number, chat_id, f"Người {number}")
        return self._chats[number]

    def find(self, chat_id: str) -> Chat | None:
        """Return the chat with this id, if the bot can know it."""
        chat = self._by_id.get(chat_id)
        return chat if chat is not None and chat.has_written else None

    def numbers(self) -> list[int]:
        """Return the chats in which somebody has written."""
        return sorted(chat.number for chat in self._chats.values() if chat.has_written)

    def write(self, chat: Chat) -> None:
        """Take note that somebody writes; the first to come beyond the limit is not served."""
        if not chat.has_written:
            chat.is_served = len(self.numbers()) < self.most_people
            chat.has_written = True

    def show(self, chat: Chat, text: str, *, is_own: bool = False, picture: str = "") -> Shown:
        """Put a message into a chat."""
        message = Shown(self.new_id(), text, is_own, picture, time.monotonic())
        chat.history.append(message)
        chat.bell.ring()
        return message

    def new_id(self) -> str:
        """Return an id as messages have them."""
        self._messages += 1
        return hashlib.blake2b(f"message {self._messages}".encode(), digest_size=10).hexdigest()
