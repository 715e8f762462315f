"""How a text sounds when it is read aloud: numbers as words, foreign names by how they are said, and how long it takes.

The announcer of a commune reads from a sheet: a number there is a stumble, and a script must fit its minute and a half.
"""

import re
from collections.abc import Mapping
from functools import cache
from math import ceil
from pathlib import Path

from lessons.texts_file import read_texts

FILE = Path(__file__).with_name("sounds.vi.yaml")

SYLLABLES_A_SECOND = 3.1
"""What we assume of an announcer, pauses included.

People who read Vietnamese to one listener reach 5.2 syllables a second between pauses (Pellegrino, Coupé and Marsico,
"Across-language perspective on speech information rate", Language 87, 2011). An outdoor loudspeaker echoes from house
to house and its listeners are at work, so an announcer slows down and pauses after each sentence; between 3 and 3.3 a
second is our assumption, to be corrected by the commune's own recordings.
"""

SHORTEST, LONGEST = 60, 90
"""Seconds a script may take."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu", "tỷ")

_CONTACT = re.compile(r"\{contacts\.[a-z0-9_]+\}")
_UNFILLED_NUMBER = "không " * 10
"""A telephone number whose gap is not filled yet takes ten syllables."""

_DAY = re.compile(r"(?<![\w/])(?:ngày )?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![\w/])")
_PHONE = re.compile(r"(?<!\w)0\d(?:[ .]?\d){6,9}(?!\w)|(?<!\w)11[2-5](?!\w)")
_COUNT = re.compile(r"(?<![\w.,/])(\d{1,3}(?:\.\d{3})+|\d{1,12})(?:,(\d+))?(%)?(?![\w/]|[.,]\d)")
_WORD = re.compile(r"[^\s.,;:!?“”\"()…–]+(?:\.[^\s.,;:!?“”\"()…–]+)*")


@cache
def sounds(file: Path = FILE) -> Mapping[str, str]:
    """Return how words are said that are not read as they are written."""
    return dict(read_texts(file))


def with_numbers_in_words(text: str) -> str:
    """Return a text as it is put before somebody who reads it aloud: days, telephone numbers and counts as words."""
    text = _DAY.sub(lambda found: _day(found[1], found[2], found[3]), text)
    text = _PHONE.sub(lambda found: _by_digit(found[0]), text)
    return _COUNT.sub(lambda found: _count(found[1], found[2], found[3]), text)


def unusual(text: str) -> Mapping[str, str]:
    """Return the words of a text that are not read as they are written, each with how it is said, in their order."""
    known = sounds()
    return {word: known[word] for word in _WORD.findall(text) if word in known}


def seconds(text: str) -> int:
    """Return how many seconds it takes to read a text aloud, rounded up."""
    return ceil(syllables(text) / SYLLABLES_A_SECOND)


def syllables(text: str) -> int:
    """Count the syllables that are said when a text is read aloud; Vietnamese writes each apart."""
    known = sounds()
    said = with_numbers_in_words(_CONTACT.sub(_UNFILLED_NUMBER, text).replace("**", ""))
    return sum(len(known.get(word, word).split()) for word in _WORD.findall(said))


def _day(day: str, month: str, year: str | None) -> str:
    of_year = f" năm {_number(int(year))}" if year else ""
    return f"ngày {_number(int(day))} tháng {_number(int(month))}{of_year}"


def _by_digit(number: str) -> str:
    groups = re.split(r"[ .]", number)
    return ", ".join(" ".join(_DIGITS[int(digit)] for digit in group) for group in groups)


def _count(whole: str, part: str | None, percent: str | None) -> str:
    said = _number(int(whole.replace(".", "")))
    if part:
        said = f"{said} phẩy {' '.join(_DIGITS[int(digit)] for digit in part)}"
    return f"{said} phần trăm" if percent else said


def _number(count: int) -> str:
    """Say a number below a million million."""
    if count == 0:
        return _DIGITS[0]
    groups = list[str]()
    for power in range(len(_GROUPS) - 1, -1, -1):
        group = count // 1000**power % 1000
        if group:
            groups.append(f"{_hundreds(group, is_first=not groups)} {_GROUPS[power]}".strip())
    return " ".join(groups)


def _hundreds(count: int, *, is_first: bool) -> str:
    """Say a number from 1 to 999; after a larger group its empty hundreds are said too."""
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    said = [_DIGITS[hundreds], "trăm"] if hundreds or not is_first else []
    if tens == 0 and ones:
        said += ["linh", _DIGITS[ones]] if said else [_DIGITS[ones]]
    elif tens:
        said += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
        said += _after_tens(tens, ones)
    return " ".join(said)


def _after_tens(tens: int, ones: int) -> list[str]:
    if ones == 0:
        return []
    if ones == 5:
        return ["lăm"]
    return ["mốt"] if ones == 1 and tens > 1 else [_DIGITS[ones]]
