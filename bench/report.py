"""The commune's report in each format: 60 hamlets, 40,000 learners, a million answers; the peer has a tenth of them."""

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import office
from bench.figures import Figure, compare

FORMATS = ("docx", "pdf", "xlsx", "csv", "json")
ROUNDS = 3

_PEER = "ours with a tenth of the answers and days"


def figures() -> Iterator[Figure]:
    """Measure whole commands, from their start to the written file, start of the interpreter included."""
    with TemporaryDirectory() as folder:
        large, small = office.large_and_small(Path(folder))
        for format_ in FORMATS:
            runs = [(_seconds(large, format_), _seconds(small, format_)) for _ in range(ROUNDS)]
            ours, peer = zip(*runs, strict=True)
            yield compare(f"report_{format_}", "s", list(ours), list(peer), peer_name=_PEER)


def _seconds(folder: Path, format_: str) -> float:
    begun = time.monotonic()
    office.run(folder, "report", "--format", format_, "--out", str(folder / f"report.{format_}"))
    return time.monotonic() - begun
