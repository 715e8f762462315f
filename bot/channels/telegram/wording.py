"""A message as Telegram takes it: one text in its HTML, and buttons below."""

from collections.abc import Iterator
from html import escape

from conversation.message import Message, spans

LONGEST = 4096
"""How many UTF-16 units a text may have, its markup not counted."""

_SHORT = 2
_BETWEEN = "\n\n"
_MORE = "…"
_NO_PREVIEW = {"is_disabled": True}


def fields(address: str, message: Message) -> dict[str, object]:
    """Return what `sendMessage` is to be told."""
    told: dict[str, object] = {
        "chat_id": address,
        "text": text(message),
        "parse_mode": "HTML",
        "link_preview_options": _NO_PREVIEW,
    }
    rows = keyboard(message)
    return {**told, "reply_markup": rows} if rows else told


def text(message: Message) -> str:
    """Return all bubbles as one text."""
    parts, left = list[str](), LONGEST
    for run, is_strong in _runs(message):
        kept = _cut(run, left)
        left -= _units(kept)
        safe = escape(kept, quote=False)
        parts.append(f"<b>{safe}</b>" if is_strong else safe)
        if kept != run:
            break
    return "".join(parts)


def keyboard(message: Message) -> dict[str, object] | None:
    """Return the options, a row each; labels like "1" and "2" share one.

    It is Telegram's own form: the library's classes take as long to make it as everything else of a message.
    """
    if not message.options:
        return None
    buttons = [{"text": option.label, "callback_data": option.button} for option in message.options]
    if all(len(option.label) <= _SHORT for option in message.options):
        return {"inline_keyboard": [buttons]}
    return {"inline_keyboard": [[button] for button in buttons]}


def _runs(message: Message) -> Iterator[tuple[str, bool]]:
    for at, bubble in enumerate(message.bubbles):
        if at:
            yield _BETWEEN, False
        yield from spans(bubble.text)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, limit: int) -> str:
    """Return a text that fits, cut at a space where there is one; letters beyond 16 bits count twice and stay whole."""
    if _units(text) <= limit:
        return text
    at, units = 0, _units(_MORE)
    while units + _units(text[at]) <= limit:
        units += _units(text[at])
        at += 1
    space = text.rfind(" ", 0, at + 1)
    return text[: space if space > 0 else at] + _MORE if limit else ""
