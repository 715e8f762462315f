"""What Telegram delivers, as far as it is used, and what it means for the intake.

Only the fields below are ever looked at. What does not fit them is passed over: never argued with, never kept.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from bot.incoming import Incoming
from conversation.events import Event, Medium, Opened, Tapped, Typed, Unreadable

KINDS = ("message", "callback_query", "my_chat_member")
"""The kinds of update asked for."""

_LONGEST_TEXT = 1000
_START = re.compile(r"/start(?:@\w+)?(?:\s+(\S{1,64}))?\s*")
_Id = Annotated[int, Field(gt=0, lt=2**63)]

_T = TypeVar("_T")


def _or_nothing(value: object, read: ValidatorFunctionWrapHandler) -> object:
    try:
        return read(value)
    except ValidationError:
        return None


_Lenient = Annotated[_T | None, WrapValidator(_or_nothing)]
"""A part that is nothing when it does not fit, so that it does not take the rest of the answer with it."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


class _Chat(_Part):
    id: _Id
    type: Literal["private"]


class _Sender(_Part):
    is_bot: bool = False


class _Message(_Part):
    chat: _Chat
    sender: Annotated[_Sender, Field(alias="from")] = _Sender()
    text: str | None = None
    voice: object = None
    photo: object = None
    sticker: object = None
    audio: object = None
    video: object = None
    video_note: object = None
    animation: object = None
    document: object = None
    contact: object = None
    location: object = None
    poll: object = None
    dice: object = None
    story: object = None


_OTHERS = (
    "audio", "video", "video_note", "animation", "document", "contact", "location", "poll", "dice", "story",
)  # fmt: skip


class _TappedMessage(_Part):
    chat: _Chat


class _Tap(_Part):
    id: str
    data: Annotated[str, Field(max_length=64)]
    message: _TappedMessage


class _Member(_Part):
    status: str


class _Membership(_Part):
    chat: _Chat
    new_chat_member: _Member


class Update(_Part):
    """One update."""

    update_id: Annotated[int, Field(ge=0, lt=2**63)]
    message: _Lenient[_Message] = None
    callback_query: _Lenient[_Tap] = None
    my_chat_member: _Lenient[_Membership] = None


class Answer(_Part):
    """The answer to `getUpdates`."""

    result: tuple[Update, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Somebody shut the bot out, or let it in again."""

    account: str
    address: str
    external_id: str
    is_reachable: bool


def read(update: Update, account: str) -> Incoming | Reach | None:
    """Return what an update means, None when it means nothing to us."""
    external_id = f"u{update.update_id}"
    if tap := update.callback_query:
        return Incoming(account, str(tap.message.chat.id), external_id, Tapped(tap.data))
    if message := update.message:
        event = _event(message)
        return Incoming(account, str(message.chat.id), external_id, event) if event else None
    if change := update.my_chat_member:
        is_reachable = change.new_chat_member.status != "kicked"
        return Reach(account, str(change.chat.id), external_id, is_reachable)
    return None


def _event(message: _Message) -> Event | None:
    if message.sender.is_bot:
        return None
    if message.text is not None:
        return _opened(message.text) or Typed(message.text[:_LONGEST_TEXT])
    if message.voice:
        return Unreadable(Medium.VOICE)
    if message.photo:
        return Unreadable(Medium.PICTURE)
    if message.sticker:
        return Unreadable(Medium.STICKER)
    return Unreadable(Medium.OTHER) if any(getattr(message, kind) for kind in _OTHERS) else None


def _opened(text: str) -> Opened | None:
    found = _START.fullmatch(text)
    return Opened(found[1]) if found else None
