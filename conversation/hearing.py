"""What typed words mean: accents, capitals and small slips do not matter, and nothing typed is kept."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from pathlib import Path

from lessons import folding
from lessons.texts_file import read_texts

FILE = Path(__file__).with_name("words.vi.yaml")

_LONGEST = 1000
"""Characters that are looked at: nobody's answer is longer, and a pattern must not run over a pasted book."""


_MONEY = re.compile(
    r"\d[\d.,\s]*(?:đồng|đ|vnđ|nghìn|ngàn|triệu|tỷ|tỉ|dong|d|vnd|nghin|ngan|trieu|tr|ty|k)\b", re.IGNORECASE
)
_NOT_CODE = re.compile(r"\bm[àáảạ]\b", re.IGNORECASE)
"""Words that without accents look like "mã"."""
_CODE = re.compile(r"\b(?:otp|ma|pin)(?: [a-z]+){0,3} \d|\d (?:la (?:ma|otp|pin)|otp|pin)\b")


_SHORTEST_LONG_CODE = 8


class Number(StrEnum):
    """A number nobody should send, each with its own kind answer."""

    ID_CARD = "id_number"
    CARD = "card_number"
    PHONE = "phone_number"
    OTP = "otp"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `words.vi.yaml`."""

    emergency: tuple[re.Pattern[str], ...]
    not_emergency: tuple[re.Pattern[str], ...]
    polite: frozenset[str]
    stop: frozenset[str]
    onward: frozenset[str]
    agree: frozenset[str]
    numbers: Mapping[str, int]
    nobody: frozenset[str]
    days: Mapping[str, int]
    commands: Mapping[str, str]
    question: tuple[re.Pattern[str], ...]


class Said(str):
    """Typed words that are folded once, however many questions are asked about them; nothing outlives them."""

    @cached_property
    def folded(self) -> str:
        """Return what `fold` does."""
        return folding.fold(self[:_LONGEST])

    @cached_property
    def bare(self) -> str:
        """Return what `bare` does."""
        said = self.folded.split()
        while len(said) > 1 and said[-1] in words().polite:
            said.pop()
        return " ".join(said)


def fold(text: str) -> str:
    """Return the text in small letters without accents and punctuation: "Đồng ý ạ!" → "dong y a"."""
    return text.folded if isinstance(text, Said) else Said(text).folded


@cache
def words(file: Path = FILE) -> Words:
    """Read the words once."""
    kept = read_texts(file)
    return Words(
        emergency=tuple(re.compile(pattern) for pattern in kept["emergency"]),
        not_emergency=tuple(re.compile(pattern) for pattern in kept["not_emergency"]),
        polite=frozenset(kept["polite"]),
        stop=frozenset(kept["stop"]),
        onward=frozenset(kept["onward"]),
        agree=frozenset(kept["agree"]),
        numbers={word: int(number) for word, number in kept["numbers"].items()},
        nobody=frozenset(kept["nobody"]),
        days={word: int(back) for word, back in kept["days"].items()},
        commands={said: command for command, ways in kept["commands"].items() for said in ways},
        question=tuple(re.compile(pattern) for pattern in kept["question"]),
    )


def bare(text: str) -> str:
    """Return the folded text without the polite words at its end: "Vâng ạ" → "vang", but "ạ" → "a"."""
    return text.bare if isinstance(text, Said) else Said(text).bare


def is_emergency(folded: str) -> bool:
    """Say whether somebody tells that money or a secret was just lost."""
    for pattern in words().not_emergency:
        folded = pattern.sub("-", folded)  # "nó bảo chuyển tiền" is harmless, what follows it may not be
    return any(pattern.search(folded) for pattern in words().emergency)


def is_question(text: str) -> bool:
    """Say whether somebody asks something, with or without a question mark."""
    asked = bare(text)
    return "?" in text[:_LONGEST] or any(pattern.search(asked) for pattern in words().question)


def secret_number(text: str) -> Number | None:
    """Return what kind of number that should not be sent the text contains, or None.

    12 or 9 digits are an identity card, 10 beginning with 0 (or 84 and 9 more) a phone, 13 to 19 or any other 10 or
    11 a card or account; 4 to 8 digits alone, or beside the word OTP or "mã", are taken for a code sent by SMS.
    Sums of money are none of these.
    """
    text = _MONEY.sub(" ", unicodedata.normalize("NFC", text[:_LONGEST]))
    runs = [re.sub(r"\D", "", run) for run in re.findall(r"\+?\d(?:[\s.\-]?\d)*", text)]
    if not runs:
        return None
    for digits in runs:
        if re.fullmatch(r"0\d{9}|84\d{9}", digits):
            return Number.PHONE
        if len(digits) in (9, 12):
            return Number.ID_CARD
        if 10 <= len(digits) <= 19:
            return Number.CARD
    said = fold(_NOT_CODE.sub(" ", text))
    is_code = not re.search("[a-z]", said) or _CODE.search(said)
    return Number.OTP if is_code and any(4 <= len(digits) <= 8 for digits in runs) else None


def four_digits(text: str) -> str | None:
    """Return the join code typed, alone or as "mã 4821", or None."""
    found = re.fullmatch(r"(?:ma xom |ma so |ma |xom |code )?(?:la )?([1-9]\d{3})", bare(text))
    return found.group(1) if found else None


def long_code(text: str) -> str | None:
    """Return the leader's code (8 digits) or "Mã học" (10 digits) typed, alone or after "mã học", or None."""
    if len(text) < _SHORTEST_LONG_CODE:
        return None
    found = re.fullmatch(
        r"(?:ma hoc |ma so |ma |code )?(?:la |cua toi la )?([1-9](?: ?\d){7}(?: ?\d ?\d)?)", bare(text)
    )
    return found.group(1).replace(" ", "") if found else None


def digit(text: str) -> int | None:
    """Return the small number typed alone ("2", "2.", "số 2", "chọn câu 2 ạ"), or None."""
    found = re.fullmatch(r"(?:(?:chon|bam|nut|so|cau|y) ){0,3}(\d{1,3})", bare(text))
    return int(found.group(1)) if found else None


def number_word(text: str) -> int | None:
    """Return the small number written as a word ("hai" → 2), or None."""
    return words().numbers.get(bare(text).removeprefix("so "))


@lru_cache(maxsize=2048)
def _fold_label(label: str) -> str:
    """Fold a label, which is ours and comes again; what people type is never remembered."""
    return fold(label)


def closest(text: str, labels: Sequence[str], is_strict: bool = False) -> int | None:
    """Return the index of the one label that was typed, or None.

    The whole label, its beginning of at least two words, or the label with a slip; only the whole label when strict.
    """
    folded = fold(text)
    names = [_fold_label(label) for label in labels]
    if not folded:
        return None
    for said in (folded, bare(text)):
        if names.count(said) == 1:
            return names.index(said)
    if is_strict:
        return None
    if len(folded.split()) >= 2:
        begun = [at for at, name in enumerate(names) if name.startswith(folded + " ")]
        if len(begun) == 1:
            return begun[0]
    near = get_close_matches(folded, names, n=2, cutoff=0.85) if len(folded) >= 4 else []
    return names.index(near[0]) if len(near) == 1 else None


def command(text: str) -> str | None:
    """Return the command typed ("ket qua" → "results"), or None."""
    folded = bare(text)
    known = words().commands
    if folded in known:
        return known[folded]
    near = get_close_matches(folded, known, n=1, cutoff=0.88) if len(folded) >= 5 else []
    return known[near[0]] if near else None
