"""Every sentence of the office pages is said somewhere."""

import re
from pathlib import Path

import pytest
import yaml

from campaign.criteria import Formula
from campaign.reporting import Section, State
from campaign.sheet import Role, Step
from web.office import GROUPS

WEB = Path(__file__).parents[2] / "web"
TEXTS = yaml.safe_load((WEB / "texts.vi.yaml").read_text("utf-8"))
SOURCES = (*WEB.glob("*.py"), *WEB.glob("templates/*.html"), *(WEB.parent / "storage").glob("*.py"))
"""The log says in words what storage notes by a key."""

SPOKEN = "\n".join(file.read_text("utf-8") for file in SOURCES)
_PREFIXES = ("of", "see", "how", "group", *re.findall(r'"([a-z]+)_(?:" ~|\{)', SPOKEN))
MADE = re.compile(f"^({'|'.join(_PREFIXES)})_")
"""Keys that are put together from two words, in templates as `"step_" ~ one`."""


@pytest.mark.parametrize("section", TEXTS)
def test_each_key_is_used(section: str) -> None:
    words = set(re.findall(r"\w+", SPOKEN))
    assert [key for key in TEXTS[section] if key not in words and not _is_made(key, words)] == []


def _is_made(key: str, words: set[str]) -> bool:
    """Say whether a key is put together where it is said, be it by a role, step, formula or section."""
    rest = MADE.sub("", key)
    return rest != key and (rest in words or rest in {*Step, *Role, *Section, *State, *Formula})


def test_no_sentence_is_said_twice_under_two_keys_of_a_section() -> None:
    for section, texts in TEXTS.items():
        said = [str(text) for text in texts.values()]
        assert [text for text in said if said.count(text) > 1 and " " in text] == [], section


def test_every_page_in_the_list_has_its_words() -> None:
    places = [place for group in GROUPS for place in group.places]
    assert [place.key for place in places if place.key not in TEXTS["nav"]] == []
    assert [group.key for group in GROUPS if f"group_{group.key}" not in TEXTS["nav"]] == []
