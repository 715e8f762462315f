"""The table as CSV and JSON."""

import csv
import io
import json
from datetime import date

from campaign.indicators import Rate
from campaign.units import UnitKind
from papers.participation import to_csv, to_json
from storage.figures import Figures, Table, TableRow

NAME = '=Xóm "Đông" 🏡, ẫ'


NONE = Rate(0, 0)


def figures(adults: int | None, participants: int, reviews: Rate = NONE) -> Figures:
    return Figures(adults, participants, Rate(participants, adults), 0, Rate(0, adults), 1, 7, 5, reviews, 2)


TABLE = Table(
    kind=UnitKind.HAMLET,
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
    rows=(
        TableRow("dong", UnitKind.HAMLET, NAME, "Trà Lũ", figures(800, 1, Rate(2, 3))),
        TableRow("tay", UnitKind.HAMLET, "Xóm Tây", "Trà Lũ", figures(None, 3)),
        TableRow("?", UnitKind.HAMLET, "Chưa chọn xóm", "", figures(None, 2)),
    ),
    totals=figures(800, 6, Rate(2, 3)),
    learning_uncounted=4,
    outside_commune=9,
    notes=("Số liệu tính đến hết ngày 22/11/2026.",),
)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_json_has_the_agreed_shape() -> None:
    found = json.loads(to_json(TABLE, date(2026, 11, 22)))
    assert list(found) == ["as_of", "from", "to", "units", "totals", "notes"]
    assert (found["as_of"], found["from"], found["to"]) == ("2026-11-22", "2026-01-01", "2026-12-31")
    assert found["units"][0] == {
        "code": "dong",
        "kind": "hamlet",
        "name": NAME,
        "adults": 800,
        "participants": 1,
        "participation_rate": 0.1,
        "participation_rate_numerator": 1,
        "participation_rate_denominator": 800,
        "completers": 0,
        "completion_rate": 0.0,
        "completion_rate_numerator": 0,
        "completion_rate_denominator": 800,
        "lessons_completed": 1,
        "questions_answered": 7,
        "correct_first_try": 5,
        "remembered": 66.7,
        "remembered_numerator": 2,
        "remembered_denominator": 3,
        "practised": 2,
    }
    assert found["notes"] == ["Số liệu tính đến hết ngày 22/11/2026."]


def test_an_unknown_rate_is_null_in_json() -> None:
    found = json.loads(to_json(TABLE, date(2026, 11, 22)))
    west = found["units"][1]
    assert (west["adults"], west["participation_rate"], west["participation_rate_denominator"]) == (None, None, None)
    assert west["participation_rate_numerator"] == 3


def test_those_outside_the_total_stand_beside_it_in_json() -> None:
    found = json.loads(to_json(TABLE, date(2026, 11, 22)))
    assert [one["code"] for one in found["units"]] == ["dong", "tay", "?"]
    assert (found["totals"]["participants"], found["totals"]["learning_uncounted"]) == (6, 4)
    assert found["totals"]["outside_commune"] == 9


def test_the_csv_says_what_each_line_is() -> None:
    lines = read(to_csv(TABLE))
    assert [(line["row"], line["code"], line["participants"]) for line in lines] == [
        ("unit", "dong", "1"),
        ("unit", "tay", "3"),
        ("no_hamlet", "?", "2"),
        ("total", "", "6"),
        ("learning_uncounted", "", "4"),
        ("outside_commune", "", "9"),
    ]


def test_csv_and_json_hold_the_same_figures_under_the_same_names() -> None:
    found = json.loads(to_json(TABLE, date(2026, 11, 22)))
    lines = read(to_csv(TABLE))
    for line, unit in zip(lines[:4], [*found["units"], found["totals"]], strict=True):
        for name in found["units"][0]:
            if name not in ("code", "kind", "name"):
                assert line[name] == ("" if unit[name] is None else str(unit[name]))


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    assert read(to_csv(TABLE))[0]["name"] == f"'{NAME}"


def test_the_csv_has_windows_line_ends_and_a_bom_only_when_asked() -> None:
    plain = to_csv(TABLE)
    assert plain.startswith("row,code,kind,name,old_commune,adults,participants,participation_rate,")
    assert plain.count("\r\n") == plain.count("\n") == 7
    assert to_csv(TABLE, bom=True) == "\ufeff" + plain
