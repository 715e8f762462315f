"""The words of spreadsheets and reports, and how numbers and days are written there."""

from decimal import Decimal
from pathlib import Path

from conversation import texts
from conversation.texts import fill
from papers.cards.words import day as day
from papers.cards.words import number as number

FILE = Path(__file__).with_name("texts.vi.yaml")

_WORDS = texts.load(FILE)


def say(key: str, **values: str) -> str:
    """Return a text by its key with its gaps filled."""
    return fill(_WORDS[key], values)


def decimal(figure: Decimal) -> str:
    """Write a figure with one decimal as a Vietnamese paper does: 1.234,5."""
    whole, _, part = f"{figure:,.1f}".partition(".")
    return f"{whole.replace(',', '.')},{part}"
