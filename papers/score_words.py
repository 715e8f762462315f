"""The words of score tables, sheets and minutes, on screens, in workbooks and on paper."""

from pathlib import Path

from conversation import texts
from conversation.texts import fill

FILE = Path(__file__).with_name("score_texts.vi.yaml")

_WORDS = texts.load(FILE)


def say(key: str, **values: str) -> str:
    """Return a text by its key with its gaps filled."""
    return fill(_WORDS[key], values)
