"""A message as Zalo takes it: plain texts, the options as numbered lines at the end of the last one."""

import unicodedata
from collections.abc import Iterator

from conversation.message import Button, Message, spans

LONGEST = 1900
"""How many UTF-16 units a text may have. Zalo takes 2,000 characters and does not say what it counts."""

_LEAST_ROOM = 200
"""How many units of its question an option list leaves room for."""

_BETWEEN = "\n\n"
_JOINER = "\u200d"


def texts(message: Message) -> list[str]:
    """Return the message as texts to be sent in this order; the options stay with the end of their question."""
    bubbles = ["".join(run for run, _ in spans(bubble.text)).strip() for bubble in message.bubbles]
    bubbles = [bubble for bubble in bubbles if bubble] or [""]
    options = "\n".join(_option(option) for option in message.options)
    *before, last = bubbles
    return list(_packed([*(piece for bubble in before for piece in _cut(bubble, LONGEST)), *_asking(last, options)]))


def _option(option: Button) -> str:
    """Return an option; one without a number is typed by its label, and 0 may be an answer to the question."""
    return f"{option.number}. {option.label}" if option.number else f"• {option.label}"


def _asking(question: str, options: str) -> list[str]:
    """Return the last bubble in pieces, the options below the last of them."""
    room = LONGEST - _units(_BETWEEN + options)
    if not options:
        return _cut(question, LONGEST)
    if room < _LEAST_ROOM:  # nobody can read so many options anyway, but none may be lost
        return _cut(f"{question}{_BETWEEN}{options}".strip(), LONGEST)
    *begin, end = _cut(question, room)
    return [*begin, f"{end}{_BETWEEN}{options}".strip()]


def _packed(pieces: list[str]) -> Iterator[str]:
    """Yield as few texts as hold the pieces; none is without a letter, for Zalo refuses that."""
    text = ""
    for piece in pieces:
        longer = f"{text}{_BETWEEN}{piece}" if text else piece
        if text and _units(longer) > LONGEST:
            yield text
            longer = piece
        text = longer
    if text:
        yield text


def _cut(text: str, limit: int) -> list[str]:
    """Return a text in pieces that fit, cut at spaces where there are any and never within a letter."""
    pieces = []
    while _units(text) > limit:
        at = _place_to_cut(text, limit)
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [piece for piece in (*pieces, text) if piece] or [""]


def _place_to_cut(text: str, limit: int) -> int:
    """Return how many characters fit; letters beyond 16 bits count twice and stay whole, accents stay with theirs."""
    fitting, units = 0, 0
    while units + _units(text[fitting]) <= limit:
        units += _units(text[fitting])
        fitting += 1
    space = max(text.rfind(" ", 0, fitting + 1), text.rfind("\n", 0, fitting + 1))
    if space > 0:
        return space
    at = fitting
    while at > 1 and (unicodedata.combining(text[at]) or _JOINER in text[at - 1 : at + 1]):
        at -= 1
    return at if at > 1 else max(fitting, 1)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
