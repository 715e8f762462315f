"""A person with a phone: writes, taps, and sees what the bot sent."""

import time
from collections.abc import Callable

from pydantic import JsonValue

from bench.platforms.telegram.chats import Chat, Chats, Shown
from bench.platforms.telegram.faults import Faults
from bench.platforms.telegram.markup import Button, formatted
from bench.platforms.telegram.updates import Updates


class NothingToTapError(LookupError):
    """There is no such message or button."""


class Person:
    """One person's private chat with the bot."""

    def __init__(self, chat: Chat, chats: Chats, updates: Updates, faults: Faults) -> None:
        self._chat = chat
        self._chats = chats
        self._updates = updates
        self._faults = faults

    @property
    def chat_id(self) -> int:
        """Return the number of the chat."""
        return self._chat.chat_id

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
        fields: dict[str, JsonValue] = {}
        if text.startswith("/"):
            fields["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        self._write(text, {"text": text, **fields})

    def start(self, payload: str = "") -> None:
        """Open the chat, perhaps by a link that carries something."""
        self.say(f"/start {payload}".rstrip())

    def tap(self, button: str | int, message: int = -1) -> None:
        """Tap a button, named by its label, what it carries, or its place from 0, below one of the bot's messages."""
        shown = self._message(message)
        chosen = _button(shown, button)
        if chosen is None or chosen.data is None:
            raise NothingToTapError(f"no button {button!r} among {shown.labels}")
        self._send_tap(chosen.data, shown)

    def forge_tap(self, data: str) -> None:
        """Tap a button that the bot's last message does not have, or has no more."""
        self._send_tap(data, self._message(-1))

    def send_voice(self) -> None:
        """Send a voice note."""
        voice: JsonValue = {
            "file_id": "v",
            "file_unique_id": "v",
            "duration": 3,
            "mime_type": "audio/ogg",
            "file_size": 9000,
        }
        self._write("(tin thoại)", {"voice": voice})

    def send_picture(self, caption: str = "") -> None:
        """Send a picture."""
        size: JsonValue = {"file_id": "f", "file_unique_id": "f", "width": 90, "height": 90}
        self._write("(ảnh)", {"photo": [size], **({"caption": caption} if caption else {})})

    def send_sticker(self) -> None:
        """Send a sticker."""
        sticker: JsonValue = {
            "file_id": "s",
            "file_unique_id": "s",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
        }
        self._write("(nhãn dán)", {"sticker": sticker})

    def block(self) -> None:
        """Block the bot; the next message unblocks it."""
        self._faults.blocked.add(self.chat_id)
        self._report("member", "kicked")

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
                raise TimeoutError(f"chat {self.chat_id} shows only {[shown.text for shown in self.messages]}")
            await self._chat.bell.wait(give_up - time.monotonic())
        return self.messages

    def _send_tap(self, data: str, shown: Shown) -> None:
        self._updates.put(
            "callback_query",
            self.chat_id,
            {
                "id": self._chats.ask(self._chat),
                "from": self._chat.as_user(),
                "message": self._chats.as_message(self._chat, shown),
                "chat_instance": str(self.chat_id),
                "data": data,
            },
        )

    def _write(self, seen: str, fields: dict[str, JsonValue]) -> None:
        if self.chat_id in self._faults.blocked:
            self._faults.blocked.discard(self.chat_id)
            self._report("kicked", "member")
        self._chat.has_written = True
        shown = self._chats.show(self._chat, formatted(seen, ""), is_own=True)
        message = self._chats.as_message(self._chat, shown)
        del message["text"]
        self._updates.put("message", self.chat_id, message | fields)

    def _report(self, before: str, after: str) -> None:
        def member(status: str) -> JsonValue:
            return {"user": {**self._chats.bot}, "status": status, **({"until_date": 0} if status == "kicked" else {})}

        change: dict[str, JsonValue] = {
            "chat": self._chat.as_chat(),
            "from": self._chat.as_user(),
            "date": int(time.time()),
            "old_chat_member": member(before),
            "new_chat_member": member(after),
        }
        self._updates.put("my_chat_member", self.chat_id, change)

    def _message(self, place: int) -> Shown:
        try:
            return self.messages[place]
        except IndexError:
            raise NothingToTapError(f"chat {self.chat_id} has {len(self.messages)} messages, none at {place}") from None


def _button(shown: Shown, wanted: str | int) -> Button | None:
    if isinstance(wanted, int):
        return shown.buttons[wanted] if 0 <= wanted < len(shown.buttons) else None
    fitting = (button for button in shown.buttons if wanted in {button.label, button.data})
    return next(fitting, None)
