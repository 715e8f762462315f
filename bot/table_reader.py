"""Reading a score table somebody sent, in a process of its own: the server opens no workbooks and no strangers' YAML.

Implements `web.tables_page.Reader`.
"""

import io
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from campaign import table_file
from campaign.criteria import ScoreTable
from lessons.problems import ContentError, Problem

log = structlog.get_logger()

_PATIENCE = 30.0
_LARGEST_UNPACKED = 30_000_000
"""Bytes a workbook may have inside; a table of a hundred criteria has a hundredth of that."""

_UNREADABLE = "máy chưa đọc được tệp này, hãy mở bằng Excel hoặc LibreOffice, lưu lại thành .xlsx rồi gửi lần nữa"
_TOO_LARGE = "tệp lớn quá, hãy chép riêng hai trang Tiêu chí và Quy định chung sang một tệp mới"
_BUSY = "máy đang đọc một tệp khác, hãy đợi một lát rồi gửi lại"


class TableReader:
    """Reads one table at a time; `environ` is what the process sees."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._lock = threading.Lock()

    def __call__(self, content: bytes) -> ScoreTable:
        """Return the table in a workbook or YAML file.

        Raises:
            ContentError: with everything that is wrong in it, by row or line.
        """
        is_book = content.startswith(b"PK")
        if is_book:
            refuse_bombs(content)
        if not self._lock.acquire(timeout=_PATIENCE):
            raise _refusal(_BUSY)
        try:
            with TemporaryDirectory(prefix="hocso-") as folder:
                return self._read(Path(folder) / ("bang.xlsx" if is_book else "bang.yaml"), content)
        finally:
            self._lock.release()

    def _read(self, file: Path, content: bytes) -> ScoreTable:
        file.write_bytes(content)
        made = file.with_name("made.yaml")
        command = [sys.executable, "-m", "bot", "score", "table", "import", str(file), "--out", str(made)]
        try:
            child = subprocess.run(  # noqa: S603 - this program
                command, env=dict(self._environ), capture_output=True, text=True, timeout=_PATIENCE, check=False
            )
        except subprocess.TimeoutExpired:
            raise unreadable() from None
        if child.returncode:
            problems = list(_problems(child.stderr, file))
            if not problems:
                log.warning("table_not_read", says=child.stderr.strip()[-200:])
                raise unreadable()
            raise ContentError(problems)
        return table_file.load(made)


def _problems(says: str, file: Path) -> Iterator[Problem]:
    """Yield what the process said of the file, a sentence a line."""
    for line in says.splitlines():
        if line.startswith(str(file)):
            where, _, message = line.removeprefix(str(file)).removeprefix(", ").partition(": ")
            yield Problem(Path(file.name), None, where.removeprefix(":").strip(), message.rstrip("."))


def refuse_bombs(content: bytes) -> None:
    """Refuse what is no packed file, or is far larger unpacked than a workbook of ours.

    Raises:
        ContentError: in one sentence.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except zipfile.BadZipFile:
        raise unreadable() from None
    if size > _LARGEST_UNPACKED:
        raise _refusal(_TOO_LARGE)


def unreadable() -> ContentError:
    """Return what is said of a file that cannot be read."""
    return _refusal(_UNREADABLE)


def _refusal(message: str) -> ContentError:
    return ContentError([Problem(Path("bang"), None, "", message)])
