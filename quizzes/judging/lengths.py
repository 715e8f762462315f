"""How long a text and each of its sentences may be."""

import re
from collections.abc import Iterator

from lessons import Problem
from quizzes.judging.passages import Passage

SENTENCE_WORDS = 25
"""The longest sentence, in syllables as they are written.

Plain-language guides for the public ask to split a sentence of more than 25 English words (GOV.UK content design) and,
for older and unpractised readers, to stay at 15 to 20. A Vietnamese word has about one syllable and a half, and what is
counted here are syllables: 25 of them are some 17 words.
"""

_END = re.compile(r"(?<=[.!?…])[”\"*)]*\s+|\n+")


def judge(passage: Passage) -> Iterator[Problem]:
    """Yield what is too long."""
    words = count_words(passage.shown or passage.own)
    if passage.limit is not None and words > passage.limit:
        yield passage.problem(f"dài {words} chữ, hãy rút còn nhiều nhất {passage.limit} chữ")
        return
    for sentence in sentences(passage.own):
        words = count_words(sentence)
        if words > SENTENCE_WORDS:
            begin = " ".join(sentence.split()[:4])
            yield passage.problem(
                f"câu “{begin}…” dài {words} chữ, hãy tách ra cho mỗi câu nhiều nhất {SENTENCE_WORDS} chữ"
            )


def count_words(text: str) -> int:
    """Count what stands between spaces, as design.md rule 3 does."""
    return len(text.split())


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a line break ends one too."""
    return [sentence for sentence in _END.split(text) if sentence.strip()]
