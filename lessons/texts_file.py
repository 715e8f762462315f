"""Reads the files beside the code that hold what people read, `*.vi.yaml`."""

from pathlib import Path
from typing import Any

import yaml

# Written in C where the library was built with it: eight times as fast, and every start reads some twenty files.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_texts(file: Path) -> Any:
    """Return what a file holds: mappings and lists whose ends are all text, so that a key "yes" does not become True.

    The caller names the shape; a file that ships with the program has the one its reader expects.
    """
    return yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - it makes nothing but text
