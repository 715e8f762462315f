"""What Zalo delivers, as far as it is used, and what it means for the intake.

Only the fields below are ever looked at. What does not fit them is passed over: never argued with, never kept.
"""

from typing import Annotated, Literal, TypeVar

import structlog
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from bot.incoming import Incoming
from conversation.events import Event, Medium, Typed, Unreadable

log = structlog.get_logger()

_LONGEST_TEXT = 1000
_Id = Annotated[str, Field(min_length=1, max_length=128)]
_T = TypeVar("_T")

_UNSUPPORTED = "message.unsupported.received"
_MEDIA = {
    "message.image.received": Medium.PICTURE,
    "message.sticker.received": Medium.STICKER,
    "message.voice.received": Medium.VOICE,
    _UNSUPPORTED: Medium.OTHER,
}
_TEXT = "message.text.received"


def _or_nothing(value: object, read: ValidatorFunctionWrapHandler) -> object:
    try:
        return read(value)
    except ValidationError:
        return None


_Lenient = Annotated[_T | None, WrapValidator(_or_nothing)]
"""A part that is nothing when it does not fit, so that it does not take the rest with it."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


class _Chat(_Part):
    id: _Id
    chat_type: str = "PRIVATE"


class _Sender(_Part):
    is_bot: bool = False


class _Message(_Part):
    message_id: _Id
    chat: _Chat
    sender: Annotated[_Sender, Field(alias="from")] = _Sender()
    text: _Lenient[str] = None


class Update(_Part):
    """One event. Links, cards and files arrive as unsupported, at times without any message."""

    event_name: str = ""
    message: _Lenient[_Message] = None


class _Delivery(Update):
    """What the hook gets: the event itself, as seen in 2026, or in an envelope, as documented."""

    ok: Literal[True] | None = None
    result: _Lenient[Update] = None


def parse(body: bytes) -> Update:
    """Return the event of a delivery, in either shape.

    Raises:
        ValidationError: when it is neither.
    """
    delivery = _Delivery.model_validate_json(body)
    return delivery.result or delivery


def fetched(result: JsonValue) -> Update | None:
    """Return the event that `getUpdates` gave, None for an empty answer or a strange one."""
    try:
        update = Update.model_validate(result)
    except ValidationError:
        return None
    return update if update.event_name else None


def read(update: Update, account: str) -> Incoming | None:
    """Return what an event means, None when it means nothing to us.

    Groups are left alone: what one learns is nobody else's business, and a bot there hears only what names it.
    """
    message = update.message
    if message is None:
        if update.event_name == _TEXT or (update.event_name in _MEDIA and update.event_name != _UNSUPPORTED):
            log.warning("update_not_understood", account=account, kind=update.event_name)
        return None
    if message.chat.chat_type != "PRIVATE" or message.sender.is_bot:
        return None
    event = _event(update.event_name, message)
    return Incoming(account, message.chat.id, message.message_id, event) if event else None


def _event(name: str, message: _Message) -> Event | None:
    if name == _TEXT:
        return Typed(message.text[:_LONGEST_TEXT]) if message.text is not None else None
    medium = _MEDIA.get(name)
    return Unreadable(medium) if medium else None
