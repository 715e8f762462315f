"""Changing fields of a content file without touching anything else in it: comments, order and line ends stay."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from lessons.fields import Place
from lessons.problems import ContentError, Problem

_BREAK = re.compile(r"^\ufeff?---[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands from `start` to `end` of a text, in characters, becomes `text`."""

    start: int
    end: int
    text: str


def read_raw(path: Path) -> str:
    """Read a file exactly as it is, line ends and all.

    Raises:
        ContentError: when it cannot be read.
    """
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        message = "không đọc được tệp này, hãy xem lại quyền đọc và lưu bằng mã UTF-8"
        raise ContentError([Problem(path, None, "", message)]) from None


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with these changes, which must not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def newline_of(text: str) -> str:
    """Return how a text ends its lines."""
    return "\r\n" if "\r\n" in text else "\n"


class YamlFields:
    """The fields of a YAML text, or of the front matter of a lesson, with where each stands in it."""

    def __init__(self, text: str, *, is_front_matter: bool = False) -> None:
        """Find the fields of a text that was read without problems."""
        self._text = text
        self._first, self.end = 0, len(text)
        if is_front_matter:
            begin, close = list(_BREAK.finditer(text))[:2]
            self._first, self.end = begin.end(), close.start()
        # The pure loader counts characters; the C one counts bytes of what it was given.
        self._root = yaml.compose(text[self._first : self.end], yaml.BaseLoader)

    def set(self, place: Place, value: str) -> Edit:
        """Return the change that gives a field this value; a field without one may get one.

        Raises:
            KeyError: when there is no such field.
        """
        key, node = self._find(place)
        start, end = self._first + node.start_mark.index, self._first + node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            # A block ends after its last line break: that one stays.
            end = self._first + len(self._text[self._first : end].rstrip())
        is_quoted = isinstance(node, yaml.ScalarNode) and node.style == '"'
        rest = self._text[end:].split("\n", 1)[0].strip()
        newline = None if rest else newline_of(self._text)
        written = scalar(value, key.start_mark.column, newline, is_quoted=is_quoted)
        if start == end:
            after = self._first + key.end_mark.index + 1
            return Edit(after, after, f" {written}" if written else "")
        return Edit(start, end, written)

    def add_after(self, place: Place, name: str, value: str) -> Edit:
        """Return the change that puts a new field on a line of its own below another.

        Raises:
            KeyError: when there is no such other field.
        """
        key, node = self._find(place)
        line_end = self._text.find("\n", self._first + max(key.end_mark.index, node.end_mark.index - 1))
        at = len(self._text) if line_end < 0 else line_end + 1
        indent, newline = " " * key.start_mark.column, newline_of(self._text)
        line = f"{indent}{name}: {scalar(value, key.start_mark.column, newline)}"
        return Edit(at, at, f"{newline}{line}" if line_end < 0 else f"{line}{newline}")

    def value(self, place: Place) -> str:
        """Return the text of a field as it is meant, "" when there is none."""
        try:
            _, node = self._find(place)
        except KeyError:
            return ""
        return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""

    def items(self, place: Place) -> tuple[str, ...]:
        """Return the texts of a list."""
        return tuple(self.value((*place, at)) for at in range(self.count(place)))

    def count(self, place: Place) -> int:
        """Return how many items a list has."""
        try:
            _, node = self._find(place)
        except KeyError:
            return 0
        return len(node.value) if isinstance(node, yaml.SequenceNode) else 0

    def column(self, place: Place) -> int:
        """Return how far from the edge a field or an item begins, 0 when there is none."""
        try:
            _, node = self._find(place)
        except KeyError:
            return 0
        return int(node.start_mark.column)

    def set_items(self, place: Place, values: Sequence[str]) -> Edit:
        """Return the change that gives a field this list of texts.

        Raises:
            KeyError: when there is no such field.
        """
        key, node = self._find(place)
        after = self._first + key.end_mark.index + 1
        end = max(after, self._end_of(node))
        newline, indent = newline_of(self._text), " " * (key.start_mark.column + 2)
        lines = [f"{indent}- {scalar(value, key.start_mark.column + 2, None)}" for value in values]
        return Edit(after, end, newline.join(["", *lines]) if lines else " []")

    def add_item(self, place: Place, fields: Mapping[str, str]) -> Edit:
        """Return the change that adds an item with these fields at the end of a list of such items.

        Raises:
            KeyError: when there is no such list, or it is empty.
        """
        if not self.count(place):
            raise KeyError(place)
        _, node = self._find((*place, self.count(place) - 1))
        column, newline = node.start_mark.column, newline_of(self._text)
        begin, rest = " " * (column - 2) + "- ", " " * column
        lines = [
            f"{begin if at == 0 else rest}{name}: {scalar(value, column, newline)}".rstrip()
            for at, (name, value) in enumerate(fields.items())
        ]
        line_end = self._text.find("\n", self._end_of(node))
        at = len(self._text) if line_end < 0 else line_end
        if line_end > 0 and self._text[line_end - 1] == "\r":
            at -= 1
        return Edit(at, at, newline + newline.join(lines))

    def remove_item(self, place: Place) -> Edit:
        """Return the change that takes an item out of a list, its lines and all.

        Raises:
            KeyError: when there is no such item.
        """
        _, node = self._find(place)
        start = self._text.rfind("\n", 0, self._first + node.start_mark.index) + 1
        line_end = self._text.find("\n", self._end_of(node))
        return Edit(start, len(self._text) if line_end < 0 else line_end + 1, "")

    def _end_of(self, node: yaml.Node) -> int:
        """Return where a field's last sign stands: a block of fields is said to end where the next one begins."""
        while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
            last = node.value[-1]
            node = last[1] if isinstance(last, tuple) else last
        end = self._first + node.end_mark.index
        return self._first + len(self._text[self._first : end].rstrip())

    def has(self, place: Place) -> bool:
        """Say whether there is such a field."""
        try:
            self._find(place)
        except KeyError:
            return False
        return True

    def _find(self, place: Place) -> tuple[yaml.Node, yaml.Node]:
        if self._root is None:
            raise KeyError(place)
        key = node = self._root
        for step in place:
            if isinstance(node, yaml.MappingNode):
                found = next((pair for pair in node.value if pair[0].value == step), None)
                if found is None:
                    raise KeyError(step)
                key, node = found
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                key = node = node.value[step]
            else:
                raise KeyError(step)
        return key, node


def scalar(value: str, indent: int, newline: str | None, *, is_quoted: bool = False) -> str:
    """Return a text as YAML has it: as it is where it can be, as a block or in quotes where it must.

    Without a `newline` something follows on the line, so there can be no block.
    """
    inner = " " * (indent + 2)
    block = "\n".join(["|-", *(f"{inner}{line}" if line else "" for line in value.split("\n"))])
    if newline and "\n" in value and _means(f"{' ' * indent}k: {block}\n", value):
        return block.replace("\n", newline)
    if not is_quoted and (not value or _means(f"k: {value}\n", value)):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _means(written: str, value: str) -> bool:
    try:
        return bool(yaml.load(written, yaml.BaseLoader) == {"k": value})  # noqa: S506 - it makes nothing but text
    except yaml.YAMLError:
        return False
