"""The words of score tables: each is used."""

from pathlib import Path

from conversation import texts
from papers import score_words

ROOT = Path(__file__).parents[2]
FAMILIES = ("book", "formula", "column", "step", "reckoning", "signer", "paper", "minutes")
"""Their keys are put together; a missing one would stop the program when it is imported."""


def test_each_text_is_used() -> None:
    folders = ("papers", "bot", "storage")
    source = "\n".join(path.read_text(encoding="utf-8") for name in folders for path in (ROOT / name).rglob("*.py"))
    keys = {key for key in texts.load(score_words.FILE).keys if key.split(".")[0] not in FAMILIES}
    assert {key for key in keys if f'"{key}"' not in source} == set()
