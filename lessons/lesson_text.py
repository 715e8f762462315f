"""A lesson's file as text: its pages and sections can be changed without touching anything else."""

import re

from lessons.editing import Edit, YamlFields, newline_of

_BREAK = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_HEAD = re.compile(r"^## +(.*?)[ \t]*\r?$", re.MULTILINE)


class LessonText:
    """The text of a file that was read without problems."""

    def __init__(self, text: str) -> None:
        """Find the front matter, the pages and the sections."""
        self._text = text
        self.head = YamlFields(text, is_front_matter=True)
        begin = self._after_line(self.head.end)
        heads = list(_HEAD.finditer(text, begin))
        end = heads[0].start() if heads else len(text)
        breaks = list(_BREAK.finditer(text, begin, end))
        starts = [begin, *(self._after_line(found.start()) for found in breaks)]
        self._pages = list(zip(starts, [*(found.start() for found in breaks), end], strict=True))
        bounds = [*(found.start() for found in heads[1:]), len(text)]
        self._sections = {
            found[1]: (found.start(), self._after_line(found.start()), bound)
            for found, bound in zip(heads, bounds, strict=True)
        }

    def page(self, at: int) -> str:
        """Return a page, counted from 0, as it is written; "" when there is none."""
        return self._piece(*self._pages[at]) if at < len(self._pages) else ""

    def section(self, title: str) -> str:
        """Return a section as it is written; "" when there is none."""
        if title not in self._sections:
            return ""
        _, start, end = self._sections[title]
        return self._piece(start, end)

    def set_pages(self, pages: list[str]) -> list[Edit]:
        """Return the changes that give the lesson these pages."""
        old = [self.page(at) for at in range(len(self._pages))]
        if len(pages) == len(old):
            changed = [at for at, page in enumerate(pages) if page != old[at]]
            return [self._edit(*self._pages[at], pages[at]) for at in changed]
        newline = newline_of(self._text)
        whole = f"{newline}---{newline}".join(self._native(page) for page in pages)
        start, end = self._trimmed(self._pages[0][0], self._pages[-1][1])
        return [Edit(start, end, whole)]

    def set_section(self, title: str, value: str) -> Edit:
        """Return the change that gives a section this text; an empty one takes the section away."""
        newline = newline_of(self._text)
        if title not in self._sections:
            end = len(self._text.rstrip())
            return Edit(end, len(self._text), f"{newline * 2}## {title}{newline * 2}{self._native(value)}{newline}")
        head, start, end = self._sections[title]
        return self._edit(start, end, value) if value else Edit(head, end, "")

    def _edit(self, start: int, end: int, value: str) -> Edit:
        first, last = self._trimmed(start, end)
        after = "" if first < last else newline_of(self._text)
        return Edit(first, last, f"{self._native(value)}{after}")

    def _piece(self, start: int, end: int) -> str:
        return self._text[start:end].replace("\r\n", "\n").strip()

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Return the bounds without the blank lines around."""
        piece = self._text[start:end]
        if not piece.strip():
            return start, start
        return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())

    def _native(self, value: str) -> str:
        return value.replace("\n", newline_of(self._text))

    def _after_line(self, at: int) -> int:
        found = self._text.find("\n", at)
        return len(self._text) if found < 0 else found + 1
