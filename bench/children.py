"""Programs that are measured: each runs as a process of its own, so that its CPU and memory are its own too."""

import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Child:
    """One measured program, from its start to the end of the `with` block. Linux only: it reads /proc."""

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], folder: Path, is_ready: Callable[[], bool]
    ) -> None:
        self._command = command
        self._environ = dict(environ)
        self._log = folder / "log"
        self._is_ready = is_ready
        self.start_seconds = 0.0

    def __enter__(self) -> Self:
        begun = time.monotonic()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, env=self._environ, stdout=log, stderr=log)  # noqa: S603
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() - begun > 60:
                raise RuntimeError(f"{self._command} did not start: {self._log.read_text()[-2000:]}")
            time.sleep(0.01)
        self.start_seconds = time.monotonic() - begun
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def cpu_seconds(self) -> float:
        """Return the processor time of the program so far, in user and kernel mode, all threads."""
        fields = self._proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory_bytes(self) -> int:
        """Return the memory that is resident now."""
        return int(self._proc("statm").split()[1]) * _PAGE

    def _proc(self, name: str) -> str:
        return Path(f"/proc/{self._process.pid}/{name}").read_text()


def answers(url: str) -> Callable[[], bool]:
    """Return what says whether a page answers."""

    def is_ready() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - a program of ours
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    return is_ready
