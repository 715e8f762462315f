"""The program as a process of its own that need not import the program again.

Importing costs a second of processor time, more than most commands. So commands are forked from one process in which
everything is imported; that `python -m bot` starts as it should is the matter of a few tests of its own.
"""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent.parent
_PATIENCE = 60
"""Seconds a command may take."""


def run(command: Sequence[str], environ: Mapping[str, str], cwd: Path = HERE) -> subprocess.CompletedProcess[str]:
    """Run `hocso <command>` to its end and return its exit code and what it said.

    Raises:
        TimeoutError: after a minute; the command is ended.
    """
    with TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = begin(command, environ, out, err, cwd)
        process.join(_PATIENCE)
        code = process.exitcode
        if code is None:
            process.kill()
            process.join()
            raise TimeoutError(f"hocso {' '.join(command)}: {err.read_text('utf-8')}")
        return subprocess.CompletedProcess(["hocso", *command], code, out.read_text("utf-8"), err.read_text("utf-8"))


def begin(
    command: Sequence[str], environ: Mapping[str, str], out: Path, err: Path, cwd: Path = HERE
) -> ForkServerProcess:
    """Start `hocso <command>`; what it says is added to the two files."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.command_imports"])
    process = context.Process(target=_be, args=(list(command), dict(environ), out, err, cwd), daemon=True)
    process.start()
    return process


def _be(command: Sequence[str], environ: Mapping[str, str], out: Path, err: Path, cwd: Path) -> None:
    """Become the command: its environment, its folder, its two streams, its arguments."""
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(cwd)
    for file, stream in ((out, sys.stdout), (err, sys.stderr)):
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(opened, stream.fileno())
        os.close(opened)
    sys.argv = ["hocso", *command]
    from bot.__main__ import main

    main()
