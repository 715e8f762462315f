"""The commune's report in each format: 60 hamlets, 40,000 learners, a million answers; the peer has a tenth of them."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bench import commune
from bench.figures import Figure, compare
from bench.ours import HERE

FORMATS = ("docx", "pdf", "xlsx", "csv", "json")
HAMLETS = 60
ROUNDS = 3

_PEER = "ours with 100,000 answers"
_COLUMNS = "code,kind,name,old_commune,block,join_code,adults,households,source,as_of,valid_from,valid_to,merged_into"
_CONFIG = """\
commune: {{code: "14122", name: xã Xuân Hưng, province: tỉnh Ninh Bình}}
content: {{lessons: {here}/lessons/content/vi, quizzes: {here}/quizzes/content/vi}}
"""


def figures() -> Iterator[Figure]:
    """Measure whole commands, from their start to the written file, start of the interpreter included."""
    with TemporaryDirectory() as folder:
        large, small = (_commune(Path(folder) / name) for name in ("large", "small"))
        with closing(sqlite3.connect(small / "data" / "hocso.sqlite3")) as tx, tx:
            tx.execute("DELETE FROM answer WHERE learner_id % 10 != 0")
        for format_ in FORMATS:
            runs = [(_seconds(large, format_), _seconds(small, format_)) for _ in range(ROUNDS)]
            ours, peer = zip(*runs, strict=True)
            yield compare(f"report_{format_}", "s", list(ours), list(peer), peer_name=_PEER)


def _commune(folder: Path) -> Path:
    folder.mkdir()
    (folder / "config.yaml").write_text(_CONFIG.format(here=HERE), encoding="utf-8")
    lines = [f"X{at:02},hamlet,Xóm {at},Trà Lũ,,,{600 + at},,UBND xã,2026-01-01,,," for at in range(HAMLETS)]
    lines += [f"T{at},school,Trường {at},,,,40,,UBND xã,2026-01-01,,," for at in range(3)]
    units = folder / "sixty.csv"
    units.write_text("\n".join((_COLUMNS, *lines, "")), encoding="utf-8")
    _run(folder, "migrate")
    _run(folder, "units", "import", str(units))
    commune.fill(folder, datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date())
    return folder


def _seconds(folder: Path, format_: str) -> float:
    begun = time.monotonic()
    _run(folder, "report", "--format", format_, "--out", str(folder / f"report.{format_}"))
    return time.monotonic() - begun


def _run(folder: Path, *command: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOCSO_")}
    environ = {**kept, "PYTHONPATH": str(HERE), "HOCSO_CONFIG": str(folder / "config.yaml")}
    subprocess.run([sys.executable, "-m", "bot", *command], env=environ, cwd=folder, check=True, capture_output=True)  # noqa: S603
