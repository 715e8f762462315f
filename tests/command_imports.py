"""What the process has imported from which commands are forked: the command line and every command."""

import pkgutil
from importlib import import_module

import alembic.command  # noqa: F401 - migrating imports it when called

import bot.__main__
import bot.commands
import storage.migrations

for _package in (bot.commands, storage.migrations):
    for _module in pkgutil.iter_modules(_package.__path__):
        if _module.name != "env":
            import_module(f"{_package.__name__}.{_module.name}")
