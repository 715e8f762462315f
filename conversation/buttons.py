"""What a button carries: short enough for every platform, and safe to tap for ever.

`a.<attempt>.<position>.<choice>` answers a question, `p.<prompt>.<option>` chooses from any other message. Numbers are
in base 36, so the largest ids stay far below Telegram's 64 bytes.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from random import Random

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_RANDOM_BITS = 22
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class AnswerButton:
    """A choice of the question at a position of an attempt; `choice` is the index as shown."""

    attempt: int
    position: int
    choice: int

    def __str__(self) -> str:
        return f"a.{_base36(self.attempt)}.{_base36(self.position)}.{_base36(self.choice)}"


@dataclass(frozen=True, slots=True)
class PromptButton:
    """An option of a prompt; `option` counts from 0."""

    prompt: int
    option: int

    def __str__(self) -> str:
        return f"p.{_base36(self.prompt)}.{_base36(self.option)}"


def parse(button: str) -> AnswerButton | PromptButton | None:
    """Return what a button carries, or None when no button of ours does."""
    kind, *numbers = button.split(".")
    values = [_number(digits) for digits in numbers]
    match kind, values:
        case "a", [int(attempt), int(position), int(choice)]:
            return AnswerButton(attempt, position, choice)
        case "p", [int(prompt), int(option)]:
            return PromptButton(prompt, option)
    return None


def fresh_id(now: datetime, rng: Random) -> int:
    """Return an id for an attempt or prompt that no other chat has, growing with time, below 2**63.

    Milliseconds since 1970 and 22 random bits: `decide` can name what it creates before anything is stored.
    """
    return int(now.timestamp() * 1000) << _RANDOM_BITS | rng.getrandbits(_RANDOM_BITS)


@lru_cache(maxsize=4096)
def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


def _number(digits: str) -> int | None:
    if not digits or len(digits) > 13 or not set(digits) <= set(_DIGITS):
        return None
    number = int(digits, 36)
    return number if number <= _LARGEST else None
