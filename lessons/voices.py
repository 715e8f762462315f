"""The recordings beside a lesson: which file is of which page, and which pages a machine reads.

A recording of the announcer and one of a machine have the same name, `voice-<page>.m4a|ogg|aac`; `voices.yaml` names
the pages that a machine reads, so that listeners are told (Luật Trí tuệ nhân tạo 134/2025/QH15, Điều 11).
"""

import re
from collections.abc import Iterable
from pathlib import Path

from lessons.fields import Schema, fit, read_fields
from lessons.problems import read_text

FILE = "voices.yaml"
FORMS = ("m4a", "ogg", "aac")
"""For browsers and Telegram, for Telegram's voice messages, for Zalo."""

_NAME = re.compile(rf"voice-(\d+)\.({'|'.join(FORMS)})")
_HEAD = "# Những trang do giọng máy đọc. Lệnh hocso content speak ghi tệp này, đừng sửa tay.\n"


class _Voices(Schema):
    machine: tuple[int, ...] = ()


def page_of(name: str) -> int | None:
    """Return the page a file is a recording of, or None when it is none."""
    found = _NAME.fullmatch(name)
    return int(found[1]) if found else None


def name_of(page: int, form: str) -> str:
    """Return what the recording of a page is called."""
    return f"voice-{page}.{form}"


def read_machine_pages(path: Path) -> frozenset[int]:
    """Read which pages a machine reads.

    Raises:
        ContentError: when the file is not as it should be.
    """
    fields = read_fields(path, read_text(path))
    return frozenset(fit(_Voices, fields.value, fields).machine)


def written(machine_pages: Iterable[int]) -> str:
    """Return the text of the file that names the pages a machine reads."""
    return f"{_HEAD}machine: [{', '.join(map(str, sorted(machine_pages)))}]\n"
