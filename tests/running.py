"""The real program, started as an operator starts it, in a folder of the test's own."""

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.command import HERE, begin, run

__all__ = ["HERE", "Running", "make"]

_CONFIG = """\
commune: {{code: "14122", name: xã Xuân Hưng, province: tỉnh Ninh Bình, units_file: units.csv}}
content: {{lessons: {here}/lessons/content/vi, quizzes: {here}/quizzes/content/vi}}
assistant: {{digit_guard_seconds: 0}}
web: {{host: 127.0.0.1, port: {port}}}
"""
_UNITS = """\
code,kind,name,old_commune,block,join_code,adults,households,source,as_of,valid_from,valid_to,merged_into
X01,hamlet,Xóm Đông,Trà Lũ,,4821,412,120,UBND xã,2026-11-01,,,
X02,hamlet,Xóm Tây,Trà Lũ,,5930,455,131,UBND xã,2026-11-01,,,
X03,hamlet,Xóm 3,Xuân Vinh,,6148,398,115,UBND xã,2026-11-01,,,
"""


@dataclass
class Running:
    """A folder with settings, units and a database, and the program that runs over it, if it does.

    `more` is what the environment has besides the settings file.
    """

    folder: Path
    port: int
    said: list[str] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)
    _process: ForkServerProcess | None = None

    @property
    def url(self) -> str:
        """Return the address of the pages."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        """Return the address of the program's database."""
        return self.more.get("HOCSO_DATABASE_URL") or f"sqlite:///{self.folder / 'data' / 'hocso.sqlite3'}"

    def start(self, clock: str) -> None:
        """Start the program at a moved time and wait until it answers."""
        said = self.folder / "said"
        said.unlink(missing_ok=True)
        self._process = begin(["run"], self.environ(clock), said, self.folder / "log")
        self._wait()
        self.said = said.read_text("utf-8").splitlines()

    def stop(self, *, is_killed: bool = False) -> None:
        """Stop the program as an operator does, or as a power cut does."""
        if self._process is None:
            return
        (self._process.kill if is_killed else self._process.terminate)()
        self._process.join(20)
        self._process.close()
        self._process = None

    def run(self, *command: str, clock: str = "") -> subprocess.CompletedProcess[str]:
        """Run one command of the program to its end."""
        return run(command, self.environ(clock))

    def environ(self, clock: str = "") -> dict[str, str]:
        """Return the environment of the program: this test's settings and nothing else of ours."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HOCSO_")}
        moved = {"HOCSO_CLOCK": clock} if clock else {}
        return {**kept, **moved, **self.more, "HOCSO_CONFIG": str(self.folder / "config.yaml")}

    def _wait(self) -> None:
        give_up = time.monotonic() + 60
        while time.monotonic() < give_up and self._process is not None and self._process.exitcode is None:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:  # noqa: S310 - our own page
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise TimeoutError((self.folder / "log").read_text(encoding="utf-8"))


def make(folder: Path) -> Running:
    """Return the program over a new folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    (folder / "config.yaml").write_text(_CONFIG.format(here=HERE, port=port), encoding="utf-8")
    (folder / "units.csv").write_text(_UNITS, encoding="utf-8")
    return Running(folder, port)


def give_own_content(folder: Path) -> None:
    """Give the program in this folder lessons and questions of its own, which may be written to."""
    for part in ("lessons", "quizzes"):
        shutil.copytree(HERE / part / "content/vi", folder / part)
    config = folder / "config.yaml"
    own = "content: {lessons: lessons, quizzes: quizzes}"
    config.write_text(re.sub("(?m)^content:.*", own, config.read_text("utf-8")), encoding="utf-8")
