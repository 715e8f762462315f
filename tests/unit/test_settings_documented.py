"""Every setting and variable is explained to operators."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from bot.config_file import ConfigFile
from bot.settings_reader import Section

ROOT = Path(__file__).parents[2]


def _names(section: type[Section], before: str = "") -> Iterator[str]:
    for name, field in section.model_fields.items():
        inner = [kind for kind in (field.annotation, *get_args(field.annotation)) if isinstance(kind, type)]
        below = next((kind for kind in inner if issubclass(kind, Section)), None)
        if below:
            yield from _names(below, f"{before}{name}.")
        else:
            yield f"{before}{name}"


@pytest.mark.parametrize(
    "name",
    [
        *_names(ConfigFile),
        "HOCSO_CONFIG",
        "HOCSO_DATABASE_URL",
        "HOCSO_SECRET_KEY",
        "HOCSO_CLOCK",
        "HOCSO_TELEGRAM_TOKEN",
        "HOCSO_TELEGRAM_SECRET",
        "HOCSO_ZALO_BOT_TOKEN",
        "HOCSO_ZALO_BOT_SECRET",
        "HOCSO_FEED_SECRET",
        "_FILE",
    ],
)
def test_each_setting_is_in_the_operators_guide(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "van-hanh.md").read_text(encoding="utf-8")
