"""Writing one file after another into a folder, with a progress bar where somebody watches."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from bot.replacing import replace_file

_Thing = TypeVar("_Thing")


def one_by_one(things: Sequence[_Thing], what: str) -> Iterable[_Thing]:
    """Yield the things; a terminal shows how far it has come, a file or pipe gets no bar."""
    console = Console(stderr=True)
    return track(things, what, console=console, transient=True, disable=not console.is_terminal)


def write(folder: Path, name: str, made: bytes) -> None:
    """Write a file whole or not at all: a file of this name is replaced only by a finished one.

    Raises:
        OSError: when the folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / name, made)
