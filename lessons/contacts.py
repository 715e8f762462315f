"""Telephone numbers in a text: a sentence that needs one the office has not set is left out, not shown with a hole."""

import re
from collections.abc import Mapping

_NUMBER = re.compile(r"\{contacts\.([a-z][a-z0-9_]*)\}")
_SENTENCES = re.compile(r"(?<=[.!?…])(?=\s)")
_STRONG = "**"


def without_unset(text: str, contacts: Mapping[str, str]) -> str:
    """Return a text of a lesson or question without the sentences that need a number nobody has set."""
    if "{contacts." not in text:
        return text
    return "\n".join(_kept(line, contacts) for line in text.split("\n")).strip()


def _kept(line: str, contacts: Mapping[str, str]) -> str:
    kept = (
        sentence if all(contacts.get(key) for key in _NUMBER.findall(sentence)) else _STRONG * _opens_or_ends(sentence)
        for sentence in _SENTENCES.split(line)
    )
    return "".join(kept).strip()


def _opens_or_ends(sentence: str) -> int:
    """Return 1 when a strong run goes on beyond this sentence, whose mark must then stay."""
    return sentence.count(_STRONG) % 2
