"""The invented commune beside the real one, opened from a page: a process of its own, which ends with this one."""

import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

HOURS = 2
"""After so long the process ends by itself; opened again, it is there at once."""

_PEOPLE = 1500


@dataclass(frozen=True, slots=True)
class Demo:
    """How the invented commune stands: "closed", "filling", "open" or "failed".

    Once it is open, the port of this machine it is at, and the path that lets one in.
    """

    state: str
    port: int = 0
    path: str = ""


class DemoBeside:
    """Starts `hocso demo` and listens for the address it prints; implements `web.demo_page.Beside`."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._child: subprocess.Popen[str] | None = None
        self._link: tuple[int, str] | None = None
        self._listening: threading.Thread | None = None
        self._lock = threading.Lock()

    def look(self) -> Demo:
        """Say how things stand."""
        with self._lock:
            if self._child is None:
                return Demo("closed")
            if self._child.poll() is not None:
                return Demo("closed" if self._link else "failed")
            if self._link is None:
                return Demo("filling")
            return Demo("open", *self._link)

    def open(self) -> None:
        """Start the process unless it runs."""
        with self._lock:
            if self._child is not None and self._child.poll() is None:
                return
            self._link = None
            self._child = subprocess.Popen(  # noqa: S603 - this program
                [sys.executable, "-m", "bot", "demo", "--people", str(_PEOPLE), "--hours", str(HOURS)],
                env=dict(self._environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            self._listening = threading.Thread(target=self._listen, args=(self._child,), daemon=True)
            self._listening.start()

    def stop(self) -> None:
        """End the process."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.terminate()
            child.wait()
        if self._listening is not None:
            self._listening.join()

    def _listen(self, child: "subprocess.Popen[str]") -> None:
        """Read the addresses the process prints; the last line has the one of the office."""
        if child.stdout is None:
            return
        with child.stdout as lines:
            for line in lines:
                address = urlsplit((line.split() or [""])[-1])
                if address.port and not address.path.startswith("/hoc"):
                    with self._lock:
                        self._link = (address.port, address.path)
