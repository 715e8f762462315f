"""How a typed question is understood: short ways of writing are spelt out, ways of saying one thing are made equal.

Text and question go the same way: words without accents, then terms. A term is a word that says something, two words
that stand together ("mat khau" tells more than "mat" and "khau"), or, written `=12`, a thing that can be said in
several ways, whichever of them was used.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from lessons.folding import fold
from lessons.texts_file import read_texts

FILE = Path(__file__).with_name("words.vi.yaml")

_TOKEN = re.compile(r"\{[^{}]*\}")
_AI = re.compile(r"\bAI\b")
"""In capitals it is no "ai" (who); what the words call it stands for it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A word as it is understood, and how sure that is, from 0 to 1."""

    word: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Saying:
    """One of the ways of saying a thing: from which word to before which, and the term of the thing."""

    start: int
    end: int
    term: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `words.vi.yaml`.

    `common` say nothing alone; `short` are spelt out, the longest of so many words; `alike` gives for a word the ways
    of saying a thing that begin with it, each with the term of the thing. None of the words in `spelt` is a slip.
    """

    common: frozenset[str]
    spelt: frozenset[str]
    short: Mapping[str, str]
    longest: int
    alike: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


@cache
def words(file: Path = FILE) -> Words:
    """Read the words once."""
    kept = read_texts(file)
    alike = dict[str, list[tuple[tuple[str, ...], str]]]()
    for at, ways in enumerate(kept["alike"]):
        for way in ways:
            said = tuple(way.split())
            alike.setdefault(said[0], []).append((said, f"={at}"))
    spelt_right = {word for ways in kept["alike"] for way in ways for word in way.split()}
    return Words(
        common=frozenset(kept["common"]),
        spelt=frozenset(spelt_right.union(kept["common"])),
        short=dict(kept["short"]),
        longest=max(len(short.split()) for short in kept["short"]),
        alike=alike,
    )


def spelt(text: str) -> list[str]:
    """Return the words of a text without accents, short ways of writing spelt out."""
    known = words()
    plain = fold(_AI.sub("tri tue nhan tao", _TOKEN.sub(" ", text))).split()
    spelt_out, at = list[str](), 0
    while at < len(plain):
        for count in range(known.longest, 0, -1):
            meant = known.short.get(" ".join(plain[at : at + count]))
            if meant is not None and at + count <= len(plain):
                spelt_out += meant.split()
                at += count
                break
        else:
            spelt_out.append(plain[at])
            at += 1
    return spelt_out


def is_saying(term: str) -> bool:
    """Say whether a term stands for a thing that can be said in several ways."""
    return term.startswith("=")


def sayings(said: Sequence[str]) -> Iterator[Saying]:
    """Yield the things that words say in one of several ways."""
    alike = words().alike
    for start, word in enumerate(said):
        for way, term in alike.get(word, ()):
            end = start + len(way)
            if tuple(said[start:end]) == way:
                yield Saying(start, end, term)


def terms(said: Sequence[Said]) -> Iterator[tuple[str, float]]:
    """Yield the terms of words that follow each other, each with how sure it is."""
    common = words().common
    for one in said:
        if one.word not in common:
            yield one.word, one.share
    for one, other in pairwise(said):
        if one.word not in common or other.word not in common:
            yield f"{one.word} {other.word}", one.share * other.share
    for saying in sayings([one.word for one in said]):
        yield saying.term, min(one.share for one in said[saying.start : saying.end])


def terms_of(text: str) -> Iterator[str]:
    """Yield the terms of a text that is spelt well."""
    for term, _ in terms([Said(word) for word in spelt(text)]):
        yield term
