"""What Telegram checks in a text and its buttons before it takes a message."""

import html
import re
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from bench.platforms.telegram.refusal import RefusedError, bad_request

_MAX_TEXT = 4096
_MAX_BUTTONS = 100
_MAX_ROW = 8
_MAX_DATA = 64
_SHOWN_AS = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "u": "u", "ins": "u", "s": "s", "strike": "s", "del": "s",
    "code": "code", "pre": "pre", "blockquote": "blockquote",
    "a": "u", "span": "span", "tg-spoiler": "span", "tg-emoji": "span",
}  # fmt: skip
_PIECE = re.compile(r"<[^>]*>?|[^<]+")
_TAG = re.compile(r"<(/?)([a-z][a-z-]*)(\s[^>]*)?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as it is read: `plain` counts and compares, `html` is safe to show on a page."""

    plain: str
    html: str


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button; `data` is None for one that opens an address."""

    label: str
    data: str | None


Keyboard = tuple[tuple[Button, ...], ...]


class _InlineButton(BaseModel):
    model_config = ConfigDict(strict=True)
    text: str
    callback_data: str | None = None
    url: str | None = None


class _Markup(BaseModel):
    model_config = ConfigDict(strict=True)
    inline_keyboard: list[list[_InlineButton]] = []


def formatted(text: str, parse_mode: str, limit: int = _MAX_TEXT, name: str = "message text") -> Formatted:
    """Return the text as it is read.

    Raises:
        RefusedError: when it is empty, too long, or its HTML is not well formed.
    """
    if parse_mode.lower() not in {"", "html"}:
        raise bad_request(f"unsupported parse_mode {parse_mode}: this platform knows HTML")
    result = _parsed(text) if parse_mode else Formatted(text, html.escape(text))
    if not result.plain.strip():
        raise bad_request(f"{name} is empty")
    if len(result.plain.encode("utf-16-le")) // 2 > limit:
        raise bad_request("message is too long")
    return result


def keyboard(markup: JsonValue) -> Keyboard:
    """Return the inline buttons, row by row.

    Raises:
        RefusedError: when one of them says too little or carries too much.
    """
    if markup is None:
        return ()
    try:
        rows = _Markup.model_validate(markup).inline_keyboard
    except ValidationError:
        raise bad_request("can't parse inline keyboard button") from None
    if sum(map(len, rows)) > _MAX_BUTTONS or any(len(row) > _MAX_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return tuple(tuple(map(_button, row)) for row in rows if row)


def _button(button: _InlineButton) -> Button:
    if not button.text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.url is None and not 1 <= len((button.callback_data or "").encode()) <= _MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    return Button(button.text, button.callback_data)


def _parsed(text: str) -> Formatted:
    plain: list[str] = []
    shown: list[str] = []
    open_tags: list[str] = []
    for piece in _PIECE.finditer(text):
        if not piece[0].startswith("<"):
            plain.append(html.unescape(piece[0]))
            shown.append(html.escape(plain[-1]))
            continue
        tag = _TAG.fullmatch(piece[0])
        name = tag[2].lower() if tag else ""
        if tag is None or name not in _SHOWN_AS:
            raise _entities(f'Unsupported start tag "{name}" at byte offset {_offset(text, piece)}')
        if not tag[1]:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            raise _entities(f'Unmatched end tag "{name}" at byte offset {_offset(text, piece)}')
        shown.append(f"<{tag[1]}{_SHOWN_AS[name]}>")
    if open_tags:
        raise _entities(f'Can\'t find end tag corresponding to start tag "{open_tags[-1]}"')
    return Formatted("".join(plain), "".join(shown))


def _entities(reason: str) -> RefusedError:
    return bad_request(f"can't parse entities: {reason}")


def _offset(text: str, piece: re.Match[str]) -> int:
    return len(text[: piece.start()].encode())
