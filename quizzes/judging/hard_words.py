"""Hard and foreign words that a first-time user does not know, with plain ones to use instead.

A word may be used once it was explained: in brackets right after it, in brackets itself right after its explanation,
or as a definition ("OTP là dãy số …", "gọi là sao lưu"). What a page explained holds for the pages and questions after
it; the loudspeaker script and the text to pass on are met without the pages, so they explain for themselves.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lessons import ContentError, Problem
from lessons.fields import read_fields
from lessons.problems import read_text
from quizzes.judging.passages import Passage

FILE = Path(__file__).with_name("hard_words.vi.yaml")

_AFTER = re.compile(r"(\s\w+){0,2}[”\"*]*(\s*\(|,?\s+tức là\s)|[”\"*]*(:\s|,?\s+là\s)")
_BEFORE = re.compile(
    r"(gọi là\s+[“\"*]*(\w+\s+){0,3}|((đó|ấy|đấy|tức|\b)\s?là|:)\s+[“\"*]*([\w ]{2,20},\s+)?(\w+\s+)?)$", re.IGNORECASE
)


@dataclass(frozen=True)
class HardWords:
    """The words, each with what to say instead; one listed in capitals is looked for in capitals."""

    plain: Mapping[str, str]

    def pattern(self) -> re.Pattern[str]:
        """Return what finds any of them as a whole word, the longest first."""
        longest_first = sorted(self.plain, key=len, reverse=True)
        words = (re.escape(word) if word.isupper() else f"(?i:{re.escape(word)})" for word in longest_first)
        return re.compile(rf"(?<![\w.])({'|'.join(words)})(?!\w|\.\w)")

    def as_listed(self, written: str) -> str:
        """Return a word that was found as the list has it."""
        return written if written in self.plain else written.casefold()


def load(file: Path = FILE) -> HardWords:
    """Read the list.

    Raises:
        ContentError: when it is not lines of "word: plain words".
    """
    fields = read_fields(file, read_text(file))
    value = fields.value
    if not isinstance(value, dict):
        raise ContentError([Problem(file, 1, "", 'mỗi dòng phải viết kiểu "từ khó: cách nói dễ hiểu", hãy sửa lại')])
    empty = [word for word, plain in value.items() if not isinstance(plain, str) or not plain.strip()]
    if empty:
        message = f'từ "{empty[0]}" chưa có cách nói dễ hiểu, hãy viết vào sau dấu hai chấm'
        raise ContentError([Problem(file, fields.line((empty[0],)), "", message)])
    return HardWords({word if word.isupper() else word.casefold(): plain for word, plain in value.items()})


@dataclass(frozen=True)
class Reader:
    """Somebody who reads a lesson and then its questions, and remembers what was explained."""

    words: HardWords
    pattern: re.Pattern[str]

    def read(self, passage: Passage, known: set[str]) -> Iterator[Problem]:
        """Yield a remark for each hard word met before it was explained, once a text; `known` grows."""
        met = set[str]() if passage.stands_alone else known
        found = {self.words.as_listed(one[1]): one for one in reversed([*self.pattern.finditer(passage.own)])}
        met |= {
            self.words.as_listed(one[1])
            for one in self.pattern.finditer(passage.own)
            if _is_explained(passage.own, one)
        }
        for word in sorted(found.keys() - met, key=lambda word: found[word].start()):
            plain, written = self.words.plain[word], found[word][1]
            yield passage.problem(
                f"có từ khó “{written}”, hãy viết “{plain}”, hoặc giải thích ngay bên cạnh: {written} ({plain})"
            )


def reader(words: HardWords) -> Reader:
    """Return a reader who knows none of these words."""
    return Reader(words, words.pattern())


def _is_explained(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start()], text[found.end() :]
    is_in_brackets = before.count("(") > before.count(")") and ")" in after
    return is_in_brackets or bool(_AFTER.match(after) or _BEFORE.search(before))
