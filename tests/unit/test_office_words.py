"""The words of spreadsheets and reports."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from conversation import texts
from papers.office import words

OFFICE = Path(words.__file__).parent


def test_each_text_is_used() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in OFFICE.glob("*.py"))
    said = re.findall(r"""say\(f["']([a-z_]+\.)\{""", source)  # a whole family, by what stands in a variable
    keys = texts.load(words.FILE).keys
    assert {key for key in keys if not _is_used(key, source) and not key.startswith(tuple(said))} == set()


def _is_used(key: str, source: str) -> bool:
    """Say whether a key stands in the source, whole or by its last part."""
    return any(f"{quote}{name}{quote}" in source for name in (key, key.rpartition(".")[2]) for quote in "\"'")


@pytest.mark.parametrize(("figure", "written"), [("69.9", "69,9"), ("0", "0,0"), ("1234.5", "1.234,5"), ("-3", "-3,0")])
def test_a_decimal_has_a_comma(figure: str, written: str) -> None:
    assert words.decimal(Decimal(figure)) == written
