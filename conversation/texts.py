"""The sentences the assistant says, read from `texts.vi.yaml`, and how their gaps are filled."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lessons.texts_file import read_texts

FILE = Path(__file__).with_name("texts.vi.yaml")

_GAP = re.compile(r"\{([^{}]+)\}")
_SPACE_LEFT_BY_NOTHING = re.compile(r" +(?=[ .,;:!?)])")


@dataclass(frozen=True)
class Texts:
    """All sentences by their dotted key."""

    by_key: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.by_key[key]

    def version(self, *keys: str) -> str:
        """Return a short hash of some sentences: what a consent refers to when its wording changes later."""
        return hashlib.sha256("\n".join(self.by_key[key] for key in keys).encode()).hexdigest()[:12]

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return all keys."""
        return frozenset(self.by_key)


def load(file: Path = FILE) -> Texts:
    """Read the sentences; nested keys are joined by dots."""
    return Texts(dict(_flat(read_texts(file))))


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return the template with each `{gap}` filled once; what is filled in is never read for gaps again.

    A gap with an empty value leaves no double space and none before a full stop, so that a sentence around an
    unset phone number still reads well.

    Raises:
        KeyError: when a gap has no value.
    """
    if "{" not in template:
        return template
    return _SPACE_LEFT_BY_NOTHING.sub("", _GAP.sub(lambda gap: values[gap.group(1)], template)).strip()


def _flat(tree: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            pairs.extend(_flat(value, f"{prefix}{key}."))
        else:
            pairs.append((f"{prefix}{key}", str(value).strip()))
    return pairs
