"""Our program as an operator runs it, in a folder of the benchmark's own."""

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from bench.children import Child, answers

HERE = Path(__file__).parent.parent
_CONFIG = """\
commune: {{code: "14122", name: xã Xuân Hưng, province: tỉnh Ninh Bình, units_file: {here}/units.csv}}
content: {{lessons: {here}/lessons/content/vi, quizzes: {here}/quizzes/content/vi}}
web: {{host: 127.0.0.1, port: {port}}}
{channels}
"""


def free_port() -> int:
    """Return a port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def program(folder: Path, port: int, channels: str = "", environ: Mapping[str, str] | None = None) -> Child:
    """Return our program over this folder; a second one over the same folder finds its database there."""
    folder.mkdir(exist_ok=True)
    config = folder / "config.yaml"
    config.write_text(_CONFIG.format(here=HERE, port=port, channels=channels), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOCSO_")}
    return Child(
        [sys.executable, "-m", "bot", "run"],
        {**kept, "PYTHONPATH": str(HERE), "HOCSO_CONFIG": str(config), **(environ or {})},
        folder,
        answers(f"http://127.0.0.1:{port}/readyz"),
    )


def bare_page(folder: Path, port: int) -> Child:
    """Return the bare page on the same web stack."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "bench.peers.bare_page", str(port)]
    return Child(command, {**os.environ, "PYTHONPATH": str(HERE)}, folder, answers(f"http://127.0.0.1:{port}/readyz"))
