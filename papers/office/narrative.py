"""What the office writes for a report, in one text file: a line "I." and its text, then "III.", "IV." and "V."."""

import re
from collections.abc import Mapping
from unicodedata import normalize

from campaign.reporting import Section
from papers.office.words import say

_HEADING = re.compile(r"(?:#+\s*)?(III|II|IV|I|V)(?:\.|$)\s*(.*)")
_LONGEST = 20_000
"""Letters of a section: more than any such report has."""


class TextError(ValueError):
    """The file cannot be taken; `str()` says what to do."""


def read(text: str) -> dict[Section, str]:
    """Return the sections of a file, with single spaces and one empty line between paragraphs at most.

    Raises:
        TextError: when words stand above the first heading, or a section is there twice, too long, or the second.
    """
    found = dict[Section, list[str]]()
    current: list[str] | None = None
    for number, line in enumerate(normalize("NFC", text).splitlines(), 1):
        section = _section(line.strip())
        if section == "II":
            raise TextError(say("text.second", line=str(number)))
        if section is not None:
            if Section(section) in found:
                raise TextError(say("text.twice", line=str(number), section=section))
            current = found[Section(section)] = []
        elif current is not None:
            current.append(" ".join(line.split()))
        elif line.strip():
            raise TextError(say("text.above", line=str(number)))
    if not found:
        raise TextError(say("text.nothing"))
    sections = {section: re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() for section, lines in found.items()}
    for section, words in sections.items():
        if len(words) > _LONGEST:
            raise TextError(say("text.long", section=section, count=str(_LONGEST)))
    return sections


def written(texts: Mapping[Section, str]) -> str:
    """Return sections as such a file, each with its heading, to be written on."""
    return "\n".join(f"{section}. {say(f'report.{section}')}\n\n{texts.get(section, '')}\n" for section in Section)


def _section(line: str) -> str | None:
    """Return which section a line begins, None when it is no heading: a numeral alone or with its own title."""
    found = _HEADING.fullmatch(line)
    if found is None:
        return None
    title = found[2].casefold().rstrip(".:")
    return found[1] if title in ("", say(f"report.{found[1]}").casefold()) else None
