"""The words on the pictures, and how numbers, days and names are written there."""

import re
from datetime import date
from pathlib import Path
from unicodedata import category, normalize

from conversation import texts
from conversation.texts import fill

FILE = Path(__file__).parents[1] / "texts.vi.yaml"

LONGEST_NAME = 60
"""Letters of a name that are drawn; a longer one ends in "…"."""

_LONG_WORD = re.compile(r"\S{16}(?=\S)")
"""No Vietnamese word is so long: what is, may be broken there, or it would run out of the picture."""

_NOT_DRAWN = ("C", "Z", "So", "Sk", "Me")
"""The Unicode categories that become a space: what cannot be seen, and emoji, which our fonts do not have."""

_PILE_OF_MARKS = re.compile(r"([\u0300-\u036f]{2})[\u0300-\u036f]+")
"""Marks on one letter: no language of Việt Nam puts more than two there, and more would run into other lines."""

_WORDS = texts.load(FILE)


def say(key: str, **values: str) -> str:
    """Return a text by its key with its gaps filled."""
    return fill(_WORDS[key], values)


def number(count: int) -> str:
    """Write a count as a Vietnamese paper does: 1.234."""
    return f"{count:,}".replace(",", ".")


def day(when: date) -> str:
    """Write a day as dd/mm/yyyy."""
    return f"{when:%d/%m/}{when.year:04}"


def clean(name: str) -> str:
    """Return a name as it is drawn: on one line, without signs no font of ours has, of bearable length."""
    kept = "".join(" " if category(letter).startswith(_NOT_DRAWN) else letter for letter in normalize("NFC", name))
    short = " ".join(_PILE_OF_MARKS.sub(r"\1", kept).split())
    if len(short) > LONGEST_NAME:
        short = f"{short[: LONGEST_NAME - 1].rstrip()}…"
    return _LONG_WORD.sub("\\g<0>\u200b", short)


def spoken(address: str) -> str:
    """Return an address as it is read out and typed: without "https://"."""
    return address.partition("://")[2] or address
