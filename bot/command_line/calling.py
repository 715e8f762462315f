"""Calls a command: its module is imported only then, so that one command does not load what another needs."""

import os
from collections.abc import Callable
from importlib import import_module

import typer


def call(module: str, command: str, *args: object) -> None:
    """Run a function of `bot.commands` with the environment and the arguments; what it returns is the exit code."""
    work: Callable[..., int | None] = getattr(import_module(f"bot.commands.{module}"), command)
    code = work(os.environ, *args)
    if code:
        raise typer.Exit(code)
