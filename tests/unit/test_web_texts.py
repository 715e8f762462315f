"""Every sentence of the office pages is said somewhere."""

import re
from pathlib import Path

import pytest
import yaml

WEB = Path(__file__).parents[2] / "web"
TEXTS = yaml.safe_load((WEB / "texts.vi.yaml").read_text("utf-8"))
SPOKEN = "\n".join(file.read_text("utf-8") for file in (*WEB.glob("*.py"), *WEB.glob("templates/*.html")))
MADE = re.compile(r"^(of|see|group)_")
"""Keys that are put together from two words."""


@pytest.mark.parametrize("section", TEXTS)
def test_each_key_is_used(section: str) -> None:
    words = set(re.findall(r"\w+", SPOKEN))
    assert [key for key in TEXTS[section] if MADE.sub("", key) not in words] == []


def test_no_sentence_is_said_twice_under_two_keys_of_a_section() -> None:
    for section, texts in TEXTS.items():
        said = [str(text) for text in texts.values()]
        assert [text for text in said if said.count(text) > 1 and " " in text] == [], section
