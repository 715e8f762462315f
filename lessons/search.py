"""Which page of a lesson answers a typed question: an index in memory, without regard to accents.

Pages are weighed by the words they share with the question (BM25), and so is the lesson around them. Two words that
stand together count as a term of their own: "mat khau" tells more than "mat" and "khau". Whoever types "matkhau",
"vne id" or "khaau" is understood: such words are mended first, as far as the lessons have them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path

import yaml

from lessons.folding import fold
from lessons.model import Course, Lesson

FILE = Path(__file__).with_name("words.vi.yaml")

MOST_HITS = 3
LEAST_SCORE = 11.0
"""A page that scores less has too little to do with the question."""
LEAST_SHARE = 0.45
"""Of what the question's words say, a lesson must have at least this much."""

_LONGEST = 300
"""Characters of a question that are looked at."""
_OTHER_TEXTS = 30
"""Texts that are imagined beside the lessons, so that a word tells something where only a few lessons are taught."""
_SATURATION, _LENGTH = 1.2, 0.6
_LESSON = 0.5
_TITLE = 1.5
"""How much the lesson around a page, and its title, count beside the page."""
_SLIP = 0.7
"""How much a word counts that was typed with a slip."""
_SHORTEST_WITH_SLIP = 4
_TOKEN = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Hit:
    """The best page of a lesson for a question, from 0."""

    lesson: str
    page: int
    score: float


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `words.vi.yaml`: those that say nothing alone, and sayings with what the lessons call them."""

    common: frozenset[str]
    sayings: Mapping[str, str]


@cache
def words(file: Path = FILE) -> Words:
    """Read the words once."""
    kept = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Words(frozenset(kept["common"]), dict(kept["sayings"]))


class _Texts:
    """Texts in which terms are counted: how much a term tells, and how well each text answers terms."""

    def __init__(self, texts: Sequence[Counter[str]]) -> None:
        self.texts = texts
        self.found = Counter(term for text in texts for term in text)
        self._mean = sum(text.total() for text in texts) / len(texts) if texts else 1.0

    def weight(self, term: str) -> float:
        """Return how much a term tells; one that no text has tells most."""
        found = self.found[term]
        return log(1 + (len(self.texts) + _OTHER_TEXTS - found + 0.5) / (found + 0.5))

    def score(self, at: int, terms: Mapping[str, float]) -> float:
        """Return how well a text answers terms, each with its share (BM25)."""
        text = self.texts[at]
        length = _SATURATION * (1 - _LENGTH + _LENGTH * text.total() / self._mean)
        return sum(
            share * self.weight(term) * text[term] * (_SATURATION + 1) / (text[term] + length)
            for term, share in terms.items()
            if text[term]
        )


class Index:
    """The pages of a course, ready to be asked; `index` makes it."""

    def __init__(self, course: Course) -> None:
        lessons = tuple(course)
        self._lessons = [lesson.id for lesson in lessons]
        self._pages = [(at, page) for at, lesson in enumerate(lessons) for page in range(len(lesson.pages))]
        self._around = _Texts([Counter(_terms(_whole(lesson))) for lesson in lessons])
        self._titles = _Texts([Counter(_terms([lesson.title])) for lesson in lessons])
        self._by_page = _Texts([Counter(_terms([page])) for lesson in lessons for page in lesson.pages])
        self._near = _slips({*self._around.found, *words().common})

    def best(self, question: str) -> tuple[Hit, ...]:
        """Return the best page of at most three lessons, the best first; nothing where no lesson speaks of it."""
        asked = self._mended(_meant(question))
        terms = dict(_weighed(asked))
        around = [
            _LESSON * self._around.score(at, terms) + _TITLE * self._titles.score(at, terms)
            for at in range(len(self._lessons))
        ]
        found: dict[int, Hit] = {}
        for at, (lesson, page) in enumerate(self._pages):
            score = self._by_page.score(at, terms) + around[lesson]
            if lesson not in found or found[lesson].score < score:
                found[lesson] = Hit(self._lessons[lesson], page, score)
        good = [
            hit
            for lesson, hit in found.items()
            if hit.score >= LEAST_SCORE and self._share(lesson, asked) >= LEAST_SHARE
        ]
        return tuple(sorted(good, key=lambda hit: -hit.score)[:MOST_HITS])

    def line(self, question: str, page: str) -> str:
        """Return the line of a page that says most about a question; of several the one with strong words."""
        terms = dict(_weighed(self._mended(_meant(question))))

        def worth(line: str) -> tuple[float, bool]:
            said = sum(
                share * self._by_page.weight(term) for term, share in terms.items() if term in set(_terms([line]))
            )
            return said, "**" in line

        return max((line for line in page.split("\n") if line), key=worth)

    def _mended(self, said: Sequence[str]) -> list[tuple[str, float]]:
        """Return the words as the lessons have them, each with how sure that is."""
        known, mended, at = self._around.found, list[tuple[str, float]](), 0
        while at < len(said):
            word, joined = said[at], "".join(said[at : at + 2])
            at += 1
            if word not in known and word not in words().common and joined in known and joined != word:
                mended.append((joined, 1))
                at += 1
            else:
                mended += self._mend(word)
        return mended

    def _mend(self, word: str) -> list[tuple[str, float]]:
        known = self._around.found
        if word in known or word in words().common or len(word) < _SHORTEST_WITH_SLIP:
            return [(word, 1)]
        for at in range(1, len(word)):
            if f"{word[:at]} {word[at:]}" in known:
                return [(word[:at], 1), (word[at:], 1)]
        near = {one for less in _shortened(word) for one in self._near.get(less, ()) if _may_be(word, one)}
        return [(max(near, key=lambda one: (known[one], one)), _SLIP)] if near else [(word, 1)]

    def _share(self, lesson: int, asked: Sequence[tuple[str, float]]) -> float:
        """Return how much of what the question's words say a lesson has, from 0 to 1."""
        surely = {word: share for word, share in asked if word not in words().common}
        weights = {word: self._by_page.weight(word) for word in surely}
        has = self._around.texts[lesson]
        return sum(weights[word] * surely[word] for word in surely if has[word]) / (sum(weights.values()) or 1)


def index(course: Course) -> Index:
    """Return the index over the pages of a course."""
    return Index(course)


def _whole(lesson: Lesson) -> list[str]:
    return [lesson.title, *lesson.pages, lesson.task, lesson.ask_later, lesson.radio, lesson.forward]


def _terms(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield from dict(_weighed([(word, 1) for word in fold(_TOKEN.sub(" ", text)).split()]))


def _weighed(said: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """Yield the terms of words that follow each other: those that say something, and pairs with one of them."""
    common = words().common
    for word, share in said:
        if word not in common:
            yield word, share
    for (one, share), (other, others) in pairwise(said):
        if one not in common or other not in common:
            yield f"{one} {other}", share * others


def _meant(question: str) -> list[str]:
    """Return the folded words of a question, sayings put as the lessons put them."""
    said = f" {fold(question[:_LONGEST])} "
    for saying, meant in words().sayings.items():
        said = said.replace(f" {saying} ", f" {meant} ")
    return said.split()


def _slips(known: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Return the known words by each way of leaving one letter out: two words with one in common are one slip apart."""
    near = defaultdict[str, list[str]](list)
    for word in known:
        if " " not in word and len(word) >= _SHORTEST_WITH_SLIP - 1:
            for less in _shortened(word):
                near[less].append(word)
    return near


def _may_be(typed: str, known: str) -> bool:
    """Say whether a word may stand for another one slip away: of four letters, one in place of another is too many."""
    is_other_letter = len(typed) == len(known) == _SHORTEST_WITH_SLIP and sorted(typed) != sorted(known)
    return not is_other_letter


def _shortened(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
