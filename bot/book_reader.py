"""Opening a spreadsheet with a list in a process of its own: `python -m papers.office.sheet_csv` prints it as CSV.

The server opens no workbooks: a hostile one costs minutes and all memory. Implements `web.desk.OpenBook`.
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from bot.table_reader import refuse_bombs, unreadable

log = structlog.get_logger()

_PATIENCE = 30.0


class BookReader:
    """Opens spreadsheets; `environ` is what the process sees."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = dict(environ)

    def __call__(self, content: bytes) -> bytes:
        """Return the first sheet of a workbook as CSV in UTF-8.

        Raises:
            ContentError: when it cannot be read.
        """
        refuse_bombs(content)
        with TemporaryDirectory(prefix="hocso-") as folder:
            file = Path(folder) / "list.xlsx"
            file.write_bytes(content)
            try:
                done = subprocess.run(  # noqa: S603 - this program
                    [sys.executable, "-m", "papers.office.sheet_csv", str(file)],
                    env=self._environ, capture_output=True, timeout=_PATIENCE, check=True,
                )  # fmt: skip
            except subprocess.SubprocessError as error:
                log.warning("book_not_read", error=type(error).__name__)
                raise unreadable() from None
        return done.stdout
