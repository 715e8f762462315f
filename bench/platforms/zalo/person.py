"""A person with a phone: writes, types the number of an option, and sees what the bot sent."""

import time
from collections.abc import Callable

from pydantic import JsonValue

from bench.platforms.zalo.chats import Chat, Chats, Shown
from bench.platforms.zalo.events import Events


class NothingToChooseError(LookupError):
    """There is no such message or option."""


class Person:
    """One person's private chat with the bot."""

    def __init__(self, chat: Chat, chats: Chats, events: Events) -> None:
        self._chat = chat
        self._chats = chats
        self._events = events

    @property
    def chat_id(self) -> str:
        """Return the id of the chat, 20 hexadecimal digits."""
        return self._chat.chat_id

    @property
    def number(self) -> int:
        """Return the number by which this platform was asked for the person."""
        return self._chat.number

    @property
    def is_served(self) -> bool:
        """Say whether the bot's plan has room for the person."""
        return self._chat.is_served

    @property
    def history(self) -> list[Shown]:
        """Return everything in the chat, the person's own words too."""
        return list(self._chat.history)

    @property
    def messages(self) -> list[Shown]:
        """Return what the bot has sent, oldest first."""
        return [message for message in self._chat.history if not message.is_own]

    def say(self, text: str) -> None:
        """Write a text."""
        self._write(text, "message.text.received", {"text": text})

    def choose(self, option: str | int, message: int = -1) -> None:
        """Type the number of an option, named by its label or its place from 0, of one of the bot's messages."""
        try:
            options = self.messages[message].options
            found = options[option] if isinstance(option, int) else next(one for one in options if one[1] == option)
        except (IndexError, StopIteration):
            raise NothingToChooseError(f"no option {option!r} in chat {self.number}") from None
        self.say(str(found[0]))

    def send_voice(self) -> None:
        """Send a voice note."""
        media: dict[str, JsonValue] = {"voice_url": "https://voice.example.vn/1.aac", "message_type": "CHAT_VOICE"}
        self._write("(tin thoại)", "message.voice.received", media)

    def send_picture(self, caption: str = "", *, key: str = "photo_url") -> None:
        """Send a picture; the real key is `photo_url`, the documented one `photo`."""
        media: dict[str, JsonValue] = {key: "https://photo.example.vn/1.jpg", "message_type": "CHAT_PHOTO"}
        self._write("(ảnh)", "message.image.received", media | ({"caption": caption} if caption else {}))

    def send_sticker(self) -> None:
        """Send a sticker."""
        media: dict[str, JsonValue] = {"sticker": "0e078a2fb66a5f34067b", "url": "https://sticker.example.vn/1"}
        self._write("(nhãn dán)", "message.sticker.received", media)

    def send_unsupported(self, *, has_message: bool = True) -> None:
        """Send a link, a card or a file, or be somebody whose words Zalo does not pass on."""
        self._write("(liên kết)", "message.unsupported.received", {} if has_message else None)

    def say_in_group(self, text: str, group_id: str = "g1a2b3c4d5e6f7081920") -> None:
        """Name the bot in a group."""
        message = self._chat.as_message(self._chats.new_id()) | {"text": text}
        message["chat"] = {"chat_type": "GROUP", "id": group_id}
        self._put("message.text.received", message)

    async def wait_for(self, count: int, within: float = 5) -> list[Shown]:
        """Return the bot's messages once there are so many of them.

        Raises:
            TimeoutError: when there are fewer after so many seconds.
        """
        return await self.wait_until(lambda shown: len(shown) >= count, within)

    async def wait_for_more(self, than: int, within: float = 5) -> list[Shown]:
        """Return the bot's messages once there are more than so many, the words of the newest among them.

        A picture goes ahead of its words: alone it says nothing and has nothing to choose.

        Raises:
            TimeoutError: when there are not after so many seconds.
        """
        return await self.wait_until(lambda shown: len(shown) > than and not shown[-1].picture, within)

    async def wait_until(self, is_enough: Callable[[list[Shown]], bool], within: float = 5) -> list[Shown]:
        """Return the bot's messages once they are as wanted.

        Raises:
            TimeoutError: when they are not after so many seconds.
        """
        give_up = time.monotonic() + within
        while not is_enough(self.messages):
            if time.monotonic() >= give_up:
                raise TimeoutError(f"chat {self.number} shows only {[shown.text for shown in self.messages]}")
            await self._chat.bell.wait(give_up - time.monotonic())
        return self.messages

    def _write(self, seen: str, event_name: str, fields: dict[str, JsonValue] | None) -> None:
        """Show the person's own words; with no `fields` the event comes without any message."""
        self._chats.write(self._chat)
        shown = self._chats.show(self._chat, seen, is_own=True)
        self._put(event_name, None if fields is None else self._chat.as_message(shown.message_id) | fields)

    def _put(self, event_name: str, message: dict[str, JsonValue] | None) -> None:
        if self._chat.is_served:
            event: dict[str, JsonValue] = {"event_name": event_name}
            self._events.put(self.chat_id, event if message is None else event | {"message": message})
