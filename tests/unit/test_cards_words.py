"""The words on the pictures, and how numbers, days and names are written there."""

from datetime import date
from pathlib import Path

import pytest

from conversation import texts
from papers.cards import words

CARDS = Path(words.__file__).parent


def test_each_text_is_used() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in CARDS.glob("*.py"))
    assert {key for key in texts.load(words.FILE).keys if f'say("{key}"' not in source} == set()


@pytest.mark.parametrize(("count", "written"), [(0, "0"), (999, "999"), (1234, "1.234"), (1234567, "1.234.567")])
def test_a_count_has_a_dot_at_each_thousand(count: int, written: str) -> None:
    assert words.number(count) == written


def test_a_day_is_written_with_all_its_digits() -> None:
    assert words.day(date(2026, 2, 3)) == "03/02/2026"


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Đỗ Thị Ẫm", "Đỗ Thị Ẫm"),
        ("A\u0302\u0303m", "Ẫm"),
        ("  Lan\n\tThị\u00a0Lan ", "Lan Thị Lan"),
        ("👩‍🌾 Lan 🏡", "Lan"),
        ("H’Ơ\u0306n Niê", "H’Ơ\u0306n Niê"),
        ("x\u0306\u0306\u0306\u0306", "x\u0306\u0306"),
        ("\u202enaL", "naL"),
        ('#{sys} \\ "', '#{sys} \\ "'),
    ],
)
def test_a_name_is_drawn_as_far_as_it_can_be(name: str, drawn: str) -> None:
    assert words.clean(name) == drawn


def test_a_very_long_name_is_cut_and_may_be_broken() -> None:
    drawn = words.clean("Ẫ" * 200)
    assert drawn.replace("\u200b", "") == "Ẫ" * 59 + "…"
    assert max(len(part) for part in drawn.split("\u200b")) <= 16


def test_an_address_is_spoken_without_its_beginning() -> None:
    assert words.spoken("https://hocso.example/x/4821") == "hocso.example/x/4821"
    assert words.spoken("hocso.example/x/4821") == "hocso.example/x/4821"
