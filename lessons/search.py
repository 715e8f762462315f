"""Which page of a lesson answers a typed question: an index in memory, without regard to accents or ways of writing.

Texts are weighed by the terms they share with the question (BM25: Robertson and Zaragoza, "The Probabilistic Relevance
Framework", 2009): the page, that text said about the page which comes nearest, the lesson around it, and its title.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from lessons.mending import Mender
from lessons.model import Course, Lesson
from lessons.wording import Said, is_saying, sayings, spelt, terms, terms_of, words

MOST_HITS = 3
LEAST_SCORE = 16.0
"""A page that scores less has too little to do with the question."""
LEAST_SHARE = 0.45
"""Of what the question's words say, a lesson must have at least this much."""

_LONGEST = 300
"""Characters of a question that are looked at."""
_OTHER_TEXTS = 30
"""Texts that are imagined beside the lessons, so that a word tells something where only a few lessons are taught."""
_SATURATION, _LENGTH = 1.2, 0.6
_ABOUT, _LESSON, _TITLE = 0.5, 0.3, 2.0
"""How much what is said about a page, the lesson around it, and its title count beside the page."""
_PAIR, _SAYING = 0.5, 1.5
"""How much two words that stand together, and a thing that can be said in several ways, count beside a word."""

Beside = Mapping[tuple[str, int], Sequence[str]]
"""Other texts about the pages (from 0) of lessons, such as the questions of the quiz."""


@dataclass(frozen=True, slots=True)
class Hit:
    """The best page of a lesson for a question, from 0."""

    lesson: str
    page: int
    score: float


class _Texts:
    """Texts in which terms are counted: how much a term tells, and how well each text answers terms."""

    def __init__(self, counted: Sequence[Counter[str]]) -> None:
        self.count = len(counted)
        self.found = Counter(term for text in counted for term in text)
        self.has = [frozenset(text) for text in counted]
        self._worth = defaultdict[str, list[tuple[int, float]]](list)
        mean = sum(text.total() for text in counted) / (len(counted) or 1) or 1.0
        for at, text in enumerate(counted):
            length = _SATURATION * (1 - _LENGTH + _LENGTH * text.total() / mean)
            for term, times in text.items():
                self._worth[term].append((at, self.weight(term) * times * (_SATURATION + 1) / (times + length)))

    def weight(self, term: str) -> float:
        """Return how much a term tells; one that no text has tells most."""
        found = self.found[term]
        return log(1 + (self.count + _OTHER_TEXTS - found + 0.5) / (found + 0.5))

    def scores(self, asked: Mapping[str, float]) -> list[float]:
        """Return how well each text answers terms, each with its share."""
        scores = [0.0] * self.count
        for term, share in asked.items():
            for at, worth in self._worth.get(term, ()):
                scores[at] += share * worth
        return scores


class Index:
    """The pages of a course, ready to be asked; `index` makes it."""

    def __init__(self, course: Course, beside: Beside) -> None:
        lessons = tuple(course)
        self._lessons = [lesson.id for lesson in lessons]
        self._pages = [(at, page) for at, lesson in enumerate(lessons) for page in range(len(lesson.pages))]
        places = {(self._lessons[at], page): place for place, (at, page) in enumerate(self._pages)}
        about = [(places[key], _counted(text)) for key, texts in beside.items() if key in places for text in texts]
        pages = [_counted(lessons[at].pages[page]) for at, page in self._pages]
        around = [_counted("\n".join(_around(lesson))) for lesson in lessons]
        for place, text in (*enumerate(pages), *about):
            around[self._pages[place][0]].update(text)
        self._place_of = [place for place, _ in about]
        self._by_page, self._about, self._around = _Texts(pages), _Texts([text for _, text in about]), _Texts(around)
        self._titles = _Texts([_counted(lesson.title) for lesson in lessons])
        self._mender = Mender(self._around.found)

    def best(self, question: str) -> tuple[Hit, ...]:
        """Return the best page of at most three lessons, the best first; nothing where no lesson speaks of it."""
        said = self._understood(question)
        asked = self._weighed(said)
        around = [
            _LESSON * whole + _TITLE * title
            for whole, title in zip(self._around.scores(asked), self._titles.scores(asked), strict=True)
        ]
        about = [0.0] * len(self._pages)
        for place, score in zip(self._place_of, self._about.scores(asked), strict=True):
            about[place] = max(about[place], score)
        found: dict[int, Hit] = {}
        for (lesson, page), own, near in zip(self._pages, self._by_page.scores(asked), about, strict=True):
            score = own + _ABOUT * near + around[lesson]
            if lesson not in found or found[lesson].score < score:
                found[lesson] = Hit(self._lessons[lesson], page, score)
        good = [
            hit
            for lesson, hit in found.items()
            if hit.score >= LEAST_SCORE and self._share(lesson, said) >= LEAST_SHARE
        ]
        return tuple(sorted(good, key=lambda hit: -hit.score)[:MOST_HITS])

    def line(self, question: str, page: str) -> str:
        """Return the line of a page that says most about a question; of several the one with strong words."""
        asked = self._weighed(self._understood(question))

        def worth(line: str) -> tuple[float, bool]:
            has = set(terms_of(line))
            said = sum(share * self._by_page.weight(term) for term, share in asked.items() if term in has)
            return said, "**" in line

        return max((line for line in page.split("\n") if line), key=worth)

    def _understood(self, question: str) -> list[Said]:
        return self._mender.mended(spelt(question[:_LONGEST]))

    def _weighed(self, said: Sequence[Said]) -> dict[str, float]:
        """Return the terms of a question with what they count, those it may have meant by the sound among them."""
        meant = [term for pair in self._mender.heard(said) for term in terms(pair)]
        weighed = dict[str, float]()
        for term, share in (*terms(said), *meant):
            kind = _SAYING if is_saying(term) else _PAIR if " " in term else 1.0
            weighed[term] = max(weighed.get(term, 0.0), kind * share)
        return weighed

    def _share(self, lesson: int, said: Sequence[Said]) -> float:
        """Return how much of what the question's words say a lesson has in one way or another, from 0 to 1."""
        has = self._around.has[lesson]
        plain = [one.word for one in said]
        covered = {at for one in sayings(plain) if one.term in has for at in range(one.start, one.end)}
        telling = {one.word: at for at, one in enumerate(said) if one.word not in words().common}
        if not telling:
            return float(bool(covered))
        weights = {word: self._by_page.weight(word) for word in telling}
        shares = {word: 1.0 if at in covered else said[at].share * (word in has) for word, at in telling.items()}
        return sum(weights[word] * shares[word] for word in telling) / sum(weights.values())


def index(course: Course, beside: Beside | None = None) -> Index:
    """Return the index over the pages of a course and what else is said about them."""
    return Index(course, beside or {})


def _counted(text: str) -> Counter[str]:
    return Counter(terms_of(text))


def _around(lesson: Lesson) -> list[str]:
    return [lesson.title, lesson.task, lesson.ask_later, lesson.radio, lesson.forward]
