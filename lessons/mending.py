"""Words with slips put right, as far as the lessons have them.

Keys are struck wrongly, spaces left out, marks typed as letters, and words written as they are spoken.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from lessons.wording import Said, words

_SLIP = 0.7
"""How much a word counts that was typed with a slip, or otherwise than the lessons write it."""
_SHORTEST_WITH_SLIP = 4
_MARKS = "sfrxj0123456789"
"""What the Telex and VNI ways of typing put behind a word for its tone; VNI writes hats and horns in digits too."""
_DOUBLED = "aeod"
_SOUNDS = (("l", "n"), ("tr", "ch"), ("s", "x"), ("r", "d"), ("r", "gi"), ("d", "gi"), ("qu", "w"))
"""Beginnings of words that sound alike in the delta, and are often written one for the other."""


class Mender:
    """Puts words right by those that are known, with how often each is in the lessons; pairs have a space."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known = known
        self._words = {*(term for term in known if " " not in term), *words().spelt}
        self._near = _slips(self._words)

    def mended(self, said: Sequence[str]) -> list[Said]:
        """Return the words as the lessons have them."""
        right, at = list[Said](), 0
        while at < len(said):
            word, joined = said[at], "".join(said[at : at + 2])
            at += 1
            if word not in self._words and joined in self._known and joined != word:
                right.append(Said(joined))
                at += 1
            else:
                right += self._mend(word)
        return right

    def heard(self, said: Sequence[Said]) -> Iterator[tuple[Said, Said]]:
        """Yield what two words may have been that mean nothing together, where one of them sounds like another word."""
        for one, other in pairwise(said):
            if f"{one.word} {other.word}" not in self._known:
                pairs = [(like, other.word) for like in _sounding_like(one.word)]
                pairs += [(one.word, like) for like in _sounding_like(other.word)]
                meant = [pair for pair in pairs if " ".join(pair) in self._known]
                if meant:
                    first, second = max(meant, key=lambda pair: (self._known[" ".join(pair)], pair))
                    yield Said(first, _SLIP), Said(second, _SLIP)

    def _mend(self, word: str) -> list[Said]:
        if word in self._words:
            return [Said(word)]
        plain = _without_marks(word)
        if plain in self._words:
            return [Said(plain)]
        for at in range(1, len(word)):
            if f"{word[:at]} {word[at:]}" in self._known:
                return [Said(word[:at]), Said(word[at:])]
        if len(word) < _SHORTEST_WITH_SLIP:
            return [Said(word)]
        near = [like for like in _sounding_like(plain) if like in self._words] or self._one_slip_away(word)
        return [Said(max(near, key=lambda one: (self._known.get(one, 0), one)), _SLIP)] if near else [Said(word)]

    def _one_slip_away(self, word: str) -> list[str]:
        near = {one for less in _shortened(word) for one in self._near.get(less, ()) if _may_be(word, one)}
        return [one for one in near if one in self._known]


def _without_marks(word: str) -> str:
    """Return a word typed in Telex or VNI where nothing turned it into accents: "chuyeenr", "d9ie6n5" → plain."""
    bare = "".join(letter for letter in word if not letter.isdigit()) if not word.isdigit() else word
    if len(bare) > 2 and bare[-1] in _MARKS:
        bare = bare[:-1]
    once = ("".join(run) for _, run in groupby(bare))
    return "".join(run[0] if run[0] in _DOUBLED else run for run in once).replace("w", "")


def _sounding_like(word: str) -> Iterator[str]:
    for one, other in (*_SOUNDS, *((b, a) for a, b in _SOUNDS)):
        if word.startswith(one):
            yield other + word.removeprefix(one)


def _slips(known: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Return the known words by each way of leaving one letter out: two words with one in common are one slip apart."""
    near = defaultdict[str, list[str]](list)
    for word in known:
        if len(word) >= _SHORTEST_WITH_SLIP - 1:
            for less in _shortened(word):
                near[less].append(word)
    return near


def _may_be(typed: str, known: str) -> bool:
    """Say whether a word may stand for another one slip away: of four letters, one in place of another is too many."""
    is_other_letter = len(typed) == len(known) == _SHORTEST_WITH_SLIP and sorted(typed) != sorted(known)
    return not is_other_letter


def _shortened(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
