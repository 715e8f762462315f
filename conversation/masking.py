"""What of typed words may be sent on to a person: one short harmless line in which numbers are masked."""

import re
from unicodedata import category, normalize

from conversation.render import plain

MASK = "●●●"
LONGEST = 300
"""Characters of a question."""
MOST_WORDS = 70
"""Words of a question: two bubbles."""

_LOOKED_AT = 2000
"""Characters that are looked at: a pattern must not run over a pasted book."""

_SEPARATORS = r"[\s.,:;_/\\|+*()\[\]–—-]{0,3}"
_RUN = re.compile(rf"\d(?:{_SEPARATORS}\d){{3,}}")
"""Four digits or more, with little between them."""

_MONEY = re.compile(
    r"[1-9](?:[.,]?\d){0,9}(?:\s?(?:đồng(?!\s+ý)|vnđ|vnd|nghìn|ngàn|triệu|tỷ|tỉ|nghin|ngan|trieu|đ)|(?:tr|k|d))(?!\w)",
    re.IGNORECASE,
)
"""A sum as it is written: no OTP has "đồng" behind it, and "mã 482913 đồng ý" is none."""


def masked(text: str) -> str:
    """Return the text as it may be sent: in one line, of at most 300 characters, with runs of four digits masked.

    Sums of money stay. What is cut is cut at a word and ends with "…".
    """
    seen = "".join(_harmless(sign) for sign in normalize("NFC", text[:_LOOKED_AT]))
    return _short(_mask(" ".join(plain(seen).split())))


def _harmless(sign: str) -> str:
    """Return a sign as it may be kept: digits must not be held apart by what nobody sees."""
    kind = category(sign)
    return " " if kind == "Cc" else "" if kind in ("Cf", "Cs") else sign


def _mask(line: str) -> str:
    kept, end = list[str](), 0
    for sum_of_money in _MONEY.finditer(line):
        if _continues(line, sum_of_money.start()):
            continue
        kept += [_RUN.sub(MASK, line[end : sum_of_money.start()]), sum_of_money.group()]
        end = sum_of_money.end()
    return "".join([*kept, _RUN.sub(MASK, line[end:])])


def _continues(line: str, start: int) -> bool:
    """Say whether digits stand right before: then this is the end of a longer number, not a sum."""
    return re.search(rf"\d{_SEPARATORS}$", line[max(0, start - 4) : start]) is not None


def _short(line: str) -> str:
    words = line.split(" ")
    if len(words) <= MOST_WORDS and len(line) <= LONGEST:
        return line
    cut = " ".join(words[:MOST_WORDS])[: LONGEST - 1]
    at_word, _, rest = cut.rpartition(" ")
    return f"{at_word if at_word and len(rest) < LONGEST // 2 else cut}…"
