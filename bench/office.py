"""The folder of a large commune with 60 hamlets, and of the same commune with a tenth of the answers and days."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench import commune, copying
from bench.ours import HERE
from tests.postgres import Postgres

HAMLETS = 60
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_COLUMNS = "code,kind,name,old_commune,block,join_code,adults,households,source,as_of,valid_from,valid_to,merged_into"
_CONFIG = """\
commune: {{code: "14122", name: xã Xuân Hưng, province: tỉnh Ninh Bình}}
content: {{lessons: {here}/lessons/content/vi, quizzes: {here}/quizzes/content/vi}}
"""
_THINNED = (
    "DELETE FROM answer WHERE learner_id % 10 != 0",
    "DELETE FROM attempt WHERE learner_id % 10 != 0",
    "DELETE FROM learner_day WHERE learner_id % 10 != 0",
)


def large_and_small(folder: Path) -> tuple[Path, Path]:
    """Make both communes and return their folders; they have the same people, units and standing sums."""
    large, small = folder / "large", folder / "small"
    large.mkdir()
    (large / "config.yaml").write_text(_CONFIG.format(here=HERE), encoding="utf-8")
    lines = [f"X{at:02},hamlet,Xóm {at},Trà Lũ,,,{600 + at},,UBND xã,2026-01-01,,," for at in range(HAMLETS)]
    lines += [f"T{at},school,Trường {at},,,,40,,UBND xã,2026-01-01,,," for at in range(3)]
    units = large / "sixty.csv"
    units.write_text("\n".join((_COLUMNS, *lines, "")), encoding="utf-8")
    run(large, "migrate")
    run(large, "units", "import", str(units))
    commune.fill(large, datetime.now(ZONE).date())
    shutil.copytree(large, small)
    with closing(sqlite3.connect(small / "data" / "hocso.sqlite3")) as tx, tx:
        for statement in _THINNED:
            tx.execute(statement)
    return large, small


def run(folder: Path, *command: str, environ: Mapping[str, str] | None = None) -> None:
    """Run a command of the program over a folder, as an officer does; `environ` is set besides."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOCSO_")}
    own = {**kept, "PYTHONPATH": str(HERE), "HOCSO_CONFIG": str(folder / "config.yaml"), **(environ or {})}
    subprocess.run([sys.executable, "-m", "bot", *command], env=own, cwd=folder, check=True, capture_output=True)  # noqa: S603


def copied(folder: Path, server: Postgres) -> dict[str, str]:
    """Copy a commune to PostgreSQL and return the environment in which the program finds it there."""
    url = server.new_database(is_migrated=True)
    copying.copy(commune.database(folder), url)
    return {"HOCSO_DATABASE_URL": url, "HOCSO_SECRET_KEY": "0" * 64}
