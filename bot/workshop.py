"""Long work for the pages: a command of this same program in a process of its own, one at a time.

The server itself does nothing heavy: one busy thread would slow every conversation down (design.md section 3). The
process writes a file, or a folder of files that is packed into one; how many there are is how far it has come.
"""

import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from sqlalchemy.exc import DBAPIError

from bot.moving_clock import Clock
from bot.writer import Writer
from storage import jobs
from storage.jobs import OUT, Work

log = structlog.get_logger()

_LOOK_EVERY = 0.5
_ASK_EVERY = 2.0
_LONGEST_SECONDS = 30 * 60
_NICENESS = 10
_LARGEST_FILE = 60_000_000

_STOPPED = "Máy chủ đã dừng giữa chừng; anh, chị bấm làm lại."
_TOO_LONG = "Việc này lâu quá 30 phút nên đã dừng; báo người trực máy chủ xem giúp."
_TOO_LARGE = "Tệp lớn quá nên không giữ được; hãy làm từng phần nhỏ hơn."
_FAILED = "Chưa làm được; anh, chị thử lại, vẫn không được thì báo người trực máy chủ."


class Workshop:
    """Does what waits in the table of jobs, in one thread that mostly sleeps.

    `environ` is what the processes see, but for a clock that `is_moved`; `is_alone` where no other process serves the
    same database.
    """

    def __init__(
        self, writer: Writer, clock: Clock, environ: Mapping[str, str], *, is_moved: bool, is_alone: bool
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._environ = environ
        self._is_moved = is_moved
        self._is_alone = is_alone
        self._is_ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="workshop", daemon=True)

    def start(self) -> None:
        """Begin; what an earlier process left unfinished is said to be so."""
        now = self._clock.now()
        begun_before = now if self._is_alone else now - jobs.LONGEST
        self._writer.write(lambda tx: jobs.give_up_running(tx, _STOPPED, begun_before, now)).result()
        self._thread.start()

    def stop(self) -> None:
        """End; the process at work is ended too, and its work noted as unfinished."""
        self._is_ending.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._is_ending.is_set():
            try:
                work = self._writer.write(lambda tx: jobs.take_next(tx, self._clock.now())).result()
                if work is not None:
                    self._do(work)
                    continue
            except DBAPIError as error:
                log.warning("workshop_failed", error=type(error).__name__)
            self._is_ending.wait(_ASK_EVERY)

    def _do(self, work: Work) -> None:
        began = time.monotonic()
        with TemporaryDirectory(prefix="hocso-") as folder:
            out = Path(folder) / work.file_name
            made, says = self._made(work, out, Path(folder) / "says")
        now = self._clock.now()
        if made is None:
            self._writer.write(lambda tx: jobs.fail(tx, work.id, says, now)).result()
        else:
            self._writer.write(lambda tx: jobs.finish(tx, work.id, made, now)).result()
        log.info("job", id=work.id, done=made is not None, ms=int((time.monotonic() - began) * 1000))

    def _made(self, work: Work, out: Path, says: Path) -> tuple[bytes | None, str]:
        """Return the file that was made, or None and why there is none."""
        target = out.with_suffix("") if out.suffix == ".zip" else out
        arguments = [str(target) if one == OUT else one for one in work.arguments]
        with says.open("wb") as errors:
            child = subprocess.Popen(  # noqa: S603 - this program; the pages put the arguments together
                [sys.executable, "-m", "bot", *arguments],
                env=self._surroundings(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
            _stand_back(child)
            ended = self._wait(child, work, target)
        if ended:
            return None, ended
        if child.returncode:
            return None, _last_line(says)
        made = _read(target, is_packed=out.suffix == ".zip")
        if made is None:
            return None, _FAILED
        return (made, "") if len(made) <= _LARGEST_FILE else (None, _TOO_LARGE)

    def _note(self, work: Work, done: int) -> None:
        self._writer.write(lambda tx: jobs.progress(tx, work.id, done)).result()

    def _surroundings(self) -> Mapping[str, str]:
        """Return the environment of the process; its clock goes on from where a moved one is."""
        if not self._is_moved:
            return self._environ
        return {**self._environ, "HOCSO_CLOCK": f"{self._clock.now().isoformat(timespec='seconds')}x1"}

    def _wait(self, child: "subprocess.Popen[bytes]", work: Work, target: Path) -> str:
        """Wait for a process and note how far it is; return why it was ended early, "" when it was not."""
        give_up, noted = time.monotonic() + _LONGEST_SECONDS, 0
        while True:
            try:
                child.wait(_LOOK_EVERY)
            except subprocess.TimeoutExpired:
                is_late = time.monotonic() > give_up
                if self._is_ending.is_set() or is_late:
                    child.kill()
                    child.wait()
                    return _TOO_LONG if is_late else _STOPPED
                done = _count(target)
                if done != noted:
                    noted = done
                    self._note(work, done)
            else:
                return ""


def _stand_back(child: "subprocess.Popen[bytes]") -> None:
    """Let the conversations go first: nobody waits for this as they do for an answer."""
    if hasattr(os, "setpriority"):
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, child.pid, _NICENESS)


def _count(target: Path) -> int:
    """Return how many files are finished: those that are being written have a name with a dot before it."""
    return sum(not file.name.startswith(".") for file in target.iterdir()) if target.is_dir() else 0


def _read(target: Path, *, is_packed: bool) -> bytes | None:
    """Return the file that was made, also when it is the only one of a folder; None where there is none."""
    if not target.is_dir():
        return target.read_bytes() if target.exists() else None
    files = sorted(target.iterdir())
    if is_packed:
        return _packed(files) if files else None
    return files[0].read_bytes() if len(files) == 1 else None


def _packed(files: Sequence[Path]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    return packed.getvalue()


def _last_line(says: Path) -> str:
    """Return the sentence with which a command refuses; anything else it says is for the log."""
    lines = says.read_text("utf-8", errors="replace").strip().splitlines()
    if not lines or lines[0].startswith("Traceback") or "Error" in lines[-1]:
        log.warning("job_failed", says=lines[-1][:200] if lines else "")
        return _FAILED
    return lines[-1]
