"""The words of spreadsheets and reports."""

from decimal import Decimal
from pathlib import Path

import pytest

from conversation import texts
from papers.office import words

OFFICE = Path(words.__file__).parent


def test_each_text_is_used() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in OFFICE.glob("*.py"))
    keys = texts.load(words.FILE).keys
    # A key stands whole where it is said, or only its last part where the first goes without saying.
    assert {key for key in keys if not any(f"{end}" in source for end in _written(key))} == set()


def _written(key: str) -> tuple[str, ...]:
    return f'"{key}"', f"'{key}'", f'"{key.rpartition(".")[2]}"'


@pytest.mark.parametrize(("figure", "written"), [("69.9", "69,9"), ("0", "0,0"), ("1234.5", "1.234,5"), ("-3", "-3,0")])
def test_a_decimal_has_a_comma(figure: str, written: str) -> None:
    assert words.decimal(Decimal(figure)) == written
