"""Calls a command: its module is imported only then, so that one command does not load what another needs."""

import gc
import os
from collections.abc import Callable
from importlib import import_module

import typer

_COLLECTION = (20_000, 20, 20)
"""After how many new objects those are looked through that may hold each other, and how often the older ones.

A start and a turn make thousands and leave hardly any behind: looking after every 700 was an eighth of what a start
cost, and a sixth of a turn.
"""


def call(module: str, command: str, *args: object) -> None:
    """Run a function of `bot.commands` with the environment and the arguments; what it returns is the exit code."""
    gc.set_threshold(*_COLLECTION)
    work: Callable[..., int | None] = getattr(import_module(f"bot.commands.{module}"), command)
    code = work(os.environ, *args)
    if code:
        raise typer.Exit(code)
